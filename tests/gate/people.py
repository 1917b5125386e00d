"""Holders who do not exist: names, dates, numbers with right check digits."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.gate import mrz

_SURNAMES = (
    "Voorbeeld", "de Bedachte", "van Nergens", "Proefman", "Testers", "Verzonnen", "van der Fictie", "Schijnsma",
    "Denkbeeld", "Nooitgezien", "Papierstra", "Modelaar", "ten Onrechte", "Monsterman", "Dummyveld", "Zogenaamd",
)  # fmt: skip
_GIVEN = (
    "Anna Maria", "Bram", "Cornelia", "Daan Willem", "Eefje", "Floris Jan", "Guusje", "Hendrik", "Imke Sofie", "Joris",
    "Katja", "Lieke Emma", "Maarten", "Noor", "Otto Karel", "Petra", "Ruben", "Sanne Julia", "Tijs", "Willemijn",
)  # fmt: skip
_PLACES = ("Nergenshuizen", "Proefdorp", "Voorbeeldstad", "Testerwolde", "Schijndam", "Monsterbroek")
_LETTERS = "ABCDEFGHIJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Person:
    """One invented holder of a document; dates are (year, month, day)."""

    surname: str
    given: str
    sex: str
    born: tuple[int, int, int]
    expires: tuple[int, int, int]
    issued: tuple[int, int, int]
    place: str
    height: str
    bsn: str
    number: str
    licence: str
    v_number: str
    foreign_number: str


def person(rng: random.Random) -> Person:
    """Invent somebody; the BSN passes the 11-proef."""
    issued = (rng.randint(2017, 2025), rng.randint(1, 12), rng.randint(1, 28))
    return Person(
        surname=rng.choice(_SURNAMES),
        given=rng.choice(_GIVEN),
        sex=rng.choice("VMX" if rng.random() < 0.1 else "VM"),
        born=(rng.randint(1945, 2004), rng.randint(1, 12), rng.randint(1, 28)),
        expires=(issued[0] + 10, issued[1], issued[2]),
        issued=issued,
        place=rng.choice(_PLACES),
        height=f"1,{rng.randint(52, 99)} m",
        bsn=bsn(rng),
        number=_letters(rng, 2) + _mixed(rng, 6) + str(rng.randint(0, 9)),
        licence=str(rng.randint(10**9, 10**10 - 1)),
        v_number="V" + _mixed(rng, 8),
        foreign_number=_letters(rng, 1) + str(rng.randint(10**6, 10**8 - 1)),
    )


def bsn(rng: random.Random) -> str:
    """Draw nine digits that pass the 11-proef."""
    while True:
        head = [rng.randint(1, 9), *(rng.randint(0, 9) for _ in range(7))]
        check = sum(digit * weight for digit, weight in zip(head, range(9, 1, -1), strict=True)) % 11
        if check < 10:
            return "".join(map(str, [*head, check]))


def lines(who: Person, kind: str, *, with_bsn: bool) -> tuple[str, ...]:
    """Write the machine-readable lines: `td3`, `td1`, `licence`, `permit`, `foreign-td3` or `foreign-td1`."""
    optional = who.bsn if with_bsn else ""
    match kind:
        case "td3":
            return mrz.td3("P<", "NLD", who.number, who, optional)
        case "td1":
            return mrz.td1("I<", "NLD", who.number, who, optional)
        case "permit":
            return mrz.td1("IR", "NLD", who.v_number, who, optional)
        case "licence":
            return mrz.licence(who.licence, who.number)
        case "foreign-td3":
            return mrz.td3("P<", "UTO", who.foreign_number, who, "")
        case _:
            return mrz.td1("ID", "UTO", who.foreign_number, who, "")


def _letters(rng: random.Random, n: int) -> str:
    return "".join(rng.choice(_LETTERS) for _ in range(n))


def _mixed(rng: random.Random, n: int) -> str:
    return "".join(rng.choice(_LETTERS + "0123456789") for _ in range(n))
