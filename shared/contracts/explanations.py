"""How a page shows a line of an explanation: the words of the message as they are, what follows in the reader's words.

A line is made by intake's rules and travels with the request: `"welke gegevens" + "over mij" -> access`.
"""

from __future__ import annotations

from typing import Final

from shared.platform.i18n import Text
from shared.vocabulary import CONTEXT_LABELS, KIND_LABELS

PERHAPS: Final = "perhaps a request"
_SHOWN: Final[dict[str, str]] = {
    **{str(label): words for label, words in CONTEXT_LABELS.items()},
    **{str(kind): words for kind, words in KIND_LABELS.items()},
    PERHAPS: PERHAPS,
}


def shown(line: str) -> Text:
    """The line as a text to be said; one of another form is said as it stands."""
    cues, _, what = line.rpartition(" -> ")
    if not cues or what not in _SHOWN:
        return Text(line)
    return Text("%(cues)s → %(what)s", {"cues": Text(cues), "what": Text(_SHOWN[what])})
