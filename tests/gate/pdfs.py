"""PDF files: pages of pictures, and the many ways in which a PDF keeps what it seems to hide."""

from __future__ import annotations

import io
import random

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from tests.gate.carriers import Carrier
from tests.gate.page import Box, Page
from tests.gate.parcel import Parcel, saved

_A4_WIDE = 595.0  # points
_COLOURS = "/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
_PHOTO = 2000  # pixels wide: a photo, which programs lay on A4; a scan keeps its size


def plain(parcel: Parcel, rng: random.Random) -> bytes:
    """A page for each picture."""
    pdf = Pdf.new()
    for page in parcel.pages:
        _add(pdf, page)
    return _written(pdf)


def vector_box(parcel: Parcel, rng: random.Random) -> bytes:
    """Black boxes drawn over the picture that is still whole below them."""
    pdf = Pdf.new()
    for at, page in enumerate(parcel.before):
        _add(pdf, page, _drawn(parcel.covers(at), *_size(page)))
    return _written(pdf)


def layer(parcel: Parcel, rng: random.Random) -> bytes:
    """The same boxes on a layer that can be switched off."""
    pdf = Pdf.new()
    for at, page in enumerate(parcel.before):
        made = _add(pdf, page, b"/OC /L0 BDC " + _drawn(parcel.covers(at), *_size(page)) + b" EMC")
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Zwart"))
        made.Resources.Properties = Dictionary(L0=group)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(ON=Array([group]), Order=Array([group])))
    return _written(pdf)


def square(parcel: Parcel, rng: random.Random) -> bytes:
    """Filled squares as remarks of a reading program."""
    return _annotated(parcel, Name.Square)


def redaction(parcel: Parcel, rng: random.Random) -> bytes:
    """Redactions that were marked and never applied."""
    return _annotated(parcel, Name.Redact)


def hidden_layer(parcel: Parcel, rng: random.Random) -> bytes:
    """The picture before redaction lies on a layer that is switched off."""
    pdf = Pdf.new()
    wide, tall = _size(parcel.pages[0])
    made = _add(pdf, parcel.pages[0], f"/OC /L0 BDC q {wide:.2f} 0 0 {tall:.2f} 0 0 cm /Im1 Do Q EMC".encode())
    group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Origineel"))
    made.Resources.Properties = Dictionary(L0=group)
    made.Resources.XObject.Im1 = _image(pdf, parcel.before[0])
    pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group])))
    return _written(pdf)


