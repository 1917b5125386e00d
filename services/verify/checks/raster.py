"""What does it look like, redrawn with nothing but its pixels?"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from services.verify.checks.copy import Copy, Finding, FindingKind, refused

LONGEST_SIDE = 2400  # pixels
_DEEP_GREY = frozenset({"I;16", "I;16B", "I;16L", "I;16N"})
_KNOWN = frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"}) | _DEEP_GREY


def raster(copy: Copy) -> tuple[Finding, ...]:
    """Draw the picture upright on white, at most 2400 pixels a side, as a fresh PNG: all that is kept."""
    picture = copy.opened
    if picture.mode not in _KNOWN:
        return refused(FindingKind.DAMAGED, "The picture uses unusual colours. Send a photo (JPEG or PNG).")
    upright = _upright(picture, _orientation(picture))
    fresh = Image.frombytes("RGB", upright.size, upright.tobytes())
    drawn = io.BytesIO()
    fresh.save(drawn, format="PNG", compress_level=6)
    copy.raster, copy.upright = drawn.getvalue(), fresh
    return ()


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    """Make it smaller first, so that the steps after it need little memory."""
    small = ImageOps.contain(_eight_bits(picture), (LONGEST_SIDE, LONGEST_SIDE)) if _large(picture) else picture
    plain = _on_white(_eight_bits(small))
    turn = _TURNS.get(orientation)
    return plain if turn is None else plain.transpose(turn)


def _large(picture: Image.Image) -> bool:
    return max(picture.size) > LONGEST_SIDE


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
    """How the camera was held (EXIF 0x0112); 1, upright, when that cannot be read."""
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
