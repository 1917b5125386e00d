"""The words of the case pages: kinds, categories, roles of the line of time. English msgids; Dutch in the catalogue."""

from __future__ import annotations

from typing import Final

from services.fulfil.queries.case_page import Moment
from services.fulfil.queries.queue import Tab
from services.fulfil.rules.connected import WHAT_LABELS, What
from services.fulfil.rules.lifecycle import OUTCOME_LABELS, STATE_LABELS, SUBJECT, Outcome, State
from services.fulfil.rules.two_people import MEASURE_LABELS, Measure
from services.fulfil.store.cases import CaseRow, Identity
from services.fulfil.usecases.casework import event_words
from services.fulfil.web import mail_words
from shared.contracts.explanations import parts
from shared.platform.i18n import Text, lazy
from shared.statetable import SYSTEM
from shared.vocabulary import (
    CATEGORY_LABELS,
    CHANNEL_LABELS,
    CONTEXT_LABELS,
    KIND_LABELS,
    Category,
    DecisionOutcome,
    TaskOutcome,
)

KINDS: Final = KIND_LABELS
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
CONTEXTS: Final = CONTEXT_LABELS
CHANNELS: Final = CHANNEL_LABELS
CATEGORIES: Final = CATEGORY_LABELS
TASK_OUTCOMES: Final = {
    TaskOutcome.FOUND: lazy("Found"),
    TaskOutcome.NOTHING_FOUND: lazy("Nothing found"),
    TaskOutcome.KEPT: lazy("Kept, because"),
}

TABS: Final = {
    Tab.TRIAGE: lazy("Triage"),
    Tab.VERIFICATION: lazy("Identity"),
    Tab.TASKS: lazy("Tasks"),
    Tab.WAITING: lazy("Waiting for the requester"),
    Tab.APPROVAL: lazy("To approve"),
    Tab.ALL: lazy("All"),
}

METHODS: Final = {
    "none": lazy("no proof needed"),
    "known_address": lazy("the address that we know"),
    "account": lazy("the requester's account"),
    "call_back": lazy("called back on the number that we know"),
    "in_person": lazy("in person"),
    "redacted_copy": lazy("a copy with the sensitive parts hidden"),
    "video_call": lazy("a video call"),
}

NOT_KEPT: Final = {
    "not_asked": lazy("nobody had asked for it; ask for one if it is needed"),
    "already_here": lazy("another copy was here already"),
    "unusable": lazy("it could not be used; ask again"),
    "too_large": lazy("it was too large to look at; ask again"),
    "gone": lazy("it could not be fetched in time; ask again"),
}

ALARMS: Final = {
    "half": lazy("half of the time has passed"),
    "three_quarters": lazy("three quarters of the time have passed"),
    "work_due_soon": lazy("the date we work towards is near"),
    "week_work_due": lazy("the first reaction is due"),
    "work_due": lazy("the date we work towards is today"),
    "statutory_due": lazy("the last day the law allows is today"),
    "breach_noticed": lazy("a possible data breach; 72 hours run"),
    "breach_half": lazy("a possible data breach: half of the 72 hours has passed"),
    "breach_soon": lazy("a possible data breach: twelve hours are left"),
    "breach_due": lazy("a possible data breach: the 72 hours are over"),
}

_IDENTITY = {
    Identity.UNKNOWN: lazy("not looked at yet"),
    Identity.NOT_NEEDED: lazy("no proof needed"),
    Identity.NEEDED: lazy("proof needed; not asked yet"),
    Identity.REQUESTED: lazy("asked"),
    Identity.REFUSED: lazy("could not be established"),
}

CALLS = {
    "ask": lazy("first message"),
    "remind": lazy("reminder"),
    "stand_in": lazy("to the stand-in"),
    "fresh": lazy("a fresh link"),
}
_DESK = lazy("The desk itself")
_REQUESTER = lazy("The requester")
_FORMER = lazy("A former colleague")


def state_words(state: str, outcome: str | None = None) -> Text:
    """The state as everybody reads it, with how a finished case ended."""
    label = Text(STATE_LABELS[State(state)])
    if not outcome:
        return label
    return lazy("%(state)s: %(outcome)s", state=label, outcome=Text(OUTCOME_LABELS[Outcome(outcome)]))


def identity_words(row: CaseRow) -> Text:
    """How far the question of identity is; once it is established, how."""
    if row.identity == Identity.ESTABLISHED:
        method = METHODS.get(row.identity_method, lazy("another way"))
        return lazy("established: %(method)s", method=method)
    return _IDENTITY[Identity(row.identity)]


def outcome_words(outcome: DecisionOutcome) -> Text:
    """How a request is answered."""
    return Text(OUTCOME_LABELS[Outcome(outcome)])


def what_happened(moment: Moment) -> Text:
    """One line of the line of time."""
    return event_words(moment.event)


def who(moment: Moment) -> Text | str:
    """Who did it."""
    if moment.actor == SYSTEM:
        return _DESK
    return _REQUESTER if moment.actor == SUBJECT else moment.actor_name or _FORMER


def details(moment: Moment) -> list[Text]:
    """What the codes of a line say in words."""
    codes = moment.codes
    found: list[Text] = []
    if "category" in codes:
        found += [Text(CATEGORIES[Category(str(codes["category"]))]), Text(str(codes["system"]))]
    if "count" in codes:
        found.append(lazy("number of tasks: %(count)s", count=codes["count"]))
    if "alarm" in codes:
        found.append(ALARMS.get(str(codes["alarm"]), Text(str(codes["alarm"]))))
    if "method" in codes:
        found.append(METHODS.get(str(codes["method"]), Text(str(codes["method"]))))
    if "letter" in codes:
        found.append(lazy("letter %(letter)s", letter=str(codes["letter"])))
    if "not_kept" in codes:
        found.append(NOT_KEPT[str(codes["not_kept"])])
    if "outcome" in codes:
        found.append(_outcome(str(codes["outcome"])))
    if "other" in codes:
        found.append(lazy("case %(reference)s", reference=str(codes["reference"])))
    return [*found, *_of_tasks(moment), *_of_measures(moment), *mail_words.details(codes)]


def _of_tasks(moment: Moment) -> list[Text]:
    codes, found = moment.codes, list[Text]()
    if "order" in codes:
        found += [Text(WHAT_LABELS[What(str(codes["order"]))]), lazy("records: %(count)s", count=codes["records"])]
    if "call" in codes:
        found.append(CALLS[str(codes["call"])])
    return found


def _of_measures(moment: Moment) -> list[Text]:
    found = []
    if "what" in moment.codes:
        found.append(Text(MEASURE_LABELS[Measure(str(moment.codes["what"]))]))
    if "days" in moment.codes:
        found.append(lazy("number of days: %(count)s", count=moment.codes["days"]))
    return found


def _outcome(code: str) -> Text:
    if code in set(TaskOutcome):
        return TASK_OUTCOMES[TaskOutcome(code)]
    return Text(OUTCOME_LABELS[Outcome(code)])


def explained(line: str) -> Text:
    """A line of an explanation, to be said in the reader's language."""
    cues, what = parts(line)
    return Text("%(cues)s → %(what)s", {"cues": Text(cues), "what": Text(what)}) if what else Text(line)
