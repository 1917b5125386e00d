"""What the staff's forms of verify have in common: the version that was seen, codes, and who was faster, in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final, TypeVar

from multidict import MultiDictProxy

from services.verify import staff_words as words
from services.verify.store import NoSuchVerification
from services.verify.usecases.steps import Overtaken
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.sessions import Session
from shared.platform.web import NotAllowedNow, NotFound, Unreadable
from shared.statetable import NotAllowed

LIST: Final = "/staff/verify"
Fields = MultiDictProxy[str]
Step = Callable[[Desk, str, int, Session, Fields], Awaitable[None]]
Code = TypeVar("Code", bound=StrEnum)


def version_of(fields: Fields) -> int:
    """The version of the verification that the page showed; raises `Unreadable`."""
    version = fields.get("version", "")
    if not version.isdecimal():
        raise Unreadable("version")
    return int(version[:9])


@contextmanager
def said_plainly() -> Iterator[None]:
    """Shape the answers of the use cases: who was faster, or what is missing."""
    try:
        yield
    except NoSuchVerification as error:
        raise NotFound from error
    except Overtaken as error:
        raise NotAllowedNow(words.overtaken(error)) from error
    except NotAllowed as error:
        raise NotAllowedNow(words.refusal(error)) from error


def chosen(kind: type[Code], field: str, given: str) -> Code:
    """The answer that was chosen; raises `Unreadable`."""
    try:
        return kind(given)
    except ValueError as error:
        raise Unreadable(field, lazy("Choose one of the answers.")) from error
