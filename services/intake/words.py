"""What the pages of intake call things: labels of codes, and the sentences of answers."""

from __future__ import annotations

from typing import Final

from services.intake.rules.incoming import State
from shared.platform.i18n import Text, lazy
from shared.statetable import NotAllowed
from shared.vocabulary import CHANNEL_LABELS, CONTEXT_LABELS, KIND_LABELS, Channel, Language, Proposal

TAB_LABELS: Final = {
    "unsure": lazy("To decide"),
    "filed": lazy("Filed"),
    "quarantined": lazy("Not readable"),
}

STATE_LABELS: Final = {
    State.STORED: lazy("not read yet"),
    State.TRIAGE: lazy("waits for a decision"),
    State.QUARANTINED: lazy("could not be read"),
    State.REQUEST: lazy("taken as a request"),
    State.ATTACHED: lazy("added to a case"),
    State.NOT_A_REQUEST: lazy("filed as no request"),
}

TONES: Final = {
    State.STORED: "calm",
    State.TRIAGE: "soon",
    State.QUARANTINED: "late",
    State.REQUEST: "good",
    State.ATTACHED: "good",
    State.NOT_A_REQUEST: "calm",
}

PROPOSALS: Final = {
    Proposal.REQUEST: lazy("a request"),
    Proposal.NOT_A_REQUEST: lazy("no request"),
    Proposal.UNSURE: lazy("unsure"),
}

KINDS: Final = KIND_LABELS
CONTEXTS: Final = CONTEXT_LABELS
CHANNELS: Final = CHANNEL_LABELS
BY_HAND: Final = (Channel.PHONE, Channel.POST, Channel.COUNTER)
"""The ways that colleagues register themselves (R4.3-4)."""

LANGUAGES: Final = {Language.NL: lazy("Dutch"), Language.EN: lazy("English")}

REASONS: Final = (
    lazy("the mail could not be read within the limits"),
    lazy("names the case in its subject or address (R2-8)"),
    lazy("answers a letter of ours (R2-8)"),
    lazy("the sender's open case (R2-8)"),
    lazy("a machine may open no case (mail 1.7)"),
    lazy("an outsider asks for a client's data: for the privacy officer (R5.1-1)"),
    lazy("a clear request (R2-3, R4.3-1)"),
    lazy("not sure what is asked (R2-3, R2-7)"),
    lazy("no request was found, but a person looks (R2-3)"),
    lazy("surely no request, an unknown sender, no word of privacy (R2-3)"),
    lazy("written by a machine: two machines would answer each other"),
    lazy("the sender's mail program asks for no automatic answers"),
    lazy("the sender's address did not pass DMARC: it may be somebody else's"),
    lazy("this case already got its answer for this event"),
    lazy("this sender got 3 automatic answers in 24 hours"),
    lazy("no clear wish was found: a person decides"),
    lazy("no word of a request"),
)
"""What the rules can say: a row keeps the English sentence, pages say it in the reader's language."""

DONE: Final = {
    "triage-accepted": lazy("Taken as a request: the case is being opened."),
    "triage-attached": lazy("Added to the case."),
    "triage-dismissed": lazy("Filed as no request. You can still find it under “Filed”."),
    "triage-registered": lazy("Registered: the case is being opened."),
}


def refusal(error: NotAllowed) -> Text:
    """Somebody was faster, or clicked twice: what became of the message."""
    state = error.facts.get("state", "")
    if state not in list(State):
        return Text(error.text, dict(error.facts))
    return lazy("This was decided already: the message is “%(state)s”.", state=STATE_LABELS[State(state)])
