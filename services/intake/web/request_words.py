"""The words of the form: what can be chosen, for whom, and why something cannot be used. Dutch in the catalogue."""

from __future__ import annotations

from typing import Final

from services.intake.rules.request_form import OWN_WORDS, For, Step
from shared.platform.i18n import Text, lazy
from shared.vocabulary import Kind

WISHES: Final[dict[str, tuple[Text, Text]]] = {
    Kind.ACCESS: (lazy("See my data"), lazy("You get a copy of what we know about you.")),
    Kind.RECTIFICATION: (lazy("Have my data corrected"), lazy("Something is wrong, or something is missing.")),
    Kind.ERASURE: (lazy("Have my data deleted"), lazy("All of it, or a part of it.")),
    Kind.PORTABILITY: (lazy("Take my data with me"), lazy("You get a file that another organisation can read.")),
    Kind.OBJECTION: (lazy("Object to a use of my data"), lazy("For example against advertising.")),
    Kind.CONSENT_WITHDRAWAL: (lazy("Take back my consent"), lazy("You once said yes, and now you say no.")),
    Kind.COMPLAINT: (lazy("Make a complaint"), lazy("About how we handle your data.")),
    OWN_WORDS: (lazy("Something else"), lazy("You tell us in your own words.")),
}
"""A choice, and what it means."""

WHO: Final[dict[str, Text]] = {
    For.MYSELF: lazy("For myself"),
    For.CHILD: lazy("For my child"),
    For.OTHER: lazy("For somebody else"),
    For.DECEASED: lazy("For somebody who has died"),
}

QUESTIONS: Final = {
    Step.WHAT: lazy("What do you want to do?"),
    Step.WORDS: lazy("What do you want to tell us?"),
    Step.WHO: lazy("For whom do you ask this?"),
    Step.WHOM: lazy("Who is it about?"),
    Step.NAME: lazy("What is your name?"),
    Step.ADDRESS: lazy("What is your e-mail address?"),
    Step.CODE: lazy("Type the code from our mail"),
    Step.CHECK: lazy("Check your answers"),
}

HINTS: Final[dict[str, Text]] = {
    Kind.ACCESS: lazy("Are you looking for something in particular? Then say so here."),
    Kind.RECTIFICATION: lazy("Say what is wrong, and what it should be."),
    Kind.ERASURE: lazy("Say which data must go. If you want all of it deleted, you may leave this empty."),
    Kind.PORTABILITY: lazy("Is there an organisation that we should send the file to? Then name it here."),
    Kind.OBJECTION: lazy("Say which use you object to. You may say why, but you need not."),
    Kind.CONSENT_WITHDRAWAL: lazy("Say what you gave consent for."),
    Kind.COMPLAINT: lazy("Say what happened, and what you want from us."),
    OWN_WORDS: lazy("Say it as you would say it to a person. You need no legal words."),
}

CHOOSE: Final = lazy("Choose one of the answers.")
TELL: Final = lazy("Tell us what you want.")
NAME_MISSING: Final = lazy("Fill in your name.")
WHOM_MISSING: Final = lazy("Fill in the name of the person.")
ADDRESS_WRONG: Final = lazy("Fill in one e-mail address, such as name@example.org.")
CODE_MISSING: Final = lazy("Fill in the code, or go on without it.")
CODE_WRONG: Final = lazy("This code does not fit. Look in our newest mail, or go on without the code.")
TOO_LONG: Final = lazy("This is too long. Use at most %(longest)s characters.")
LEAVE_EMPTY: Final = lazy("Leave the field “Website” empty. It catches programs that fill in everything.")
GONE: Final = lazy(
    "Your answers are no longer here. We keep them for one day, and only if your browser allows cookies. "
    "Please begin again."
)
CHANGED: Final = lazy("These are the answers that we have now. Look whether they are right, and send them.")
TOO_OFTEN: Final = lazy(
    "The form was used very often from your network. Wait until %(time)s and try again. "
    "You can also mail or call us: %(address)s, %(phone)s."
)
CODE_TOO_OFTEN: Final = lazy("We can send no more codes now. Go on without a code: we help you all the same.")

ABOUT: Final = lazy("This is about %(name)s.")
"""Stands above the words of who asks for somebody else."""

DONE: Final = {
    "code-sent": lazy("We have sent you a new code."),
}
