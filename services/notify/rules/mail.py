"""A letter as a mail: who it is from, its own id and date, what it answers, and what machines must know of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import Final

from services.notify.rules.markup import Rendered

KEPT_REFERENCES: Final = 10
_ONE_ADDRESS: Final = re.compile(r"[^\s@<>(),;:\\\"\x00-\x1f\x7f]{1,64}@[^\s@<>(),;:\\\"\x00-\x1f\x7f]{1,253}")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,250}>")
_TAG: Final = re.compile(r"[A-Za-z0-9._-]{1,48}")


def compose(
    letter: Rendered,
    *,
    sender: str,
    sender_name: str,
    recipient: str,
    message_id: str,
    date: datetime,
    automatic: bool,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    reply_tag: str = "",
) -> EmailMessage:
    """The mail: text and HTML in one, from the one configured sender (R1.0-3), with the id and the date it was given.

    `automatic` marks a letter that no person sent, so that no machine answers it. `in_reply_to` and `references` are
    the requester's own headers; what does not look like a Message-ID is left out. `reply_tag` makes answers come to
    `local+tag@domain`. Raises ValueError for a subject or an address that would break a header.
    """
    for address in (sender, recipient):
        if not is_one_address(address):
            raise ValueError("a mail needs one plain address on each side")
    mail = EmailMessage(policy=SMTP if (sender + recipient).isascii() else SMTPUTF8)
    mail["From"] = Address(sender_name, *sender.split("@"))
    mail["To"] = Address("", *recipient.split("@"))
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = message_id
    if reply_tag:
        mail["Reply-To"] = Address(sender_name, *_tagged(sender, reply_tag).split("@"))
    _thread(mail, in_reply_to, references)
    _tell_machines(mail, sender, automatic=automatic)
    mail.set_content(letter.text, cte="quoted-printable")
    mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return mail


def is_one_address(text: str) -> bool:
    """Whether this is one plain address: no name, no second one, nothing that could end a header or a command."""
    return _ONE_ADDRESS.fullmatch(text) is not None and text.encode("utf-8", "replace").decode() == text


def _tagged(sender: str, tag: str) -> str:
    local, _, domain = sender.partition("@")
    if not _TAG.fullmatch(tag) or len(local) + len(tag) + 1 > 64:
        raise ValueError("a reply tag is short and has letters, digits, dots and dashes only")
    return f"{local}+{tag}@{domain}"


def _thread(mail: EmailMessage, in_reply_to: str, references: Sequence[str]) -> None:
    answered = _MESSAGE_ID.fullmatch(in_reply_to.strip())
    before = [known for known in map(str.strip, references) if _MESSAGE_ID.fullmatch(known)]
    if answered:
        mail["In-Reply-To"] = answered[0]
        before = [known for known in before if known != answered[0]] + [answered[0]]
    if before:
        mail["References"] = " ".join(before[-KEPT_REFERENCES:])


def _tell_machines(mail: EmailMessage, sender: str, *, automatic: bool) -> None:
    if automatic:
        mail["Auto-Submitted"] = "auto-replied" if mail["In-Reply-To"] else "auto-generated"
    # Holiday notices and receipts help nobody; reports of failed delivery we do want, so not "All".
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply, RN, NRN"
    mail["X-Loop"] = sender
