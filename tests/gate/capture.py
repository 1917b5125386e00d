"""How a page becomes a file's picture: scanned, photographed, copied, turned, spoilt. Regions move along."""

from __future__ import annotations

import random
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.gate.page import Page, carried

Capture = Callable[[Page, random.Random], Page]
Pixels = NDArray[np.uint8]


def flat(page: Page, rng: random.Random) -> Page:
    """A scan cut to the document."""
    return _grained(page, rng, 1.2)


def margin(page: Page, rng: random.Random) -> Page:
    """A scan with some of the glass around it."""
    wide, tall = page.picture.size
    left, top = (rng.uniform(0.04, 0.16) * wide for _ in range(2))
    size = round(wide + left + rng.uniform(0.04, 0.16) * wide), round(tall + top + rng.uniform(0.04, 0.2) * wide)
    ground = np.full((size[1], size[0], 3), rng.randint(238, 255), np.uint8)
    return _grained(_laid(page, ground, _shift(left, top)), rng, 1.5)


def a4(page: Page, rng: random.Random) -> Page:
    """A small document on a whole A4 page at 200 dots an inch."""
    ground = np.full((2339, 1654, 3), rng.randint(244, 255), np.uint8)
    scale = 7.874 / page.scale
    wide, tall = page.picture.width * scale, page.picture.height * scale
    at = rng.uniform(60, 1594 - wide), rng.uniform(60, max(61, 1800 - tall))
    laid = _laid(page, ground, _shift(*at) @ np.diag([scale, scale, 1.0]))
    laid.scale = 7.874
    return _grained(laid, rng, 1.0)


def phone(page: Page, rng: random.Random) -> Page:
    """A photo on a table: perspective, shadow, uneven light."""
    return _photographed(page, rng, (2016, 1512))


def phone_12mp(page: Page, rng: random.Random) -> Page:
    """The same with twelve million pixels."""
    return _photographed(page, rng, (4032, 3024))


def screen(page: Page, rng: random.Random) -> Page:
    """A photo of a screen: its pixel grid beats with the camera's."""
    shown = margin(page, rng)
    pixels = np.asarray(shown.picture, np.float32)
    tall, wide = pixels.shape[:2]
    y, x = np.mgrid[0:tall, 0:wide].astype(np.float32)
    turn, pitch = rng.uniform(0.01, 0.05), rng.uniform(2.15, 2.6)
    grid = np.sin(2 * np.pi * (x + turn * y) / pitch) + np.sin(2 * np.pi * (y - turn * x) / (pitch * 1.03))
    bands = 1 + rng.uniform(0.02, 0.05) * grid + 0.04 * np.sin(y / rng.uniform(60, 140))
    lit = pixels * bands[..., None] * np.array([0.93, 0.98, 1.06], np.float32)
    shown.picture = Image.fromarray(lit.clip(0, 255).astype(np.uint8))
    return _grained(_tilted(shown, rng, 0.02), rng, 3)


def photocopy(page: Page, rng: random.Random) -> Page:
    """A copy in black and white: grey, hard contrast, specks."""
    copied = margin(page, rng)
    grey = np.asarray(copied.picture.convert("L"), np.float32)
    hard = ((grey - 128) * rng.uniform(1.25, 1.6) + 128 + rng.uniform(8, 28)).clip(0, 255).astype(np.uint8)
    dice = np.random.default_rng(rng.getrandbits(32))
    hard[dice.integers(0, hard.shape[0], 500), dice.integers(0, hard.shape[1], 500)] = 30
    copied.picture = Image.fromarray(hard).convert("RGB")
    return copied


def turned_90(page: Page, rng: random.Random) -> Page:
    """A scan on its side."""
    return _turned(margin(page, rng), 1)


def turned_180(page: Page, rng: random.Random) -> Page:
    """A scan upside down."""
    return _turned(margin(page, rng), 2)


def turned_270(page: Page, rng: random.Random) -> Page:
    """A scan on its other side."""
    return _turned(margin(page, rng), 3)


def skewed(page: Page, rng: random.Random) -> Page:
    """Laid on the glass three to eight degrees askew."""
    return _grained(_rotated(page, rng.choice((-1, 1)) * rng.uniform(3, 8), rng.randint(236, 255)), rng, 1.5)


