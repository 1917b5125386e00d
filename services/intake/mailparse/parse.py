"""Reads one raw mail into a ParsedMail. Runs inside the confined child: bytes in, plain data out, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from email.message import Message
from typing import Any

from services.intake.mailparse import headers
from services.intake.mailparse.bodies import Body, content, read_body
from services.intake.mailparse.bounces import ids_in, status_of
from services.intake.mailparse.charsets import one_line
from services.intake.mailparse.frames import to_frame
from services.intake.mailparse.guards import ADDRESSES, BROKEN, GuardedMessage, Refused, read, read_headers, scan, trim
from services.intake.mailparse.machine import Machine, machine_mail, machine_text, no_auto_answer, report_kind
from services.intake.mailparse.parsed import Address, Forwarded, MachineKind, ParsedMail, Status
from services.intake.mailparse.pasted import pasted
from services.intake.mailparse.quotes import split
from services.intake.mailparse.removing import without
from services.intake.mailparse.repairs import repaired
from services.intake.mailparse.showing import document

_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "To", "Cc")
_CANARY_CHARACTERS = 200


def parse(data: bytes, own_domain: str = "") -> ParsedMail:
    """Read a raw mail; never raises for what is in it.

    `own_domain` is the domain of the Message-IDs we make: a mail that carries one is ours, come back. A mail over a
    limit comes out as quarantined, with the reason and what its first headers say.
    """
    return _read(data, own_domain)[0]


def parse_frame(data: bytes, facts: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer one job of the confined child.

    Gives the mail as a dict for `from_frame`, and bytes by what the facts ask (all are optional, `own_domain` too):

    - `attachment`: the decoded bytes of the one with this number in the list;
    - `view` = `html`: the mail's HTML as a document that staff can look at safely, in UTF-8; empty when it has none;
    - `view` = `stripped` and `without`: the raw mail with the attachments of these numbers replaced by a notice, which
      names the moment `at` (text) when it is given. Raises `Refused` when one of them is not there.
    """
    mail, body = _read(data, str(facts.get("own_domain", "")))
    match facts.get("view"):
        case "html":
            return to_frame(mail), document(body.pages)
        case "stripped":
            return to_frame(mail), without(data, body.parts, list(facts["without"]), str(facts.get("at", "")))
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
        return _with_body(message, data, mail, body), body
    except Refused as refusal:
        return _quarantined(data, own_domain, str(refusal)), Body()
    except BROKEN as broken:
        return _quarantined(data, own_domain, f"could not be read ({type(broken).__name__})"), Body()


def _count(mail: ParsedMail) -> None:
    if max(len(mail.to), len(mail.recipients)) > ADDRESSES:
        raise Refused(f"more than {ADDRESSES} addresses")


def _envelope(message: GuardedMessage, own_domain: str) -> ParsedMail:
    sender = headers.address(message, "From")
    sender = sender if sender.address else _second_best(message, sender)
    machine = headers.attempt(lambda: machine_mail(message, sender, own_domain), None)
    mail = ParsedMail(
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
        no_auto_answer=no_auto_answer(message),
        auth_results=one_line(headers.raw(message, "Authentication-Results")),
        canary=_plain(headers.raw(message, "X-Desk-Canary")),
    )
    return _by(machine, replace(mail, raw_headers=repaired(message, mail)))


def _by(machine: Machine | None, mail: ParsedMail) -> ParsedMail:
    if machine is None:
        return mail
    return replace(mail, automatic=True, automatic_kind=machine.kind, automatic_reason=machine.reason)


def _plain(value: str) -> str:
    return value[:_CANARY_CHARACTERS] if value.isascii() and value.isprintable() else ""


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


def _with_body(message: Message, data: bytes, mail: ParsedMail, body: Body) -> ParsedMail:
    text = body.text
    own, quoted = split(text)
    mail = replace(
        mail,
        text=text,
        own_text=own,
        quoted=quoted,
        attachments=tuple(body.attachments),
        forwarded=_carried(body.inner, body.inner_text) if body.inner is not None else pasted(text, mail.subject),
        has_html=bool(body.pages),
        unreadable_parts=tuple(dict.fromkeys(body.hidden)),
    )
    return _machine_said(message, data, mail, body)


def _machine_said(message: Message, data: bytes, mail: ParsedMail, body: Body) -> ParsedMail:
    """Look at what the mail says for a machine's hand, and read what a bounce returns."""
    said_by_report = message.get_content_type() == "multipart/report"
    if mail.automatic_kind in {None, MachineKind.AUTOREPLY} and not said_by_report:
        null_path = headers.raw(message, "Return-Path") == "<>"
        found = machine_text(mail.subject, mail.from_, mail.own_text, null_path=null_path, calendar=body.calendar)
        mail = _by(found, mail) if found and (not mail.automatic or found.kind is MachineKind.BOUNCE) else mail
    if mail.automatic_kind is not MachineKind.BOUNCE:
        return mail
    if body.reports:
        mail = replace(mail, automatic_kind=report_kind([action for action, _ in body.reports]))
    returned = ids_in(*(b"Message-ID: " + each if each[:1] == b"<" else each for each in body.returned), data)
    ids = tuple(each for each in returned if each != mail.message_id)
    return replace(mail, bounce_status=status_of(body.reports, mail.text), returned_ids=ids)


def _carried(inner: Message, text: str) -> Forwarded:
    return Forwarded(
        from_=headers.address(inner, "From"),
        subject=headers.text(inner, "Subject"),
        date=headers.moment(headers.raw(inner, "Date")),
        text=text,
    )


def _quarantined(data: bytes, own_domain: str, reason: str) -> ParsedMail:
    known = headers.attempt(lambda: _envelope(read_headers(data), own_domain), ParsedMail())
    return replace(known, status=Status.QUARANTINED, reason=reason)
