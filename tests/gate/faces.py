"""Faces of nobody: painted by numbers, detailed enough that a face detector takes them for portraits.

A folder of portraits may be used in their place (`--faces`); nothing of it is kept.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]
WIDTH, HEIGHT = 280, 360

_SKINS = ((236, 200, 176), (224, 180, 150), (205, 155, 120), (170, 118, 86), (128, 84, 60), (96, 62, 46))
_HAIRS = ((40, 30, 26), (74, 50, 34), (120, 84, 50), (176, 140, 88), (130, 128, 126), (30, 28, 30), (122, 62, 34))
_CLOTHES = ((40, 48, 66), (90, 40, 48), (60, 72, 60), (200, 200, 196), (30, 30, 34), (120, 110, 96), (70, 90, 130))


def portrait(rng: random.Random, folder: Path | None = None) -> Image.Image:
    """Give a portrait of 280 by 360 pixels: from the folder when there is one, painted otherwise."""
    if folder is not None:
        return _from_folder(rng.choice(_listed(folder)))
    return painted(rng.randrange(48))


@cache
def _listed(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(file for file in folder.iterdir() if file.suffix.lower() in {".jpg", ".jpeg", ".png"}))


@cache
def _from_folder(file: Path) -> Image.Image:
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    wide = min(picture.width, round(picture.height * WIDTH / HEIGHT))
    tall = round(wide * HEIGHT / WIDTH)
    left, top = (picture.width - wide) // 2, (picture.height - tall) // 4
    return picture.crop((left, top, left + wide, top + tall)).resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


@cache
def painted(number: int) -> Image.Image:
    """Paint the face with this number: head, hair, eyes, brows, nose, mouth, shoulders, light from one side."""
    canvas = _Canvas(random.Random(number))
    canvas.shoulders()
    canvas.hair_behind()
    canvas.head()
    canvas.eyes()
    canvas.nose()
    canvas.mouth()
    canvas.hair_before()
    return canvas.finished()


class _Canvas:
    """One painting: pixel grids, and the measures of one invented head."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.noise = np.random.default_rng(rng.getrandbits(64))
        self.y, self.x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        self.pixels: Pixels = np.empty((HEIGHT, WIDTH, 3), np.float32)
        self.pixels[:] = np.array(rng.choice(((214, 218, 222), (228, 228, 226), (196, 206, 216))), np.float32)
        self.skin = np.array(rng.choice(_SKINS), np.float32) + rng.uniform(-8, 8)
        self.hair = np.array(rng.choice(_HAIRS), np.float32)
        self.cx, self.cy = 140 + rng.uniform(-5, 5), 165 + rng.uniform(-6, 6)
        self.rx, self.ry = rng.uniform(66, 76), rng.uniform(92, 104)
        self.long_hair = rng.random() < 0.5
        self.light = rng.uniform(-0.25, 0.25)
        self.hairy: Pixels = np.zeros((HEIGHT, WIDTH), np.float32)

    def blend(self, colour: NDArray[np.float32] | tuple[float, ...], alpha: Pixels) -> None:
        """Lay a colour over the picture."""
        cover = np.clip(alpha, 0, 1)[..., None]
        self.pixels = self.pixels * (1 - cover) + np.asarray(colour, np.float32) * cover

    def oval(self, cx: float, cy: float, rx: float, ry: float, soft: float = 0.06) -> Pixels:
        """Coverage of an ellipse with a soft edge (0..1)."""
        distance = np.sqrt(((self.x - cx) / rx) ** 2 + ((self.y - cy) / ry) ** 2)
        return np.clip((1 - distance) / soft + 0.5, 0, 1)

    def blur_of(self, cx: float, cy: float, rx: float, ry: float) -> Pixels:
        """A soft spot (0..1) with the given radii."""
        return np.exp(-(((self.x - cx) / rx) ** 2) - ((self.y - cy) / ry) ** 2)

    def shoulders(self) -> None:
        """Clothes, neck and the shadow under the chin."""
        cloth = np.array(self.rng.choice(_CLOTHES), np.float32)
        self.blend(cloth, self.oval(self.cx, HEIGHT + 40, 150, 112))
        self.blend(cloth * 0.8, 0.6 * self.blur_of(self.cx, HEIGHT, 60, 60))
        self.blend(self.skin * 0.8, self.oval(self.cx, self.cy + self.ry + 12, self.rx * 0.56, 62))
        self.blend(self.skin * 0.5, 0.7 * self.blur_of(self.cx, self.cy + self.ry * 1.02, self.rx * 0.6, 18))

    def hair_behind(self) -> None:
        """What is seen of the hair around the head."""
        self.hairy = self.oval(self.cx, self.cy - 22, self.rx * 1.16, self.ry * 1.02)
        self.blend(self.hair, self.hairy)
        if self.long_hair:
            falling = self.oval(self.cx, self.cy + 40, self.rx * 1.22, self.ry * 1.2, 0.1)
            neck = self.oval(self.cx, self.cy + self.ry + 8, self.rx * 0.5, 52)
            self.blend(self.hair * 0.9, falling)
            self.blend(self.skin * 0.75, neck)
            self.hairy = np.maximum(self.hairy, falling) * (1 - neck)

    def head(self) -> None:
        """The face itself, ears, and where light falls off."""
        for side in (-1, 1):
            self.blend(self.skin * 0.85, self.oval(self.cx + side * self.rx * 0.99, self.cy + 6, 12, 24))
        jaw = self.rx * (1 - 0.20 * np.clip((self.y - self.cy - 20) / self.ry, 0, 1) ** 1.2)
        distance = np.sqrt(((self.x - self.cx) / jaw) ** 2 + ((self.y - self.cy) / self.ry) ** 2)
        inside = np.clip((1 - distance) / 0.05 + 0.5, 0, 1)
        falloff = 1.06 - 0.34 * np.clip(distance, 0, 1.1) ** 3 + self.light * (self.x - self.cx) / self.rx * 0.5
        self.hairy = self.hairy * (1 - inside)
        self.pixels = self.pixels * (1 - inside[..., None]) + (self.skin * falloff[..., None]) * inside[..., None]
        for side in (-1, 1):
            flush = self.blur_of(self.cx + side * self.rx * 0.5, self.cy + 30, 20, 18)
            self.blend(self.skin * (1.0, 0.82, 0.78), 0.4 * flush)
            self.blend(self.skin * 0.68, 0.55 * self.blur_of(self.cx + side * self.rx * 0.42, self.cy - 14, 26, 16))
        self.blend((255, 248, 240), 0.16 * self.blur_of(self.cx, self.cy - self.ry * 0.55, self.rx * 0.6, 28))
        self.blend((255, 248, 240), 0.14 * self.blur_of(self.cx, self.cy + self.ry * 0.8, 18, 12))

    def eyes(self) -> None:
        """Brows, lids, white, iris, pupil and its gleam."""
        apart, level = self.rx * self.rng.uniform(0.42, 0.47), self.cy - 12
        iris = np.array(self.rng.choice(((70, 50, 36), (60, 84, 104), (84, 92, 66), (50, 36, 28))), np.float32)
        wide, tall = self.rng.uniform(15, 18), self.rng.uniform(6.2, 8)
        for side in (-1, 1):
            ex = self.cx + side * apart
            tilt = level - 22 - 0.0032 * (self.x - ex) ** 2 * -1 + side * 0.05 * (self.x - ex)
            brow = np.exp(-(((self.y - tilt) / 4.2) ** 2)) * np.clip(1.35 - np.abs(self.x - ex) / 22, 0, 1)
            self.blend(self.hair * 0.75, 0.85 * brow)
            self.blend(self.skin * 0.5, 0.7 * self.oval(ex, level - 1.5, wide + 3, tall + 3.5, 0.4))
            white = self.oval(ex, level, wide, tall, 0.12)
            self.blend((238, 234, 230), white)
            self.blend(iris, white * self.oval(ex, level - 0.5, 7.6, 7.6, 0.15))
            self.blend((12, 10, 10), white * self.oval(ex, level - 0.5, 3.6, 3.6, 0.2))
            self.blend((255, 255, 255), self.oval(ex + 2.4, level - 3, 1.6, 1.6, 0.5))
            lash = np.exp(-(((self.y - (level - tall - 0.5 + 0.028 * (self.x - ex) ** 2)) / 1.9) ** 2))
            self.blend((24, 18, 16), 0.85 * lash * np.clip(1.2 - np.abs(self.x - ex) / wide, 0, 1))

    def nose(self) -> None:
        """Bridge, shadow beside it, tip and nostrils."""
        tip = self.cy + self.ry * 0.30
        wide = self.rng.uniform(10, 14)
        self.blend(self.skin * 0.7, 0.35 * self.blur_of(self.cx - 12 * np.sign(self.light or 1), self.cy + 8, 8, 34))
        self.blend((255, 250, 244), 0.28 * self.blur_of(self.cx, self.cy + 8, 5, 30))
        self.blend((255, 250, 244), 0.22 * self.blur_of(self.cx, tip - 4, 8, 7))
        self.blend(self.skin * 0.58, 0.6 * self.blur_of(self.cx, tip + 8, wide + 4, 4.5))
        for side in (-1, 1):
            self.blend(self.skin * 0.66, 0.5 * self.blur_of(self.cx + side * (wide + 3), tip, 4.5, 8))
            self.blend(self.skin * 0.25, 0.9 * self.blur_of(self.cx + side * wide * 0.55, tip + 5.5, 4.4, 2.8))

    def mouth(self) -> None:
        """Two lips and the line between them."""
        level, half = self.cy + self.ry * 0.56, self.rng.uniform(23, 29)
        lips = np.clip(self.skin * (0.86, 0.58, 0.56), 0, 255)
        bend = 0.006 * (self.x - self.cx) ** 2 * self.rng.uniform(-0.9, 0.2)
        within = np.clip(1.15 - ((self.x - self.cx) / half) ** 2, 0, 1)
        self.blend(lips, within * np.exp(-(((self.y - level - bend + 3.5) / 4.6) ** 2)))
        self.blend(lips * 1.08, within * np.exp(-(((self.y - level - bend - 5) / 5.4) ** 2)))
        self.blend(lips * 0.4, within * np.exp(-(((self.y - level - bend) / 1.7) ** 2)))
        self.blend(self.skin * 0.72, 0.4 * self.blur_of(self.cx, level + 17, 20, 5))
        if self.rng.random() < 0.2:
            stubble = self.blur_of(self.cx, level + 14, self.rx * 0.7, 40)
            self.blend(self.hair, 0.45 * stubble * (self.y > level - 18))

    def hair_before(self) -> None:
        """The hairline over the forehead, and glasses for a few."""
        line = self.cy - self.ry * self.rng.uniform(0.58, 0.72)
        part = self.rng.uniform(-0.25, 0.25) * (self.x - self.cx)
        above = np.clip((line + part + 0.004 * (self.x - self.cx) ** 2 - self.y) / 5, 0, 1)
        fringe = above * self.oval(self.cx, self.cy - 18, self.rx * 1.14, self.ry * 1.0)
        self.blend(self.hair, fringe)
        strands = cv2.GaussianBlur(self.noise.normal(0, 60, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 0.8, sigmaY=9)
        self.pixels += (strands * np.maximum(self.hairy, fringe) * 1.4)[..., None]

    def finished(self) -> Image.Image:
        """Soften as a lens does, add grain."""
        soft = cv2.GaussianBlur(self.pixels, (0, 0), 1.1)
        mottle = cv2.GaussianBlur(self.noise.normal(0, 22, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), 3)
        grain = self.noise.normal(0, 2.2, soft.shape).astype(np.float32)
        return Image.fromarray(np.clip(soft + mottle[..., None] + grain, 0, 255).astype(np.uint8))
