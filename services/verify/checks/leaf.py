"""A page of a copy as bare pixels: all that is left of a file once it was opened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
"""Height x width x 3, red, green and blue, upright as the camera or the document says."""

LONGEST_SIDE = 2400  # pixels


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page, or what lies beneath one."""

    number: int
    """The page, counted from 1."""
    pixels: Pixels
    """At most `LONGEST_SIDE` pixels a side."""
    beneath: bool = False
    """Not what a viewer shows, but what can be had from the file by taking a layer away. Judged and never kept."""
