"""Decides what becomes of a message that was read and classified, and whether its writer gets an automatic answer."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.rules.classification import Classification
from shared.vocabulary import Context, FollowUp, Kind, Proposal

AUTO_FILE_THRESHOLD = 0.98  # `triage.auto_discard_threshold` (R2-3)
ANSWERS_PER_SENDER = 3  # automatic answers to one address in 24 hours (mail in, step 7)
ANSWERED_BY_A_PERSON_AFTER_DAYS = 14

_FOLLOWUPS = (Context.CASE_FOLLOWUP, Context.IDENTITY_REPLY)
_ABOUT_A_CASE = (FollowUp.REMINDER, FollowUp.WITHDRAWAL, FollowUp.IDENTITY, FollowUp.THANKS)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a message besides its words.

    `token_case` is the case its subject or plus-address names (`token_verified`: with our tag), `thread_case` the one
    whose letter of ours it answers, `sender_case` the only open case of its sender; each empty when there is none.
    `followup` is what it seems to be beside a case, `complains` whether a reminder sounds like a complaint.
    `hidden`: a part that nobody here can read may hold its text (encrypted, winmail.dat, a piece of a mail).
    """

    quarantined: bool = False
    hidden: bool = False
    automatic: bool = False
    sender_known: bool = False
    token_case: str = ""
    token_verified: bool = False
    thread_case: str = ""
    sender_case: str = ""
    followup: FollowUp | None = None
    complains: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A clear request: a case is opened."""

    reason: str


@dataclass(frozen=True, slots=True)
class Attach:
    """Belongs to a case. Unverified: it discloses nothing; `new_wishes`: it also asks something, a person looks."""

    case: str
    verified: bool
    new_wishes: bool
    reason: str
    complains: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """Clearly no request: filed by the machine, still to be found."""

    reason: str


@dataclass(frozen=True, slots=True)
class Triage:
    """A person decides."""

    reason: str


Decision = Open | Attach | File | Triage


def decide(facts: Facts, result: Classification, threshold: float = AUTO_FILE_THRESHOLD) -> Decision:
    """Decide what becomes of a message (R2-3, R2-8, R5.1-1; mail in, steps 6 and 7).

    The machine opens a case only for a clear request of a person, and files only what is clearly none.
    """
    if facts.quarantined:
        return Triage("the mail could not be read within the limits")
    if attached := _attach(facts, result):
        return attached
    if facts.automatic:
        return _file_or_triage(facts, result, threshold, "a machine may open no case (mail 1.7)")
    if facts.hidden:
        return Triage("part of the mail cannot be read: its text may be hidden there (mail 1.9)")
    return _of_a_person(facts, result, threshold)


def _of_a_person(facts: Facts, result: Classification, threshold: float) -> Open | File | Triage:
    if Context.THIRD_PARTY_DISCLOSURE_DEMAND in result.context:
        return Triage("an outsider asks for a client's data: for the privacy officer (R5.1-1)")
    if result.proposal is Proposal.REQUEST:
        return Open("a clear request (R2-3, R4.3-1)")
    if result.proposal is Proposal.UNSURE:
        return Triage("not sure what is asked (R2-3, R2-7)")
    return _file_or_triage(facts, result, threshold, "no request was found, but a person looks (R2-3)")


def _attach(facts: Facts, result: Classification) -> Attach | None:
    case, sure, reason = _place(facts, result)
    if not case:
        return None
    asks = facts.hidden or facts.complains or result.proposal is not Proposal.NOT_A_REQUEST
    asks = asks and not facts.automatic
    return Attach(case, sure, new_wishes=asks, reason=reason, complains=facts.complains)


def _place(facts: Facts, result: Classification) -> tuple[str, bool, str]:
    """The case it belongs to (empty for none), whether that and its sender are proved, and why."""
    if facts.token_case:
        sure = facts.token_verified and facts.sender_known
        return facts.token_case, sure, "names the case in its subject or address (R2-8)"
    if facts.thread_case:
        return facts.thread_case, facts.sender_known, "answers a letter of ours (R2-8)"
    silent = facts.automatic or facts.hidden
    if facts.sender_case and not silent and _about_the_open_case(facts, result):
        return facts.sender_case, False, "the sender's open case (R2-8)"
    return "", False, ""


def _about_the_open_case(facts: Facts, result: Classification) -> bool:
    """Reminder, withdrawal, thanks, reply to the identity question; a complaint only as part of a reminder (9.2, 6)."""
    if result.proposal is Proposal.NOT_A_REQUEST:
        return facts.followup in _ABOUT_A_CASE or any(each in result.context for each in _FOLLOWUPS)
    return facts.complains and set(result.kinds) <= {Kind.COMPLAINT}


def _file_or_triage(facts: Facts, result: Classification, threshold: float, otherwise: str) -> File | Triage:
    """File only when sure, from an unknown sender and without any word of privacy (R2-3)."""
    clear = result.proposal is Proposal.NOT_A_REQUEST and result.confidence >= threshold
    if clear and not facts.sender_known and not result.privacy_words:
        return File("surely no request, an unknown sender, no word of privacy (R2-3)")
    return Triage(otherwise)


@dataclass(frozen=True, slots=True)
class Yes:
    """An automatic answer may go out."""


@dataclass(frozen=True, slots=True)
class No:
    """No automatic answer; staff see the reason and can send it themselves."""

    reason: str


def may_acknowledge(
    *,
    automatic: bool,
    no_auto_answer: bool,
    dmarc: str,
    answered_already: bool,
    answers_in_24_hours: int,
    days_since_receipt: int = 0,
) -> Yes | No:
    """Say whether a message may get its automatic answer (mail in, step 7).

    `dmarc` is what our mail server found (`pass`, `fail`, ... or empty), `answered_already` whether this case got its
    answer for this event, `answers_in_24_hours` how many automatic answers this sender got in the last 24 hours,
    `days_since_receipt` how many whole days ago the message came in: an old one was found late, perhaps by a desk that
    reads its mailbox for the first time, and "we got your message today" would be the wrong word.
    """
    reasons = (
        (automatic, "written by a machine: two machines would answer each other"),
        (no_auto_answer, "the sender's mail program asks for no automatic answers"),
        (dmarc.lower() == "fail", "the sender's address did not pass DMARC: it may be somebody else's"),
        (
            days_since_receipt >= ANSWERED_BY_A_PERSON_AFTER_DAYS,
            f"received more than {ANSWERED_BY_A_PERSON_AFTER_DAYS} days ago: a person writes",
        ),
        (answered_already, "this case already got its answer for this event"),
        (
            answers_in_24_hours >= ANSWERS_PER_SENDER,
            f"this sender got {ANSWERS_PER_SENDER} automatic answers in 24 hours",
        ),
    )
    return next((No(reason) for holds, reason in reasons if holds), Yes())
