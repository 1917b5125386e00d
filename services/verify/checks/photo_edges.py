"""Where does the photo around a face end? A pure function of pixels."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Box

_LEAST: Final = 0.60
"""What is taken on each side, in lengths of the face, even where an edge lies nearer: pale photos have false edges."""
_BLIND: Final = 0.85
"""What is taken on a side where no edge is seen: photos with a margin wider than this are rare."""
_NEAREST, _FURTHEST = 0.25, 1.25  # lengths of the face between which an edge is looked for
_STRAIGHT: Final = 0.3  # of the side: the change must be there along all but this part of it
_CLEAR: Final = 9.0  # levels of change across an edge
_BEYOND: Final = 0.05  # of the face: edges are soft


def photo_around(pixels: Pixels, face: Box) -> Box:
    """The photo that a face belongs to: out to its edges where they are seen, and generously where they are not.

    Args:
        pixels: a page that lies level.
        face: chin to forehead, in pixels.
    """
    smooth = cv2.GaussianBlur(pixels, (0, 0), 1.5).astype(np.float32)
    across = np.abs(smooth[:, 3:] - smooth[:, :-3]).max(2)
    down = np.abs(smooth[3:] - smooth[:-3]).max(2).T
    left, right = _ends(across, (face.top, face.bottom), (face.left, face.right))
    top, bottom = _ends(down, (face.left, face.right), (face.top, face.bottom))
    return Box(left, top, right, bottom)


def _ends(change: NDArray[np.float32], along: tuple[float, float], face: tuple[float, float]) -> tuple[float, float]:
    """How far the photo reaches before and after the face, along the second axis of `change`."""
    size = face[1] - face[0]
    first, last = max(int(along[0]), 0), max(int(along[1]), 1)
    seen = change[first:last] if last > first else np.zeros((1, change.shape[1]), np.float32)
    clear = np.asarray(np.quantile(seen, _STRAIGHT, axis=0), np.float32)
    before = _edge(clear[: max(int(face[0] - _NEAREST * size), 0)][::-1], size)
    after = _edge(clear[int(face[1] + _NEAREST * size) :], size)
    return face[0] - _reach(before, size), face[1] + _reach(after, size)


def _edge(clear: NDArray[np.float32], size: float) -> float | None:
    """The place of the clearest straight edge, in pixels from where the looking starts."""
    seen = clear[: max(int((_FURTHEST - _NEAREST) * size), 0)]
    if len(seen) == 0 or seen.max() < _CLEAR:
        return None
    return float(seen.argmax())


def _reach(edge: float | None, size: float) -> float:
    if edge is None:
        return _BLIND * size
    return max(edge + (_NEAREST + _BEYOND) * size + 3, _LEAST * size)
