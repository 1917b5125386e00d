"""Reading one page of the form: the new answers, and what is wrong with them, by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from multidict import MultiDictProxy

from services.intake.rules.request_form import OWN_WORDS, WISHES, Answers, For, Step
from services.intake.usecases.opening import usable
from services.intake.web import request_words as words
from shared.platform.i18n import Text, lazy

LONGEST_WORDS: Final = 4_000
LONGEST_NAME: Final = 100
LONGEST_ADDRESS: Final = 254
TRAP: Final = "website"
"""A field that people do not see and programs fill in."""

Problems = list[tuple[str, Text]]
Fields = MultiDictProxy[str]


def read(step: Step, fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    """The answers with this page's, and what is wrong. The pages for the code and the check have no answer here."""
    new, wrong = _READERS[step](fields, answers) if step in _READERS else (answers, [])
    return new, [*_trapped(fields), *wrong]


def _given(fields: Fields, name: str) -> str:
    return fields.get(name, "").strip()


def _wish(fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    new = replace(answers, wish=_given(fields, "wish"))
    return new, [] if new.wish in {*WISHES, OWN_WORDS} else [("wish", words.CHOOSE)]


def _words(fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    new = replace(answers, words=_given(fields, "words"), said_words=True)
    if new.wish == OWN_WORDS and not new.words:
        return new, [("words", words.TELL)]
    return new, _long("words", new.words, LONGEST_WORDS)


def _who(fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    new = replace(answers, who=_given(fields, "who"))
    return new, [] if new.who in set(For) else [("who", words.CHOOSE)]


def _whom(fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    new = replace(answers, whom=one_line(_given(fields, "whom")))
    return new, _long("whom", new.whom, LONGEST_NAME) if new.whom else [("whom", words.WHOM_MISSING)]


def _name(fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    new = replace(answers, name=one_line(_given(fields, "name")))
    return new, _long("name", new.name, LONGEST_NAME) if new.name else [("name", words.NAME_MISSING)]


def _address(fields: Fields, answers: Answers) -> tuple[Answers, Problems]:
    address = _given(fields, "address")
    same = address == answers.address
    new = answers if same else replace(answers, address=address, confirmed=False, unconfirmed=False)
    return new, [] if usable(address) else [("address", words.ADDRESS_WRONG)]


_READERS: Final[Mapping[Step, Callable[[Fields, Answers], tuple[Answers, Problems]]]] = {
    Step.WHAT: _wish,
    Step.WORDS: _words,
    Step.WHO: _who,
    Step.WHOM: _whom,
    Step.NAME: _name,
    Step.ADDRESS: _address,
}


def _long(name: str, value: str, longest: int) -> Problems:
    return [(name, lazy(words.TOO_LONG.msgid, longest=longest))] if len(value) > longest else []


def _trapped(fields: Fields) -> Problems:
    return [(TRAP, words.LEAVE_EMPTY)] if fields.get(TRAP, "").strip() else []


def one_line(value: str) -> str:
    """A name: one line of visible signs."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
