"""Reads one raw mail into a ParsedMail. Runs inside the confined child: bytes in, plain data out, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.message import Message
from typing import Any

from services.intake.mailparse import headers
from services.intake.mailparse.bodies import Body, content, read_body
from services.intake.mailparse.guards import ADDRESSES, BROKEN, Refused, read, read_headers, scan, trim
from services.intake.mailparse.machine import machine_mail, no_auto_answer
from services.intake.mailparse.parsed import Address, Forwarded, ParsedMail, Status, to_frame
from services.intake.mailparse.quotes import own_words

_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "To", "Cc")


def parse(data: bytes, own_domain: str = "") -> ParsedMail:
    """Read a raw mail; never raises for what is in it.

    `own_domain` is the domain of the Message-IDs we make: a mail that carries one is ours, come back. A mail over a
    limit comes out as quarantined, with the reason and what its first headers say.
    """
    return _read(data, own_domain)[0]


def parse_frame(data: bytes, facts: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer one job of the confined child.

    Facts: `own_domain` (str, optional) and `attachment` (its number in the list, optional). Gives the mail as a dict
    for `from_frame`, and the bytes of the attachment asked for (else none).
    """
    mail, body = _read(data, str(facts.get("own_domain", "")))
    number = facts.get("attachment")
    wanted = body.parts[number] if isinstance(number, int) and 0 <= number < len(body.parts) else None
    return to_frame(mail), content(wanted) if wanted is not None else b""


def _read(data: bytes, own_domain: str) -> tuple[ParsedMail, Body]:
    data = trim(data)
    try:
        scan(data)
        message = read(data)
        mail = _envelope(message, own_domain)
        _count(mail)
        body = read_body(message)
        return _with_body(mail, body), body
    except Refused as refusal:
        return _quarantined(data, own_domain, str(refusal)), Body()
    except BROKEN as broken:
        return _quarantined(data, own_domain, f"could not be read ({type(broken).__name__})"), Body()


def _count(mail: ParsedMail) -> None:
    if max(len(mail.to), len(mail.recipients)) > ADDRESSES:
        raise Refused(f"more than {ADDRESSES} addresses")


def _envelope(message: Message, own_domain: str) -> ParsedMail:
    sender = headers.address(message, "From")
    sender = sender if sender.address else _second_best(message, sender)
    machine = headers.attempt(lambda: machine_mail(message, sender, own_domain), None)
    return ParsedMail(
        subject=headers.text(message, "Subject"),
        from_=sender,
        reply_to=next(iter(headers.addresses(message, "Reply-To")), None),
        to=headers.addresses(message, "To"),
        recipients=_recipients(message),
        date=headers.moment(headers.raw(message, "Date")),
        received_at=headers.received_at(message),
        message_id=next(iter(headers.ids(message, "Message-ID")), ""),
        in_reply_to=next(iter(headers.ids(message, "In-Reply-To")), ""),
        references=headers.ids(message, "References"),
        automatic=machine is not None,
        automatic_kind=machine.kind if machine else None,
        automatic_reason=machine.reason if machine else "",
        no_auto_answer=no_auto_answer(message),
        auth_results=headers.text(message, "Authentication-Results"),
    )


def _recipients(message: Message) -> tuple[str, ...]:
    """Give all addresses the mail came for, in small letters."""
    found = [each.address.lower() for name in _RECIPIENT_HEADERS for each in headers.addresses(message, name)]
    return tuple(dict.fromkeys(found))


def _second_best(message: Message, sender: Address) -> Address:
    """Take Sender or Return-Path when From holds no address, under the name that From gave."""
    for name in ("Sender", "Return-Path"):
        if found := headers.address(message, name).address:
            return Address(sender.name, found)
    return sender


def _with_body(mail: ParsedMail, body: Body) -> ParsedMail:
    return replace(
        mail,
        text=body.text,
        own_text=own_words(body.text),
        attachments=tuple(body.attachments),
        forwarded=_forwarded(body.inner) if body.inner is not None else None,
    )


def _forwarded(inner: Message) -> Forwarded:
    return Forwarded(
        from_=headers.address(inner, "From"),
        subject=headers.text(inner, "Subject"),
        date=headers.moment(headers.raw(inner, "Date")),
        text=headers.attempt(lambda: read_body(inner).text, ""),
    )


def _quarantined(data: bytes, own_domain: str, reason: str) -> ParsedMail:
    known = headers.attempt(lambda: _envelope(read_headers(data), own_domain), ParsedMail())
    return replace(known, status=Status.QUARANTINED, reason=reason)
