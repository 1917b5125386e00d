"""Typefaces for the drawings: those that two development packages and Pillow carry, so every machine draws the same."""

from __future__ import annotations

import random
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

_FAMILIES = {
    "sans": ("font_source_sans_pro", "SourceSansPro"),
    "serif": ("font_source_serif_pro", "SourceSerifPro"),
}


class Typeface:
    """The letters of one drawing: values, labels and titles, each at any size in pixels."""

    def __init__(self, rng: random.Random) -> None:
        self._value = rng.choice(
            (("sans", "Semibold"), ("sans", "Bold"), ("serif", "Semibold"), ("pillow", ""), ("sans", "Regular"))
        )
        self._label = rng.choice((("sans", "Regular"), ("sans", "It"), ("pillow", "")))
        self._title = rng.choice((("sans", "Bold"), ("serif", "Bold"), ("sans", "Black")))
        self._mrz = rng.choice((("sans", "Semibold"), ("pillow", ""), ("sans", "Regular")))

    def value(self, size: float) -> ImageFont.FreeTypeFont:
        """What is filled in."""
        return _font(*self._value, round(size))

    def label(self, size: float) -> ImageFont.FreeTypeFont:
        """What is printed on every document."""
        return _font(*self._label, round(size))

    def title(self, size: float) -> ImageFont.FreeTypeFont:
        """Names of country and document."""
        return _font(*self._title, round(size))

    def mrz(self, size: float) -> ImageFont.FreeTypeFont:
        """Letters for the machine-readable lines; they are set one by one, so any face keeps the pitch."""
        return _font(*self._mrz, round(size))


def plain(size: float, weight: str = "Regular") -> ImageFont.FreeTypeFont:
    """A typeface for letters, invoices and watermarks."""
    return _font("sans", weight, round(size))


@cache
def _font(family: str, weight: str, size: int) -> ImageFont.FreeTypeFont:
    size = max(5, size)
    if family == "pillow":
        default = ImageFont.load_default(size)
        assert isinstance(default, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
        return default
    package, stem = _FAMILIES[family]
    found = find_spec(package)
    assert found is not None and found.origin is not None, f"{package} is not installed: make setup"
    return ImageFont.truetype(Path(found.origin).parent / "files" / f"{stem}-{weight}.ttf", size)