def motion(page: Page, rng: random.Random) -> Page:
    """A hand that moved a little."""
    taken = phone(page, rng)
    length = rng.randint(4, 6)
    kernel = np.zeros((length, length), np.float32)
    cv2.line(kernel, (0, rng.randint(0, length - 1)), (length - 1, rng.randint(0, length - 1)), 1.0)
    taken.picture = Image.fromarray(cv2.filter2D(np.asarray(taken.picture), -1, kernel / kernel.sum()))
    return taken


def glare(page: Page, rng: random.Random) -> Page:
    """A lamp that shines on the plastic."""
    taken = phone(page, rng)
    pixels = np.asarray(taken.picture, np.float32)
    tall, wide = pixels.shape[:2]
    y, x = np.ogrid[0:tall, 0:wide]
    cx, cy, reach = wide * rng.uniform(0.3, 0.7), tall * rng.uniform(0.3, 0.7), wide * rng.uniform(0.05, 0.1)
    shine = np.exp(-(((x - cx) / reach) ** 2) - ((y - cy) / (reach * 0.7)) ** 2).astype(np.float32)[..., None]
    taken.picture = Image.fromarray(
        (pixels + (255 - pixels) * shine * rng.uniform(0.7, 0.95)).clip(0, 255).astype(np.uint8)
    )
    return taken


def noisy(page: Page, rng: random.Random) -> Page:
    """A photo in poor light."""
    taken = phone(page, rng)
    dim = np.asarray(taken.picture, np.float32) * rng.uniform(0.55, 0.75)
    taken.picture = Image.fromarray(dim.astype(np.uint8))
    return _grained(taken, rng, 9)


def small(page: Page, rng: random.Random) -> Page:
    """Seven hundred pixels wide."""
    taken = flat(page, rng)
    scale = 700 / max(taken.picture.size)
    size = round(taken.picture.width * scale), round(taken.picture.height * scale)
    return carried(taken, taken.picture.resize(size, Image.Resampling.LANCZOS), np.diag([scale, scale, 1.0]))


CAPTURES: dict[str, Capture] = {
    "flat": flat, "margin": margin, "a4": a4, "phone": phone, "phone_12mp": phone_12mp, "screen": screen,
    "photocopy": photocopy,
    "turned_90": turned_90, "turned_180": turned_180, "turned_270": turned_270, "skewed": skewed, "motion": motion,
    "glare": glare,
    "noisy": noisy, "small": small,
}  # fmt: skip
BAD = frozenset({"screen", "photocopy", "turned_180", "motion", "glare", "noisy", "small"})
"""Captures that an office would call poor; wrong refusals are counted apart."""


def _shift(left: float, top: float) -> NDArray[np.float64]:
    return np.array([[1, 0, left], [0, 1, top], [0, 0, 1]], np.float64)