def text_layer(parcel: Parcel, rng: random.Random) -> bytes:
    """A scan whose recognised text still holds all numbers, unseen."""
    pdf = Pdf.new()
    shown = parcel.text.encode("latin-1", "replace").replace(b"(", b"").replace(b")", b"").split(b"\n")
    lines = b" T* ".join(b"(" + line + b") Tj" for line in shown)
    made = _add(pdf, parcel.pages[0], b"BT 3 Tr /F0 8 Tf 10 TL 20 120 Td " + lines + b" ET")
    made.Resources.Font = Dictionary(F0=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    return _written(pdf)


def attachment(parcel: Parcel, rng: random.Random) -> bytes:
    """The picture before redaction is attached."""
    pdf = Pdf.new()
    _add(pdf, parcel.pages[0])
    pdf.attachments["origineel.jpg"] = saved(parcel.original, "JPEG", quality=80)
    return _written(pdf)


def crop_box(parcel: Parcel, rng: random.Random) -> bytes:
    """The page shows a part; the uncovered picture lies beside it, outside the crop box."""
    pdf = Pdf.new()
    wide, tall = _size(parcel.pages[0])
    made = _add(pdf, parcel.pages[0], f"q {wide:.2f} 0 0 {tall:.2f} 0 {-tall:.2f} cm /Im1 Do Q".encode())
    made.Resources.XObject.Im1 = _image(pdf, parcel.before[0])
    made.MediaBox = Array([0, -tall, wide, tall])
    made.CropBox = Array([0, 0, wide, tall])
    return _written(pdf)


def revision(parcel: Parcel, rng: random.Random) -> bytes:
    """An earlier revision of the file holds the picture before redaction."""
    pdf = Pdf.new()
    _add(pdf, parcel.before[0])
    first = _written(pdf, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    with Pdf.open(io.BytesIO(first)) as again:
        number, root, size = (
            int(again.pages[0].Resources.XObject.Im0.objgen[0]),
            again.Root.objgen[0],
            len(again.objects) + 1,
        )
    new = saved(parcel.picture, "JPEG", quality=88)
    wide, tall = parcel.picture.size
    told = f"<< /Type /XObject /Subtype /Image /Width {wide} /Height {tall} {_COLOURS}"
    body = f"{number} 0 obj\n{told} /Length {len(new)} >>\nstream\n".encode() + new + b"\nendstream\nendobj\n"
    before = int(first.rsplit(b"startxref", 1)[1].split()[0])
    table = (
        f"xref\n{number} 1\n{len(first):010} 00000 n \ntrailer\n<< /Size {size} /Root {root} 0 R /Prev {before} >>\n"
    )
    return first + body + table.encode() + f"startxref\n{len(first) + len(body)}\n%%EOF\n".encode()


def _size(page: Page) -> tuple[float, float]:
    """Width and height of the paper in points."""
    wide, tall = page.picture.size
    points = _A4_WIDE if wide >= _PHOTO else wide / page.scale / 25.4 * 72
    return points, points * tall / wide


def _image(pdf: Pdf, page: Page) -> pikepdf.Stream:
    wide, tall = page.picture.size
    image = pikepdf.Stream(pdf, saved(page.picture, "JPEG", quality=88))
    image.update({
        "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": wide, "/Height": tall, "/ColorSpace": Name.DeviceRGB,
        "/BitsPerComponent": 8, "/Filter": Name.DCTDecode,
    })  # fmt: skip
    return pdf.make_indirect(image)


def _add(pdf: Pdf, page: Page, more: bytes = b"") -> pikepdf.Page:
    wide, tall = _size(page)
    content = f"q {wide:.2f} 0 0 {tall:.2f} 0 0 cm /Im0 Do Q\n".encode() + more
    made = pikepdf.Page(Dictionary(
        Type=Name.Page, MediaBox=Array([0, 0, wide, tall]),
        Resources=Dictionary(XObject=Dictionary(Im0=_image(pdf, page))),
        Contents=pdf.make_stream(content),
    ))  # fmt: skip
    pdf.pages.append(made)
    return pdf.pages[-1]


def _drawn(boxes: list[Box], wide: float, tall: float) -> bytes:
    return b"0 g " + b" ".join(
        f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re f".encode() for x, y, w, h in _points(boxes, wide, tall)
    )


def _points(boxes: list[Box], wide: float, tall: float) -> list[Box]:
    """Boxes as left, bottom, width, height in points."""
    return [(b[0] * wide, (1 - b[3]) * tall, (b[2] - b[0]) * wide, (b[3] - b[1]) * tall) for b in boxes]


def _annotated(parcel: Parcel, kind: Name) -> bytes:
    pdf = Pdf.new()
    for at, page in enumerate(parcel.before):
        made = _add(pdf, page)
        made.Annots = Array(
            [pdf.make_indirect(_annotation(pdf, kind, box)) for box in _points(parcel.covers(at), *_size(page))]
        )
    return _written(pdf)


def _annotation(pdf: Pdf, kind: Name, box: Box) -> Dictionary:
    x, y, w, h = box
    look = pdf.make_stream(f"0 g 0 0 {w:.2f} {h:.2f} re f".encode())
    look.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, w, h])})
    return Dictionary(
        Type=Name.Annot,
        Subtype=kind,
        Rect=Array([x, y, x + w, y + h]),
        IC=Array([0, 0, 0]),
        C=Array([0, 0, 0]),
        F=4,
        AP=Dictionary(N=look),
    )


def _written(pdf: Pdf, **options: object) -> bytes:
    file = io.BytesIO()
    pdf.save(file, static_id=True, **options)  # type: ignore[arg-type]
    return file.getvalue()


PDFS: dict[str, tuple[Carrier, str]] = {
    name: (pack, "pdf")
    for name, pack in {
        "pdf": plain, "pdf_vector": vector_box, "pdf_layer": layer, "pdf_square": square, "pdf_redaction": redaction,
        "pdf_hidden_layer": hidden_layer, "pdf_text": text_layer, "pdf_attachment": attachment,
        "pdf_crop_box": crop_box,
        "pdf_revision": revision,
    }.items()
}  # fmt: skip
