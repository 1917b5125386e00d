"""Finds the mail that was forwarded inline: its header lines stand in the text, as mail programs paste them.

Outlook, Gmail, Apple Mail, Thunderbird and telephones, in Dutch and English. Linear in its input.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Final

from services.intake.mailparse.charsets import one_line
from services.intake.mailparse.headers import attempt, moment
from services.intake.mailparse.parsed import Address, Forwarded
from services.intake.mailparse.quotes import CHARACTERS, RULER

_BLOCK_LINES: Final = 16
_VALUE_CHARACTERS: Final = 2_000
_LABELS: Final = {
    **dict.fromkeys(("van", "from", "afzender"), "from"),
    **dict.fromkeys(("verzonden", "verstuurd", "datum", "date", "sent", "verzonden op", "sent on"), "date"),
    **dict.fromkeys(("aan", "to", "geadresseerde"), "to"),
    **dict.fromkeys(("onderwerp", "subject", "betreft"), "subject"),
    **dict.fromkeys(("cc", "kopie", "bcc", "antwoord aan", "reply-to", "prioriteit", "importance"), "other"),
}  # fmt: skip
_FIELD = re.compile(r"^[\s>]{0,20}[*_]{0,2}([A-Za-z][A-Za-z -]{1,15}?)[*_]{0,2}\s?:[*_]{0,2}(?:\s+(.*)|$)")
_MARKS = re.compile(r"^(?:\s?>){0,20}\s?")
_FORWARDS = re.compile(r"doorgestuurd|forwarded", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*(?:re|antw|antwoord|aw|sv|betr)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_MAILTO = re.compile(r"<?\[?mailto:([^\]>\s]{3,320})[\]>]*", re.IGNORECASE)
_BARE = re.compile(r"[^\s<>\[\]()\"',;:]{1,64}@[^\s<>\[\]()\"',;:@]{1,255}")


@dataclass(slots=True)
class _Block:
    """The header lines that were found: their values by name, and the line behind them."""

    fields: dict[str, str]
    end: int
    depth: int


def pasted(text: str, subject: str) -> Forwarded | None:
    """Give the mail forwarded inside a text; None when there is none, or when it is only quoted in an answer.

    A ruler that says "forwarded" is enough; header lines alone are a forward unless the subject says "Re:".
    """
    lines = text[:CHARACTERS].split("\n")
    ruled = False
    for number, line in enumerate(lines):
        if RULER.match(line):
            ruled = ruled or bool(_FORWARDS.search(line))
        elif (field := _FIELD.match(line)) and field[1].lower() in _LABELS and (block := _block(lines, number)):
            return None if _ANSWER.match(subject) and not ruled else _forwarded(lines, block)
    return None


def _block(lines: list[str], start: int) -> _Block | None:
    """Read the header lines that start here: From, with two others of which one is a date, a subject or a To."""
    found: dict[str, str] = {}
    last = ""
    number = start
    for number in range(start, min(start + _BLOCK_LINES, len(lines))):
        line = lines[number]
        field = _FIELD.match(line)
        label = _LABELS.get(field[1].lower(), "") if field else ""
        if field and label:
            if label in found and label != "other":
                break
            found[label], last = (field[2] or "")[:_VALUE_CHARACTERS], label
        elif not _MARKS.sub("", line).strip():
            if _is_whole(found) and not _goes_on(lines, number + 1):
                break
        elif last and (not found[last] or last == "to" or (line.startswith((" ", "\t")) and not _is_whole(found))):
            found[last] = f"{found[last]} {_MARKS.sub('', line).strip()}".strip()[:_VALUE_CHARACTERS]
        else:
            break
    else:
        number += 1
    return _Block(found, number, _depth(lines[start])) if _is_whole(found) else None


def _is_whole(found: dict[str, str]) -> bool:
    return bool(found.get("from")) and len(found.keys() & {"date", "to", "subject"}) >= 2


def _goes_on(lines: list[str], number: int) -> bool:
    """Say whether another header line follows a blank one (each line of some HTML mails is a paragraph)."""
    field = _FIELD.match(lines[number]) if number < len(lines) else None
    return bool(field and field[1].lower() in _LABELS)


def _forwarded(lines: list[str], block: _Block) -> Forwarded:
    body = lines[block.end :]
    if block.depth:
        mark = re.compile(rf"^(?:\s?>){{0,{block.depth}}} ?")
        body = [mark.sub("", line) for line in body]
    return Forwarded(
        from_=_sender(block.fields["from"]),
        subject=one_line(block.fields.get("subject", "")),
        date=moment(block.fields.get("date", "")),
        text="\n".join(body).strip(),
        pasted=True,
    )


def _sender(value: str) -> Address:
    """Read `Name <address>`, `Name [mailto:address]`, an address alone, or only a name."""
    value = one_line(value.replace("*", ""))
    value = _MAILTO.sub(r"<\1>", value) if "<mailto:" in value or "[mailto:" in value else value
    name, address = attempt(lambda: parseaddr(value), ("", ""))
    bare = _BARE.search(value)
    address = address if "@" in address else bare[0] if bare else ""
    name = name if name != address else ""
    return Address((name or _BARE.sub("", value).strip(" <>[]()\"',;"))[:200], address.replace(" ", ""))


def _depth(line: str) -> int:
    marks = _MARKS.match(line)
    return marks[0].count(">") if marks else 0
