"""Settles what cues for several kinds leave open, by the tie-breaks of spec 9.2; one function each."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.intake.rules.sentences import Sentence
from shared.vocabulary import Kind


@dataclass(slots=True)
class Evidence:
    """What speaks for one kind: the strongest cue, the sentences it stands in, the lines to show.

    `places` holds sentences that say it by themselves, `wide` those that say it with their neighbours (-1: all).
    """

    score: float = 0.0
    places: set[int] = field(default_factory=set)
    wide: set[int] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    in_body: bool = False

    def add(self, weight: float, place: int, span: int, line: str, in_body: bool = True) -> None:
        """Take one more cue; a second sentence that says the same makes surer, up to 0.97."""
        repeated = span == 1 and place not in self.places and self.score > 0
        self.score = min(max(self.score, weight) + (0.02 if repeated else 0), 0.97)
        (self.places if span == 1 else self.wide).add(place)
        self.in_body = self.in_body or in_body
        if line not in self.lines:
            self.lines.append(line)

    @property
    def sentences(self) -> set[int]:
        """The sentences it stands in; those it shares with neighbours count only when none says it alone."""
        return self.places or self.wide - {-1}


_CERTAIN = 0.95
_DOUBTFUL = 0.6

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
    if Kind.RECTIFICATION not in found or not message.has("wrong", "fits", "denied"):
        return []
    if Kind.ERASURE not in found or message.has("erase_me", "account"):
        return []
    of_its_own = found[Kind.ERASURE].places - found[Kind.RECTIFICATION].places
    return [] if of_its_own else [Kind.ERASURE]


def _old_for_new(found: Found, message: Sentence) -> list[Kind]:
    """Tie-break 10: the old address that may go belongs to the change of address."""
    old = message.has("moved") and not message.has("erase_me", "account", "everything", "my_data")
    return [Kind.ERASURE] if old and Kind.RECTIFICATION in found else []


def _may_keep(_: Found, message: Sentence) -> list[Kind]:
    """Tie-break 3: "you may keep my data" excludes erasure."""
    return [Kind.ERASURE] if message.has("may_keep", "leave_to_keep") else []


def _to_another_provider(found: Found, message: Sentence) -> list[Kind]:
    """Tie-break 5: in a machine format or to another provider is portability; else a copy is access."""
    for_himself = message.has("copy") and message.has("me") and message.has("other_provider")
    return [Kind.ACCESS] if _within(found, Kind.ACCESS, Kind.PORTABILITY) and not for_himself else []


def _told_of_a_correction(found: Found, message: Sentence) -> list[Kind]:
    """Asking who was told of a correction asks neither for the correction nor for all recipients."""
    if Kind.RECIPIENT_NOTIFICATION not in found:
        return []
    same = (Kind.RECTIFICATION, Kind.ERASURE, Kind.ACCESS)
    told = found[Kind.RECIPIENT_NOTIFICATION].sentences
    if not message.has("done_change", "done_delete", "fixed_now"):
        return [Kind.ACCESS] if _within(found, Kind.ACCESS, Kind.RECIPIENT_NOTIFICATION) else []
    drop = [kind for kind in same if kind in found and not found[kind].places - told]
    # Where nothing is said to be wrong still, the correction is only reported.
    return drop if message.has("wrong", "change") else [*drop, Kind.RECTIFICATION]


def _freeze_or_stop(found: Found, _: Sentence) -> list[Kind]:
    """Tie-break 4: to stop a use is objection; to keep without using is restriction."""
    if _within(found, Kind.OBJECTION, Kind.RESTRICTION):
        return [Kind.OBJECTION]
    return []


def _contested(found: Found, message: Sentence) -> list[Kind]:
    """Who contests a record and asks to leave it alone meanwhile asks no more; nor to erase what he asks to keep."""
    if Kind.RESTRICTION not in found:
        return []
    drop = [] if message.has("change") else [Kind.RECTIFICATION]
    drop += [Kind.ERASURE] if message.has("evidence", "only_keep", "keep", "not_delete") else []
    return [*drop, *(kind for kind in (Kind.ACCESS, Kind.COMPLAINT) if _within(found, kind, Kind.RESTRICTION))]


def _term_of_keeping(found: Found, message: Sentence) -> list[Kind]:
    """Asking when records are destroyed asks nobody to destroy them; naming a term in a wish asks nothing."""
    if _within(found, Kind.ERASURE, Kind.INFORMATION_REQUEST):
        return [Kind.ERASURE]
    return [] if message.has("asks", "want_know") or Kind.ERASURE not in found else [Kind.INFORMATION_REQUEST]


def _looked_at_by_a_person(found: Found, message: Sentence) -> list[Kind]:
    """Who wants a person to read his answers again does not ask to read them himself."""
    again = _within(found, Kind.ACCESS, Kind.AUTOMATED_DECISION) and not message.has("want_know", "copy")
    return [Kind.ACCESS] if again else []


def _only_in_the_heading(found: Found, _: Sentence) -> list[Kind]:
    """A subject names the matter; where the body speaks for other kinds, these are what is asked."""
    body = [kind for kind, each in found.items() if each.in_body]
    return [kind for kind, each in found.items() if body and not each.in_body and each.score < _CERTAIN]


def _consent_before_objection(found: Found, message: Sentence) -> list[Kind]:
    """Who takes back consent asks and objects to nothing else in that sentence; mailings stay (tie-break 3)."""
    less = (Kind.OBJECTION, Kind.ACCESS)
    drop = [kind for kind in less if _within(found, kind, Kind.CONSENT_WITHDRAWAL)]
    if not message.has("marketing") and Kind.CONSENT_WITHDRAWAL in found:
        drop.append(Kind.OBJECTION_DIRECT_MARKETING)
    return drop


def _mailings_only(found: Found, message: Sentence) -> list[Kind]:
    """Tie-break 3: "take me off the list" removes nobody's file."""
    marketing = Kind.OBJECTION_DIRECT_MARKETING
    kinds = (Kind.ERASURE, Kind.OBJECTION, Kind.ACCESS)
    return [
        kind
        for kind in kinds
        if _within(found, kind, marketing) and not message.has("my_data", "their_data", "everything", "erase_me")
    ]


