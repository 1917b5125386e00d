"""Settles what cues for several kinds leave open, by the tie-breaks of spec 9.2; one function each."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.intake.rules.sentences import Sentence
from shared.vocabulary import Kind


@dataclass(slots=True)
class Evidence:
    """What speaks for one kind: the strongest cue, the sentences it stands in (-1: across), the lines to show."""

    score: float = 0.0
    places: set[int] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)

    def add(self, weight: float, place: int, line: str) -> None:
        """Take one more cue; a second sentence that says the same makes surer, up to 0.97."""
        repeated = place not in self.places and self.score > 0
        self.score = min(max(self.score, weight) + (0.03 if repeated else 0), 0.97)
        self.places.add(place)
        if line not in self.lines:
            self.lines.append(line)

    @property
    def sentences(self) -> set[int]:
        """The sentences it stands in, without what was put together across the message."""
        return self.places - {-1}


Found = dict[Kind, Evidence]


def settle(found: Found, message: Sentence) -> Found:
    """Apply all tie-breaks in order; gives the kinds that remain."""
    left = dict(found)
    for rule in _RULES:
        for kind in rule(left, message):
            left.pop(kind, None)
    return left


def _within(found: Found, kind: Kind, other: Kind) -> bool:
    """Say whether all that speaks for a kind stands in sentences that speak for the other."""
    if kind not in found or other not in found:
        return False
    return found[kind].sentences <= found[other].sentences


def _untrue_means_rectification(found: Found, message: Sentence) -> list[Kind]:
    """Tie-break 2: what must go because it is untrue is put right, not erased."""
    untrue = message.has("wrong", "fits") and _within(found, Kind.ERASURE, Kind.RECTIFICATION)
    return [Kind.ERASURE] if untrue else []


def _old_for_new(found: Found, message: Sentence) -> list[Kind]:
    """Tie-break 10: the old address that may go belongs to the change of address."""
    if message.has("moved") and _within(found, Kind.ERASURE, Kind.RECTIFICATION):
        return [Kind.ERASURE]
    return []


def _may_keep(_: Found, message: Sentence) -> list[Kind]:
    """Tie-break 3: "you may keep my data" excludes erasure."""
    return [Kind.ERASURE] if message.has("may_keep") else []


def _to_another_provider(found: Found, _: Sentence) -> list[Kind]:
    """Tie-break 5: in a machine format or to another provider is portability; else a copy is access."""
    return [Kind.ACCESS] if _within(found, Kind.ACCESS, Kind.PORTABILITY) else []


def _told_of_a_correction(found: Found, message: Sentence) -> list[Kind]:
    """Asking who was told of a correction asks neither for the correction nor for all recipients."""
    if Kind.RECIPIENT_NOTIFICATION not in found:
        return []
    same = (Kind.RECTIFICATION, Kind.ERASURE, Kind.ACCESS)
    drop = [kind for kind in same if _within(found, kind, Kind.RECIPIENT_NOTIFICATION)]
    # Where nothing is said to be wrong still, the correction is only reported.
    return drop if message.has("wrong", "fits", "moved") else [*drop, Kind.RECTIFICATION]


def _freeze_or_stop(found: Found, _: Sentence) -> list[Kind]:
    """Tie-break 4: to stop a use is objection; to keep without using is restriction."""
    if _within(found, Kind.OBJECTION, Kind.RESTRICTION):
        return [Kind.OBJECTION]
    return []


def _consent_before_objection(found: Found, message: Sentence) -> list[Kind]:
    """Who takes back consent objects to nothing else in that sentence; mailings stay (tie-break 3)."""
    drop = [Kind.OBJECTION] if _within(found, Kind.OBJECTION, Kind.CONSENT_WITHDRAWAL) else []
    if not message.has("marketing") and Kind.CONSENT_WITHDRAWAL in found:
        drop.append(Kind.OBJECTION_DIRECT_MARKETING)
    return drop


def _mailings_only(found: Found, message: Sentence) -> list[Kind]:
    """Tie-break 3: "take me off the list" removes nobody's file."""
    marketing = Kind.OBJECTION_DIRECT_MARKETING
    kinds = (Kind.ERASURE, Kind.OBJECTION, Kind.ACCESS)
    return [kind for kind in kinds if _within(found, kind, marketing) and not message.has("my_data")]


def _own_data_first(found: Found, _: Sentence) -> list[Kind]:
    """Tie-break 1: own data is access, practice in general is information."""
    if _within(found, Kind.INFORMATION_REQUEST, Kind.ACCESS):
        return [Kind.INFORMATION_REQUEST]
    return [Kind.ACCESS] if _within(found, Kind.ACCESS, Kind.INFORMATION_REQUEST) else []


def _erase_the_copy(found: Found, message: Sentence) -> list[Kind]:
    """What stands in one sentence with the wish to have it gone, or corrected, is not asked to be shown."""
    if _within(found, Kind.ACCESS, Kind.RECTIFICATION) and not message.has("see", "copy"):
        return [Kind.ACCESS]
    return []


def _complaint_only(found: Found, message: Sentence) -> list[Kind]:
    """Wrong handling is complained of, not rectified."""
    leaked = message.has("leak") and not message.has("fits")
    if (leaked or _within(found, Kind.RECTIFICATION, Kind.COMPLAINT)) and not message.has("change"):
        return [Kind.RECTIFICATION]
    return []


_RULES = (
    _told_of_a_correction,
    _old_for_new,
    _untrue_means_rectification,
    _may_keep,
    _to_another_provider,
    _freeze_or_stop,
    _consent_before_objection,
    _mailings_only,
    _own_data_first,
    _erase_the_copy,
    _complaint_only,
)
