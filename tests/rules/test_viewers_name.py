"""The name of who looks, in letters that the font of the picture has."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from services.verify.checks.drawing_door import draw_frame


def marked(name: str) -> bytes:
    """The pixels of a white picture that carries a name."""
    plain = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(plain, "PNG")
    _, drawn = draw_frame(plain.getvalue(), {"name": name, "blocks": []})
    return Image.open(io.BytesIO(drawn)).tobytes()


@pytest.mark.parametrize(("name", "bare"), [("Renée Çelik", "Renee Celik"), ("Zoë Ñuñez", "Zoe Nunez"), ("Ила", "???")])
def test_no_letter_becomes_an_empty_box(name: str, bare: str) -> None:
    """Marks are left out, and what is left is drawn as if it had been written without them."""
    assert marked(name) == marked(bare) != marked("")
