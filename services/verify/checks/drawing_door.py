"""What the child runs that draws on a picture we keep: blocks that staff paint over it, and the name of who looks.

The picture is our own, but a child that was taken over may have made it; so it too is opened where it can do no harm.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from PIL import Image, ImageDraw, ImageFont

from services.verify.checks.door import Frame

_FAST: Final = 3  # of 9; the answer waits for it
_MOST_PIXELS: Final = 40_000_000
_SMALLEST: Final = 14  # pixels
_FAINT: Final = 70  # of 255; what lies beneath stays readable
_ROWS: Final = 9
"""Rows of names down the picture, so that no part that is worth anything can be cut out without one."""


def draw_frame(data: bytes, facts: dict[str, Any]) -> Frame:
    """Draw a PNG anew: `blocks` in opaque black (fractions of the picture), then `name` all over it if there is one."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    with Image.open(io.BytesIO(data), formats=["PNG"]) as opened:
        picture = opened.convert("RGB")
    for block in facts["blocks"]:
        _cover(picture, [float(side) for side in block])
    if facts["name"]:
        picture = _marked(picture, _written(str(facts["name"])))
    drawn = io.BytesIO()
    picture.save(drawn, format="PNG", compress_level=_FAST)
    return {}, drawn.getvalue()


def _cover(picture: Image.Image, block: Sequence[float]) -> None:
    """A black block within a light line, outside of what it hides: so it can be told from a dark table."""
    left, top, right, bottom = block
    wide, high = picture.size
    inner = (round(left * wide), round(top * high), round(right * wide), round(bottom * high))
    line = max(round(0.0035 * max(picture.size)), 3)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((inner[0] - line, inner[1] - line, inner[2] + line, inner[3] + line), fill="white")
    pen.rectangle(inner, fill="black")


def _marked(picture: Image.Image, name: str) -> Image.Image:
    size = max(picture.width // 40, _SMALLEST)
    font = ImageFont.load_default(size)
    over = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(over)
    step = max(round(pen.textlength(name, font)) + 4 * size, 1)
    for row in range(_ROWS):
        top = round((row + 0.5) * picture.height / _ROWS)
        for left in range(-(row % 2) * step // 2, picture.width, step):
            pen.text(
                (left, top),
                name,
                font=font,
                fill=(90, 0, 0, _FAINT),
                stroke_width=1,
                stroke_fill=(255, 255, 255, _FAINT),
            )
    return Image.alpha_composite(picture.convert("RGBA"), over).convert("RGB")


def _written(name: str) -> str:
    """The name in letters that the font has, which is those of ASCII: others lose their marks, or become a `?`."""
    bare = (sign for sign in unicodedata.normalize("NFKD", name)[:120] if not unicodedata.combining(sign))
    return "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in bare)[:60]
