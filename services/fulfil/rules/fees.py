"""The statement's fee clause: a neutral notice, and a guard that hardly ever lets a fee pass (R4.5-1..4).

Nothing here asks, announces or computes money by itself: article 12(5) AVG hardly ever allows it, and only two people
may decide so, before the work begins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.fulfil.rules.calendar_nl import add_months
from services.fulfil.rules.reasons import Reason
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Context, Kind

WINDOW_MONTHS: Final = 6  # `fee.window_months`
HIGHEST_CENTS: Final = 7800  # the statement's own figure; `fee.max_eur` can only be lower
_DO_NOT_COUNT: Final = frozenset({Context.ROUTINE_UPDATE, Context.CASE_FOLLOWUP})


@dataclass(frozen=True)
class Fee:
    """A fee as it is proposed, in cents; the three ticks are what the person who proposes it states (R4.5-2)."""

    amount: int
    cost: int
    not_first: bool
    not_routine: bool
    not_our_mistake: bool


def counts_for_window(kinds: Collection[Kind], context: Collection[Context] = ()) -> bool:
    """Only a rectification counts; a routine update or a reminder of an open request does not (R4.5-4)."""
    return Kind.RECTIFICATION in kinds and _DO_NOT_COUNT.isdisjoint(context)


def rectification_notice(earlier: Iterable[date], receipt_day: date, months: int = WINDOW_MONTHS) -> Reason | None:
    """A neutral line for the handler when the same subject asked for a correction less than `months` ago.

    `earlier` are the receipt days of the subject's requests that count; the window's last day is outside it.
    """
    inside = [first for first in earlier if first <= receipt_day < add_months(first, months)]
    if not inside:
        return None
    facts = {"first": max(inside), "months": months}
    text = "Second request for a correction within %(months)s months; the one before came on %(first)s."
    return Reason("R4.5-4", "Privacy statement 4.5; AVG art. 12(5)", text, facts)


def may_charge(fee: Fee, *, enabled: bool, highest: int, work_begun: bool, today: date, due: date) -> Verdict:
    """Whether a fee may be proposed or approved now; `highest` is the configured bound in cents (R4.5-2, R4.5-3)."""
    if not enabled:
        return Refused("R4.5-2", "This desk asks no fees.")
    if work_begun:
        return Refused("R4.5-2", "The work has begun; a fee must be told before it.")
    if today > due:
        return Refused("R4.5-2", "The term has passed; no fee can be asked any more.")
    if not (fee.not_first and fee.not_routine and fee.not_our_mistake):
        return Refused("R4.5-2", "No fee is asked for a first request, a routine change or a mistake of our own.")
    if not 0 < fee.amount <= min(highest, fee.cost):
        facts = {"most": _euros(min(highest, max(fee.cost, 0)))}
        return Refused(
            "R4.5-3", "The fee is more than nothing and at most %(most)s euros: the real cost, or less.", facts
        )
    return Allowed()


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
