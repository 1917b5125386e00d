"""How long each kind of data is kept, and when it may go: one table (spec 6.1, R6-1 to R6-12).

A period without a number means that no source fixes one: a person then writes the day, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from services.fulfil.rules.calendar_nl import add_months
from services.fulfil.rules.reasons import Reason
from shared.vocabulary import Category, ErasureOutcome

LATEST: Final = date(2999, 12, 31)


class Start(StrEnum):
    """The day from which a period counts."""

    NEED_ENDS = "need_ends"
    LAST_VISIT = "last_visit"
    SUBMISSION = "submission"
    ACCOUNT_ENDS = "account_ends"
    UNSUBSCRIBED = "unsubscribed"
    AGREEMENT = "agreement"
    TRACK_ENDS = "track_ends"
    INTAKE = "intake"
    EMPLOYMENT_ENDS = "employment_ends"
    RECORDING = "recording"
    HOLD_ENDS = "hold_ends"
    CLOSURE = "closure"
    HANDED_OVER = "handed_over"
    WRITTEN = "written"


START_LABELS: Final = {
    Start.NEED_ENDS: "the day on which it is no longer needed",
    Start.LAST_VISIT: "the last visit to the website",
    Start.SUBMISSION: "the day on which the form was sent",
    Start.ACCOUNT_ENDS: "the day on which the account ends",
    Start.UNSUBSCRIBED: "the day of unsubscribing",
    Start.AGREEMENT: "a day in the book year of the agreement or invoice",
    Start.TRACK_ENDS: "the end of the track",
    Start.INTAKE: "the intake",
    Start.EMPLOYMENT_ENDS: "the last day of employment",
    Start.RECORDING: "the day of the recording",
    Start.HOLD_ENDS: "the end of the investigation",
    Start.CLOSURE: "the day on which the case was closed",
    Start.HANDED_OVER: "the last day of the download",
    Start.WRITTEN: "the day on which it was written",
}
"""English msgids."""


@dataclass(frozen=True)
class Retention:
    """One row of the table. `months` and `days` are None when no source fixes a period.

    `whole_year`: the period counts from the end of the calendar year in which the start lies. `proposes` is what is
    proposed to answer to a request to erase while the period runs; `article` the ground under it.
    """

    rule: str
    what: str
    start: Start
    months: int | None = None
    days: int | None = None
    whole_year: bool = False
    proposes: ErasureOutcome = ErasureOutcome.ERASED
    article: str = ""
    statutory: bool = False
    """Whether the law asks to keep it: then a request to erase does not shorten it."""


@dataclass(frozen=True)
class MayGo:
    """The last day on which something is kept, None when a person must say; and why."""

    kept_until: date | None
    reason: Reason

    def is_due(self, today: date) -> bool:
        """Whether it may go now."""
        return self.kept_until is not None and today > self.kept_until


_ERASED, _RUNS = ErasureOutcome.ERASED, ErasureOutcome.KEPT_RETENTION
_DUTY, _CLAIMS, _OTHER = (
    ErasureOutcome.KEPT_LEGAL_OBLIGATION,
    ErasureOutcome.KEPT_LEGAL_CLAIMS,
    ErasureOutcome.KEPT_OTHER_CONTROLLER,
)

TABLE: Final = (
    Retention("R6-1", "Anything else", Start.NEED_ENDS, proposes=_ERASED, article="AVG art. 5(1)(e), 17(1)(a)"),
    Retention("R6-2", "Visits to the website", Start.LAST_VISIT, months=12, article="AVG art. 17(1)(a)"),
    Retention("R6-3", "Contact form", Start.SUBMISSION, months=24, article="AVG art. 17(1)(c)"),
    Retention("R6-4", "Account", Start.ACCOUNT_ENDS, days=0, article="AVG art. 17(1)(a)"),
    Retention("R6-5", "Newsletter", Start.UNSUBSCRIBED, days=0, article="AVG art. 17(1)(c), 21(3)"),
    Retention(
        "R6-6", "Financial administration", Start.AGREEMENT, months=84, whole_year=True, proposes=_DUTY,
        article="AVG art. 17(3)(b); AWR art. 52(4)", statutory=True,
    ),
    Retention(
        "R6-7", "Re-integration file, employer track", Start.TRACK_ENDS, months=24, proposes=_RUNS,
        article="AVG art. 17(1)(a)",
    ),
    Retention(
        "R6-8", "File for an own-risk bearer", Start.TRACK_ENDS, months=60, proposes=_OTHER,
        article="AVG art. 4(7); Ziektewet",
    ),
    Retention("R6-8b", "UWV track or job coach file", Start.TRACK_ENDS, proposes=_RUNS, article="AVG art. 17(1)(a)"),
    Retention("R6-8c", "Medical data", Start.NEED_ENDS, proposes=_ERASED, article="AVG art. 17(1)(a); UAVG art. 30"),
    Retention("R6-8d", "Copy of an identity document of a client", Start.INTAKE, days=0, article="UAVG art. 46"),
    Retention(
        "R6-8e", "Copy of an identity document of an employee", Start.EMPLOYMENT_ENDS, months=60, whole_year=True,
        proposes=_DUTY, article="AVG art. 17(3)(b); URLB art. 7.5(4), 7.9(2)", statutory=True,
    ),
    Retention(
        "R6-8f", "Personnel file", Start.EMPLOYMENT_ENDS, months=24, proposes=_RUNS,
        article="AVG art. 17(1)(a)",
    ),
    Retention("R6-8g", "Recordings of calls and chats", Start.RECORDING, months=6, article="AVG art. 17(1)(a)"),
    Retention("R6-8h", "Evidence of misuse", Start.HOLD_ENDS, proposes=_CLAIMS, article="AVG art. 17(3)(e)"),
    Retention("R6-9", "Content of a privacy request", Start.CLOSURE, months=24, article="AVG art. 5(2), 17(3)(e)"),
    Retention("R6-9a", "Register line of a privacy request", Start.CLOSURE, months=60, article="AVG art. 5(2)"),
    Retention("R6-9b", "Answer package", Start.HANDED_OVER, days=30, article="AVG art. 5(1)(e)"),
    Retention("R6-10", "Audit trail of a privacy request", Start.CLOSURE, months=60, article="AVG art. 5(2)"),
    Retention("R6-11", "Technical logs", Start.WRITTEN, months=12, article="AVG art. 5(1)(e)"),
    Retention("R6-12", "Dead letters and retries", Start.WRITTEN, days=14, article="AVG art. 5(1)(e)"),
)  # fmt: skip

BY_RULE: Final[Mapping[str, Retention]] = {row.rule: row for row in TABLE}
_OF_THE_DESK: Final = frozenset({"R6-9", "R6-9a", "R6-9b", "R6-10", "R6-11", "R6-12"})
FOR_CLIENTS: Final = tuple(row for row in TABLE if row.rule not in _OF_THE_DESK)
"""The rows that can stand under a decision about a client's data; the others are the desk's own."""

_BY_SYSTEM: Final = {"FIN": "R6-6", "ANA": "R6-2", "MAIL": "R6-5", "TEL": "R6-8g", "CHAT": "R6-8g", "UWV": "R6-8b"}
_BY_CATEGORY: Final = {
    Category.C05: "R6-8d",
    Category.C07: "R6-8c",
    Category.C09: "R6-2",
    Category.C13: "R6-8c",
}
_IN_SYSTEM: Final = {
    (Category.C03, "CMS"): "R6-4",
    (Category.C10, "CMS"): "R6-3",
    (Category.C10, "MBX"): "R6-3",
    (Category.C05, "HR"): "R6-8e",
    (Category.C05, "UWV"): "R6-8b",
    (Category.C09, "CMS"): "R6-2",
}
_FILES: Final = {"KVS": "R6-7", "DOC": "R6-7", "HR": "R6-8f", "CMS": "R6-4"}


def rule_for(category: Category, system: str) -> Retention:
    """The row that most likely applies; a person confirms it or chooses another (R6-14).

    The place decides before the kind: what the tax duty asks is kept whatever it is about, medical data excepted.
    """
    if category in {Category.C07, Category.C13}:
        return BY_RULE[_BY_CATEGORY[category]]
    rule = _IN_SYSTEM.get((category, system)) or _BY_SYSTEM.get(system) or _BY_CATEGORY.get(category)
    return BY_RULE[rule or _FILES.get(system, "R6-1")]


def may_go(row: Retention, start: date) -> MayGo:
    """When what began on `start` may go by this row."""
    if row.months is None and row.days is None:
        text = "No source fixes a period for this; a person says until when it is needed."
        return MayGo(None, Reason(row.rule, row.article, text))
    begin = date(start.year, 12, 31) if row.whole_year else start
    until = _later(begin, row.months or 0, row.days or 0)
    text = "Kept until %(until)s: %(count)s months after %(begin)s."
    facts: dict[str, object] = {"until": until, "count": row.months, "begin": begin}
    if row.months is None:
        text, facts = "Kept until %(until)s: %(count)s days after %(begin)s.", {**facts, "count": row.days}
    return MayGo(until, Reason(row.rule, row.article, text, facts))


def _later(begin: date, months: int, days: int) -> date:
    """No later than the calendar goes."""
    if begin.year + months // 12 + 1 > LATEST.year:
        return LATEST
    return add_months(begin, months) + timedelta(days=days)