def _laid(page: Page, ground: Pixels, by: NDArray[np.float64], *, shadow: float = 0.0) -> Page:
    """Put a page on a ground by a projective map."""
    tall, wide = ground.shape[:2]
    source = np.asarray(page.picture)
    shrink = abs(np.linalg.det(by[:2, :2])) ** 0.5
    if shrink < 0.75:
        source = cv2.GaussianBlur(source, (0, 0), 0.42 / shrink)
    there = cv2.warpPerspective(source, by, (wide, tall), flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.full(source.shape[:2], 255, np.uint8), by, (wide, tall), flags=cv2.INTER_LINEAR)
    if shadow:
        low = cv2.resize(mask, (wide // 8, tall // 8))
        dark = cv2.resize(cv2.GaussianBlur(np.roll(low, (2, 3), (0, 1)), (0, 0), 2.2), (wide, tall))
        ground = cv2.multiply(ground, cv2.merge([255 - (dark * shadow).astype(np.uint8)] * 3), scale=1 / 255)
    cover = cv2.merge([mask] * 3)
    laid = cv2.add(cv2.multiply(there, cover, scale=1 / 255), cv2.multiply(ground, 255 - cover, scale=1 / 255))
    return carried(page, Image.fromarray(laid), by)


def _photographed(page: Page, rng: random.Random, size: tuple[int, int]) -> Page:
    wide, tall = size
    source_wide, source_tall = page.picture.size
    fill = rng.uniform(0.66, 0.86)
    scale = min(wide * fill / source_wide, tall * fill / source_tall)
    half = source_wide * scale / 2, source_tall * scale / 2
    cx, cy = wide / 2 + rng.uniform(-0.03, 0.03) * wide, tall / 2 + rng.uniform(-0.03, 0.03) * tall
    turn, bend = np.radians(rng.uniform(-5, 5)), 0.045
    corners = []
    for sx, sy in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, y = sx * half[0] * (1 + rng.uniform(-bend, bend)), sy * half[1] * (1 + rng.uniform(-bend, bend))
        corners.append((cx + x * np.cos(turn) - y * np.sin(turn), cy + x * np.sin(turn) + y * np.cos(turn)))
    flat_corners = [(0, 0), (source_wide, 0), (source_wide, source_tall), (0, source_tall)]
    by = cv2.getPerspectiveTransform(np.array(flat_corners, np.float32), np.array(corners, np.float32)).astype(
        np.float64
    )
    taken = _laid(page, _table(wide, tall, rng), by, shadow=rng.uniform(0.2, 0.5))
    taken.picture = Image.fromarray(_lit(np.asarray(taken.picture), rng))
    return _grained(taken, rng, 3)


def _table(wide: int, tall: int, rng: random.Random) -> Pixels:
    """Wood, cloth or stone, by stretched noise."""
    colour = np.array(
        rng.choice(((150, 112, 78), (96, 70, 52), (190, 186, 178), (70, 80, 90), (206, 190, 160))), np.float32
    )
    dice = np.random.default_rng(rng.getrandbits(32))
    grain = cv2.resize(dice.normal(0, 9, (tall // 6, wide // rng.choice((6, 60)))).astype(np.float32), (wide, tall))
    broad = cv2.resize(dice.normal(0, 9, (7, 9)).astype(np.float32), (wide, tall), interpolation=cv2.INTER_CUBIC)
    both = (grain + broad)[..., None]
    return (colour + both).clip(0, 255).astype(np.uint8)


def _lit(pixels: Pixels, rng: random.Random) -> Pixels:
    """Light from one side, and perhaps the shadow of the hand that holds the phone."""
    tall, wide = pixels.shape[:2]
    y, x = np.mgrid[0:60, 0:80].astype(np.float32)
    light = 1 + rng.uniform(-0.16, 0.16) * (x / 40 - 1) + rng.uniform(-0.1, 0.1) * (y / 30 - 1)
    if rng.random() < 0.4:
        edge = x * rng.uniform(0.4, 1.2) - y * rng.uniform(-0.6, 0.6) - rng.uniform(10, 50)
        light = light * (1 - rng.uniform(0.12, 0.28) / (1 + np.exp(-edge / 2.5)))
    cast = np.array([rng.uniform(0.96, 1.04), 1.0, rng.uniform(0.9, 1.04)], np.float32)
    factor = cv2.resize((light[..., None] * cast * 128).clip(0, 255).astype(np.uint8), (wide, tall))
    return cv2.multiply(pixels, factor, scale=1 / 128)


def _tilted(page: Page, rng: random.Random, bend: float) -> Page:
    wide, tall = page.picture.size
    corners = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    moved = corners + np.array(
        [[rng.uniform(-bend, bend) * wide, rng.uniform(-bend, bend) * tall] for _ in corners], np.float32
    )
    by = cv2.getPerspectiveTransform(corners, moved).astype(np.float64)
    return _laid(page, np.full((tall, wide, 3), 24, np.uint8), by)


def _turned(page: Page, quarters: int) -> Page:
    wide, tall = page.picture.size
    by = np.array({
        1: [[0, 1, 0], [-1, 0, wide], [0, 0, 1]], 2: [[-1, 0, wide], [0, -1, tall], [0, 0, 1]],
        3: [[0, -1, tall], [1, 0, 0], [0, 0, 1]],
    }[quarters], np.float64)  # fmt: skip
    return carried(page, page.picture.rotate(90 * quarters, expand=True), by)


def _rotated(page: Page, degrees: float, tone: int) -> Page:
    wide, tall = page.picture.size
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    out = round(wide * abs(cos) + tall * abs(sin)) + 60, round(wide * abs(sin) + tall * abs(cos)) + 60
    by = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]) @ _shift(-wide / 2, -tall / 2)
    return _laid(page, np.full((out[1], out[0], 3), tone, np.uint8), _shift(out[0] / 2, out[1] / 2) @ by)


def _grained(page: Page, rng: random.Random, strength: float) -> Page:
    """The noise of a sensor, from a tile, so that large photos stay quick."""
    pixels = np.asarray(page.picture, np.int16)
    tile = np.random.default_rng(rng.getrandbits(32)).normal(0, strength, (509, 613)).astype(np.int16)
    tall, wide = pixels.shape[:2]
    noise = np.tile(tile, (tall // 509 + 1, wide // 613 + 1))[:tall, :wide, None]
    page.picture = Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8))
    return page
