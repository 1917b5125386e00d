"""Who asks for somebody else, or is not asked alone: what people must confirm first (spec 2.5, R4-5).

The law's ages stand in a table with the day from which they hold; that day is compared with the day of receipt.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Context, Role

ADULT: Final = 18
OLDEST: Final = 130
"""Years; more than these is a slip of the pen."""


class Situation(StrEnum):
    """For whom somebody asks."""

    SELF = "self"
    AGENT = "agent"
    MINOR = "minor"
    PARENT = "parent"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"
    MENTOR = "mentor"
    DECEASED = "deceased"
    BULK = "bulk"


SITUATION_LABELS: Final = {
    Situation.SELF: "For themselves, and of age",
    Situation.AGENT: "For somebody else, with a mandate (lawyer, union, relative, friend)",
    Situation.MINOR: "For themselves, and under age",
    Situation.PARENT: "For a child, as legal representative",
    Situation.CURATOR: "As guardian of an adult (curatele)",
    Situation.ADMINISTRATOR: "As administrator of somebody's property (bewind)",
    Situation.MENTOR: "As mentor of somebody (mentorschap)",
    Situation.DECEASED: "About somebody who has died",
    Situation.BULK: "A service that sends requests for many people",
}
"""English msgids."""


class Confirm(StrEnum):
    """What a person confirms about an unusual requester."""

    MANDATE_WHO = "mandate_who"
    MANDATE_WHOSE = "mandate_whose"
    MANDATE_RIGHTS = "mandate_rights"
    MANDATE_DATE = "mandate_date"
    MANDATE_SIGNED = "mandate_signed"
    AUTHORITY = "authority"
    COURT_DECISION = "court_decision"
    WITHIN_POWERS = "within_powers"
    FG_DECIDED = "fg_decided"
    NO_DOUBT = "no_doubt"
    NO_PORTAL = "no_portal"
    TO_THE_SUBJECT = "to_the_subject"


CONFIRM_LABELS: Final = {
    Confirm.MANDATE_WHO: "The mandate says who may act",
    Confirm.MANDATE_WHOSE: "It says whose data it is about",
    Confirm.MANDATE_RIGHTS: "It says which rights may be used",
    Confirm.MANDATE_DATE: "It has a date, and that is recent",
    Confirm.MANDATE_SIGNED: "The person whose data it is signed it",
    Confirm.AUTHORITY: "I have seen that they have parental authority or guardianship",
    Confirm.COURT_DECISION: "I have seen the decision of the court",
    Confirm.WITHIN_POWERS: "What is asked is a matter in which they may act for this person",
    Confirm.FG_DECIDED: "As data protection officer I decided what may happen",
    Confirm.NO_DOUBT: "I do not doubt that this mandate is theirs: they need not prove who they are themselves",
    Confirm.NO_PORTAL: "No link of theirs was opened and nothing goes into their portal",
    Confirm.TO_THE_SUBJECT: "The answer goes to the person's own address on file",
}
"""English msgids."""

_MANDATE: Final = (
    Confirm.MANDATE_WHO,
    Confirm.MANDATE_WHOSE,
    Confirm.MANDATE_RIGHTS,
    Confirm.MANDATE_DATE,
    Confirm.MANDATE_SIGNED,
)
_BY_COURT: Final = (Confirm.COURT_DECISION, Confirm.WITHIN_POWERS)
REQUIRED: Final = {
    Situation.SELF: (),
    Situation.AGENT: _MANDATE,
    Situation.MINOR: (),
    Situation.PARENT: (Confirm.AUTHORITY,),
    Situation.CURATOR: _BY_COURT,
    Situation.ADMINISTRATOR: _BY_COURT,
    Situation.MENTOR: _BY_COURT,
    Situation.DECEASED: (Confirm.FG_DECIDED,),
    Situation.BULK: (*_MANDATE, Confirm.NO_PORTAL, Confirm.TO_THE_SUBJECT),
}
"""What must be confirmed before identity can be established (R2.5-1..4, R2.5-7)."""
MAY_ADD: Final = {Situation.AGENT: (Confirm.NO_DOUBT,)}
"""What people may confirm besides, which makes it lighter."""

NOTES: Final = {
    Situation.SELF: "Nothing more is needed.",
    Situation.AGENT: (
        "Both are needed: the mandate, and the identity of the agent. Without a mandate nothing is told, not even that"
        " the person is known."
    ),
    Situation.MINOR: "The age on the day of receipt decides who may ask.",
    Situation.PARENT: "The age of the child on the day of receipt decides who may ask.",
    Situation.CURATOR: "They act only where the person cannot decide alone.",
    Situation.ADMINISTRATOR: "They act in matters of property: usually financial data, and not the file about health.",
    Situation.MENTOR: "They act in matters of care, and not of property.",
    Situation.DECEASED: "The privacy law is about the living; secrecy remains. Nothing is given or erased by itself.",
    Situation.BULK: "Each person is a case of their own. How many they send is no reason to refuse.",
}
"""English msgids: what people should know of each situation."""

_WITH_AGE: Final = frozenset({Situation.MINOR, Situation.PARENT})


@dataclass(frozen=True)
class AgeRule:
    """From one day on: below `alone_from` only the representative asks, from `alone_only_from` only the minor."""

    effective_from: date
    alone_from: int
    alone_only_from: int


AGES: Final = (AgeRule(date(2018, 5, 25), 16, 16), AgeRule(date(2026, 9, 1), 12, 16))
"""R2.5-2: before September 2026 under 16 the representative; since then both between 12 and 16."""

_SUGGESTED: Final = {
    Context.DECEASED: Situation.DECEASED,
    Context.THIRD_PARTY_BULK: Situation.BULK,
    Context.MINOR: Situation.PARENT,
    Context.REPRESENTATIVE: Situation.AGENT,
}


def suggested(context: Collection[Context]) -> Situation | None:
    """What the labels of the request point to; None when they point to nobody unusual. A person chooses."""
    return next((situation for label, situation in _SUGGESTED.items() if label in context), None)


def confirmable(situation: Situation) -> tuple[Confirm, ...]:
    """All that may be confirmed of a situation: what it needs, and what makes it lighter."""
    return (*REQUIRED[situation], *MAY_ADD.get(situation, ()))


def needs_age(situation: Situation) -> bool:
    """Whether the age of the person whose data it is decides."""
    return situation in _WITH_AGE


def age_on(born: date, day: date) -> int:
    """Whole years on a day; born on 29 February counts from 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def ages_on(received_on: date, rules: Sequence[AgeRule] = AGES) -> AgeRule:
    """The ages that hold for a request received on this day (R2.5-2)."""
    oldest_first = sorted(rules, key=lambda each: each.effective_from)
    begun = [each for each in oldest_first if each.effective_from <= received_on]
    return (begun or oldest_first[:1])[-1]


