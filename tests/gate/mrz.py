"""Machine-readable zones with right check digits (ICAO Doc 9303; the Dutch licence has one line of thirty)."""

from __future__ import annotations

from typing import Protocol

Day = tuple[int, int, int]
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}


class Holder(Protocol):
    """What the lines tell of a person."""

    surname: str
    given: str
    sex: str
    born: Day
    expires: Day


def check(text: str) -> str:
    """Compute the check digit: weights 7, 3, 1, modulo 10."""
    return str(sum(_VALUES[character] * (7, 3, 1)[at % 3] for at, character in enumerate(text)) % 10)


def td3(kind: str, issuer: str, number: str, who: Holder, optional: str) -> tuple[str, str]:
    """Write two lines of 44, as on a passport; `optional` stands on 29-37 of the second."""
    number = number.ljust(9, "<")[:9]
    born, expires, extra = _day(who.born), _day(who.expires), optional.ljust(14, "<")
    numbered = number + check(number)
    dates = expires + check(expires) + extra + (check(extra) if optional else "<")
    birth = born + check(born)
    second = numbered + issuer + birth + _sex(who) + dates
    return (kind + issuer + _names(who, 39)), second + check(numbered + birth + dates)


def td1(kind: str, issuer: str, number: str, who: Holder, optional: str) -> tuple[str, str, str]:
    """Write three lines of 30, as on a card; `optional` stands on 16-24 of the first, its own check digit on 30."""
    number = number.ljust(9, "<")[:9]
    extra = (optional.ljust(14, "<") + check(optional.ljust(14, "<"))) if optional else "<" * 15
    first_tail = number + check(number) + extra
    born, expires = _day(who.born), _day(who.expires)
    birth, expiry = born + check(born), expires + check(expires)
    second = birth + _sex(who) + expiry + issuer + "<" * 11
    return kind + issuer + first_tail, second + check(first_tail + birth + expiry + "<" * 11), _names(who, 30)


def licence(number: str, secret: str) -> tuple[str]:
    """Write the one line of a Dutch licence: its number, other data, a check digit; no BSN."""
    line = "D1NLD1" + number + secret.ljust(9, "A") + "NB84"
    return (line + check(line),)


def _names(who: Holder, width: int) -> str:
    text = who.surname.upper().replace(" ", "<") + "<<" + who.given.upper().replace(" ", "<")
    return text.ljust(width, "<")[:width]


def _day(day: Day) -> str:
    return f"{day[0] % 100:02}{day[1]:02}{day[2]:02}"


def _sex(who: Holder) -> str:
    return {"V": "F", "M": "M"}.get(who.sex, "<")
