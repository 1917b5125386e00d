"""How a page shows a line of an explanation: the words of the message as they are, what follows in the reader's words.

A line is made by intake's rules and travels with the request: `"welke gegevens" + "over mij" -> access`.
"""

from __future__ import annotations

from typing import Final

from shared.vocabulary import CONTEXT_LABELS, KIND_LABELS

PERHAPS: Final = "perhaps a request"
_SHOWN: Final[dict[str, str]] = {
    **{str(label): words for label, words in CONTEXT_LABELS.items()},
    **{str(kind): words for kind, words in KIND_LABELS.items()},
    PERHAPS: PERHAPS,
}


def parts(line: str) -> tuple[str, str]:
    """What was found, and the English msgid of what it means; of a line of another form the second is empty."""
    cues, _, what = line.rpartition(" -> ")
    return (cues, _SHOWN[what]) if cues and what in _SHOWN else (line, "")
