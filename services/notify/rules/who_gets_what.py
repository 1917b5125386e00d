"""Who gets which letter, and why not: one table of event, letter, recipient, urgency and what stands in the way.

Sources: spec 8.1, 8.2, R4.3-1, D-20, R6.1-2; caps and machine mail: R4.3-1 with what intake decided about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.notify.rules.answer_letters import answered_by
from shared.vocabulary import DecisionOutcome, Kind, Letter

CODES_AN_HOUR: Final = 5  # more codes in an hour are not one reader at work (R6.1-2)


class Event(StrEnum):
    """What notify hears and may answer with a letter: types of the contracts."""

    CASE_OPENED = "case.opened"
    IDENTITY_REQUESTED = "identity.requested"
    ADDRESS_ASKED = "identity.address_asked"
    CONTACT_CHANGED = "identity.contact_changed"
    MANDATE_ASKED = "identity.mandate_asked"
    AUTHORITY_ASKED = "identity.authority_asked"
    DECEASED_TOLD = "identity.deceased_told"
    PLATFORM_TOLD = "identity.platform_told"
    COPY_REJECTED = "identity.copy_rejected"
    IDENTITY_VERIFIED = "identity.verified"
    REMINDER_DUE = "reminder.due"
    STATUS_TOLD = "status.told"
    LATE_TOLD = "late.told"
    EXTENSION_APPROVED = "extension.approved"
    FEE_APPROVED = "fee.approved"
    LETTER_ASKED = "letter.asked"
    ANSWER_APPROVED = "answer.approved"
    DOWNLOAD_CODE_ASKED = "download.code_asked"
    ADDRESS_CODE_ASKED = "form.code_asked"
    STATUS_CODE_ASKED = "status.code_asked"
    PACKAGE_RENEWED = "package.renewed"
    PACKAGE_FETCHED = "package.fetched"
    DEADLINE_NEAR = "deadline.near"
    ALARM_TOLD = "alarm.told"
    CASE_CLOSED = "case.closed"
    CHAT_CODE_ASKED = "chat.code_asked"
    CHAT_COPY_ASKED = "chat.copy_asked"
    CHAT_LAID_ASIDE = "chat.laid_aside"
    TASK_ASKED = "task.asked"


class Recipient(StrEnum):
    """To whom a letter goes."""

    REQUESTER = "requester"
    STAFF = "staff"
    """Colleagues, those without an account too."""


class Urgency(StrEnum):
    """How soon a letter must leave, the first before the second."""

    AT_ONCE = "at_once"
    IN_TURN = "in_turn"


class Reason(StrEnum):
    """Why a letter stays in; staff see it and can send the letter themselves."""

    NO_ADDRESS = "no_address"
    HELD_BACK = "held_back"
    CASE_CLOSED = "case_closed"
    NOTHING_ASKED = "nothing_asked"
    IDENTITY_SETTLED = "identity_settled"
    COPY_WAITS = "copy_waits"
    NO_PACKAGE = "no_package"
    TOO_MANY_CODES = "too_many_codes"


REASON_LABELS: Final = {
    Reason.NO_ADDRESS: "There is no e-mail address: print the letter and send it by post.",
    Reason.HELD_BACK: "No automatic answer goes to this message; read it and send the letter if it is right.",
    Reason.CASE_CLOSED: "The case is closed.",
    Reason.NOTHING_ASKED: "The requester was never asked to prove who they are.",
    Reason.IDENTITY_SETTLED: "The identity has been settled in the meantime.",
    Reason.COPY_WAITS: "A copy has come in and waits for a person.",
    Reason.NO_PACKAGE: "There is nothing to download.",
    Reason.TOO_MANY_CODES: "Too many codes were asked for in the last hour.",
}
"""English msgids."""


@dataclass(frozen=True)
class Situation:
    """What is known when the event is heard."""

    has_address: bool = True
    acknowledge: bool = True
    """What intake decided by its caps and its look at machine mail."""
    closed: bool = False
    asked: bool = False
    """T02 went out before."""
    settled: bool = False
    """Identity is established, refused or not needed any more."""
    copy_waits: bool = False
    kinds: frozenset[Kind] = frozenset()
    outcome: DecisionOutcome | None = None
    """How the request was decided; None while it is not."""
    found: bool = True
    """Whether anything was found but the request itself."""
    fate: str = ""
    """What an answer does with what was found: `all`, `part` or `none` of it is erased; empty: it erases nothing."""
    linked: bool = True
    """Whether a package waits behind a link."""
    asked_for: Letter | None = None
    """The letter that a member of staff wrote."""
    ended_as: str = ""
    """How the case ended."""
    codes_this_hour: int = 0
    """Codes sent for this case in the hour before."""


@dataclass(frozen=True)
class Send:
    """This letter goes out."""

    letter: Letter
    recipient: Recipient
    urgency: Urgency


@dataclass(frozen=True)
class Skipped:
    """This letter stays in, and why."""

    letter: Letter
    reason: Reason


Obstacle = tuple[Reason, Callable[[Situation], bool]]

_ADDRESS: Final[Obstacle] = (Reason.NO_ADDRESS, lambda s: not s.has_address)
_CLOSED: Final[Obstacle] = (Reason.CASE_CLOSED, lambda s: s.closed)
_HELD: Final[Obstacle] = (Reason.HELD_BACK, lambda s: not s.acknowledge)
_SETTLED: Final[Obstacle] = (Reason.IDENTITY_SETTLED, lambda s: s.settled)
_COPY: Final[Obstacle] = (Reason.COPY_WAITS, lambda s: s.copy_waits)
_NOT_ASKED: Final[Obstacle] = (Reason.NOTHING_ASKED, lambda s: not s.asked)
_CODES: Final[Obstacle] = (Reason.TOO_MANY_CODES, lambda s: s.codes_this_hour >= CODES_AN_HOUR)
_NO_PACKAGE: Final[Obstacle] = (Reason.NO_PACKAGE, lambda s: not s.linked)


@dataclass(frozen=True)
class Rule:
    """One row: on this event this letter, unless one of the obstacles stands in the way (the first one counts)."""

    event: Event
    letter: Letter
    recipient: Recipient
    urgency: Urgency
    unless: tuple[Obstacle, ...]
    when: Callable[[Situation], bool] = lambda _: True
    """Whether this letter comes into question at all; if not, it is not even named as left in."""


def _answers(letter: Letter) -> Callable[[Situation], bool]:
    return lambda situation: bool(answered_by(letter, situation))


def _written(letter: Letter) -> Callable[[Situation], bool]:
    return lambda situation: situation.asked_for is letter


def _with_copy(situation: Situation) -> bool:
    refused = situation.outcome in {None, DecisionOutcome.REFUSED}
    return not refused and not _WITH_COPY.isdisjoint(situation.kinds)


_WITH_COPY: Final = frozenset({Kind.ACCESS, Kind.PORTABILITY})
_NOT_IDENTIFIED: Final = "not_identified"
_CLIENT, _STAFF = Recipient.REQUESTER, Recipient.STAFF
_NOW, _TURN = Urgency.AT_ONCE, Urgency.IN_TURN

TABLE: Final = (
    Rule(Event.CASE_OPENED, Letter.T01, _CLIENT, _NOW, (_ADDRESS, _HELD)),
    Rule(Event.IDENTITY_REQUESTED, Letter.T02, _CLIENT, _TURN, (_CLOSED, _SETTLED, _ADDRESS)),
    Rule(Event.ADDRESS_ASKED, Letter.T02B, _CLIENT, _NOW, (_CLOSED, _SETTLED, _ADDRESS)),
    Rule(Event.CONTACT_CHANGED, Letter.T02C, _CLIENT, _NOW, (_ADDRESS,)),
    Rule(Event.MANDATE_ASKED, Letter.T31, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.AUTHORITY_ASKED, Letter.T32, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.DECEASED_TOLD, Letter.T33, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.PLATFORM_TOLD, Letter.T34, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.COPY_REJECTED, Letter.T03, _CLIENT, _TURN, (_CLOSED, _SETTLED, _ADDRESS)),
    Rule(Event.IDENTITY_VERIFIED, Letter.T05, _CLIENT, _TURN, (_CLOSED, _NOT_ASKED, _ADDRESS)),
    Rule(Event.REMINDER_DUE, Letter.T06, _CLIENT, _TURN, (_CLOSED, _SETTLED, _COPY, _NOT_ASKED, _ADDRESS)),
    Rule(Event.STATUS_TOLD, Letter.T09, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.LATE_TOLD, Letter.T40, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.EXTENSION_APPROVED, Letter.T10, _CLIENT, _NOW, (_CLOSED, _ADDRESS)),
    Rule(Event.FEE_APPROVED, Letter.T35, _CLIENT, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.LETTER_ASKED, Letter.T08, _CLIENT, _TURN, (_CLOSED, _ADDRESS), _written(Letter.T08)),
    Rule(Event.LETTER_ASKED, Letter.T20, _CLIENT, _TURN, (_ADDRESS,), _written(Letter.T20)),
    Rule(Event.LETTER_ASKED, Letter.T26, _CLIENT, _TURN, (_CLOSED, _ADDRESS), _written(Letter.T26)),
    Rule(Event.LETTER_ASKED, Letter.T38, _CLIENT, _TURN, (_CLOSED, _ADDRESS), _written(Letter.T38)),
    Rule(Event.ANSWER_APPROVED, Letter.T11, _CLIENT, _TURN, (_NO_PACKAGE, _ADDRESS), _answers(Letter.T11)),
    Rule(Event.ANSWER_APPROVED, Letter.T13, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T13)),
    Rule(Event.ANSWER_APPROVED, Letter.T14, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T14)),
    Rule(Event.ANSWER_APPROVED, Letter.T15, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T15)),
    Rule(Event.ANSWER_APPROVED, Letter.T16, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T16)),
    Rule(Event.ANSWER_APPROVED, Letter.T17, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T17)),
    Rule(Event.ANSWER_APPROVED, Letter.T18, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T18)),
    Rule(Event.ANSWER_APPROVED, Letter.T19, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T19)),
    Rule(Event.ANSWER_APPROVED, Letter.T21, _CLIENT, _TURN, (_NO_PACKAGE, _ADDRESS), _answers(Letter.T21)),
    Rule(Event.ANSWER_APPROVED, Letter.T22, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T22)),
    Rule(Event.ANSWER_APPROVED, Letter.T23, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T23)),
    Rule(Event.ANSWER_APPROVED, Letter.T24, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T24)),
    Rule(Event.ANSWER_APPROVED, Letter.T25, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T25)),
    Rule(Event.ANSWER_APPROVED, Letter.T25B, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T25B)),
    Rule(Event.ANSWER_APPROVED, Letter.T27, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T27)),
    Rule(Event.ANSWER_APPROVED, Letter.T28, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T28)),
    Rule(Event.ANSWER_APPROVED, Letter.T29B, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T29B)),
    Rule(Event.ANSWER_APPROVED, Letter.T36, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T36)),
    Rule(Event.ANSWER_APPROVED, Letter.T37, _CLIENT, _TURN, (_ADDRESS,), _answers(Letter.T37)),
    Rule(Event.ANSWER_APPROVED, Letter.T39, _CLIENT, _TURN, (_NO_PACKAGE, _ADDRESS), _with_copy),
    Rule(Event.CASE_CLOSED, Letter.T07, _CLIENT, _TURN, (_ADDRESS,), lambda s: s.ended_as == _NOT_IDENTIFIED),
    Rule(Event.DOWNLOAD_CODE_ASKED, Letter.T39B, _CLIENT, _NOW, (_CODES, _ADDRESS)),
    Rule(Event.ADDRESS_CODE_ASKED, Letter.T39B, _CLIENT, _NOW, (_ADDRESS,)),
    Rule(Event.STATUS_CODE_ASKED, Letter.T39B, _CLIENT, _NOW, (_CODES, _ADDRESS)),
    Rule(Event.CHAT_CODE_ASKED, Letter.C01, _CLIENT, _NOW, (_ADDRESS,)),
    Rule(Event.CHAT_COPY_ASKED, Letter.C02, _CLIENT, _TURN, (_ADDRESS,)),
    Rule(Event.CHAT_LAID_ASIDE, Letter.C03, _CLIENT, _TURN, (_ADDRESS,)),
    Rule(Event.PACKAGE_RENEWED, Letter.T39, _CLIENT, _TURN, (_ADDRESS,)),
    Rule(Event.PACKAGE_FETCHED, Letter.T39C, _CLIENT, _NOW, (_ADDRESS,)),
    Rule(Event.DEADLINE_NEAR, Letter.S01, _STAFF, _TURN, (_CLOSED, _ADDRESS)),
    Rule(Event.ALARM_TOLD, Letter.S02, _STAFF, _NOW, (_ADDRESS,)),
    Rule(Event.TASK_ASKED, Letter.H01, _STAFF, _TURN, (_CLOSED, _ADDRESS)),
)


def who_gets_what(event: Event, situation: Situation) -> list[Send | Skipped]:
    """The letters of an event in the order they leave, each to be sent or left with its reason."""
    return [_judge(rule, situation) for rule in TABLE if rule.event is event and rule.when(situation)]


def _judge(rule: Rule, situation: Situation) -> Send | Skipped:
    for reason, stands in rule.unless:
        if stands(situation):
            return Skipped(rule.letter, reason)
    return Send(rule.letter, rule.recipient, rule.urgency)
