"""The window of the statement's fee clause, as a neutral notice and nothing else (R4.5-1, R4.5-4).

Nothing here asks, announces or computes money: article 12(5) AVG hardly ever allows it, and only people may
decide so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from services.fulfil.rules.calendar_nl import add_months
from services.fulfil.rules.reasons import Reason
from shared.vocabulary import Context, Kind

WINDOW_MONTHS: Final = 6  # `fee.window_months`
_DO_NOT_COUNT: Final = frozenset({Context.ROUTINE_UPDATE, Context.CASE_FOLLOWUP})


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
