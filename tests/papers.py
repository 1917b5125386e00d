"""PDF files made by code: ordinary ones, and ones that hide in each of the ways a PDF can."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from tests.pictures import saved

SIZE = (640, 400)  # pixels of the picture and points of the page


def scene() -> Image.Image:
    """What is to be hidden: a pattern in the middle of a sheet with some lines."""
    picture = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(picture)
    for line in range(20, 400, 30):
        draw.line((20, line, 620, line), fill=(90, 90, 90), width=2)
    for ring in range(10, 110, 20):
        draw.ellipse((320 - ring, 200 - ring, 320 + ring, 200 + ring), outline=(160, 40, 40), width=8)
    return picture


def covered() -> Image.Image:
    """The same with a black block over the middle."""
    picture = scene()
    ImageDraw.Draw(picture).rectangle((200, 80, 440, 320), fill="black")
    return picture


def paper(
    picture: Image.Image | None = None, change: Callable[[pikepdf.Pdf, pikepdf.Page], None] | None = None
) -> bytes:
    """A PDF of one page with a picture on it, changed by `change` before it is saved."""
    document = pikepdf.open(io.BytesIO(saved(picture or covered(), "PDF", resolution=72.0)))
    if change is not None:
        change(document, document.pages[0])
    return written(document)


def written(document: pikepdf.Pdf) -> bytes:
    """The document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def boxed(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Draw a black box over the page."""
    page.contents_add(document.make_stream(b"q 0 0 0 rg 200 80 240 240 re f Q"))


def noted(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Lay a black square over the page as an annotation."""
    look = document.make_stream(b"0 0 0 rg 0 0 240 240 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 240, 240])
    page.Annots = Array(
        [
            document.make_indirect(
                Dictionary(
                    Type=Name.Annot, Subtype=Name.Square, Rect=Array([200, 80, 440, 320]), F=4, AP=Dictionary(N=look)
                )
            )
        ]
    )


def layered(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Put a black box on a layer that can be switched off."""
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="cover"))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))
    page.Resources.Properties = Dictionary(Cover=layer)
    page.contents_add(document.make_stream(b"/OC /Cover BDC q 0 0 0 rg 200 80 240 240 re f Q EMC"))


def switched_off(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Add the uncovered picture on a layer that is off."""
    layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="original"))
    document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    page.Resources.Properties = Dictionary(Original=layer)
    page.Resources.XObject.Uncovered = _stored(document, scene())
    page.contents_add(document.make_stream(b"/OC /Original BDC q 640 0 0 400 0 0 cm /Uncovered Do Q EMC"))


def over_one_another(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Lay a black picture over the middle of the first."""
    page.Resources.XObject.Block = _stored(document, Image.new("RGB", (240, 240), "black"))
    page.contents_add(document.make_stream(b"q 240 0 0 240 200 80 cm /Block Do Q"))


def cut_off(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Show only the left part of the page."""
    page.CropBox = Array([0, 0, 200, 400])


def masked(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Hide the middle of the picture by a mask."""
    mask = Image.new("L", SIZE, 255)
    ImageDraw.Draw(mask).rectangle((200, 80, 440, 320), fill=0)
    stored = document.make_stream(mask.tobytes())
    stored.Type, stored.Subtype, stored.Width, stored.Height = Name.XObject, Name.Image, *SIZE
    stored.ColorSpace, stored.BitsPerComponent = Name.DeviceGray, 8
    (picture,) = page.Resources.XObject.values()
    picture.SMask = stored


def unused(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Leave a picture in the file that no page shows."""
    page.Resources.XObject.Left = _stored(document, scene().crop((100, 0, 400, 300)))


def attached(document: pikepdf.Pdf, _: pikepdf.Page) -> None:
    """Attach a file."""
    document.attachments["scan.png"] = saved(scene())


def written_under(document: pikepdf.Pdf, page: pikepdf.Page, line: bytes = b"a line of text") -> None:
    """Put text behind the picture, as programs that read scans do."""
    page.Resources.Font = Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    text = document.make_stream(b"BT 3 Tr /F1 12 Tf 40 40 Td (%s) Tj ET" % line)
    page.contents_add(text, prepend=True)


def with_program(document: pikepdf.Pdf, _: pikepdf.Page) -> None:
    """Run something when the file is opened."""
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def appended() -> bytes:
    """A file whose last version covers what its first version shows: an update put behind the end."""
    first = paper(scene())
    last = pikepdf.open(io.BytesIO(first))
    number, generation = last.pages[0].objgen
    contents = last.pages[0].Contents.objgen[0]
    drawn = last.pages[0].Contents.read_bytes() + b"\nq 0 0 0 rg 200 80 240 240 re f Q"
    place = len(first)
    body = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (contents, len(drawn), drawn)
    start = first.rindex(b"startxref") + len(b"startxref")
    previous = int(first[start:].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        contents, place, len(last.objects) + 1, last.Root.objgen[0], previous, place + len(body),
    )  # fmt: skip
    assert (number, generation) != (contents, 0)
    return first + body + table


def of_pages(*pictures: Image.Image) -> bytes:
    """A PDF with a page for each picture."""
    return saved(pictures[0], "PDF", save_all=True, append_images=list(pictures[1:]), resolution=72.0)


def locked() -> bytes:
    """A PDF that wants a password."""
    document = pikepdf.open(io.BytesIO(paper()))
    file = io.BytesIO()
    document.save(file, encryption=pikepdf.Encryption(owner="b", user="a"))
    return file.getvalue()


def _stored(document: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Stream:
    stored = document.make_stream(picture.tobytes())
    stored.Type, stored.Subtype, stored.Width, stored.Height = Name.XObject, Name.Image, *picture.size
    stored.ColorSpace, stored.BitsPerComponent = Name.DeviceRGB, 8
    return stored
