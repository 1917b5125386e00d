"""The words of the chat: a sentence for each thing the desk can say, a label for each quick reply."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from services.intake.rules.chat.dialogue import Heard, Say
from shared.platform.i18n import Catalogues, Text, lazy
from shared.vocabulary import Kind

SENTENCES: Final = {
    Say.GREETING: lazy(
        "Hello. This is the privacy desk of %(organisation)s. You talk to a computer here; you can ask for a colleague"
        " at any time."
    ),
    Say.ASK_WISH: lazy("What do you want to do with your data? Tell us in your own words, or choose."),
    Say.ASK_CHOICE: lazy("Which of these is it? Choose one, or say it in other words."),
    Say.ASK_MORE: lazy("Is there anything else you want?"),
    Say.ASK_NAME: lazy("What is your name?"),
    Say.ASK_ADDRESS: lazy("What is your e-mail address? We send our answer there."),
    Say.ASK_CODE: lazy("Type the code here: eight digits. Look in your spam folder too."),
    Say.ASK_CHECK: lazy(
        "This is what we have:\n– What you want: %(wishes)s\n– Name: %(name)s\n– E-mail: %(address)s\nIs this right?"
    ),
    Say.ASK_NOTHING: lazy("You do not need to do anything now. Do you want this conversation by e-mail?"),
    Say.UNDERSTOOD: lazy("I understand: %(wishes)s."),
    Say.NOT_SURE: lazy("I am not sure that I understand you."),
    Say.NO_WISH_SEEN: lazy("I do not see yet what you want to do with your data."),
    Say.THAT_IS_FINE: lazy("That is fine. Here is what you can ask for."),
    Say.A_PERSON_READS: lazy("That is fine. A colleague will read what you wrote and answer you."),
    Say.NOTED: lazy("I have noted that down."),
    Say.NAME_ODD: lazy("That does not look like a name. Your first and last name are enough."),
    Say.NAME_WHY: lazy("We need a name to know whose data it is about."),
    Say.ADDRESS_ODD: lazy("That does not look like one e-mail address. It looks like name@example.nl."),
    Say.ADDRESS_WHY: lazy(
        "We need an address to answer to. No e-mail? Then call us: %(phone)s. We write your request down for you."
    ),
    Say.CODE_SENT: lazy("We have sent a code to %(address)s. It works for %(minutes)s minutes."),
    Say.CODE_WRONG: lazy("This code does not fit, or it is too old."),
    Say.CODE_VOID: lazy("That was wrong too often: this code no longer works. Ask for a new one."),
    Say.CODE_WHERE: lazy("The code is in the e-mail that we sent to %(address)s. You can also ask for a new one."),
    Say.TOO_MANY_MAILS: lazy("We have sent you several e-mails already. Wait an hour, or call us: %(phone)s."),
    Say.PROVED: lazy("Thank you. The address is right."),
    Say.START_OVER: lazy("Then we begin again with what you want."),
    Say.PLEASE_CHOOSE: lazy("Choose one of the answers below."),
    Say.HANDED_IN: lazy(
        "Thank you. Your request has come in. You get an e-mail at once with the number of your case and the day on"
        " which you have our answer at the latest."
    ),
    Say.HANDED_TO_PERSON: lazy("Thank you. A colleague reads your message and writes to you within a week."),
    Say.COPY_SENT: lazy("We have sent this conversation to you."),
    Say.OVER: lazy("This conversation is finished, and I cannot add anything to it. For something new, start again."),
    Say.NO_COPIES: lazy(
        "Please do not send a copy of an identity document here. If we need one, you get a link to a page where you"
        " black it out first."
    ),
    Say.PERSON_COMES: lazy("I have called a colleague. You can go on here meanwhile."),
    Say.PERSON_LATER: lazy(
        "Our colleagues are not here now. They are back on %(when)s. Go on here: then your request comes in today, and"
        " a colleague answers it."
    ),
    Say.COLLEAGUE_JOINS: lazy("%(name)s is here now and answers you."),
    Say.HANDED_BACK: lazy("Our colleague has left. We go on together."),
    Say.WENT_QUIET: lazy(
        "I have not heard from you for a while, so I close the conversation for now. Nothing is lost: write something,"
        " and we go on."
    ),
}

WISHES: Final = {
    Kind.ACCESS: lazy("See my data"),
    Kind.RECTIFICATION: lazy("Have my data corrected"),
    Kind.ERASURE: lazy("Have my data erased"),
    Kind.RESTRICTION: lazy("Keep my data but do not use it"),
    Kind.PORTABILITY: lazy("Take my data along"),
    Kind.OBJECTION: lazy("Object to a use of my data"),
    Kind.OBJECTION_DIRECT_MARKETING: lazy("No more advertising"),
    Kind.CONSENT_WITHDRAWAL: lazy("Take back my permission"),
    Kind.COMPLAINT: lazy("Make a complaint about privacy"),
    Kind.INFORMATION_REQUEST: lazy("Ask how you handle data"),
    Kind.AUTOMATED_DECISION: lazy("Have a person look at a decision"),
    Kind.RECIPIENT_NOTIFICATION: lazy("Know who received my data"),
}
"""What is asked, in the requester's own words."""

LABELS: Final[dict[str, Text]] = {
    **{str(kind): text for kind, text in WISHES.items()},
    Heard.DONT_KNOW: lazy("I do not know"),
    Heard.NO_MORE: lazy("No, that is all"),
    Heard.FRESH: lazy("Send a new code"),
    Heard.CHANGE_ADDRESS: lazy("Another e-mail address"),
    Heard.CHANGE_NAME: lazy("Another name"),
    Heard.CHANGE_WISH: lazy("I want something else"),
    Heard.YES: lazy("Yes, this is right"),
    Heard.MAIL_ME: lazy("Send me this conversation"),
    Heard.PERSON: lazy("Ask for a colleague"),
}
"""The quick replies."""

A_PERSON_WILL_SEE: Final = lazy("a colleague reads what you wrote")
DESK_NAME: Final = lazy("Privacy desk")
YOU: Final = lazy("You")
COLLEAGUE: Final = lazy("Colleague")


@cache
def catalogues() -> Catalogues:
    """The texts in both languages, read once."""
    made = Catalogues()
    made.add("services.intake")
    return made


def say(language: str, text: Text | str) -> str:
    """One sentence in a language."""
    return catalogues().say(language, text)


def spoken(language: str, code: str, facts: Mapping[str, Any], zone: ZoneInfo) -> str:
    """What the desk said, in the reader's language; `facts` are values as a line keeps them."""
    values = dict(facts)
    if "wishes" in values:
        values["wishes"] = wishes(language, values["wishes"])
    if "when" in values:
        when = datetime.fromisoformat(values["when"]).astimezone(zone)
        pattern = "EEEE d MMMM 'om' H.mm 'uur'" if language == "nl" else "EEEE d MMMM 'at' H:mm"
        values["when"] = format_datetime(when, pattern, locale=language)
    return say(language, Text(SENTENCES[Say(code)].msgid, values))


def wishes(language: str, kinds: list[str]) -> str:
    """Several wishes in one line."""
    if not kinds:
        return say(language, A_PERSON_WILL_SEE)
    return "; ".join(say(language, WISHES[Kind(kind)]).lower() for kind in kinds)


def label(language: str, code: str) -> str:
    """What a quick reply is called."""
    return say(language, LABELS[code])
