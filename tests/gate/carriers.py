"""Files around a picture: formats, and what files carry besides the picture that is seen."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Callable

from PIL import Image

Carrier = Callable[[Image.Image, Image.Image, random.Random], bytes]
"""The redacted picture, the same one before redaction, dice: the bytes of a file."""


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Save a picture to bytes."""
    file = io.BytesIO()
    picture.save(file, kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


def jpeg(picture: Image.Image, _: Image.Image, rng: random.Random) -> bytes:
    """As phones and scanners send it."""
    return saved(picture, "JPEG", quality=rng.randint(78, 94))


def jpeg_q30(picture: Image.Image, _: Image.Image, rng: random.Random) -> bytes:
    """Squeezed by a messenger."""
    return saved(picture, "JPEG", quality=30)


def png(picture: Image.Image, _: Image.Image, rng: random.Random) -> bytes:
    """Without loss."""
    return saved(picture, "PNG", compress_level=1)


def webp(picture: Image.Image, _: Image.Image, rng: random.Random) -> bytes:
    """From a browser."""
    return saved(picture, "WEBP", quality=rng.randint(75, 92), method=0)


def tiff(picture: Image.Image, _: Image.Image, rng: random.Random) -> bytes:
    """From an office scanner."""
    return saved(picture, "TIFF", compression="tiff_lzw")


def exif_thumbnail(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """A JPEG whose preview was made before the redaction."""
    small = saved(before.copy().resize((320, round(320 * before.height / before.width))), "JPEG", quality=85)
    second = struct.pack(">HHHLLHHLLHHLLL", 3, 0x0103, 3, 1, 6 << 16, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(small), 0)
    tiff_part = b"MM\x00\x2a" + struct.pack(">LHL", 8, 0, 14) + second
    block = b"Exif\x00\x00" + tiff_part + small
    plain = jpeg(picture, before, rng)
    return plain[:2] + struct.pack(">BBH", 0xFF, 0xE1, len(block) + 2) + block + plain[2:]


def mpf(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """A JPEG with a second picture behind it (multi-picture format): the one before the redaction."""
    return saved(picture, "MPO", save_all=True, append_images=[before], quality=85)


def trailing(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """A file saved over a longer one: its end is still there."""
    return jpeg(picture, before, rng) + jpeg(before, before, rng)


def tiff_pages(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """A TIFF whose second page is the one before the redaction."""
    return saved(picture, "TIFF", save_all=True, append_images=[before], compression="jpeg")


def png_frames(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """An animated PNG whose second frame is the one before the redaction."""
    pair = [one.resize((1000, round(1000 * one.height / one.width))) for one in (picture, before)]
    return saved(pair[0], "PNG", save_all=True, append_images=pair[1:], duration=500, compress_level=1)


def webp_frames(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """An animated WebP whose second frame is the one before the redaction."""
    pair = [one.resize((1000, round(1000 * one.height / one.width))) for one in (picture, before)]
    return saved(pair[0], "WEBP", save_all=True, append_images=pair[1:], duration=500, method=0)


def alpha(picture: Image.Image, before: Image.Image, rng: random.Random) -> bytes:
    """A PNG where what is hidden is only transparent; the colours are still there."""
    from PIL import ImageChops

    changed = ImageChops.difference(picture.convert("RGB"), before.convert("RGB")).convert("L").point(lambda tone: 0 if tone > 24 else 255)
    seen = before.copy()
    seen.putalpha(changed)
    return saved(seen, "PNG", compress_level=1)


CARRIERS: dict[str, Carrier] = {
    "jpeg": jpeg, "jpeg_q30": jpeg_q30, "png": png, "webp": webp, "tiff": tiff, "exif_thumbnail": exif_thumbnail, "mpf": mpf,
    "trailing": trailing, "tiff_pages": tiff_pages, "png_frames": png_frames, "webp_frames": webp_frames, "alpha": alpha,
}  # fmt: skip
EXTENSION = {"png": "png", "png_frames": "png", "alpha": "png", "webp": "webp", "webp_frames": "webp", "tiff": "tif", "tiff_pages": "tif"}
