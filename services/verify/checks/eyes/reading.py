"""What text stands where? PP-OCR: one model finds lines, one says which way up they stand, one reads them.

The models are those of `rapidocr`, whose program is never imported: it fetches far more than it needs here.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.eyes.models import read
from services.verify.checks.eyes.outlines import outlines
from services.verify.checks.eyes.session import session_of
from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Quad

LONGEST = 960  # pixels; larger costs more and finds no more, and at 800 the numbers of a licence's fields go missing
_HIGH = 48  # pixels: the height of a line as the models know it
_TURNED_WIDE = 192  # pixels: of a line, as much is enough to tell how it stands
_NARROWEST, _WIDEST = 48, 960  # pixels; a row of a strip, the longest there is, reads as well when it is squeezed so
_STEP = 32  # pixels: the finder halves a picture five times


class Reader:
    """Finds, turns and reads lines of text."""

    def __init__(self) -> None:
        self._finder = session_of(read("lines of text"))
        self._turner = session_of(read("direction of text"))
        self._reader = session_of(read("signs"))
        known = self._reader.get_modelmeta().custom_metadata_map["character"]
        self._signs = ["", *known.splitlines(), " "]

    def lines(self, pixels: Pixels, longest: int = LONGEST) -> list[Quad]:
        """Where lines of text stand, in any direction."""
        height, width = pixels.shape[:2]
        scale = min(longest / max(height, width), 1.0)
        wide, high = (max(round(int(side * scale) / _STEP), 1) * _STEP for side in (width, height))
        small = np.asarray(cv2.resize(pixels, (wide, high)), np.uint8)
        (likely,) = self._finder.run(None, {self._finder.get_inputs()[0].name: _blob(small)})
        return outlines(likely[0, 0], (height, width))

    def upside_down(self, pieces: list[Pixels]) -> list[float]:
        """How sure it is, of each piece with one line of text, that it stands on its head (0..1)."""
        if not pieces:
            return []
        blob = np.concatenate([_line(piece, _TURNED_WIDE, _TURNED_WIDE) for piece in pieces])
        (answers,) = self._turner.run(None, {self._turner.get_inputs()[0].name: blob})
        return [float(head_down) for _, head_down in answers]

    def read(self, pieces: list[Pixels]) -> list[tuple[str, float]]:
        """The text of each piece, and how sure it is (0..1).

        One by one, each as wide as it is: together, all would have to be made as wide as the widest.
        """
        return [self._read(piece) for piece in pieces]

    def _read(self, piece: Pixels) -> tuple[str, float]:
        (answer,) = self._reader.run(None, {self._reader.get_inputs()[0].name: _line(piece, _NARROWEST, _WIDEST)})
        likeliest = answer[0].argmax(1)
        told = np.flatnonzero((likeliest != 0) & (likeliest != np.roll(likeliest, 1)))
        if not len(told):
            return "", 0.0
        sure = answer[0][told, likeliest[told]]
        return "".join(self._signs[sign] for sign in likeliest[told]), float(sure.mean())


def _line(piece: Pixels, least: int, most: int | None = None) -> NDArray[np.float32]:
    """A line at the height that the models know, with grey behind it up to `least`, and squeezed to `most`."""
    height, width = piece.shape[:2]
    wide = -(-_HIGH * width // height)
    wide = max(wide if most is None else min(wide, most), 1)
    line = np.zeros((1, 3, _HIGH, max(wide, least)), np.float32)
    line[:, :, :, :wide] = _blob(np.asarray(cv2.resize(piece, (wide, _HIGH)), np.uint8))
    return line


def _blob(pixels: Pixels) -> NDArray[np.float32]:
    """A picture as the models take it: blue, green, red; from -1 to 1."""
    planes = pixels[None, :, :, ::-1].transpose(0, 3, 1, 2).astype(np.float32)
    return np.ascontiguousarray(planes / 127.5 - 1.0)
