"""What was understood is written down, decided by the rules and done: a case, a place in one, triage, the files.

All of it happens in one transaction, the one that also marks the message as read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from services.intake import store
from services.intake.mailparse import MachineKind, Status
from services.intake.rules.evidence import evidence
from services.intake.rules.followups import Seems, seems
from services.intake.rules.incoming import INCOMING, Event
from services.intake.rules.receipt import received_at
from services.intake.rules.routing import Attach, Decision, File, Open, Triage, decide
from services.intake.rules.understood import Understood
from services.intake.store import CaseKnown, Incoming, Said
from services.intake.usecases import canaries, copies
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.attaching import attach, bounce
from services.intake.usecases.opening import Asked, open_request, sender_index, usable
from services.intake.usecases.recognising import DMARC_FAIL, Recognised, recognise
from shared.contracts.intake import TriageNeeded
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.keyring import Place
from shared.statetable import SYSTEM

NEW_WISHES = lazy("belongs to a case, but seems to ask something new").msgid
COMPLAINS = lazy("belongs to a case, and sounds like a complaint about how we handle it (spec 9.2)").msgid
UNTRUSTED = lazy("names a case, but comes from another address and answers no letter of ours").msgid
DOUBTFUL_FORWARD = lazy("a forwarded mail: whose wish it is was not proved").msgid
OUR_OWN = lazy("a letter of our own came back").msgid
NO_SENDER = lazy("a request, but without an address to answer to").msgid


async def settle(
    desk: Desk,
    work: Work,
    row: Incoming,
    found: Understood,
    boxes: Mapping[Place, Box],
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down what the mail says, sealed; decide by the rules, and do it.

    `boxes` holds those of the message, and of the case that it seems to open; `details` is what is known beside it.
    """
    who, mail = found.writer, found.mail
    seeming = seems(who.subject, who.own_text, found.result, automatic=mail.automatic)
    said = _said(desk, found, seeming, details or {})
    said.seal_into(row, boxes[row.id, CONTACT], boxes[row.id, CORR])
    _note_reading(desk, row, found)
    known = await recognise(desk, work, mail, found.answered, row.sender_index, found.dmarc, found.result)
    decision = await _decide(work, found, known, seeming)
    canary = await canaries.recognise(desk, work, mail.canary) if isinstance(decision, Open) else None
    if canary is not None:
        decision = Triage(canaries.USED_TWICE) if canary.incoming_id else File(canaries.OUR_TEST)
    row.reason = decision.reason
    match decision:
        case Open():
            await _open(desk, work, row, said, found, boxes)
        case Attach():
            await _attach(desk, work, row, said, found, decision, known.cases[decision.case])
        case File():
            step(work, row, Event.FILE)
            if canary is not None:
                await canaries.arrived(work, row, canary, found.result)
        case Triage():
            unreadable = mail.status is Status.QUARANTINED
            give_to_person(work, row, Event.GIVE_UP if unreadable else Event.ASK, decision.reason)
    await copies.plan(desk, work, row, said, found)


async def _decide(work: Work, found: Understood, known: Recognised, seeming: Seems) -> Decision:
    """The rules' decision, unless something about the sender must be seen by a person first."""
    mail = found.mail
    if mail.status is Status.QUARANTINED:
        return Triage("the mail could not be read within the limits")
    if mail.automatic_kind is MachineKind.OWN or await store.is_ours(work.session, mail.message_id):
        return File(OUR_OWN)
    facts = replace(known.facts, followup=seeming.followup, complains=seeming.complains)
    decision = decide(facts, found.result)
    if isinstance(decision, Attach) or mail.automatic:
        return decision
    if found.writer.doubtful:
        return Triage(DOUBTFUL_FORWARD)
    if isinstance(decision, Open):
        return decision if usable(found.writer.address) else Triage(NO_SENDER)
    return Triage(UNTRUSTED) if known.untrusted else decision


def _said(desk: Desk, found: Understood, seeming: Seems, known: Mapping[str, Any]) -> Said:
    mail, who = found.mail, found.writer
    details = {
        "to": [str(each) for each in mail.to],
        "reply_to": str(mail.reply_to) if mail.reply_to else "",
        "date": mail.date.isoformat() if mail.date else "",
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "auth_results": mail.auth_results,
        "evidence": evidence(mail.auth_results, desk.settings.intake.authserv_id),
        "followup": seeming.followup or "",
        "attachments": [asdict(each) for each in mail.attachments],
        "forwarded_by": str(mail.from_) if who.address != mail.from_.address else "",
        "automatic_reason": mail.automatic_reason,
        "no_auto_answer": mail.no_auto_answer,
        "limit": mail.reason,
        "has_html": mail.has_html,
        "raw_headers": mail.raw_headers,
        **known,
    }
    carried = mail.forwarded is not None and not mail.forwarded.pasted
    text = who.own_text if details["forwarded_by"] and carried else mail.text
    return Said(who.name, who.address, who.subject, text, found.result.explanation, details)


def _note_reading(desk: Desk, row: Incoming, found: Understood) -> None:
    """Note the codes of what was read; texts and names are sealed elsewhere."""
    mail, result = found.mail, found.result
    row.received_at = received_at(mail.received_at, row.received_at, row.seen_at)
    row.proposal, row.confidence, row.language = result.proposal, result.confidence, result.language
    row.kinds, row.context = store.codes(result.kinds), store.codes(result.context)
    row.automatic, row.dmarc = mail.automatic, found.dmarc
    row.sender_index = sender_index(desk, found.writer.address)
    row.message_id_index = desk.keyring.index("message.id", mail.message_id) if mail.message_id else ""


async def _open(
    desk: Desk, work: Work, row: Incoming, said: Said, found: Understood, boxes: Mapping[Place, Box]
) -> None:
    step(work, row, Event.OPEN)
    who, result = found.writer, found.result
    quiet, came = found.mail.no_auto_answer, row.received_at
    reason = await hold_back(desk, work, who.address, no_auto_answer=quiet, dmarc=found.dmarc, received_at=came)
    asked = Asked(who.name, who.address, result.language, result.kinds, result.context, reason)
    case_id = await open_request(desk, work, row, said, asked, boxes)
    work.note("request.received", case_id, SYSTEM, message=row.id, kinds=row.kinds)


async def _attach(
    desk: Desk, work: Work, row: Incoming, said: Said, found: Understood, decision: Attach, case: CaseKnown
) -> None:
    """Lay it with its case; when it also asks something, a person looks as well."""
    if found.mail.automatic_kind is MachineKind.BOUNCE:
        letter = await store.letter_id(work.session, found.answered)
        bounce(work, row, case, letter, found.mail.bounce_status)
    else:
        await attach(desk, work, row, said, case, verified=decision.verified and found.dmarc != DMARC_FAIL)
    if decision.new_wishes:
        give_to_person(work, row, Event.ASK, COMPLAINS if decision.complains else NEW_WISHES)
    else:
        step(work, row, Event.ATTACH)


def give_to_person(work: Work, row: Incoming, event: Event, reason: str) -> None:
    """Lay a message before a person, with the reason."""
    row.reason = reason
    step(work, row, event)
    work.say(TriageNeeded(case_id=row.id, at=work.now, received_at=row.received_at, reason=reason))


def step(work: Work, row: Incoming, event: Event) -> None:
    """Take one step of the table, and note it."""
    row.state = INCOMING.step(row.stands, event, SYSTEM)
    work.note(f"message.{row.state}", row.case_id or row.id, SYSTEM, message=row.id)
