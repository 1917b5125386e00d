"""Picture files: formats, and what they carry besides the picture that is seen."""

from __future__ import annotations

import base64
import random
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops

from tests.gate.parcel import Parcel, saved

_PREVIEW = 320  # pixels wide
HEIF_ENC = shutil.which("heif-enc")
Carrier = Callable[[Parcel, random.Random], bytes]


def jpeg(parcel: Parcel, rng: random.Random) -> bytes:
    """As phones and scanners send it."""
    return saved(parcel.picture, "JPEG", quality=rng.randint(78, 94))


def jpeg_turned(parcel: Parcel, rng: random.Random) -> bytes:
    """As a phone held upright sends it: the pixels lie on their side, and a tag says how to turn them."""
    details = Image.Exif()
    details[0x0112] = 6
    return saved(parcel.picture.rotate(90, expand=True), "JPEG", quality=88, exif=details)


def jpeg_q30(parcel: Parcel, rng: random.Random) -> bytes:
    """Squeezed by a messenger."""
    return saved(parcel.picture, "JPEG", quality=30)


def png(parcel: Parcel, rng: random.Random) -> bytes:
    """Without loss."""
    return saved(parcel.picture, "PNG", compress_level=1)


def webp(parcel: Parcel, rng: random.Random) -> bytes:
    """From a browser."""
    return saved(parcel.picture, "WEBP", quality=rng.randint(75, 92), method=0)


def tiff(parcel: Parcel, rng: random.Random) -> bytes:
    """From an office scanner."""
    return saved(parcel.picture, "TIFF", compression="tiff_lzw")


def heic(parcel: Parcel, rng: random.Random) -> bytes:
    """As newer phones keep it. Made by `heif-enc` of libheif, where a machine has it."""
    with tempfile.TemporaryDirectory() as directory:
        source, made = Path(directory) / "page.png", Path(directory) / "page.heic"
        source.write_bytes(png(parcel, rng))
        subprocess.run([str(HEIF_ENC), "-q", "70", str(source), "-o", str(made)], check=True, capture_output=True)
        return made.read_bytes()


def exif_thumbnail(parcel: Parcel, rng: random.Random) -> bytes:
    """A JPEG whose preview was made before the redaction."""
    small = _preview(parcel)
    first = struct.pack(">HHHLLL", 1, 0x0112, 3, 1, 1 << 16, 26)  # one entry (upright), then the preview's directory
    second = struct.pack(">HHHLLHHLLHHLLL", 3, 0x0103, 3, 1, 6 << 16, 0x0201, 4, 1, 68, 0x0202, 4, 1, len(small), 0)
    block = b"Exif\x00\x00" + b"MM\x00\x2a" + struct.pack(">L", 8) + first + second + small
    return _with_segment(jpeg(parcel, rng), 0xE1, block)


def xmp_thumbnail(parcel: Parcel, rng: random.Random) -> bytes:
    """A JPEG whose XMP holds a preview from before the redaction, as base64 with the line ends of XML."""
    text = base64.encodebytes(_preview(parcel)).decode().replace("\n", "&#xA;")
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/">'
        '<xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource"><xmpGImg:format>JPEG</xmpGImg:format>'
        f"<xmpGImg:image>{text}</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    return _with_segment(jpeg(parcel, rng), 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet.encode())


def irb_thumbnail(parcel: Parcel, rng: random.Random) -> bytes:
    """A JPEG with the resources of an image editor, among them (0x040C) a preview from before the redaction."""
    small = _preview(parcel)
    wide, tall = _PREVIEW, round(_PREVIEW * parcel.original.height / parcel.original.width)
    row = (wide * 24 + 31) // 32 * 4
    head = struct.pack(">6I2H", 1, wide, tall, row, row * tall, len(small), 24, 1)
    body = head + small + b"\0" * (len(small) % 2)
    block = b"8BIM" + struct.pack(">HHI", 0x040C, 0, len(head) + len(small)) + body
    return _with_segment(jpeg(parcel, rng), 0xED, b"Photoshop 3.0\0" + block)


def _preview(parcel: Parcel) -> bytes:
    """A small JPEG of the page before the redaction."""
    before = parcel.original
    return saved(before.resize((_PREVIEW, round(_PREVIEW * before.height / before.width))), "JPEG", quality=85)


def _with_segment(plain: bytes, marker: int, content: bytes) -> bytes:
    """A JPEG with one more segment at its start."""
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content + plain[2:]


def mpf(parcel: Parcel, rng: random.Random) -> bytes:
    """A JPEG with a second picture behind it (multi-picture format): the one before the redaction."""
    return saved(parcel.picture, "MPO", save_all=True, append_images=[parcel.original], quality=85)


def trailing(parcel: Parcel, rng: random.Random) -> bytes:
    """A file saved over a longer one: its end is still there."""
    return jpeg(parcel, rng) + saved(parcel.original, "JPEG", quality=85)


def trailing_png(parcel: Parcel, rng: random.Random) -> bytes:
    """The same with a PNG, as a phone's screenshot editor once left it."""
    return png(parcel, rng) + png(Parcel(parcel.before, parcel.before), rng)[-400_000:]


def tiff_pages(parcel: Parcel, rng: random.Random) -> bytes:
    """A TIFF whose second page is the one before the redaction."""
    return saved(parcel.picture, "TIFF", save_all=True, append_images=[parcel.original], compression="jpeg")


def png_frames(parcel: Parcel, rng: random.Random) -> bytes:
    """An animated PNG whose second frame is the one before the redaction."""
    return _animated(parcel, "PNG", compress_level=1)


def webp_frames(parcel: Parcel, rng: random.Random) -> bytes:
    """An animated WebP whose second frame is the one before the redaction."""
    return _animated(parcel, "WEBP", method=0)


def alpha(parcel: Parcel, rng: random.Random) -> bytes:
    """A PNG where what is hidden is only transparent; the colours are still there."""
    changed = ImageChops.difference(parcel.picture, parcel.original).convert("L")
    seen = parcel.original.copy()
    seen.putalpha(changed.point(lambda tone: 0 if tone > 24 else 255))
    return saved(seen, "PNG", compress_level=1)


def _animated(parcel: Parcel, kind: str, **options: object) -> bytes:
    first, second = (
        one.resize((1000, round(1000 * one.height / one.width))) for one in (parcel.picture, parcel.original)
    )
    return saved(first, kind, save_all=True, append_images=[second], duration=500, **options)


PICTURES: dict[str, tuple[Carrier, str]] = {
    "jpeg": (jpeg, "jpg"), "jpeg_turned": (jpeg_turned, "jpg"), "jpeg_q30": (jpeg_q30, "jpg"), "png": (png, "png"),
    "heic": (heic, "heic"), "webp": (webp, "webp"), "tiff": (tiff, "tif"), "exif_thumbnail": (exif_thumbnail, "jpg"),
    "xmp_thumbnail": (xmp_thumbnail, "jpg"), "irb_thumbnail": (irb_thumbnail, "jpg"), "mpf": (mpf, "jpg"),
    "trailing": (trailing, "jpg"), "trailing_png": (trailing_png, "png"),
    "tiff_pages": (tiff_pages, "tif"), "png_frames": (png_frames, "png"), "webp_frames": (webp_frames, "webp"),
    "alpha": (alpha, "png"),
}  # fmt: skip
"""Name: how it is packed, and the ending of the file's name."""
