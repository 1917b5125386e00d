"""What the pages of intake call things: labels of codes, and the sentences of answers."""

from __future__ import annotations

from typing import Final

from services.intake.rules.incoming import UNDONE_BY, Event, State
from services.intake.rules.removal import Removed
from services.intake.rules.snooze import Snooze
from services.intake.store import CaseKnown
from shared.contracts.explanations import parts
from shared.platform.i18n import Text, lazy
from shared.statetable import NotAllowed, Refused, Verdict
from shared.vocabulary import CHANNEL_LABELS, CONTEXT_LABELS, KIND_LABELS, Channel, DeskTrouble, Language, Proposal

TAB_LABELS: Final = {
    "unsure": lazy("To decide"),
    "officer": lazy("For the privacy officer"),
    "quarantined": lazy("Not readable"),
    "snoozed": lazy("Put aside for later"),
    "filed": lazy("Filed"),
}

STATE_LABELS: Final = {
    State.STORED: lazy("not read yet"),
    State.TRIAGE: lazy("waits for a decision"),
    State.QUARANTINED: lazy("could not be read"),
    State.DECIDED: lazy("decided a moment ago"),
    State.REQUEST: lazy("taken as a request"),
    State.ATTACHED: lazy("added to a case"),
    State.NOT_A_REQUEST: lazy("filed as no request"),
}

