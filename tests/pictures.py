"""Uploads drawn by code: ordinary photos, and files made to mislead, to fill the machine or to carry something."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

INK = (200, 30, 30)


def card(size: tuple[int, int] = (320, 200), mode: str = "RGB") -> Image.Image:
    """Draw a card: white, with a red block in the left upper corner."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill=INK)
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Save a picture to bytes."""
    file = io.BytesIO()
    picture.save(file, format=kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


def covered_card() -> Image.Image:
    """An identity card of nobody with everything covered that must be, as a requester should send it."""
    picture = Image.new("RGB", (1000, 630), (226, 232, 240))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((40, 130, 290, 460), fill="black")
    draw.rectangle((850, 400, 950, 530), fill="black")
    large, small = ImageFont.load_default(30), ImageFont.load_default(19)
    draw.text((330, 24), "KONINKRIJK DER NEDERLANDEN", fill="navy", font=large)
    draw.text((330, 64), "IDENTITEITSKAART  IDENTITY CARD", fill="navy", font=large)
    for row, (label, value) in enumerate(_FIELDS):
        draw.text((330, 130 + row * 78), label, fill=(60, 70, 110), font=small)
        draw.text((330, 154 + row * 78), value, fill="black", font=large)
    return picture


def marked_copy(word: str = "a copy of nobody") -> bytes:
    """A covered card as a PNG, with a word in its details and drawn small in its pixels."""
    picture = covered_card()
    ImageDraw.Draw(picture).text((330, 604), word, fill=(90, 90, 90), font=ImageFont.load_default(14))
    details = Image.Exif()
    details[0x010E] = word
    return saved(picture, exif=details, compress_level=1)


_FIELDS = (
    ("naam / surname", "VAN VOORBEELD"), ("voornamen / given names", "Noor"),
    ("nationaliteit / nationality", "Nederlandse"),
    ("geboortedatum / date of birth", "12 MRT / MAR 1981"), ("geldig tot / date of expiry", "30 AUG / AUG 2031"),
    ("documentnummer / document no.", "XX00000X1"),
)  # fmt: skip


def exif(orientation: int = 1, thumbnail: bytes = b"") -> bytes:
    """Make camera details: an orientation and, if given, a small picture in the second directory."""
    details = Image.Exif()
    details[0x0112] = orientation
    details[0x010F] = "Camera of Noor"
    block = details.tobytes()
    return block + thumbnail


def jpeg_with(marker: int, content: bytes) -> bytes:
    """Put a segment behind the start marker of a JPEG."""
    return with_segment(saved(card(), "JPEG"), marker, content)


def with_segment(plain: bytes, marker: int, content: bytes) -> bytes:
    """Put a segment behind the start marker of this JPEG."""
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + plain[2:]


def chunk(name: bytes, content: bytes) -> bytes:
    """Make a PNG chunk."""
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_with(name: bytes, content: bytes) -> bytes:
    """Put a chunk behind the header of a PNG."""
    plain = saved(card())
    return plain[:33] + chunk(name, content) + plain[33:]


def png_of(width: int, height: int, packed: bytes) -> bytes:
    """Make a PNG that announces a size, whatever its pixels hold."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def noted_png() -> bytes:
    """A PNG with a text beside its picture."""
    notes = PngInfo()
    notes.add_text("Comment", "written beside the picture")
    return saved(card(), pnginfo=notes)


def archive() -> bytes:
    """A ZIP file with a page in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("index.html", "<script>alert(1)</script>")
    return file.getvalue()


def text_bomb() -> bytes:
    """A PNG with a compressed note of 64 MB."""
    return png_with(b"zTXt", b"note\0\0" + zlib.compress(bytes(64 << 20), 9))


def frames(kind: str) -> bytes:
    """Three pictures in one file."""
    others = [Image.new("RGB", (32, 20), colour) for colour in ("blue", "green")]
    return saved(Image.new("RGB", (32, 20), "red"), kind, save_all=True, append_images=others)


HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
EMPTY_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BROKEN_HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)
"""A start and nothing behind it."""
# no package that we may use writes HEIC: this is `card((160, 100))`, written once by libheif's own example program
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUNtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "AA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFnAAEAAAAAAAAAsQAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEA"
    "AGh2YzEAAAAAw2lwcnAAAAClaXBjbwAAAHlodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQCEAAQAsQgEBA3AAAAMAkAAAAwAAAwAeoBQgafeW6kkprm4EBAwIAAADAAgAAAMACEAiAAEAB0QBwXKwYkAAAAAUaXNw"
    "ZQAAAAAAAACgAAAAZAAAABBwaXhpAAAAAAMICAgAAAAWaXBtYQAAAAAAAAABAAEDgQKDAAAAuW1kYXQAAACtKAGvCdCJCOIlHge8"
    "I//vWw/+dY0PlLd4qu/JJVaft+B9X8RgmTfi0ZWm0Ibzc51MA/Q3GX/Ocw13exG6PzWXO9+9BqCtmS2albQn+VCh+yFioqwge1Oi"
    "miGocZMUgT/SPzA2A5ad5oRPK/9bBdTQO33/Cx2GwIwGKI6lX+41KetJCwrjzh2byl+RBs/X8fz1qm6v/qpgETDTAAADAAADAAAI"
    "iAAAAwAACUAASUA="
)
