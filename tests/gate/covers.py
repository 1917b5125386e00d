"""Covers that hide: bars, markers, stickers, paper, grey blocks. Each is opaque and a bit larger than its box."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.gate.fonts import plain
from tests.gate.page import Box, Page

Cover = Callable[[Page, Box, random.Random], None]
_BLACKS = ((0, 0, 0), (6, 6, 8), (18, 18, 20))
_COLOURS = ((150, 20, 30), (20, 40, 120), (24, 90, 50), (90, 90, 94), (240, 200, 40), (120, 40, 120))
_PAPERS = ((250, 232, 120), (170, 222, 150), (250, 186, 110), (250, 160, 176))


def grown(page: Page, box: Box, share: float, least: float = 0.4) -> Box:
    """Widen a box by a share of its smaller side, at least some millimetres, within the picture."""
    left, top, right, bottom = box
    by = max(share * min(right - left, bottom - top), least * page.scale)
    wide, tall = page.picture.size
    return max(0, left - by), max(0, top - by), min(wide, right + by), min(tall, bottom + by)


def exact(page: Page, box: Box, rng: random.Random) -> None:
    """A black bar that fits."""
    ImageDraw.Draw(page.picture).rectangle(grown(page, box, 0.02, 0.15), fill=rng.choice(_BLACKS))


def generous(page: Page, box: Box, rng: random.Random) -> None:
    """A black bar with room to spare."""
    ImageDraw.Draw(page.picture).rectangle(grown(page, box, rng.uniform(0.06, 0.16), 0.8), fill=rng.choice(_BLACKS))


def rounded(page: Page, box: Box, rng: random.Random) -> None:
    """A black bar with round corners."""
    spot = grown(page, box, 0.08, 0.9)
    radius = 0.08 * min(spot[2] - spot[0], spot[3] - spot[1])
    ImageDraw.Draw(page.picture).rounded_rectangle(spot, radius, fill=rng.choice(_BLACKS))


def rough(page: Page, box: Box, rng: random.Random) -> None:
    """A black shape drawn by hand: a polygon with many corners around the box."""
    left, top, right, bottom = grown(page, box, 0.05, 0.8)
    out = 0.05 * min(right - left, bottom - top) + 0.5 * page.scale

    def away() -> float:
        return rng.uniform(0, out)

    steps = [at / 5 for at in range(5)]
    points = [(left + (right - left) * at, top - away()) for at in steps] + [
        (right + away(), top + (bottom - top) * at) for at in steps
    ]
    points += [(right - (right - left) * at, bottom + away()) for at in steps]
    points += [(left - away(), bottom - (bottom - top) * at) for at in steps]
    ImageDraw.Draw(page.picture).polygon(points, fill=rng.choice(_BLACKS))


def coloured(page: Page, box: Box, rng: random.Random) -> None:
    """An opaque bar in a colour."""
    ImageDraw.Draw(page.picture).rectangle(grown(page, box, 0.06, 0.6), fill=rng.choice(_COLOURS))


def marker(page: Page, box: Box, rng: random.Random) -> None:
    """A felt-tip pen that lets nothing through: strokes side by side, darker where they overlap."""
    left, top, right, bottom = grown(page, box, 0.06, 0.7)
    layer = Image.new("L", page.picture.size, 0)
    pen = ImageDraw.Draw(layer)
    pen.rectangle((left, top, right, bottom), fill=255)
    wide = max(6, round(2.6 * page.scale))
    ink = np.array(rng.choice(((14, 13, 18), (20, 20, 26), (22, 16, 40))), np.float32)
    tone = Image.new("L", page.picture.size, 128)
    shade = ImageDraw.Draw(tone)
    for y in np.arange(top, bottom + wide / 2, wide * 0.72):
        ends = (
            (left - rng.uniform(0, 1.2) * page.scale, y + rng.uniform(-2, 2)),
            (right + rng.uniform(0, 1.2) * page.scale, y + rng.uniform(-2, 2)),
        )
        pen.line(ends, fill=255, width=wide)
        shade.line(ends, fill=rng.randint(96, 164), width=wide // 2)
    tones = np.asarray(tone.filter(ImageFilter.GaussianBlur(2)), np.float32)[..., None]
    grain = cv2.resize(
        np.random.default_rng(rng.getrandbits(32)).normal(0, 2, (90, 120)).astype(np.float32), page.picture.size
    )
    painted = (ink + (tones - 128) * 0.16 + grain[..., None]).clip(0, 255).astype(np.uint8)
    page.picture.paste(Image.fromarray(painted), (0, 0), layer.filter(ImageFilter.GaussianBlur(0.8)))


def sticker(page: Page, box: Box, rng: random.Random) -> None:
    """A piece of paper or tape stuck on, a little askew, with its shadow."""
    _stuck(page, grown(page, box, 0.06, 1.0), rng.choice((*_PAPERS, (30, 30, 32), (60, 110, 170))), rng)


def paper(page: Page, box: Box, rng: random.Random) -> None:
    """White paper laid over."""
    _stuck(page, grown(page, box, 0.1, 1.4), (244, 243, 238), rng)


def white(page: Page, box: Box, rng: random.Random) -> None:
    """A white box drawn in a program."""
    ImageDraw.Draw(page.picture).rectangle(grown(page, box, 0.05, 0.6), fill=(255, 255, 255))


def struck(page: Page, box: Box, rng: random.Random) -> None:
    """The grey blocks of a copy made with the government's app."""
    spot = grown(page, box, 0.06, 0.6)
    tone = rng.randint(70, 120)
    ImageDraw.Draw(page.picture).rectangle(spot, fill=(tone, tone, tone))


