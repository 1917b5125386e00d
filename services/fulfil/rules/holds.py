"""A legal hold: facts, scope, two people, and a day on which somebody looks again (R7.1-1 to R7.1-4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.fulfil.rules.calendar_nl import add_months
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Category, Role

LONGEST_MONTHS: Final = 6
PLACERS: Final = frozenset({Role.FG})
APPROVERS: Final = frozenset({Role.APPROVER, Role.FG})


class HoldState(StrEnum):
    """Where a hold is."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    REVIEW = "review"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


HOLD_STATE_LABELS: Final = {
    HoldState.PROPOSED: "Waits for a second person",
    HoldState.ACTIVE: "In force",
    HoldState.REVIEW: "To be looked at again",
    HoldState.LIFTED: "Lifted",
    HoldState.WITHDRAWN: "Withdrawn",
}
"""English msgids."""

BLOCKS: Final = frozenset({HoldState.ACTIVE, HoldState.REVIEW})
"""A hold whose day of review passed alarms, and still blocks: what is erased cannot be brought back (0033)."""


@dataclass(frozen=True)
class Scope:
    """What a hold covers; an empty set of systems or categories means all of them."""

    systems: frozenset[str] = frozenset()
    categories: frozenset[Category] = frozenset()

    def covers(self, category: Category, system: str) -> bool:
        """Whether data of this category in this system is held."""
        return (not self.categories or category in self.categories) and (not self.systems or system in self.systems)


def may_place(*, facts: str, review_on: date | None, today: date, roles: Collection[str]) -> Verdict:
    """Whether a hold may be put before a second person (R7.1-1)."""
    if PLACERS.isdisjoint(roles):
        return Refused("R7.1-1", "Only the data protection officer may ask for a hold.")
    if not facts.strip():
        return Refused("R7.1-1", "Write down the facts that make the suspicion well-founded.")
    if review_on is None or not today < review_on <= add_months(today, LONGEST_MONTHS):
        return Refused("R7.1-1", "Choose a day of review within six months.")
    return Allowed()


def may_approve_hold(placed_by: str, approved_by: str, roles: Collection[str]) -> Verdict:
    """A hold takes two people (R7.1-1)."""
    if placed_by == approved_by:
        return Refused("R7.1-1", "Who asked for a hold cannot approve it; a second person must look.")
    if APPROVERS.isdisjoint(roles):
        return Refused("R7.1-1", "A hold is approved by an approver or the data protection officer.")
    return Allowed()
