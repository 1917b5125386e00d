"""Passwords: argon2id, worked out beside the event loop; a wrong name costs the same work as a wrong password."""

from __future__ import annotations

import asyncio
import unicodedata
from functools import cache
from importlib.resources import files
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from shared.platform.i18n import Text, lazy

SHORTEST: Final = 12
LONGEST: Final = 200
TOO_SHORT: Final = lazy("Use at least %(shortest)s characters; a few words in a row are easy to remember.", shortest=12)
TOO_LONG: Final = lazy("Use at most %(longest)s characters.", longest=200)
TOO_COMMON: Final = lazy("Too many people use this password, so it is guessed first. Choose another.")
IS_THE_NAME: Final = lazy("A password may not be made of your own name. Choose another.")

# Of the lists of leaked passwords only what is long enough to pass the rule above; short ones are refused anyway.
_COMMON: Final = frozenset((files("services.fulfil") / "common_passwords.txt").read_text(encoding="utf-8").splitlines())
_hasher: Final = PasswordHasher()
_AT_ONCE: Final = BoundedSemaphore(2)
"""Each hash takes 64 MiB: a crowd at the door waits instead of filling the memory."""


def objection(password: str, *names: str) -> Text | None:
    """Why this password will not do, as a sentence; None when it will. No rules of composition."""
    normal = _normal(password)
    plain = normal.casefold().replace(" ", "").rstrip("!.?")
    if len(normal) < SHORTEST:
        return TOO_SHORT
    if len(normal) > LONGEST:
        return TOO_LONG
    if plain in _COMMON or len(set(plain)) < 4:
        return TOO_COMMON
    if plain in {name.casefold().replace(" ", "") for name in names}:
        return IS_THE_NAME
    return None


async def make_hash(password: str) -> str:
    """The argon2id hash to store."""
    return await asyncio.to_thread(_make, _normal(password))


async def matches(stored: str | None, password: str) -> bool:
    """Whether `password` belongs to `stored`; without one (no such account) the same work is done for nothing."""
    return await asyncio.to_thread(_matches, stored, _normal(password)[:LONGEST])


def _normal(password: str) -> str:
    """The same signs typed on another keyboard give the same password."""
    return unicodedata.normalize("NFKC", password)


def _make(password: str) -> str:
    with _AT_ONCE:
        return _hasher.hash(password)


@cache
def _nobodys() -> str:
    return _make("nobody has this password")


def _matches(stored: str | None, password: str) -> bool:
    against = stored or _nobodys()
    with _AT_ONCE:
        try:
            right = _hasher.verify(against, password)
        except (Argon2Error, InvalidHashError):
            return False
    return right and stored is not None