def _stuck(page: Page, spot: Box, colour: tuple[int, int, int], rng: random.Random) -> None:
    left, top, right, bottom = spot
    turn = np.radians(rng.uniform(-1.5, 1.5))
    cx, cy = (left + right) / 2, (top + bottom) / 2
    spread = 1 + abs(float(np.sin(turn))) * max(right - left, bottom - top) / min(right - left, bottom - top)
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    points = [
        (
            cx + ((x - cx) * np.cos(turn) - (y - cy) * spread * np.sin(turn)),
            cy + ((x - cx) * np.sin(turn) + (y - cy) * spread * np.cos(turn)),
        )
        for x, y in corners
    ]
    shadow = Image.new("L", page.picture.size, 0)
    off = 0.5 * page.scale
    ImageDraw.Draw(shadow).polygon([(x + off, y + off) for x, y in points], fill=110)
    page.picture.paste(
        (20, 20, 20), (0, 0, *page.picture.size), shadow.filter(ImageFilter.GaussianBlur(0.35 * page.scale))
    )
    shape = Image.new("L", page.picture.size, 0)
    ImageDraw.Draw(shape).polygon(points, fill=255)
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, 2.2, (64, 96)).astype(np.float32)
    fibre = cv2.resize(noise, page.picture.size, interpolation=cv2.INTER_CUBIC)[..., None]
    slope = np.linspace(3, -5, page.picture.width, dtype=np.float32)[None, :, None]
    page.picture.paste(
        Image.fromarray((np.array(colour, np.float32) + fibre + slope).clip(0, 255).astype(np.uint8)), (0, 0), shape
    )


COVERS: dict[str, Cover] = {
    "exact": exact, "generous": generous, "rounded": rounded, "rough": rough, "coloured": coloured, "marker": marker,
    "sticker": sticker, "paper": paper, "white": white, "struck": struck,
}  # fmt: skip


def watermark(page: Page, rng: random.Random) -> None:
    """Write across the page what the copy is for, grey and see-through."""
    day, case = rng.randint(1, 28), rng.randint(100, 999)
    text = f"Kopie, alleen voor privacyverzoek LeerWerkburo, {day:02}-11-2026, zaak VZ-{case}"
    font = plain(rng.uniform(3.0, 4.2) * page.scale, "Semibold")
    wide, tall = page.picture.size
    layer = Image.new("L", (round(font.getlength(text)) + 20, round(6 * page.scale)), 0)
    ImageDraw.Draw(layer).text((10, 0), text, fill=rng.randint(90, 150), font=font)
    turned = layer.rotate(rng.uniform(8, 28), expand=True, resample=Image.Resampling.BILINEAR)
    colour = rng.choice(((60, 60, 70), (40, 60, 130), (140, 40, 40)))
    page.picture.paste(colour, (round(wide * 0.04), round((tall - turned.height) / 2)), turned)
    if rng.random() < 0.5:
        page.picture.paste(colour, (round(wide * 0.05), round(tall * 0.9 - turned.height)), turned)
