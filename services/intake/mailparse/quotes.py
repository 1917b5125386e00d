"""Finds what the writer of a mail wrote, between what was quoted from earlier mails. Linear in its input."""

from __future__ import annotations

import re

CHARACTERS = 200_000
_HEADING_LINES = 4  # a heading such as "Op ... schreef ...:" is wrapped over at most that many lines
_HEADING_CHARACTERS = 400

RULER = re.compile(
    r"^[\s>*]*(?:[-_]{2,}\s*(?:oorspronkelijke? bericht|original message|oorspr\. bericht|origineel bericht"
    r"|doorgestuurde? bericht|forwarded message|forwarded by [^\n]{0,120})\s*[-_]{2,}"
    r"|begin (?:doorgestuurd bericht|forwarded message|van doorgestuurd bericht)\s*:)",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"^\*?(?:op|on|van|from)\b", re.IGNORECASE)
_WROTE = re.compile(r"\b(?:schreef|geschreven|wrote)\b[^\n]*:\s*$", re.IGNORECASE)
_NAME_FIRST = re.compile(r"^\S[^\n]{0,200}\b(?:schreef op|wrote on)\b[^\n]{0,100}:\s*$", re.IGNORECASE)
_SENDER = re.compile(r"^\*?(?:van|from):\*?\s", re.IGNORECASE)
_SENT = re.compile(r"^\*?(?:verzonden|datum|sent|date|aan|to|onderwerp|subject):\*?\s", re.IGNORECASE)


def own_words(text: str) -> str:
    """Give the text without quoted mails (see `split`)."""
    return split(text)[0]


def split(text: str) -> tuple[str, str]:
    """Give what the writer wrote and what was quoted.

    Under a heading whose mail is marked with `>`, lines without the mark are the writer's answers and stay; without
    marks everything below is the old mail. When nothing would remain (a bare forward), the whole text is the writer's.
    """
    text = text[:CHARACTERS]
    lines = text.split("\n")
    own: list[str] = []
    quoted: list[str] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        heading = _heading(lines, number)
        if (heading and not _marked(lines, number + heading)) or RULER.match(line) or _header_lines(lines, number):
            quoted += lines[number:]
            break
        if heading:
            quoted += lines[number : number + heading]
            number += heading
            continue
        (quoted if line.lstrip().startswith(">") else own).append(line)
        number += 1
    said = "\n".join(own).strip()
    return (said, "\n".join(quoted).strip()) if said else (text.strip(), "")


def _heading(lines: list[str], start: int) -> int:
    """Give the number of lines of an "Op ... schreef ...:" heading that starts here, or 0."""
    if _NAME_FIRST.match(lines[start][:_HEADING_CHARACTERS]):
        return 1
    if not _FIRST_WORD.match(lines[start]):
        return 0
    joined = ""
    for length in range(1, _HEADING_LINES + 1):
        if start + length > len(lines) or not lines[start + length - 1].strip():
            return 0
        joined = f"{joined} {lines[start + length - 1]}".strip()
        if len(joined) > _HEADING_CHARACTERS:
            return 0
        if _WROTE.search(joined) and any(sign.isdigit() for sign in joined):
            return length
    return 0


def _marked(lines: list[str], start: int) -> bool:
    following = next((line for line in lines[start : start + 5] if line.strip()), "")
    return following.lstrip().startswith(">")


def _header_lines(lines: list[str], start: int) -> bool:
    """Say whether the header lines of an Outlook quotation (Van, Verzonden, Aan ...) start here."""
    if not _SENDER.match(lines[start]):
        return False
    return sum(bool(_SENT.match(line)) for line in lines[start + 1 : start + 6]) >= 2
