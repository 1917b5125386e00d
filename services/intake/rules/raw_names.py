"""The names of a message's raw files, and which key seals each.

The raw mail has a key of its own: it can be shredded, and the text that was read from it stays readable. Files of
desks made before that bear the plain id of their message, and its key.
"""

from __future__ import annotations

_SIGN = "."


def first_name(incoming_id: str) -> str:
    """The file of a mail as it came in."""
    return f"{incoming_id}{_SIGN}1"


def next_name(name: str) -> str:
    """The file that takes the place of `name`, when something was taken out of the mail."""
    incoming_id, _, number = name.partition(_SIGN)
    return f"{incoming_id}{_SIGN}{int(number or 0) + 1}"


def has_own_key(name: str) -> bool:
    """Whether nothing but this file is sealed with its key."""
    return _SIGN in name


def scope_of(name: str) -> str:
    """The scope of the key that seals a file."""
    return f"raw:{name}" if has_own_key(name) else name