TONES: Final = {
    State.STORED: "calm",
    State.TRIAGE: "soon",
    State.QUARANTINED: "late",
    State.DECIDED: "calm",
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
BY_HAND: Final = {
    Channel.PHONE: lazy("telephone"),
    Channel.POST: lazy("letter post"),
    Channel.COUNTER: lazy("at the counter"),
    Channel.MAIL: lazy("in a colleague's own mailbox"),
    Channel.SOCIAL: lazy("social media"),
}
"""The ways that colleagues register themselves (R4.3-4)."""

LANGUAGES: Final = {Language.NL: lazy("Dutch"), Language.EN: lazy("English")}

DECISIONS: Final = {
    Event.ACCEPT: lazy("taken as a request"),
    Event.JOIN: lazy("added to a case"),
    Event.DISMISS: lazy("filed as no request"),
}
"""What was decided a moment ago."""

SNOOZES: Final = {
    Snooze.TOMORROW: lazy("Until tomorrow 9:00"),
    Snooze.MONDAY: lazy("Until Monday 9:00"),
    Snooze.THREE_DAYS: lazy("For three days, until 9:00"),
}
SNOOZE_KEYS: Final = {Snooze.TOMORROW: "t", Snooze.MONDAY: "m", Snooze.THREE_DAYS: "d"}

SORTS: Final = {
    "tnef": lazy("Outlook package (winmail.dat)"),
    "smime": lazy("signed or encrypted (S/MIME)"),
    "pgp": lazy("signed or encrypted (PGP)"),
    "calendar": lazy("calendar item"),
    "partial": lazy("piece of a message"),
    "archive": lazy("archive"),
    "message": lazy("forwarded mail"),
    "picture": lazy("picture"),
    "document": lazy("document"),
}
"""What an attachment is, by its name and type; none is opened."""

OUTCOMES: Final = {
    "granted": lazy("granted"),
    "partly_granted": lazy("partly granted"),
    "refused": lazy("refused"),
    "withdrawn": lazy("withdrawn"),
    "not_identified": lazy("identity not established"),
    "not_a_request": lazy("no privacy request"),
    "joined": lazy("the same as another case"),
}
"""How a closed case ended, as fulfil told."""

REASONS: Final = (
    lazy("the mail could not be read within the limits"),
    lazy("part of the mail cannot be read: its text may be hidden there (mail 1.9)"),
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
    lazy("received more than 14 days ago: a person writes"),
    lazy("this case already got its answer for this event"),
    lazy("this sender got 3 automatic answers in 24 hours"),
)
"""What the rules can say: a row keeps the English sentence, pages say it in the reader's language."""

CUES: Final = (
    lazy("perhaps a request"),
    lazy("written by a machine"),
    lazy("chosen in the form"),
    lazy("the text of a machine or a business mail"),
    lazy("somebody else asks for a client's data"),
    lazy("about a request made before"),
    lazy("the message as a whole"),
    lazy("no clear wish was found: a person decides"),
    lazy("but it reads like a request: a person decides"),
    lazy("nothing in it weighs as a request"),
    lazy("no word of a request"),
)
"""What an explanation says beside the words of the message."""

LIMITS: Final = (
    lazy("larger than 40 MiB"),
    lazy("more than 800,000 lines"),
    lazy("the header block is larger than 256 KiB"),
    lazy("the header block has more than 2,000 lines"),
    lazy("a header block is too large"),
    lazy("parts are nested deeper than 30"),
    lazy("more than 120 parts hold other parts"),
    lazy("more than 1,000 parts"),
    lazy("more than 200 addresses"),
)
"""Why a mail was not read, as `REASONS`; a limit of a single header is said as it stands."""

TROUBLES: Final = {
    DeskTrouble.MAILBOX_SILENT: lazy("The mailbox cannot be read"),
    DeskTrouble.CANARY_LATE: lazy("The desk's test mail did not come through"),
    DeskTrouble.REMOVAL_STUCK: lazy("A mail must leave a mailbox that the desk no longer reads"),
}
TROUBLE_ADVICE: Final = {
    DeskTrouble.MAILBOX_SILENT: lazy(
        "New requests may be in it that nobody sees, and their time runs. Look into the mailbox with your own mail"
        " program, and tell whoever runs the desk."
    ),
    DeskTrouble.CANARY_LATE: lazy(
        "It goes the same way as a real request, so real requests may be stuck too. Look into the mailbox and at what"
        " was taken for spam, look through the lists below, and tell whoever runs the desk."
    ),
    DeskTrouble.REMOVAL_STUCK: lazy(
        "It may hold a copy of an identity document. Delete it in that mailbox yourself and note that here; or have"
        " whoever runs the desk set it up to read that mailbox again, and the desk does it."
    ),
}
"""What is wrong with the desk itself, and what to do."""

REMOVALS: Final = {
    Removed.WANTED: lazy("is being removed from the mailbox"),
    Removed.DONE: lazy("removed from the mailbox"),
    Removed.NOT_FOUND: lazy("not found in the mailbox"),
    Removed.REFUSED: lazy("could not be removed from the mailbox"),
    Removed.NO_MAILBOX: lazy("lies in a mailbox that the desk no longer reads"),
}
REMOVAL_TONES: Final = {
    Removed.WANTED: "soon",
    Removed.DONE: "good",
    Removed.NOT_FOUND: "late",
    Removed.REFUSED: "late",
    Removed.NO_MAILBOX: "late",
}
REMOVAL_ADVICE: Final = {
    Removed.NOT_FOUND: lazy(
        "This mail holds what may lie nowhere else, such as a copy of an identity document. Look for it in the "
        "mailbox, in its other folders and in the bin too, and delete it there for good."
    ),
    Removed.REFUSED: lazy(
        "This mail holds what may lie nowhere else, such as a copy of an identity document. The mail server does "
        "not let the desk delete it: delete it in the mailbox and empty the bin."
    ),
    Removed.NO_MAILBOX: lazy(
        "This mail holds what may lie nowhere else, such as a copy of an identity document. The desk is not set up "
        "to read its mailbox any more: delete it there and empty the bin, or have whoever runs the desk set up that "
        "mailbox again."
    ),
}
DOCUMENTS: Final = (
    lazy("its name says so"),
    lazy("the mail says that one is enclosed"),
    lazy("the mail answers a letter of ours that asks for one"),
)
"""Why an attachment was taken for an identity document, as `REASONS`."""

REMOVAL_DONE: Final = {
    "mail-removed": lazy("Noted: the mail is gone from the mailbox."),
    "mail-sought": lazy("The desk looks through the mailbox again."),
}

DONE: Final = {
    "triage-undone": lazy("Undone: the message is as it was, and nothing was sent."),
    "triage-snoozed": lazy("Put aside. It comes back by itself; its clock runs on."),
    "triage-woken": lazy("It waits for a decision again."),
    "triage-attached": lazy("Added to the case."),
    "triage-registered": lazy("Registered: the case is being opened."),
}


def refusal(error: NotAllowed) -> Text:
    """Somebody was faster, or clicked twice: what became of the message."""
    state = error.facts.get("state", "")
    return already(State(state)) if state in list(State) else Text(error.text, dict(error.facts))


def already(state: State) -> Text:
    """Why there is nothing to decide."""
    return lazy("This was decided already: the message is “%(state)s”.", state=STATE_LABELS[state])


def too_late(state: State) -> Text:
    """Why there is nothing to undo."""
    if state in UNDONE_BY and state is not State.NOT_A_REQUEST:
        return lazy("There is nothing to undo: the message is “%(state)s”.", state=STATE_LABELS[state])
    return lazy(
        "The ten seconds are over and the decision has taken effect: the message is “%(state)s”. "
        "A case can be closed or joined on its own page; a filed message can still be taken as a request.",
        state=STATE_LABELS[state],
    )


def refused(verdict: Verdict) -> Text:
    """Why somebody may not decide on this message."""
    return Text(verdict.text, dict(verdict.facts)) if isinstance(verdict, Refused) else Text("")


def stands(case: CaseKnown) -> Text:
    """How a case stands, as far as intake knows."""
    if case.is_open:
        return lazy("open")
    outcome = OUTCOMES.get(case.outcome)
    return lazy("closed: %(outcome)s", outcome=outcome) if outcome else lazy("closed")


OFFICER_ONLY: Final = lazy("An outsider asks for a client's data: only the privacy officer decides on it.")
"""What `may_decide` says."""


def explained(line: str) -> Text:
    """A line of an explanation, to be said in the reader's language."""
    cues, what = parts(line)
    return Text("%(cues)s → %(what)s", {"cues": Text(cues), "what": Text(what)}) if what else Text(line)
