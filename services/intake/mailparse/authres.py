"""Reads an Authentication-Results header (RFC 8601), also in the form Microsoft writes it, without a server name."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(r"\([^()]{0,500}\)")
_RESULT = re.compile(r"^\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What our mail server found: `pass`, `fail`, `none`, ...; empty where it said nothing."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


def verdicts(header: str, authserv_id: str) -> Verdicts:
    """Read the topmost header, which counts only when it names our own server.

    With an empty `authserv_id` the server is one that writes no name (Microsoft 365). A header of any other server
    gives empty verdicts: anybody can write one.
    """
    pieces = _COMMENT.sub(" ", header[:8192]).split(";")
    named = _RESULT.match(pieces[0]) is None
    server = pieces[0].split()[0].lower() if named and pieces[0].strip() else ""
    if server != authserv_id.strip().lower():
        return Verdicts()
    found: dict[str, str] = {}
    for piece in pieces[1:] if named else pieces:
        if result := _RESULT.match(piece):
            method, value = result[1].lower(), result[2].lower()
            # Several DKIM signatures: one that holds is enough.
            if method not in found or value == "pass":
                found[method] = value
    return Verdicts(**found)
