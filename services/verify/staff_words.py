"""What the staff's pages call things: labels of codes, and the sentences of answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

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
from services.verify.rules.verification import EVENT_LABELS, STATE_LABELS, State
from services.verify.usecases.steps import Overtaken
from shared.platform.i18n import Text, lazy
from shared.statetable import NotAllowed
from shared.vocabulary import KIND_LABELS

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
    "asked": lazy("Waiting for the requester"),
    "done": lazy("Finished"),
}

TONES: Final = {
    State.OPEN: "accent",
    State.ASKED: "calm",
    State.COPY_RECEIVED: "soon",
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
    "suspect": lazy("Something may be visible that must be hidden: look yourself"),
    "no_cover": lazy("No block is seen over a photo or the strip with <<< signs"),
    "no_document": lazy("It does not look like an identity document"),
    "illegible": lazy("It cannot be read"),
    "hidden_content": lazy("The file carried more than its picture; that was left behind"),
    "empty": lazy("The file is empty"),
    "too_large": lazy("The file is too large"),
    "not_a_picture": lazy("The file is not a photo"),
    "not_yet_readable": lazy("This kind of file cannot be read here, such as a PDF"),
    "too_many_pixels": lazy("The photo has too many pixels"),
    "several_pictures": lazy("There are several pictures in the file"),
    "damaged": lazy("The picture is damaged or incomplete"),
    "no_answer": lazy("The file could not be read safely"),
    "not_examined": lazy("No machine looked for a photo or a number: look yourself"),
}

DONE: Final = {
    "verify-asked": lazy("The question for a copy is on its way to the requester."),
    "verify-approved": lazy("Identity is established. The copy and its key are destroyed."),
    "verify-again": lazy("The requester is asked again, with a new link. A copy that was here is destroyed."),
    "verify-rejected": lazy("Noted: identity is not established. A copy that was here is destroyed."),
    "verify-established": lazy("Identity is established."),
}

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
