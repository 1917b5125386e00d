"""Whose message is it, and what was their text? Usually the sender's; of a colleague's forward, the one inside.

From alone proves nothing (mail 1.6): a forward counts as a colleague's only when our server says that it came from our
own domain. One that only looks like it goes to a person, with the inner sender proposed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.intake.mailparse import Address, Forwarded, ParsedMail, own_words

_COVER_WORDS: Final = 40
"""With fewer words above it, a forwarded mail is what the message is about."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who asks, and their words. `doubtful`: an unproved forward, for a person to look at."""

    name: str
    address: str
    subject: str
    own_text: str
    doubtful: bool = False


def writer(mail: ParsedMail, own_domains: Collection[str], dmarc: str) -> Writer:
    """Who a mail is from, for the desk. `dmarc` is what our own server found, empty for nothing."""
    inner = mail.forwarded
    if inner is None or mail.automatic:
        return Writer(mail.from_.name, mail.from_.address, mail.subject, mail.own_text)
    text = own_words(inner.text) if inner.pasted else inner.text
    if domain(mail.from_) not in own_domains:
        return _outsider(mail, inner, text, own_domains)
    if not (inner.from_.address or inner.pasted):
        return Writer(mail.from_.name, mail.from_.address, mail.subject, mail.own_text)
    # A mail of a colleague in the mail of a colleague: the one who asks may stand deeper still.
    doubtful = dmarc != "pass" or not inner.from_.address or domain(inner.from_) in own_domains
    return Writer(inner.from_.name, inner.from_.address, inner.subject or mail.subject, text, doubtful)


def domain(address: Address | str) -> str:
    """The domain of an address, in small letters."""
    text = address.address if isinstance(address, Address) else address
    return text.rpartition("@")[2].lower()


def answered_ids(mail: ParsedMail) -> tuple[str, ...]:
    """The Message-IDs that a mail answers, nearest first; of a bounce also those in the mail it returns."""
    ids = [mail.in_reply_to, *reversed(mail.references), *mail.returned_ids]
    return tuple(dict.fromkeys(each for each in ids if each and each != mail.message_id))


def _outsider(mail: ParsedMail, inner: Forwarded, text: str, own_domains: Collection[str]) -> Writer:
    """Somebody from outside forwards: their own earlier mail is theirs; another's, barely introduced, is doubtful."""
    own = f"{mail.own_text}\n\n{text}" if text not in mail.own_text else mail.own_text
    if inner.from_.address and inner.from_.address.lower() == mail.from_.address.lower():
        return Writer(mail.from_.name, mail.from_.address, mail.subject, own)
    bare = text in mail.own_text or len(mail.own_text.split()) < _COVER_WORDS
    doubtful = bare and domain(inner.from_) not in own_domains
    shown = own if doubtful else mail.own_text
    return Writer(mail.from_.name, mail.from_.address, mail.subject, shown, doubtful)
