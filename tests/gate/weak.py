"""What only looks like hiding: see-through ink, blur, pixels, thin strokes, an eye bar, a sticker too small."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.gate.covers import COVERS, grown
from tests.gate.page import Box, Page

Weak = Callable[[Page, Box, random.Random], None]


def _cut(page: Page, box: Box) -> tuple[tuple[int, int, int, int], Image.Image]:
    left, top, right, bottom = (round(edge) for edge in box)
    return (left, top, right, bottom), page.picture.crop((left, top, right, bottom))


def see_through(page: Page, box: Box, rng: random.Random) -> None:
    """A black bar that lets 15 to 70 per cent through."""
    spot, part = _cut(page, grown(page, box, 0.05, 0.6))
    page.picture.paste(Image.blend(part, Image.new("RGB", part.size, (8, 8, 10)), rng.uniform(0.3, 0.85)), spot)


def ink(page: Page, box: Box, rng: random.Random) -> None:
    """Coloured ink: darkens the paper, and what is printed stays darker."""
    spot, part = _cut(page, grown(page, box, 0.05, 0.6))
    colour = np.array(
        rng.choice(((70, 80, 170), (190, 60, 70), (60, 140, 80), (235, 225, 70), (90, 90, 96))), np.float32
    )
    page.picture.paste(Image.fromarray((np.asarray(part, np.float32) * colour / 255).astype(np.uint8)), spot)


def blur(page: Page, box: Box, rng: random.Random) -> None:
    """A soft focus in a program."""
    spot, part = _cut(page, grown(page, box, 0.03, 0.4))
    page.picture.paste(part.filter(ImageFilter.GaussianBlur(rng.uniform(0.022, 0.05) * min(part.size) + 1.2)), spot)


def pixels(page: Page, box: Box, rng: random.Random) -> None:
    """Coarse squares."""
    spot, part = _cut(page, grown(page, box, 0.03, 0.4))
    cell = rng.uniform(0.035, 0.06) * min(part.size) if min(part.size) > 90 else rng.uniform(3, 5)
    few = part.resize((max(2, round(part.width / cell)), max(2, round(part.height / cell))), Image.Resampling.BOX)
    page.picture.paste(few.resize(part.size, Image.Resampling.NEAREST), spot)


def strokes(page: Page, box: Box, rng: random.Random) -> None:
    """Thin strokes with paper between them."""
    left, top, right, bottom = box
    pen = ImageDraw.Draw(page.picture)
    width = max(2, round(0.35 * page.scale))
    tall = bottom - top
    for at in np.arange(0, tall, max(3.2 * width, tall / 9)):
        y = top + at + rng.uniform(0, width)
        pen.line((left, y, right, y + rng.uniform(-1, 1) * 0.06 * tall), fill=(10, 10, 14), width=width)
    for x in np.arange(left, right, max(7 * width, (right - left) / 7)):
        pen.line((x, top, x + rng.uniform(-0.3, 0.3) * tall, bottom), fill=(10, 10, 14), width=width)


def eye_bar(page: Page, box: Box, rng: random.Random) -> None:
    """A bar over the eyes only."""
    left, top, right, bottom = box
    tall, wide = bottom - top, right - left
    bar = (left + 0.12 * wide, top + 0.36 * tall, right - 0.12 * wide, top + 0.48 * tall)
    ImageDraw.Draw(page.picture).rectangle(bar, fill=(0, 0, 0))


def small_sticker(page: Page, box: Box, rng: random.Random) -> None:
    """A sticker on forehead and hair, or on the chin: the rest of the face stays."""
    left, top, right, bottom = box
    tall, wide = bottom - top, right - left
    share = (0.02, 0.32) if rng.random() < 0.5 else (0.62, 0.97)
    COVERS["sticker"](
        page, (left + 0.15 * wide, top + share[0] * tall, right - 0.15 * wide, top + share[1] * tall), rng
    )


def half(page: Page, box: Box, rng: random.Random) -> None:
    """A bar over one half."""
    left, top, right, bottom = box
    middle = left + (right - left) * rng.uniform(0.42, 0.5)
    spot = (left, top, middle, bottom) if rng.random() < 0.5 else (left + right - middle, top, right, bottom)
    ImageDraw.Draw(page.picture).rectangle(spot, fill=(0, 0, 0))


def few_digits(page: Page, box: Box, rng: random.Random) -> None:
    """A bar over one to four digits; at least five stay."""
    shown = rng.randint(5, 8)
    hidden = page.digits[shown:] if rng.random() < 0.5 else page.digits[: 9 - shown]
    spot = (hidden[0][0], hidden[0][1] - 2, hidden[-1][2], hidden[-1][3] + 2)
    ImageDraw.Draw(page.picture).rectangle(spot, fill=(0, 0, 0))


def nothing(page: Page, box: Box, rng: random.Random) -> None:
    """No cover at all."""


WEAK: dict[str, Weak] = {
    "nothing": nothing, "see_through": see_through, "ink": ink, "blur": blur, "pixels": pixels, "strokes": strokes,
    "eye_bar": eye_bar, "small_sticker": small_sticker, "half": half, "few_digits": few_digits,
}  # fmt: skip
