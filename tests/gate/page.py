"""A drawn page and where its secrets are, as a redaction and a camera see it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom: pixels on a page, fractions in a truth."""


@dataclass(slots=True)
class Page:
    """Pixels with named regions; what moves the pixels moves the regions."""

    picture: Image.Image
    scale: float
    """Pixels a millimetre, as drawn."""
    regions: dict[str, Box] = field(default_factory=dict)
    """What must be hidden: photo, ghost, small, bsn, qr, mrz_bsn."""
    parts: dict[str, Box] = field(default_factory=dict)
    """What a redaction may aim at besides: mrz (whole), eyes, signature."""
    digits: tuple[Box, ...] = ()
    """Each digit of the printed BSN."""
    document: Box = (0, 0, 0, 0)
    """The document on the picture."""

    def boxes(self, *names: str) -> list[Box]:
        """The named regions that this page has."""
        return [
            self.regions.get(name) or self.parts[name] for name in names if name in self.regions or name in self.parts
        ]


def moved(box: Box, by: NDArray[np.float64]) -> Box:
    """Carry a box along a projective map (3 by 3, pixels to pixels); its bounding box comes back."""
    left, top, right, bottom = box
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], np.float64).T
    there = by @ corners
    x, y = there[0] / there[2], there[1] / there[2]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def carried(page: Page, picture: Image.Image, by: NDArray[np.float64]) -> Page:
    """Give the page with new pixels and all its boxes moved."""
    return Page(
        picture,
        page.scale,
        {name: moved(box, by) for name, box in page.regions.items()},
        {name: moved(box, by) for name, box in page.parts.items()},
        tuple(moved(box, by) for box in page.digits),
        moved(page.document, by),
    )


def fraction(box: Box, size: tuple[int, int]) -> Box:
    """Turn pixels into fractions of the picture, cut off at its edges."""
    width, height = size
    left, top, right, bottom = box
    return (
        min(1.0, max(0.0, left / width)), min(1.0, max(0.0, top / height)),
        min(1.0, max(0.0, right / width)), min(1.0, max(0.0, bottom / height)),
    )  # fmt: skip
