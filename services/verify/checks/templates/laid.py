"""A recognised document laid flat, small, in units of its model; and what a region of it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Box
from services.verify.checks.templates.fitting import Fit

PER_MM: Final = 3.0  # pixels: fine printing runs together, letters and features of a small face do not
ROOM: Final = 5.0  # millimetres around the document
_WINDOW: Final = 6.0  # millimetres: where the ground of the document is looked at
_SHRUNK: Final = 0.12  # of a region, on each side: it may be drawn a little otherwise
_NEAR: Final = 20  # levels within which tones are one
_INSIDE: Final = 0.6  # of a region must be on the picture

Picture = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Look:
    """What a region looks like at the place, near the one expected, where it is most even."""

    spread: float
    """Deviation of its lightness, in levels."""
    one_tone: float
    """Which part of it has one tone (0..1)."""
    tone: NDArray[np.float32]
    """Of most of it: red, green and blue."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A document, `PER_MM` pixels a millimetre, with `ROOM` around it."""

    sharp: Picture
    soft: Picture
    """With fine waves and letters smoothed away: what is left is a picture, or even."""
    there: NDArray[np.bool_]
    """What is on the page as given, and not outside of it."""

    def ground(self, *, soft: bool) -> float:
        """How much the printed ground of the document varies, in levels: the quieter quarter of what is no cover."""
        grey = (self.soft if soft else self.sharp).mean(2)
        size = int(_WINDOW * PER_MM)
        mean, square = cv2.blur(grey, (size, size)), cv2.blur(grey * grey, (size, size))
        inner = int(ROOM * PER_MM) + size // 2
        spread = np.sqrt(np.maximum(square - mean * mean, 0))[inner:-inner:3, inner:-inner:3]
        printed = spread[spread > 0.8]
        return float(np.quantile(printed, 0.25)) if len(printed) else 0.0

    def look(self, region: Box, reach: float, *, soft: bool) -> Look | None:
        """Look at a region, and up to `reach` millimetres beside it. None when it is not on the picture.

        Args:
            region: in millimetres of the model.
            reach: how far the document may differ from our drawing of it.
            soft: whether fine printing is left out of account.
        """
        inner = region.grown(-_SHRUNK * region.wide, -_SHRUNK * region.high)
        wide, high = max(round(inner.wide * PER_MM), 2), max(round(inner.high * PER_MM), 2)
        left, top = round((inner.left + ROOM) * PER_MM), round((inner.top + ROOM) * PER_MM)
        if self.there[max(top, 0) : top + high, max(left, 0) : left + wide].sum() < _INSIDE * wide * high:
            return None
        picture = self.soft if soft else self.sharp
        off = round(reach * PER_MM)
        near = picture[max(top - off, 0) : top + high + off, max(left - off, 0) : left + wide + off]
        if near.shape[0] < high or near.shape[1] < wide:
            return None
        best = _most_even(near, wide, high)
        tones = best.reshape(-1, 3)
        tone = np.median(tones, axis=0)
        one = float((np.abs(tones - tone).max(1) < _NEAR).mean())
        return Look(float(best.mean(2).std()), one, np.asarray(tone, np.float32))


def _most_even(near: Picture, wide: int, high: int) -> Picture:
    """The window of this size whose lightness varies least."""
    grey = near.mean(2)
    options: dict[str, Any] = {"ksize": (wide, high), "anchor": (0, 0), "borderType": cv2.BORDER_REPLICATE}
    mean = cv2.blur(grey, **options)
    square = cv2.blur(grey * grey, **options)
    spread = (square - mean * mean)[: grey.shape[0] - high + 1, : grey.shape[1] - wide + 1]
    top, left = np.unravel_index(int(spread.argmin()), spread.shape)
    return near[top : top + high, left : left + wide]


def lay(given: Pixels, to_straight: NDArray[np.float32], fit: Fit) -> Laid:
    """Cut a document out of the page as given, in units of its model.

    Args:
        given: the page.
        to_straight: 2 x 3, from it to the straightened picture on which the document was recognised.
        fit: how it lies there.
    """
    back = cv2.invertAffineTransform(to_straight).astype(np.float64)
    linear = back[:, :2] @ fit.to_page[:, :2]
    shift = back[:, :2] @ fit.to_page[:, 2] + back[:, 2]
    shrink = min(PER_MM / float(np.sqrt(abs(np.linalg.det(linear)))), 1.0)
    small = cv2.resize(given, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else given
    linear, shift = linear * shrink, (shift - linear @ np.array([ROOM, ROOM])) * shrink
    matrix = np.column_stack([linear / PER_MM, shift]).astype(np.float32)
    size = tuple(round((side + 2 * ROOM) * PER_MM) for side in fit.template.size)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    sharp = cv2.warpAffine(small, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    there = cv2.warpAffine(np.ones(small.shape[:2], np.uint8), matrix, size, flags=flags).astype(bool)
    soft = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.5), np.float32)
    return Laid(np.asarray(sharp, np.float32), soft, there)
