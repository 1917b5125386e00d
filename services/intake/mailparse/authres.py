"""Reads an Authentication-Results header (RFC 8601), also in the form Microsoft writes it, without a server name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NAMELESS: Final = "microsoft365"
"""The name to configure for a server that writes none."""

_RESULT = re.compile(r"^\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
# What the sender has a hand in: quoted strings, and comments, which may be nested.
_FREE = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[()]|[^"\\()]+', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What our mail server found: `pass`, `fail`, `none`, ...; empty where it said nothing."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


def verdicts(header: str, authserv_id: str) -> Verdicts:
    """Read the topmost header, which counts only when it names our own server (`authserv_id`).

    With `microsoft365` the topmost header counts when it names no server, as Microsoft 365 writes it. Any other
    header gives empty verdicts, and without an `authserv_id` every one does: anybody can write one.
    """
    wanted = authserv_id.strip().lower()
    pieces = _bare(header[:8192]).split(";")
    named = _RESULT.match(pieces[0]) is None
    server = pieces[0].split()[0].lower() if named and pieces[0].strip() else ""
    if not wanted or named is (wanted == NAMELESS) or (named and server != wanted):
        return Verdicts()
    found: dict[str, str] = {}
    for piece in pieces[1:] if named else pieces:
        if result := _RESULT.match(piece):
            method, value = result[1].lower(), result[2].lower()
            # Several DKIM signatures: one that holds is enough. SPF and DMARC are said once: the first counts.
            if method not in found or (method == "dkim" and value == "pass"):
                found[method] = value
    return Verdicts(**found)


def _bare(header: str) -> str:
    """Leave comments and quoted strings out: a sender's address may hold `; dmarc=pass` there."""
    kept: list[str] = []
    depth = 0
    for found in _FREE.finditer(header):
        piece = found[0]
        if piece in {"(", ")"}:
            depth = max(depth + (1 if piece == "(" else -1), 0)
            kept.append(" ")
        elif not depth and piece[0] not in '"\\':
            kept.append(piece)
    return "".join(kept)
