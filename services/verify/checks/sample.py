"""A small drawn picture, for a look whether the gate works at all."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def drawn() -> bytes:
    """Draw a card with a covered photo and two lines, as a PNG; it shows nobody and nothing."""
    picture = Image.new("RGB", (480, 300), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 60, 160, 250), fill="black")
    for line, text in enumerate(("SAMPLE", "Nobody, Nowhere")):
        pen.text((190, 70 + 40 * line), text, fill="black")
    file = io.BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()
