"""What the staff's pages call things: labels of codes, and the sentences of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.verify.rules.ladder import LEVEL_LABELS, WHY_LABELS
from services.verify.rules.mailed import FATE_LABELS, Fate
from services.verify.rules.proof import (
    AGAIN_LABELS,
    COPY_LABELS,
    DOCUMENT_LABELS,
    METHOD_LABELS,
    REJECT_LABELS,
    SEEN_LABELS,
    WANTED_ONLY,
    AskAgain,
    suggested,
)
from services.verify.rules.verification import EVENT_LABELS, STATE_LABELS, Event, State
from services.verify.rules.whereabouts import place_of
from services.verify.spots import in_words
from services.verify.store import Evidence, MailedCopy
from services.verify.usecases.deciding import TooLate
from services.verify.usecases.steps import Overtaken
from shared.platform.i18n import Text, lazy
from shared.statetable import NotAllowed
from shared.vocabulary import KIND_LABELS, Verdict

__all__ = [
    "AGAIN_LABELS",
    "COPY_LABELS",
    "DOCUMENT_LABELS",
    "EVENT_LABELS",
    "FATE_LABELS",
    "LEVEL_LABELS",
    "METHOD_LABELS",
    "REJECT_LABELS",
    "SEEN_LABELS",
    "STATE_LABELS",
    "WANTED_ONLY",
    "WHY_LABELS",
]

TAB_LABELS: Final = {
    "look": lazy("To look at"),
    "mine": lazy("Mine"),
    "asked": lazy("Waiting for the requester"),
    "done": lazy("Finished"),
}

TONES: Final = {
    State.OPEN: "accent",
    State.ASKED: "calm",
    State.COPY_RECEIVED: "soon",
    State.DECIDED: "accent",
    State.VERIFIED: "good",
    State.REJECTED: "late",
    State.NOT_NEEDED: "good",
    State.LAPSED: "calm",
}

KINDS: Final = KIND_LABELS

FINDING_LABELS: Final = {
    "face": lazy("A face was found"),
    "bsn": lazy("A citizen service number was found"),
    "mrz": lazy("The strip with <<< signs was found"),
    "qr": lazy("A QR code was found"),
    "weak_cover": lazy("A cover can be looked through"),
    "hidden_content": lazy("The file carried more than its picture; that was left behind"),
    "empty": lazy("The file is empty"),
    "too_large": lazy("The file is too large"),
    "not_a_picture": lazy("The file is not a photo"),
    "locked": lazy("The file is locked with a password"),
    "suspect": lazy("Something here may be a photo, a number or a code; it is painted over"),
    "no_cover": lazy("Nothing is visible that must be hidden, and nothing proves that it was covered"),
    "no_document": lazy("It does not look like an identity document"),
    "illegible": lazy("It is too small, too dark or too blurred to read"),
    "too_many_pixels": lazy("The photo has too many pixels"),
    "several_pictures": lazy("There are several pictures in the file"),
    "damaged": lazy("The picture is damaged or incomplete"),
    "no_answer": lazy("The file could not be read safely"),
    "not_examined": lazy("No machine looked for a photo or a number: look yourself"),
}

VERDICT_LABELS: Final = {
    Verdict.ACCEPTED: lazy("Nothing was found that must be hidden"),
    Verdict.REVIEW: lazy("The program is not sure: look with care"),
    Verdict.REJECTED: lazy("Something is visible that must be hidden"),
    Verdict.UNREADABLE: lazy("The file could not be read"),
}
VERDICT_TONES: Final = {
    Verdict.ACCEPTED: "good",
    Verdict.REVIEW: "soon",
    Verdict.REJECTED: "late",
    Verdict.UNREADABLE: "late",
}
_REPAINTED: Final = lazy("It showed too much: the desk painted that over")


@dataclass(frozen=True)
class Area:
    """A box in percents of the picture that is shown."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Mark:
    """One finding as its page shows it."""

    number: int
    label: Text
    where: Text | None
    """On which page and where on it; None when it is about the file as a whole."""
    area: Area | None
    painted: bool


