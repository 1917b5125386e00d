"""Whose message is it, and what was their text? Usually the sender's; of a colleague's forward, the one inside.

From alone proves nothing (mail 1.6): a forward counts as a colleague's only when our server says that it came from our
own domain. One that only looks like it goes to a person, with the inner sender proposed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from services.intake.mailparse import Address, MachineKind, ParsedMail

_RETURNED: Final = re.compile(rb"(?im)^message-id:[ \t\r\n]{0,4}(<[!-;=?-~]{1,250}>)")
_RETURNED_BYTES: Final = 1024 * 1024
_RETURNED_IDS: Final = 20


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
    if inner is None or not inner.from_.address or domain(mail.from_) not in own_domains or mail.automatic:
        return Writer(mail.from_.name, mail.from_.address, mail.subject, mail.own_text)
    return Writer(inner.from_.name, inner.from_.address, inner.subject, inner.text, doubtful=dmarc != "pass")


def domain(address: Address | str) -> str:
    """The domain of an address, in small letters."""
    text = address.address if isinstance(address, Address) else address
    return text.rpartition("@")[2].lower()


def answered_ids(mail: ParsedMail, raw: bytes) -> tuple[str, ...]:
    """The Message-IDs that a mail answers, nearest first; of a bounce also those in the mail it returns."""
    ids = [mail.in_reply_to, *reversed(mail.references)]
    if mail.automatic_kind is MachineKind.BOUNCE:
        found = _RETURNED.findall(raw[:_RETURNED_BYTES])[:_RETURNED_IDS]
        ids += [each.decode() for each in found]
    return tuple(dict.fromkeys(each for each in ids if each and each != mail.message_id))
