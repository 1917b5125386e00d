"""The identity ladder: how sure we must be, lighter rungs first (spec 2.1, 4.2, R4-1..R4-4, R4.4-1).

A copy of an identity document is the last rung, never the first answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Category, Kind, Level, Method


class Detail(StrEnum):
    """What a person knows of a request that raises the level it needs (spec 2.1)."""

    KEY_DATA_CHANGES = "key_data_changes"
    SPECIAL_DATA_DOUBT = "special_data_doubt"
    ANSWER_REVEALS_DATA = "answer_reveals_data"


class WhyImpossible(StrEnum):
    """Why a lighter rung cannot be used; a person ticks one for each rung that is left out (R4-1)."""

    NOT_ENOUGH = "not_enough"
    NO_ADDRESS_ON_FILE = "no_address_on_file"
    ADDRESS_OUT_OF_USE = "address_out_of_use"
    NO_NUMBER_ON_FILE = "no_number_on_file"
    CANNOT_COME = "cannot_come"
    NO_SUITABLE_QUESTIONS = "no_suitable_questions"
    FAILED_THREE_TIMES = "failed_three_times"
    REQUESTER_CHOSE = "requester_chose"


WHY_LABELS: Final = {
    WhyImpossible.NOT_ENOUGH: "Not enough for the data that is asked for",
    WhyImpossible.NO_ADDRESS_ON_FILE: "No e-mail address on file",
    WhyImpossible.ADDRESS_OUT_OF_USE: "The e-mail address on file is no longer in use",
    WhyImpossible.NO_NUMBER_ON_FILE: "No account and no telephone number on file",
    WhyImpossible.CANNOT_COME: "Cannot be called back and cannot come by",
    WhyImpossible.NO_SUITABLE_QUESTIONS: "The file holds nothing that only the requester would know",
    WhyImpossible.FAILED_THREE_TIMES: "Tried three times without success",
    WhyImpossible.REQUESTER_CHOSE: "The requester prefers to send a copy",
}
"""English msgids."""

REASONS_FOR: Final = {
    Level.L1: (
        WhyImpossible.NOT_ENOUGH,
        WhyImpossible.NO_ADDRESS_ON_FILE,
        WhyImpossible.ADDRESS_OUT_OF_USE,
        WhyImpossible.FAILED_THREE_TIMES,
        WhyImpossible.REQUESTER_CHOSE,
    ),
    Level.L2: (
        WhyImpossible.NOT_ENOUGH,
        WhyImpossible.NO_NUMBER_ON_FILE,
        WhyImpossible.CANNOT_COME,
        WhyImpossible.NO_SUITABLE_QUESTIONS,
        WhyImpossible.FAILED_THREE_TIMES,
        WhyImpossible.REQUESTER_CHOSE,
    ),
}
"""The reasons that make sense for each rung below the copy: the choices of the form."""

LEVEL_LABELS: Final = {
    Level.L0: "No proof needed",
    Level.L1: "A link to the e-mail address on file",
    Level.L2: "Signing in, being called back or coming by",
    Level.L3: "A blacked-out copy or a video call",
}
"""English msgids."""

LEVEL_OF_METHOD: Final = {
    Method.NONE: Level.L0,
    Method.KNOWN_ADDRESS: Level.L1,
    Method.ACCOUNT: Level.L2,
    Method.CALL_BACK: Level.L2,
    Method.IN_PERSON: Level.L2,
    Method.REDACTED_COPY: Level.L3,
    Method.VIDEO_CALL: Level.L3,
}

_ALL: Final = frozenset(Category)
_DOSSIER: Final = frozenset({Category.C05, Category.C06, Category.C07, Category.C08, Category.C12, Category.C13})
_SPECIAL: Final = frozenset({Category.C07, Category.C13})
# Erasing is final, so only what hangs on an account, a newsletter or a contact form is light.
_LIGHT_TO_ERASE: Final = frozenset({Category.C01, Category.C02, Category.C03, Category.C09, Category.C10})

_PLAIN: Final = {
    Kind.ACCESS: Level.L1,
    Kind.RECTIFICATION: Level.L1,
    Kind.ERASURE: Level.L1,
    Kind.RESTRICTION: Level.L1,
    Kind.RECIPIENT_NOTIFICATION: Level.L1,
    Kind.PORTABILITY: Level.L2,
    Kind.OBJECTION: Level.L1,
    Kind.OBJECTION_DIRECT_MARKETING: Level.L0,
    Kind.CONSENT_WITHDRAWAL: Level.L0,
    Kind.INFORMATION_REQUEST: Level.L0,
    Kind.AUTOMATED_DECISION: Level.L1,
}


@dataclass(frozen=True)
class Need:
    """The level a request needs, the kind that asks for it, and why (rule id, English msgid)."""

    level: Level
    kind: Kind
    rule: str
    text: str


def needed(kinds: Collection[Kind], categories: Collection[Category] = _ALL, details: Collection[Detail] = ()) -> Need:
    """The highest level that any of the kinds needs; without `categories` the whole file is meant (spec 2.1).

    ValueError when there is no kind: then nobody has confirmed yet what is asked.
    """
    if not kinds:
        raise ValueError("The level depends on what is asked; confirm the kinds first.")
    needs = [_need(kind, frozenset(categories), frozenset(details)) for kind in Kind if kind in kinds]
    return max(needs, key=lambda need: need.level)


def _need(kind: Kind, categories: frozenset[Category], details: frozenset[Detail]) -> Need:
    special = Detail.SPECIAL_DATA_DOUBT in details and bool(categories & _SPECIAL)
    if kind in {Kind.ACCESS, Kind.ERASURE} and special:
        return Need(Level.L3, kind, "4.2", "Special data and a real doubt who is asking.")
    if kind is Kind.ACCESS and categories & _DOSSIER:
        return Need(Level.L2, kind, "2.1", "The answer would hold parts of the file.")
    if kind is Kind.ERASURE and categories - _LIGHT_TO_ERASE:
        return Need(Level.L2, kind, "2.1", "Parts of the file would be erased.")
    if kind is Kind.RECTIFICATION and Detail.KEY_DATA_CHANGES in details:
        return Need(Level.L2, kind, "2.1", "A name, birth date, bank account or first day of sickness would change.")
    if kind is Kind.COMPLAINT:
        level = Level.L1 if Detail.ANSWER_REVEALS_DATA in details else Level.L0
        return Need(level, kind, "2.1", "A complaint needs no proof, unless the answer reveals personal data.")
    return Need(_PLAIN[kind], kind, "2.1", "The usual level for this kind of request.")


def enough(method: Method, level: Level) -> bool:
    """Whether a way of proving reaches `level`; the requester may choose a heavier one (R4-2)."""
    return LEVEL_OF_METHOD[method] >= level


def may_ask_copy(
    impossible: Mapping[Level, WhyImpossible], tried: Collection[Level] = (), level: Level = Level.L2
) -> Verdict:
    """Whether a copy may be asked: each lighter rung was tried, or has a fitting reason against it (R4-1).

    `level` is the level the request needs; nothing is asked when that is L0 (R4.4-1).
    """
    if level is Level.L0:
        return Refused("R4.4-1", "This request needs no proof of identity.")
    for rung in (rung for rung in REASONS_FOR if rung not in tried):
        facts = {"rung": LEVEL_LABELS[rung]}
        if rung not in impossible:
            return Refused("R4-1", "First try this, or say why it cannot be done: %(rung)s.", facts)
        if not _fits(rung, impossible[rung], level):
            return Refused("R4-1", "That is no reason to leave this out: %(rung)s.", facts)
    return Allowed()


def _fits(rung: Level, why: WhyImpossible, level: Level) -> bool:
    if why is WhyImpossible.NOT_ENOUGH:
        return rung < level
    return why in REASONS_FOR[rung]