DONE: Final = {
    "verify-asked": lazy("The question for a copy is on its way to the requester."),
    "verify-again": lazy("The requester is asked again, with a new link."),
    "verify-rejected": lazy("Noted: identity is not established."),
    "verify-undone": lazy("Undone. The copy is here as before, and nothing was sent."),
    "verify-taken": lazy("You have it in hand now."),
    "verify-painted": lazy("Painted over. The picture from before is destroyed."),
    "verify-established": lazy("Identity is established."),
}

DECISIONS: Final = {
    Event.APPROVE: lazy("approved, the copy will be destroyed"),
    Event.ASK_AGAIN: lazy("will be asked again, the copy will be destroyed"),
    Event.REJECT: lazy("not identified, the copy will be destroyed"),
    Event.ESTABLISH: lazy("established without the copy, which will be destroyed"),
}
"""What was decided a moment ago."""

FATE_TONES: Final = {Fate.KEPT: "good", Fate.UNUSABLE: "late", Fate.TOO_LARGE: "late", Fate.GONE: "late"}

_CODES: Final[Mapping[str, str]] = {
    str(code): label for table in (STATE_LABELS, EVENT_LABELS) for code, label in table.items()
}
_NOTED: Final[Mapping[str, str]] = {
    str(code): label
    for table in (COPY_LABELS, SEEN_LABELS, AGAIN_LABELS, REJECT_LABELS)
    for code, label in table.items()
}


def noted(codes: Iterable[str]) -> list[str]:
    """The msgids of what was noted with a decision."""
    return [_NOTED.get(code, code) for code in codes]


def copy_verdict(copy: Evidence) -> Text:
    """What the gate said of a copy that is kept, and whether we had to paint on it first."""
    return _REPAINTED if copy.repainted else VERDICT_LABELS[Verdict(copy.verdict)]


def marks(copy: Evidence | MailedCopy) -> list[Mark]:
    """The findings of a copy in words, numbered as they are drawn."""
    findings = copy.finding_list
    several = any(finding["page"] != 1 for finding in findings)
    return [_mark(number, finding, several=several) for number, finding in enumerate(findings, start=1)]


def _mark(number: int, finding: Mapping[str, Any], *, several: bool) -> Mark:
    kind, area = str(finding["kind"]), finding.get("area")
    everywhere = list(finding["box"]) == [0, 0, 1, 1]
    return Mark(
        number=number,
        label=FINDING_LABELS.get(kind, Text(kind)),
        where=in_words(place_of(finding["box"]), finding["page"] if several else None),
        area=None if area is None or everywhere else _percents(area),
        painted=bool(finding.get("painted")),
    )


def _percents(area: Sequence[float]) -> Area:
    left, top, right, bottom = (round(100 * side, 2) for side in area)
    return Area(left, top, round(right - left, 2), round(bottom - top, 2))


def to_tell(findings: Iterable[Mapping[str, object]]) -> list[AskAgain]:
    """The reasons that are ticked beforehand, by what the checks found."""
    return suggested({str(finding["kind"]) for finding in findings})


def overtaken(error: Overtaken) -> Text:
    """Who was faster, and how things stand now."""
    state = Text(STATE_LABELS[error.state])
    if not error.name:
        return lazy("Something happened since you opened this page. It now stands at: %(state)s.", state=state)
    return lazy(
        "%(who)s was here before you. It now stands at: %(state)s. Nothing of what you sent was done.",
        who=error.name,
        state=state,
    )


def too_late(error: TooLate) -> Text:
    """Why there is nothing to undo."""
    return lazy(
        "There is nothing to undo any more. It now stands at: %(state)s.", state=Text(STATE_LABELS[error.state])
    )


def refusal(error: NotAllowed) -> Text:
    """The sentence of a rule or of the state table, with its codes in words."""
    facts: dict[str, object] = {
        name: Text(_CODES.get(fact, fact)) if name != "possible" else _listed(fact)
        for name, fact in error.facts.items()
    }
    return Text(error.text, facts)


def _listed(codes: str) -> Text:
    """What is possible instead, as one sentence part that is translated word by word."""
    labels = [_CODES.get(code, code) for code in codes.split(", ")]
    places = ", ".join(f"%(p{i})s" for i in range(len(labels)))
    return Text(places, {f"p{i}": Text(label) for i, label in enumerate(labels)})
