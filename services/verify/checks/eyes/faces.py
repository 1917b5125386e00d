"""Where are faces? CenterFace, a small detector that also finds pale and tilted ones."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.eyes.models import read
from services.verify.checks.eyes.session import session_of
from services.verify.checks.leaf import Pixels

_OUTPUTS = ["537", "538", "539"]  # heat, size, offset
_CELL = 4  # pixels of the picture a side of each cell of the heat map
_TOO_CLOSE = 0.3  # two boxes that share this part of their area are one face

# The model names one fixed size. A dimension of four bytes (`0a 02 08 n`) is rewritten, in place, to one without
# a number (`0a 02 12 00`); everything else stays as it was.
_ANY = b"\x0a\x02\x12\x00"


def _dimensions(*sizes: int) -> bytes:
    return b"".join(bytes((0x0A, 0x02, 0x08, size)) for size in sizes)


_FIXED = {
    _dimensions(10, 3, 32, 32): _ANY + _dimensions(3) + _ANY + _ANY,
    _dimensions(10, 1, 8, 8): _ANY + _dimensions(1) + _ANY + _ANY,
    _dimensions(10, 2, 8, 8): _ANY + _dimensions(2) + _ANY + _ANY,
    _dimensions(10, 10, 8, 8): _ANY + _dimensions(10) + _ANY + _ANY,
}


@dataclass(frozen=True, slots=True)
class Face:
    """A face in pixels of the picture that was looked at, and how sure the model is (0..1)."""

    left: float
    top: float
    right: float
    bottom: float
    score: float


class FaceFinder:
    """Finds faces in a picture of any size."""

    def __init__(self) -> None:
        self._session = session_of(_any_size(read("faces")))

    def find(self, pixels: Pixels, longest: int, threshold: float) -> list[Face]:
        """Find faces after scaling the picture so that its longest side is `longest` pixels."""
        height, width = pixels.shape[:2]
        scale = longest / max(height, width)
        wide, high = (int(np.ceil(side * scale / 32) * 32) for side in (width, height))
        shrunk = cv2.resize(pixels, (wide, high), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        blob = np.ascontiguousarray(shrunk.transpose(2, 0, 1)[None], dtype=np.float32)
        heat, size, offset = self._session.run(_OUTPUTS, {"input.1": blob})
        found = _decoded(heat[0, 0], size[0], offset[0], threshold)
        return [
            Face(left * width / wide, top * height / high, right * width / wide, bottom * height / high, score)
            for left, top, right, bottom, score in _apart(found)
        ]


Row = tuple[float, float, float, float, float]


def _decoded(
    heat: NDArray[np.float32], size: NDArray[np.float32], offset: NDArray[np.float32], threshold: float
) -> list[Row]:
    rows, columns = np.nonzero(heat > threshold)
    high, wide = (np.exp(side[rows, columns]) * _CELL for side in size)
    middle_y = (rows + offset[0][rows, columns] + 0.5) * _CELL
    middle_x = (columns + offset[1][rows, columns] + 0.5) * _CELL
    table = np.stack(
        [middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2, heat[rows, columns]], 1
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in table.tolist()]


def _apart(found: list[Row]) -> list[Row]:
    """Keep the surest of those that overlap."""
    kept: list[Row] = []
    for row in sorted(found, key=lambda row: -row[4]):
        if all(_shared(row, other) < _TOO_CLOSE for other in kept):
            kept.append(row)
    return kept


def _shared(one: Row, other: Row) -> float:
    """The part of their joint area that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / (areas - wide * high)


def _any_size(model: bytes) -> bytes:
    for fixed, free in _FIXED.items():
        model = model.replace(fixed, free)
    return model
