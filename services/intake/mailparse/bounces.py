"""Recognises mail that came back, and automatic answers, where no header says so: by subject, sender and set phrases.

What people write about such mail ("FW: Undeliverable ...") is a person's: a sign in the subject never counts alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

TEXT_CHARACTERS: Final = 8_000

_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,30}\]\s*)?(?:"
    r"undeliverable\s*:|onbestelbaar\s*:|niet[- ]bestelbaar|niet te bezorgen|onbestelbare e-?mail"
    r"|undeliver(?:ed|able) (?:mail|message)|undelivered mail returned to sender"
    r"|failure notice|failed delivery|delivery (?:status notification|failure|failed|has failed|problem|report|delayed)"
    r"|(?:mail|message|e-?mail) (?:delivery|could not be delivered|not delivered|system error|undeliverable|delayed)"
    r"|(?:permanent|temporary|transient) (?:delivery )?failure|permanent fatal errors"
    r"|returned (?:mail|to sender)|return(?:ed)? to sender|non[- ]delivery|nondeliverable mail|could not deliver"
    r"|warning: (?:could not send|message)|unzustellbar|unable to deliver|rejected\s*:|blocked\s*:\s"
    r"|(?:uw|je) (?:bericht|e-?mail|mail) (?:kon niet|kan niet|is niet|kon nog niet)"
    r"|(?:bericht|e-?mail|mail) (?:kon niet|kan niet|is niet|niet) (?:worden )?(?:bezorgd|afgeleverd)"
    r"|bezorging (?:is )?mislukt|bezorgfout|afleveren mislukt|afleverstatus|fout bij (?:de )?bezorging"
    r"|melding over de bezorging|melding over bezorgstatus|bezorgstatus"
    r")",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"qmail-send program at|this is the mail system at host|this message was created automatically by (?:the )?mail"
    r"|a message that you (?:have )?sent could not be delivered|could not be delivered to one or more"
    r"|delivery (?:to the following|has failed|failed|is delayed) (?:to|for|recipients?)|delivery to these recipients"
    r"|your message (?:wasn't|was not|couldn't be|could not be|to \S{1,100} (?:couldn't|could not|has been)) (?:be )?"
    r"(?:delivered|blocked|rejected|send)|the following (?:addresses had|address(?:es)? failed|recipients? (?:cannot"
    r"|could not))|did not reach the following recipient|the e-?mail account that you tried to reach"
    r"|(?:recipient|sender) address rejected|user unknown|no such user|mailbox (?:unavailable|is full|full|not found)"
    r"|over quota|unrouteable address|diagnostic information for administrators|diagnostische gegevens voor beheerders"
    r"|niet (?:worden )?(?:bezorgd|afgeleverd|bereikt) (?:aan|bij|op)|niet bezorgd aan|bezorging (?:is )?mislukt"
    r"|kon(?:den)? niet worden (?:bezorgd|afgeleverd)|kan niet worden (?:bezorgd|afgeleverd)|postvak (?:is )?vol"
    r"|remote server (?:returned|replied)|externe server (?:heeft|retourneerde|antwoordde)|smtp error"
    r"|\b5[0-9]{2}[ -]5\.\d",
    re.IGNORECASE,
)
_ANSWER_SUBJECT = re.compile(
    r"^\s*(?:automatic reply|automatisch antwoord|automatische (?:reactie|beantwoording)|autoreply|auto-reply"
    r"|auto reply|auto response|automatic response|auto:\s*out of office|out of office(?: auto-?reply)?"
    r"|afwezigheidsbericht|automatisch afwezigheidsbericht|automatische afwezigheidsmelding)\s*:",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail ?delivery (?:sub)?system|^system administrator$|^systeembeheerder$|^mail administrator$|microsoft outlook"
    r"|^postmaster|^mailer-daemon",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"^(?:mailer[-_.]?daemon|postmaster|mail-?daemon|microsoftexchange[0-9a-f]{6,40}|bounces?)$")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_IDS = re.compile(rb"(?im)^[> \t]{0,8}message-id:[ \t\r\n]{0,4}(<[!-;=?-~]{1,250}>)")
_ID_BYTES: Final = 1024 * 1024
_MOST_IDS: Final = 20


def came_back(subject: str, sender: str, name: str, text: str, *, null_path: bool) -> str:
    """Say by which sign this is a bounce without a report; empty when it is none.

    The subject must be that of a bounce, and one more thing must say so: the sender, an empty return path, or a
    phrase that mail servers use.
    """
    if not _SUBJECT.match(subject[:300]):
        return ""
    if null_path or _DAEMON.match(sender.partition("@")[0].lower()) or _DAEMON_NAME.search(name):
        return "Subject and sender of a mail that came back"
    # A person may write "Rejected: my request": only what a server says word for word counts.
    return "Subject and text of a mail that came back" if _says_so(text) else ""


def answered_by_machine(subject: str) -> bool:
    """Say whether the subject is one that only a mail program writes, such as `Automatic reply: ...`."""
    return bool(_ANSWER_SUBJECT.match(subject[:300]))


def status_of(reports: Iterable[tuple[str, str]], text: str) -> str:
    """Give the code of a bounce, such as `5.1.1`: of the first failed recipient, else of any, else as the text says.

    `reports` are (action, status) of the recipients in its delivery report.
    """
    codes = [(action.lower(), found[1]) for action, status in reports if (found := _STATUS.search(status[:200]))]
    failed = [code for action, code in codes if action.startswith("failed")]
    said = _STATUS.search(text[:TEXT_CHARACTERS]) if not codes else None
    return next(iter([*failed, *(code for _, code in codes), *([said[1]] if said else [])]), "")


def ids_in(*sources: bytes) -> tuple[str, ...]:
    """Give the Message-IDs that stand at line starts, in a bounce those of the mail it returns; at most 20."""
    found = (each.decode() for source in sources for each in _IDS.findall(source[:_ID_BYTES])[:_MOST_IDS])
    return tuple(dict.fromkeys(found))[:_MOST_IDS]


def _says_so(text: str) -> bool:
    return bool(_PHRASE.search(text[:TEXT_CHARACTERS]))
