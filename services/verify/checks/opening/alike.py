"""Do two pictures show the same? Small differences of coding and scaling are none."""

from __future__ import annotations

import cv2
import numpy as np

from services.verify.checks.leaf import Pixels

_FINE = 600  # pixels a side at which a printed number still differs from the block that covers it
_BLOCK = 12  # pixels; a digit is about as high
_FAR = 40.0  # mean difference of a block, of 255; coding a photo anew stays under 20
_EDGE = 0.06  # of width over height


def differ(one: Pixels, other: Pixels, side: int = _FINE) -> bool:
    """Whether somewhere, in an area of a few letters, one shows something else than the other.

    Args:
        one: a picture.
        other: another; one of other proportions shows something else, too.
        side: pixels at which they are compared; less for a picture that is small itself.
    """
    if abs(_shape(one) - _shape(other)) > _EDGE * _shape(one):
        return True
    apart = np.abs(_grey(one, side).astype(np.int16) - _grey(other, side))
    blocks = cv2.blur(apart.astype(np.float32), (_BLOCK, _BLOCK))
    return bool(blocks.max() > _FAR)


def _shape(pixels: Pixels) -> float:
    height, width = pixels.shape[:2]
    return float(width / height)


def _grey(pixels: Pixels, side: int) -> Pixels:
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.blur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), (3, 3)), dtype=np.uint8)