def may_ask(situation: Situation, age: int, received_on: date, rules: Sequence[AgeRule] = AGES) -> Verdict:
    """Whether the minor or the representative may ask, by age and day of receipt (R2.5-2)."""
    rule = ages_on(received_on, rules)
    if situation is Situation.MINOR and age < rule.alone_from:
        return Refused("R2.5-2", "At this age only the legal representative may ask.")
    if situation is Situation.PARENT and (age >= ADULT or age >= rule.alone_only_from):
        return Refused("R2.5-2", "From this age on they ask themselves; somebody else needs their mandate.")
    return Allowed()


def may_confirm(confirmed: Collection[Confirm], roles: Collection[str]) -> Verdict:
    """What the data protection officer decides, nobody else confirms (R2.5-4)."""
    if Confirm.FG_DECIDED in confirmed and Role.FG not in roles:
        return Refused("R2.5-4", "Only the data protection officer decides about somebody who has died.")
    return Allowed()


def may_be_identified(
    situation: Situation | None,
    hinted: Situation | None,
    confirmed: Collection[Confirm],
    age: int | None,
    received_on: date,
    rules: Sequence[AgeRule] = AGES,
) -> Verdict:
    """Whether identity may be established: it is clear for whom they ask, and all that needs is confirmed.

    `hinted` is what the request's labels point to: then a person must first say for whom it is.
    """
    if situation is None:
        return (
            Refused("R2.5-1", "Say first for whom they ask: the request points to somebody else.")
            if hinted
            else Allowed()
        )
    if set(REQUIRED[situation]) - set(confirmed):
        return Refused("2.5", "Confirm first what is needed of who asks for somebody else.")
    if not needs_age(situation):
        return Allowed()
    if age is None:
        return Refused("R2.5-2", "Say first how old they were on the day of receipt.")
    return may_ask(situation, age, received_on, rules)
