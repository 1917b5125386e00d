"""One side of a document: what is printed on every copy of it, and where the things are that must be hidden."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from services.verify.checks.page import Box


class Place(StrEnum):
    """What a region holds (spec 5.1)."""

    PHOTO = "photo"
    GHOST = "ghost"
    SMALL = "small"
    BSN = "bsn"
    MRZ = "mrz"
    QR = "qr"


class Anchor(NamedTuple):
    """A text that every copy of the model shows, and the middle of its left end, in millimetres."""

    text: str
    left: float
    middle: float


class Region(NamedTuple):
    """Where something stands that must be hidden, in millimetres. Of a number: its digits, not its label."""

    place: Place
    left: float
    top: float
    wide: float
    high: float

    @property
    def box(self) -> Box:
        """Its four sides, in millimetres."""
        return Box(self.left, self.top, self.left + self.wide, self.top + self.high)


@dataclass(frozen=True, slots=True)
class Template:
    """One side of one model of document; nought is its left upper corner."""

    name: str
    size: tuple[float, float]
    anchors: tuple[Anchor, ...]
    regions: tuple[Region, ...]
    """Only what must be hidden: a strip is listed only where a citizen service number stands in it."""
    strip: bool = False
    """Whether it has one at all."""

    @property
    def has_photo(self) -> bool:
        """Whether the holder's photo is on this side."""
        return any(region.place is Place.PHOTO for region in self.regions)
