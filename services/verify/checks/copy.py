"""The copy on the table, what is found on it, and the verdict that follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from shared.vocabulary import Verdict

if TYPE_CHECKING:  # the process that only asks for a judgement loads no pixels
    from services.verify.checks.leaf import Leaf

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions of a page or a picture."""

WHOLE_PAGE: Box = (0.0, 0.0, 1.0, 1.0)


def box_from(sides: Sequence[float]) -> Box:
    """Read a box out of JSON. Raises ValueError or TypeError for anything else."""
    left, top, right, bottom = (float(side) for side in sides)
    return left, top, right, bottom


class FindingKind(StrEnum):
    """What a check can find (contracts: `check-id`)."""

    FACE = "face"
    BSN = "bsn"
    MRZ = "mrz"
    QR = "qr"
    WEAK_COVER = "weak_cover"
    HIDDEN_CONTENT = "hidden_content"
    SUSPECT = "suspect"
    """Something that may be a photo, a number or a code: a person looks, at a picture where it is painted over."""
    NO_COVER = "no_cover"
    """Nothing is seen that must be hidden, and nothing proves that it was: no block where a photo would be."""
    NO_DOCUMENT = "no_document"
    """It does not look like an identity document."""
    ILLEGIBLE = "illegible"
    """Too small, too dark or too blurred to read what stands there."""
    NOT_EXAMINED = "not_examined"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    LOCKED = "locked"
    TOO_MANY_PIXELS = "too_many_pixels"
    SEVERAL_PICTURES = "several_pictures"
    DAMAGED = "damaged"
    NO_ANSWER = "no_answer"


_UNREADABLE = frozenset({
    FindingKind.EMPTY, FindingKind.TOO_LARGE, FindingKind.NOT_A_PICTURE, FindingKind.LOCKED,
    FindingKind.TOO_MANY_PIXELS, FindingKind.SEVERAL_PICTURES, FindingKind.DAMAGED, FindingKind.NO_ANSWER,
    FindingKind.ILLEGIBLE,
})  # fmt: skip
_DOUBTFUL = frozenset({
    FindingKind.SUSPECT, FindingKind.NO_COVER, FindingKind.NO_DOCUMENT, FindingKind.NOT_EXAMINED,
})  # fmt: skip
VISIBLE = frozenset({FindingKind.FACE, FindingKind.BSN, FindingKind.MRZ, FindingKind.QR, FindingKind.WEAK_COVER})
"""What a copy is refused for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen: never its value, only its kind, where it is and a sentence for the sender (a msgid)."""

    kind: FindingKind
    reason: str
    page: int = 1
    box: Box = WHOLE_PAGE
    """As fractions of the page."""

    def as_json(self) -> dict[str, Any]:
        """Shape it as `check-id` prints it."""
        return {"kind": self.kind.value, "page": self.page, "box": list(self.box), "reason": self.reason}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Self:
        """Read what `as_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        return cls(FindingKind(found["kind"]), str(found["reason"]), int(found["page"]), box_from(found["box"]))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the checks say of one file."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    pages: int
    """Pages looked at; 0 when the file could not be opened."""
    raster_png: bytes | None
    """The only picture to keep: redrawn pixels in a fresh PNG. None when the file is refused or unreadable."""
    failure: str | None = None
    """What to count and alarm on: `check:TypeName` of an exception, or the kind of a failed job."""
    painted: tuple[Finding, ...] = ()
    """What we painted over in that picture."""
    layout: tuple[Box, ...] = ()
    """Where each page lies in that picture, as fractions of it."""
    known: bool = False
    """Whether each page is of a model that we have drawn: only there is it known what must be hidden, and where."""


@dataclass(slots=True)
class Copy:
    """The file under examination; each question may add what later ones need."""

    data: bytes
    declared_name: str | None = None
    format: str = ""
    """JPEG, PNG, WEBP, TIFF, HEIF or PDF, once `filetype` has said so."""
    leaves: list[Leaf] = field(default_factory=list)
    """Its pages, and what lies beneath them, once `decoded` has drawn them."""
    see_through: bool = False
    """Whether a page had transparent parts."""
    failure: str | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def front(self) -> Leaf:
        """The first page. Raises ValueError before there is one: the questions are out of order."""
        if not self.leaves:
            raise ValueError("no page is open yet")
        return self.leaves[0]

    @property
    def ended(self) -> bool:
        """Whether a finding makes further questions pointless."""
        return any(finding.kind in _UNREADABLE for finding in self.findings)


def refused(kind: FindingKind, reason: str) -> tuple[Finding]:
    """One finding about the file as a whole; the reason is an English msgid for the sender."""
    return (Finding(kind, reason),)


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Weigh the findings (spec 4.5): cannot be read, shows too much, needs a person, or fine."""
    kinds = {finding.kind for finding in findings}
    if kinds & _UNREADABLE:
        return Verdict.UNREADABLE
    if kinds & VISIBLE:
        return Verdict.REJECTED
    return Verdict.REVIEW if kinds & _DOUBTFUL else Verdict.ACCEPTED
