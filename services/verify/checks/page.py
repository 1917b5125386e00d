"""One page on the table: its pixels, and what has been seen of it so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.leaf import Pixels

if TYPE_CHECKING:
    from services.verify.checks.templates.fitting import Fit
    from services.verify.checks.templates.template import Place

Quad = NDArray[np.float32]
"""Four corners of a line of text, in pixels: from where it starts, clockwise."""


class Box(NamedTuple):
    """Left, top, right, bottom in pixels of the straightened picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Its area; nothing for a box turned inside out."""
        return max(0.0, self.wide) * max(0.0, self.high)

    def shared(self, other: Box) -> float:
        """The area that it has in common with another."""
        return Box(
            max(self.left, other.left), max(self.top, other.top),
            min(self.right, other.right), min(self.bottom, other.bottom),
        ).area  # fmt: skip

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def grown(self, across: float, down: float) -> Box:
        """This much larger on every side."""
        return Box(self.left - across, self.top - down, self.right + across, self.bottom + down)

    def joined(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip


@dataclass(slots=True)
class Line:
    """A line of text: its corners on the page as given, and what was read there."""

    quad: Quad
    text: str = ""
    score: float = 0.0
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))
    """Where it stands on the straightened picture."""

    @property
    def high(self) -> float:
        """The height of its letters' row, in pixels of the page as given."""
        return float(np.linalg.norm(self.quad[0] - self.quad[3]))

    @property
    def wide(self) -> float:
        """Its length, in pixels of the page as given."""
        return float(np.linalg.norm(self.quad[0] - self.quad[1]))


@dataclass(frozen=True, slots=True)
class Cover:
    """A block that hides what is under it, or seems to."""

    box: Box
    area: float
    fill: float
    """Which part of its own turned rectangle it fills."""
    opaque: bool
    white: bool = False
    """Whether it is as light as anything on the page, and without colour."""


@dataclass(slots=True)
class Page:
    """The page under examination; each question may add what later ones need."""

    given: Pixels
    number: int = 1
    lines: list[Line] = field(default_factory=list)
    sure_upright: bool = False
    """Whether enough lines said which way up it stands."""
    straight: Pixels = field(default_factory=lambda: np.zeros((1, 1, 3), np.uint8))
    """The document, turned upright and cut out with room around it."""
    to_straight: NDArray[np.float32] = field(default_factory=lambda: np.eye(2, 3, dtype=np.float32))
    hull: Box = field(default_factory=lambda: Box(0, 0, 1, 1))
    """Around all text and covers, on the straightened picture."""
    kinds: frozenset[str] = frozenset()
    """What kind of document the words say it is."""
    covers: list[Cover] = field(default_factory=list)
    models: tuple[tuple[Fit, ...], ...] = ()
    """The documents that were recognised, each with the models that it may be, the likeliest first."""
    proved: frozenset[Place] = frozenset()
    """What is surely covered on the documents that were recognised."""

    def place(self, quad: Quad) -> Box:
        """Where corners on the page as given stand on the straightened picture."""
        moved = quad @ self.to_straight[:, :2].T + self.to_straight[:, 2]
        (left, top), (right, bottom) = moved.min(0).tolist(), moved.max(0).tolist()
        return Box(left, top, right, bottom)

    def corners(self, box: Box) -> Quad:
        """The corners on the page as given of a box on the straightened picture."""
        ends = [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]]
        back = cv2.invertAffineTransform(self.to_straight)
        return np.asarray(np.array(ends) @ back[:, :2].T + back[:, 2], np.float32)

    def found(self, kind: FindingKind, reason: str, box: Box | None = None) -> Finding:
        """A finding at a place of the straightened picture, told in fractions of the page as given."""
        if box is None:
            return Finding(kind, reason, self.number)
        height, width = self.given.shape[:2]
        share = self.corners(box) / np.array([width, height], np.float32)
        low, high = np.clip(share.min(0), 0, 1), np.clip(share.max(0), 0, 1)
        left, top, right, bottom = (round(float(side), 4) for side in (*low, *high))
        return Finding(kind, reason, self.number, (left, top, right, bottom))

    def covered(self, box: Box) -> float:
        """Which part of a place lies under opaque covers (0..1, as the largest of them says)."""
        return max((cover.box.shared(box) / max(box.area, 1) for cover in self.covers if cover.opaque), default=0.0)


Look = Callable[[Page], Sequence[Finding]]


def cut_out(pixels: Pixels, quad: Quad) -> Pixels:
    """The line within these corners, made straight."""
    wide = int(max(np.linalg.norm(quad[0] - quad[1]), np.linalg.norm(quad[3] - quad[2])))
    high = int(max(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[1] - quad[2])))
    wide, high = max(wide, 4), max(high, 4)
    straight = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    turn = cv2.getPerspectiveTransform(quad.astype(np.float32), straight)
    piece = cv2.warpPerspective(pixels, turn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(piece, np.uint8)
