"""Reading the forms of the triage pages, and saying plainly why something cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from aiohttp import web
from multidict import MultiDictProxy

from services.intake import words
from services.intake.store import NoSuchMessage, Part
from services.intake.usecases.opening import usable
from services.intake.usecases.triage import NoSuchCase, TooLate
from shared.platform.i18n import lazy
from shared.platform.web import NotAllowedNow, NotFound, Unreadable
from shared.statetable import NotAllowed
from shared.vocabulary import Kind, Language

LIST = "/staff/triage"
MESSAGES = "/staff/messages"
TEXT_BYTES = 32 * 1024
LONGEST_TEXT = 8_000
LONGEST_NAME = 200

Fields = MultiDictProxy[str]
Code = TypeVar("Code", bound=StrEnum)


def id_of(request: web.Request) -> str:
    """The id in the address, in the one form that ids have."""
    try:
        return str(UUID(request.match_info["id"]))
    except ValueError as error:
        raise NotFound from error


def one(codes: type[Code], field: str, given: str) -> Code:
    """One of these codes."""
    try:
        return codes(given)
    except ValueError as error:
        raise Unreadable(field, lazy("Choose one of the answers.")) from error


def kinds_of(fields: Fields, field: str = "kinds") -> tuple[Kind, ...]:
    """What is asked: at least one kind, in the order of the vocabulary."""
    chosen = {one(Kind, field, value) for value in fields.getall(field, [])}
    if not chosen:
        raise Unreadable(field, lazy("Choose at least one thing that is asked."))
    return tuple(kind for kind in Kind if kind in chosen)


def address_of(fields: Fields, field: str = "address") -> str:
    """One address that can be written to, or none."""
    address = fields.get(field, "").strip()
    if address and not usable(address):
        raise Unreadable(field, lazy("Give one e-mail address, or leave it empty."))
    return address


def part_of(fields: Fields, suffix: str = "") -> Part:
    """One request; `suffix` sets the fields of several apart."""
    return Part(
        name=fields.get(f"name{suffix}", "").strip()[:LONGEST_NAME],
        address=address_of(fields, f"address{suffix}"),
        language=one(Language, f"language{suffix}", fields.get(f"language{suffix}", "")),
        kinds=kinds_of(fields, f"kinds{suffix}"),
        text=fields.get(f"text{suffix}", "").strip()[:LONGEST_TEXT],
    )


@contextmanager
def said_plainly() -> Iterator[None]:
    """Turn what a use case refuses into an answer that says why."""
    try:
        yield
    except NoSuchMessage as error:
        raise NotFound from error
    except NoSuchCase as error:
        raise Unreadable("reference", lazy("There is no case with this reference.")) from error
    except TooLate as error:
        raise NotAllowedNow(words.too_late(error.state)) from error
    except NotAllowed as error:
        raise NotAllowedNow(words.refusal(error)) from error


def to(place: str, done: str = "") -> web.Response:
    """Send the browser on, with a sentence that says what was done."""
    sign = "&" if "?" in place else "?"
    return web.Response(status=303, headers={"Location": f"{place}{sign}done={done}" if done else place})
