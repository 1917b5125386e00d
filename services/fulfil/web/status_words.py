"""The words of the status page: letters by name, who is next. English msgids; Dutch in the catalogue."""

from __future__ import annotations

from typing import Final

from services.fulfil.rules.client_steps import Next
from shared.platform.i18n import lazy
from shared.vocabulary import Letter

_ANSWERS = (
    Letter.T11, Letter.T13, Letter.T14, Letter.T15, Letter.T16, Letter.T17, Letter.T18, Letter.T19, Letter.T21,
    Letter.T22, Letter.T23, Letter.T24, Letter.T25, Letter.T25B, Letter.T27, Letter.T28, Letter.T29B, Letter.T36,
    Letter.T37, Letter.T38,
)  # fmt: skip
LETTERS: Final = {
    **dict.fromkeys(_ANSWERS, lazy("Our answer")),
    **dict.fromkeys((Letter.T02, Letter.T03), lazy("Question about who you are")),
    **dict.fromkeys((Letter.T07, Letter.T20), lazy("Message about your request")),
    Letter.T01: lazy("We have your request"),
    Letter.T05: lazy("Message about who you are"),
    Letter.T06: lazy("Reminder"),
    Letter.T08: lazy("Question about your request"),
    Letter.T09: lazy("How far we are"),
    Letter.T10: lazy("We need more time"),
    Letter.T26: lazy("We have your complaint"),
    Letter.T35: lazy("Message about costs"),
    Letter.T39: lazy("Link to your download"),
    Letter.T40: lazy("Our apology"),
}
"""Names, and nothing of what a letter says.

Not named here, so not shown: letters to the address on file, which would tell that somebody is known; codes; letters to
staff.
"""

NEXT: Final = {
    Next.US: (lazy("You need not do anything now."), lazy("We are working on your request.")),
    Next.YOU: (lazy("You are next."), lazy("We sent you a letter with a question. Please answer it.")),
    Next.NOBODY: (lazy("You need not do anything now."), lazy("This request is done.")),
}

DONE: Final = {
    "status-message": lazy("We have your message. A colleague reads it."),
    "status-withdrawal": lazy("We have read that you want to stop. A colleague reads it and closes your request."),
    "status-complaint": lazy("We have your complaint. A colleague reads it."),
    "status-left": lazy("You have left the page of your request."),
}

NO_LINK: Final = lazy("Paste the link from our mail.")
NO_CODE: Final = lazy("Fill in the code from our mail: eight digits.")
NO_WORDS: Final = lazy("Write your message.")
CHOOSE: Final = lazy("Choose one of the answers.")
DEAD_LINK: Final = lazy(
    "This link shows nothing, or nothing any more. A link works for %(days)s days. After that you can ask for a code."
)
DEAD_CODE: Final = lazy("This code does not fit. Look in our newest mail, or ask for a new code.")
LEFT_BEHIND: Final = lazy("You were away for a while. Open the link from our mail once more.")
WITHDRAWS: Final = lazy("I want to withdraw my request.")
