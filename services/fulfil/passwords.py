"""Passwords: argon2id, worked out beside the event loop; a wrong name costs the same work as a wrong password."""

from __future__ import annotations

import asyncio
import unicodedata
from functools import cache
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
_COMMON: Final = frozenset(
    """
    123456789012 1234567890123 1234567891234 12345678901234 123456789123 012345678910 0123456789012 0987654321098
    1q2w3e4r5t6y 1q2w3e4r5t6y7u q1w2e3r4t5y6 1qaz2wsx3edc 1qaz2wsx3edc4rfv qazwsxedcrfv qwertyuiop12 qwertyuiop123
    qwertyuiopasdfghjkl qwerty123456 qwerty1234567 qwertyqwerty asdfghjkl123 asdfghjklzxcvbnm abcdefghijkl abcdefghijklm
    abcd1234abcd abc123abc123 abcdef123456 a1b2c3d4e5f6 password1234 password12345 password123456 passwordpassword
    password2024 password2025 password2026 mypassword12 mypassword123 wachtwoord12 wachtwoord123 wachtwoord1234
    wachtwoordwachtwoord wachtwoord01 wachtwoord2024 wachtwoord2025 wachtwoord2026 mijnwachtwoord nieuwwachtwoord
    welkom123456 welkom1234567 welkomwelkom welkom2024welkom welkom2025welkom welkom2026welkom welcome12345 welcome123456
    welcomewelcome administrator administrator1 administrator123 adminadminadmin changemenow1 changeme1234 letmeinletmein
    iloveyou1234 iloveyouiloveyou ikhouvanjou12 geheim123456 geheimgeheim leerwerkburo leerwerkburo1 leerwerkburo123
    privacybalie privacybalie1 privacybalie123 zomer2026zomer winter2026winter correcthorsebatterystaple
    """.split()
)
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
