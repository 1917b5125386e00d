"""From facts to words: each type of field has one way to stand in a letter, and a check that it may (R8-1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_currency

from services.notify.letters.catalogue import Field, FieldType, words
from services.notify.rules.markup import mark_link
from shared.platform.config import LOOPBACK
from shared.vocabulary import Language

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
LONGEST_NAME: Final = 80
_REFERENCE: Final = re.compile(r"20[0-9]{2}-[0-9]{4,6}")
_ADDRESS: Final = re.compile(r"[!-~]+")
# A name comes from the mail's own From. It may not carry an advertisement to someone whose address was forged.
# (Initials written together, as in "J.de Vries", are no address.)
_LINKS_SOMEWHERE: Final = re.compile(r"(?i:://|www\.|@|/|\w{2,}\.\w{2,})|\b[a-z0-9]\.\w{2,}")
_TIME: Final = {Language.NL: "{day} om {time} uur", Language.EN: "{day} at {time}"}


class Unfit(ValueError):
    """This value cannot stand in a letter."""


def present(field: Field, value: object, language: Language) -> object:
    """The value as the letter's text uses it; raises `Unfit`."""
    return _PRESENTERS[field.type](field, value, language)


def clean(text: str) -> str:
    """One line of visible text: no control, direction or private signs, single spaces."""
    kept = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    visible = (c for c in kept if unicodedata.category(c) not in {"Cf", "Co", "Cs", "Cn"})
    return " ".join("".join(visible).split())


def day(value: object) -> date:
    """A day, from a date, an instant (its day in Amsterdam) or ISO text of either; raises `Unfit`."""
    known = _read(value) if isinstance(value, str) else value
    if isinstance(known, datetime):
        return _local(known).date()
    if isinstance(known, date):
        return known
    raise Unfit("this is not a date")


def day_in_words(value: date, language: Language) -> str:
    """A day in full: `woensdag 2 december 2026`, `Wednesday 2 December 2026`."""
    return format_date(value, "EEEE d MMMM y", locale=language)


def _read(value: str) -> date | datetime:
    try:
        return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
    except ValueError as error:
        raise Unfit("this is not a date") from error


