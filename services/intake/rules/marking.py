"""Finds the words of an explanation in the text it explains, so that a page can mark them. Linear in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

CUES: Final = 30
SHORTEST: Final = 3
_QUOTED: Final = re.compile(r"[“‘'\"]([^“”‘’'\"]{3,80})[”’'\"]")

Piece = tuple[bool, str]
"""Whether to mark it, and the text."""


def cues(explanation: Iterable[str]) -> list[str]:
    """The words that the lines of an explanation put between quotation marks, longest first."""
    found = {each.strip().casefold() for line in explanation for each in _QUOTED.findall(line)}
    return sorted((each for each in found if len(each) >= SHORTEST), key=lambda each: (-len(each), each))[:CUES]


def marked(text: str, explanation: Sequence[str]) -> list[Piece]:
    """The text in pieces; together they are the whole text."""
    words = cues(explanation)
    if not words:
        return [(False, text)] if text else []
    spaced = (r"\s+".join(map(re.escape, each.split())) for each in words)
    pattern = re.compile(rf"\b(?:{'|'.join(spaced)})\b", re.IGNORECASE)
    pieces: list[Piece] = []
    end = 0
    for hit in pattern.finditer(text):
        pieces += [(False, text[end : hit.start()]), (True, hit.group())]
        end = hit.end()
    return [piece for piece in [*pieces, (False, text[end:])] if piece[1]]
