"""One decoded picture, redrawn: upright, on white, no larger than needed, in red, green and blue."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageOps

from services.verify.checks.leaf import LONGEST_SIDE, Pixels

_DEEP_GREY = frozenset({"I;16", "I;16B", "I;16L", "I;16N"})
_KNOWN = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"}) | _DEEP_GREY


def is_known(picture: Image.Image) -> bool:
    """Whether the colours are of an ordinary kind."""
    return picture.mode in _KNOWN


def flatten(picture: Image.Image, *, see_through: bool = True) -> Pixels:
    """Draw the picture upright, at most 2400 pixels a side.

    Args:
        picture: in a mode that `is_known`.
        see_through: paint what is transparent white, as viewers do; otherwise show the colours that are stored there.
    """
    small = _small(picture)
    seen = _on_white(small) if see_through else small.convert("RGB")
    turn = _TURNS.get(_orientation(picture))
    upright = seen if turn is None else seen.transpose(turn)
    return np.asarray(upright, dtype=np.uint8)


def is_see_through(picture: Image.Image) -> bool:
    """Whether a pixel is less than opaque; many programs write a channel for it that says nothing."""
    if not picture.has_transparency_data:
        return False
    alpha = picture if "A" in picture.getbands() else picture.convert("RGBA")
    return alpha.getchannel("A").getextrema() != (255, 255)


def _small(picture: Image.Image) -> Image.Image:
    """Make it smaller first, so that the steps after it need little memory."""
    plain = _eight_bits(picture)
    if max(picture.size) <= LONGEST_SIDE:
        return plain
    return ImageOps.contain(plain, (LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.HAMMING)  # half of the default's time


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Bring palettes and 16-bit grey to colours that can be scaled; the rest stays as it is."""
    if picture.mode in _DEEP_GREY:
        return picture.convert("I").point(lambda level: level / 256).convert("L")
    if picture.mode in {"P", "PA", "1"}:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(paper, seen).convert("RGB")


def _orientation(picture: Image.Image) -> int:
    """How the camera was held (EXIF 0x0112); 1, upright, when that cannot be read. A HEIC or TIFF is turned already."""
    try:
        return int(picture.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001 -- details of a camera can be broken in any way; the picture is still good
        return 1


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