def _local(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise Unfit("an instant needs a time zone")
    return value.astimezone(AMSTERDAM)


def _reference(_: Field, value: object, __: Language) -> str:
    if isinstance(value, str) and _REFERENCE.fullmatch(value):
        return value
    raise Unfit("a case reference looks like 2026-0001")


def _name(_: Field, value: object, __: Language) -> str | None:
    name = clean(str(value))[:LONGEST_NAME].strip()
    return None if _LINKS_SOMEWHERE.search(name) else name or None


def _text(_: Field, value: object, __: Language) -> str:
    return clean(str(value))


def _lines(_: Field, value: object, __: Language) -> list[str]:
    given = value.splitlines() if isinstance(value, str) else _several(value)
    return [line for line in (clean(str(one)) for one in given) if line]


def _date(_: Field, value: object, language: Language) -> str:
    return day_in_words(day(value), language)


def _plain_date(_: Field, value: object, language: Language) -> str:
    return format_date(day(value), "d MMMM y", locale=language)


def _last_day(_: Field, value: object, language: Language) -> str:
    known = _read(value) if isinstance(value, str) else value
    # D-7 stores the end of a day as the next midnight: the last day that counts is the one before it.
    last = known - timedelta(microseconds=1) if isinstance(known, datetime) else known
    return day_in_words(day(last), language)


def _moment(_: Field, value: object, language: Language) -> str:
    known = _read(value) if isinstance(value, str) else value
    if not isinstance(known, datetime):
        raise Unfit("this is not an instant")
    return _TIME[language].format(day=day_in_words(day(known), language), time=f"{_local(known):%H:%M}")


def _link(_: Field, value: object, __: Language) -> str:
    address = str(value)
    if not _ADDRESS.fullmatch(address):
        raise Unfit("this is not a web address")
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return mark_link(address)
    raise Unfit("a link in a letter is an https address")


def _code(field: Field, value: object, language: Language) -> str:
    return _called(field, str(value), language)


def _codes(field: Field, value: object, language: Language) -> list[str]:
    given = re.split(r"[;\n]", value) if isinstance(value, str) else _several(value)
    return list(dict.fromkeys(_called(field, str(one).strip(), language) for one in given if str(one).strip()))


def _sightings(field: Field, value: object, language: Language) -> list[str]:
    """What was seen, in whole sentences; where it was, if that is known, before the full stop."""
    return list(dict.fromkeys(_sighting(field, str(one), language) for one in _several(value)))


def _sighting(field: Field, seen: str, language: Language) -> str:
    code, place, page = (*seen.split("@"), "", "")[:3]
    said = _called(field, code, language)
    spot = [words("places", place, language)] if place else []
    if page.isdecimal():
        spot.append(f"{words('places', 'page', language)} {page}")
    where = ", ".join(part for part in spot if part)
    return f"{said.removesuffix('.')} ({where})." if where else said


def _called(field: Field, code: str, language: Language) -> str:
    known = words(field.words, code, language)
    if known is None and field.unknown == "show":
        known = clean(code)
    if known is None and field.unknown:
        known = words(field.words, field.unknown, language)
    if known is None:
        raise Unfit("this code has no words")
    return known


def _several(value: object) -> Iterable[object]:
    if isinstance(value, Iterable):
        return value
    raise Unfit("this is not a list")


def _flag(_: Field, value: object, __: Language) -> bool:
    if isinstance(value, bool):
        return value
    raise Unfit("this is neither yes nor no")


def _number(_: Field, value: object, __: Language) -> int:
    if isinstance(value, int):
        return value
    raise Unfit("this is not a whole number")


def _money(field: Field, value: object, language: Language) -> str:
    return format_currency(Decimal(_number(field, value, language)) / 100, "EUR", locale=language)


def _sum(field: Field, value: object, language: Language) -> str:
    """The steps of a date, each in the sentence that the page of the case says too."""
    return " ".join(_step(field, one, language) for one in _several(value))


def _fates(field: Field, value: object, language: Language) -> list[str]:
    """What becomes of each kind of data, a sentence for each ground and day; no kind that is health or a number."""
    return [_fate(field, str(one), language) for one in _several(value)]


def _fate(field: Field, line: str, language: Language) -> str:
    outcome, rule, until, categories = (*line.split("|"), "", "", "")[:4]
    known, law = words(field.words, outcome, language), words("laws", rule, language) or ""
    if known is None or ("{day}" in known and not until):
        raise Unfit("this code has no words")
    other = words("fate_categories", "other", language) or ""
    named = dict.fromkeys(words("fate_categories", one, language) or other for one in categories.split(","))
    shown = format_date(day(until), "d MMMM y", locale=language) if until else ""
    return known.format(categories=", ".join(named), day=shown, law=law)


def _step(field: Field, step: object, language: Language) -> str:
    if not isinstance(step, Mapping):
        raise Unfit("this is not a step of a sum")
    known = words(field.words, str(step.get("step")), language)
    free = words("free_days", str(step["free"]), language) if step.get("free") else ""
    if known is None or free is None:
        raise Unfit("this code has no words")
    return known.format(day=day_in_words(day(step.get("day")), language), count=step.get("count", 0), free=free)


_PRESENTERS: Final[Mapping[FieldType, Callable[[Field, object, Language], object]]] = {
    FieldType.REFERENCE: _reference,
    FieldType.NAME: _name,
    FieldType.TEXT: _text,
    FieldType.LINES: _lines,
    FieldType.DATE: _date,
    FieldType.PLAIN_DATE: _plain_date,
    FieldType.LAST_DAY: _last_day,
    FieldType.MOMENT: _moment,
    FieldType.LINK: _link,
    FieldType.CODE: _code,
    FieldType.CODES: _codes,
    FieldType.SIGHTINGS: _sightings,
    FieldType.FLAG: _flag,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _money,
    FieldType.SUM: _sum,
    FieldType.FATES: _fates,
}
