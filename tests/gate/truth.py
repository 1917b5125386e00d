"""What a made file is known to show: the verdict that is right, and each thing left visible with where it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.verify.checks import FindingKind
from tests.gate.page import Box


class Expect(StrEnum):
    """What a right judge does with a file."""

    ACCEPT = "accept"
    """Everything is hidden: accept it."""
    REFUSE = "refuse"
    """Something that must be hidden is visible: do not accept it, for one of the reasons told."""
    CARRIED = "carried"
    """The page is fine and the container holds more: accept only with that told, or refuse because of it."""
    NO_DOCUMENT = "no_document"
    """Not a document of identity: do not accept it."""
    PERSON = "person"
    """Hidden in white: a person decides."""
    EITHER = "either"
    """Hidden, on a side that an office may still hand to a person: nothing is wrong but a failure."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing that is left visible: the kinds of finding that tell of it, its page and its box there (fractions)."""

    region: str
    kinds: frozenset[FindingKind]
    page: int = 1
    box: Box | None = None
    """None where the reason is about the file and not about a place."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One made file with its truth."""

    variant: str
    seed: int
    name: str
    data: bytes
    expect: Expect
    bad_capture: bool
    leaks: tuple[Leak, ...]
    regions: tuple[tuple[str, int, Box], ...]
    """Everything that must be hidden, visible or not: region, page, box."""


_BASE = {
    "photo": {FindingKind.FACE, FindingKind.SUSPECT, FindingKind.NO_COVER},
    "ghost": {FindingKind.FACE, FindingKind.SUSPECT},
    "small": {FindingKind.FACE, FindingKind.SUSPECT},
    "bsn": {FindingKind.BSN, FindingKind.SUSPECT},
    "mrz_bsn": {FindingKind.MRZ, FindingKind.BSN, FindingKind.SUSPECT},
    "qr": {FindingKind.QR, FindingKind.SUSPECT},
}
IN_THE_CONTAINER = frozenset({FindingKind.WEAK_COVER, FindingKind.HIDDEN_CONTENT})


def kinds_for(region: str, weak: str) -> frozenset[FindingKind]:
    """Name the findings that are a right reason for a region left by a weak method (`nothing`: no cover at all)."""
    more = set() if weak == "nothing" else {FindingKind.WEAK_COVER}
    return frozenset(_BASE[region] | more)
