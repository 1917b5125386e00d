"""What the pages of intake call things: labels of codes, and the sentences of answers."""

from __future__ import annotations

from typing import Final

from services.intake.rules.incoming import State
from shared.platform.i18n import Text, lazy
from shared.statetable import NotAllowed
from shared.vocabulary import Channel, Context, Kind, Language, Proposal

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

KINDS: Final = {
    Kind.ACCESS: lazy("See their data"),
    Kind.RECTIFICATION: lazy("Have data corrected"),
    Kind.ERASURE: lazy("Have data erased"),
    Kind.RESTRICTION: lazy("Have data kept but not used"),
    Kind.PORTABILITY: lazy("Take data along"),
    Kind.OBJECTION: lazy("Object to a use"),
    Kind.OBJECTION_DIRECT_MARKETING: lazy("Stop advertising"),
    Kind.CONSENT_WITHDRAWAL: lazy("Withdraw consent"),
    Kind.COMPLAINT: lazy("Complain about privacy"),
    Kind.INFORMATION_REQUEST: lazy("Ask how we handle data"),
    Kind.AUTOMATED_DECISION: lazy("Have a person look at a decision"),
    Kind.RECIPIENT_NOTIFICATION: lazy("Know who received their data"),
}

CONTEXTS: Final = {
    Context.REPRESENTATIVE: lazy("writes for somebody else"),
    Context.MINOR: lazy("about a minor"),
    Context.DECEASED: lazy("about somebody who has died"),
    Context.FORMER_EMPLOYEE: lazy("former employee"),
    Context.FORMER_CLIENT: lazy("former client"),
    Context.APPLICANT: lazy("job applicant"),
    Context.THIRD_PARTY_BULK: lazy("sent by a request platform"),
    Context.THIRD_PARTY_DISCLOSURE_DEMAND: lazy("somebody else wants client data"),
    Context.CASE_FOLLOWUP: lazy("about an earlier request"),
    Context.IDENTITY_REPLY: lazy("reply to the identity question"),
    Context.POSSIBLE_BREACH: lazy("possible data breach"),
    Context.ROUTINE_UPDATE: lazy("ordinary change of details"),
    Context.BOUNCE: lazy("undeliverable mail"),
    Context.OUT_OF_OFFICE: lazy("automatic reply"),
    Context.INVOICE: lazy("invoice"),
    Context.SPAM: lazy("spam"),
}

CHANNELS: Final = {
    Channel.MAIL: lazy("e-mail"),
    Channel.CHAT: lazy("chat"),
    Channel.FORM: lazy("web form"),
    Channel.PHONE: lazy("telephone"),
    Channel.POST: lazy("letter post"),
    Channel.COUNTER: lazy("at the counter"),
}
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