def _own_data_first(found: Found, _: Sentence) -> list[Kind]:
    """Tie-break 1: own data is access, practice in general is information."""
    if _within(found, Kind.INFORMATION_REQUEST, Kind.ACCESS) and found[Kind.ACCESS].score > _DOUBTFUL:
        return [Kind.INFORMATION_REQUEST]
    return [Kind.ACCESS] if _within(found, Kind.ACCESS, Kind.INFORMATION_REQUEST) else []


def _erase_the_copy(found: Found, message: Sentence) -> list[Kind]:
    """What stands in one sentence with the wish to have it gone, or corrected, is not asked to be shown."""
    if _within(found, Kind.ACCESS, Kind.RECTIFICATION) and not message.has("see", "copy"):
        return [Kind.ACCESS]
    return []


def _asked_in_anger(found: Found, message: Sentence) -> list[Kind]:
    """An angry "how do you handle our data?" waits for no explanation of the policy."""
    angry = Kind.COMPLAINT in found and message.has("outrage") and not message.has("how_long", "officer", "policy")
    return [Kind.INFORMATION_REQUEST] if angry else []


def _complaint_only(found: Found, message: Sentence) -> list[Kind]:
    """Wrong handling is complained of, not rectified."""
    leaked = message.has("leak") and not message.has("fits")
    if (leaked or _within(found, Kind.RECTIFICATION, Kind.COMPLAINT)) and not message.has("change"):
        return [Kind.RECTIFICATION]
    return []


_RULES = (
    _only_in_the_heading,
    _told_of_a_correction,
    _old_for_new,
    _untrue_means_rectification,
    _may_keep,
    _to_another_provider,
    _freeze_or_stop,
    _contested,
    _term_of_keeping,
    _looked_at_by_a_person,
    _consent_before_objection,
    _mailings_only,
    _own_data_first,
    _erase_the_copy,
    _asked_in_anger,
    _complaint_only,
)
