"""The colours of the desk can be read, in light and in dark: WCAG 2.2, 1.4.3 (text 4.5:1) and 1.4.11 (signs 3:1)."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Final

import pytest

HOUSE: Final = Path(__file__).parents[2]
SHEETS: Final = [HOUSE / "shared/platform/static/desk.css", *sorted(HOUSE.glob("services/*/static/*.css"))]
TOKEN: Final = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")
INK: Final = re.compile(r"(?<![\w-])color:\s*var\(--([\w-]+)\)")
GROUND: Final = re.compile(r"(?<![\w-])background:\s*var\(--([\w-]+)\)")
TEXT, SIGN = 4.5, 3.0
GROUNDS: Final = ("paper", "sheet", "sunk")
READ: Final = [
    *product(("ink", "soft", "accent", "accent-deep", "late"), GROUNDS),
    *product(("ink",), ("accent-wash", "good-wash", "soon-wash", "late-wash")),
    *(("soft", "accent-wash"), ("accent", "accent-wash"), ("late", "late-wash"), ("accent-deep", "good-wash")),
]
"""Text that a rule of its own colours, and what it may lie on."""
SEEN: Final = [
    *product(("edge", "accent"), ("paper", "sheet")),
    *((one, f"{one}-wash") for one in ("accent", "good", "soon", "late")),
]
"""The edge of a field, the ring of the keyboard, the sign in a notice."""


def palettes() -> dict[str, dict[str, str]]:
    """The tokens by scheme; dark has what it does not set from light."""
    light, dark = SHEETS[0].read_text(encoding="utf-8").split("@media (prefers-color-scheme: dark)", 1)
    base = dict(TOKEN.findall(light))
    return {"light": base, "dark": base | dict(TOKEN.findall(dark))}


def luminance(colour: str) -> float:
    """WCAG's relative luminance of #rrggbb, 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 for the same colour, 21 for black on white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def written() -> set[tuple[str, str]]:
    """Each pair of text and ground that one rule sets by itself."""
    blocks = (block for sheet in SHEETS for block in re.findall(r"\{([^{}]*)\}", sheet.read_text(encoding="utf-8")))
    return {(ink[1], ground[1]) for each in blocks if (ink := INK.search(each)) and (ground := GROUND.search(each))}


def test_the_measure_is_that_of_wcag() -> None:
    """Black on white is 21; #767676 is the lightest grey that passes on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") >= TEXT > contrast("#777777", "#ffffff")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(scheme: str) -> None:
    """4.5 to 1, whatever its size."""
    colours, pairs = palettes()[scheme], {*READ, *written()}
    assert len(pairs) > len(READ)
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: round(figure, 2) for pair, figure in weak.items() if figure < TEXT} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fields_rings_and_signs_can_be_seen(scheme: str) -> None:
    """3 to 1 against what is beside them."""
    colours = palettes()[scheme]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in SEEN}
    assert {pair: round(figure, 2) for pair, figure in weak.items() if figure < SIGN} == {}


def test_who_wants_no_motion_gets_none() -> None:
    """WCAG 2.3.3: the one style sheet of every page stops what moves; no script animates by itself."""
    assert re.search(r"prefers-reduced-motion: reduce\) \{ \*[^}]*transition: none !important; animation: none", css())
    scripts = [file for folder in ("shared", "services") for file in (HOUSE / folder).rglob("static/**/*.js")]
    assert scripts
    assert [file.name for file in scripts if ".animate(" in file.read_text(encoding="utf-8")] == []


def css() -> str:
    """The style sheet of the desk."""
    return SHEETS[0].read_text(encoding="utf-8")
