"""A stored mail is read, understood and given its place: a case, a place in one, a person's desk, or the files.

It is parsed in a confined child, so a mail that breaks its reader breaks nothing else. After three tries it goes to a
person, with the reason, and never stands in the way of the next one (mail 1.4).
"""

from __future__ import annotations

from dataclasses import dataclass

from services.intake import store
from services.intake.mailparse import MachineKind, ParsedMail, Status, verdicts
from services.intake.rules.classify import Classification, classify
from services.intake.rules.incoming import INCOMING, Event, State
from services.intake.rules.receipt import received_at
from services.intake.rules.routing import Attach, Decision, File, Open, Triage, decide
from services.intake.rules.writer import Writer, answered_ids, domain, writer
from services.intake.store import CaseKnown, Incoming, Said
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.attaching import attach, bounce
from services.intake.usecases.opening import Asked, open_request, sender_index, usable
from services.intake.usecases.recognising import DMARC_FAIL, Recognised, recognise
from services.intake.usecases.tools import raw_of, reader_of
from shared.contracts.intake import TriageNeeded
from shared.contracts.people import CONTACT, CORR
from shared.platform.confined import JobFailed
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job
from shared.platform.i18n import lazy
from shared.platform.logs import log
from shared.statetable import SYSTEM

TRIES = 3
BROKE_ITS_READER = lazy("the mail could not be read: its reader gave up three times").msgid
NEW_WISHES = lazy("belongs to a case, but seems to ask something new").msgid
UNTRUSTED = lazy("names a case, but comes from another address and answers no letter of ours").msgid
DOUBTFUL_FORWARD = lazy("looks like a colleague's forward, which was not proved").msgid
OUR_OWN = lazy("a letter of our own came back").msgid
NO_SENDER = lazy("a request, but without an address to answer to").msgid


@dataclass(frozen=True)
class Understood:
    """A mail, read and weighed; nothing is decided or written yet."""

    mail: ParsedMail
    writer: Writer
    result: Classification
    dmarc: str
    answered: tuple[str, ...]


async def read_mail(desk: Desk, incoming_id: str, job: Job) -> None:
    """Read one stored mail and settle what becomes of it; after three tries give it to a person."""
    async with desk.look() as session:
        row = await store.find(session, incoming_id)
    if row is None or row.stands is not State.STORED:
        async with job.work():
            return
    try:
        # A fourth attempt means that the whole process ended three times: the mail is not tried again.
        understood = await _understand(desk, row) if job.attempt <= TRIES else None
    except Exception as error:
        if job.attempt < TRIES:
            raise
        kind = error.kind if isinstance(error, JobFailed) else type(error).__name__
        log.warning("message.unreadable", message=incoming_id, error=kind)
        understood = None
    async with job.work() as work:
        row = await store.claim(work.session, incoming_id)
        row.read_at = work.now
        if understood is None:
            _give_to_person(work, row, Event.GIVE_UP, BROKE_ITS_READER)
        else:
            await _settle(desk, work, row, understood)


async def _understand(desk: Desk, row: Incoming) -> Understood:
    raw = await raw_of(desk).open(row.raw_name)
    mail = await reader_of(desk)(raw)
    settings = desk.settings
    authserv_id = settings.intake.authserv_id
    dmarc = verdicts(mail.auth_results, authserv_id).dmarc if authserv_id else ""
    own_domains = {domain(each) for each in (*settings.intake.official_addresses, settings.mail.sender)}
    who = writer(mail, own_domains, dmarc)
    kind = mail.automatic_kind or ""
    result = classify(who.subject, who.own_text, kind)
    return Understood(mail, who, result, dmarc, answered_ids(mail, raw))


async def _settle(desk: Desk, work: Work, row: Incoming, found: Understood) -> None:
    """Write down what the mail says, decide by the rules, and do it: all in one transaction."""
    said = _said(found)
    said.seal_into(row, await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR))
    _note_reading(desk, row, found)
    known = await recognise(desk, work, found.mail, found.answered, row.sender_index, found.dmarc, found.result)
    decision = await _decide(work, found, known)
    row.reason = decision.reason
    match decision:
        case Open():
            await _open(desk, work, row, said, found)
        case Attach():
            await _attach(desk, work, row, said, found, decision, known.cases[decision.case])
        case File():
            _step(work, row, Event.FILE)
        case Triage():
            unreadable = found.mail.status is Status.QUARANTINED
            _give_to_person(work, row, Event.GIVE_UP if unreadable else Event.ASK, decision.reason)


async def _decide(work: Work, found: Understood, known: Recognised) -> Decision:
    """The rules' decision, unless something about the sender must be seen by a person first."""
    mail = found.mail
    if mail.status is Status.QUARANTINED:
        return Triage("the mail could not be read within the limits")
    if mail.automatic_kind is MachineKind.OWN or await store.is_ours(work.session, mail.message_id):
        return File(OUR_OWN)
    decision = decide(known.facts, found.result)
    if isinstance(decision, Attach) or mail.automatic:
        return decision
    if found.writer.doubtful:
        return Triage(DOUBTFUL_FORWARD)
    if isinstance(decision, Open):
        return decision if usable(found.writer.address) else Triage(NO_SENDER)
    return Triage(UNTRUSTED) if known.untrusted else decision


def _said(found: Understood) -> Said:
    mail, who = found.mail, found.writer
    details = {
        "to": [str(each) for each in mail.to],
        "reply_to": str(mail.reply_to) if mail.reply_to else "",
        "date": mail.date.isoformat() if mail.date else "",
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "auth_results": mail.auth_results,
        "attachments": [{"name": each.name, "type": each.type, "bytes": each.bytes} for each in mail.attachments],
        "forwarded_by": str(mail.from_) if who.address != mail.from_.address else "",
        "automatic_reason": mail.automatic_reason,
        "no_auto_answer": mail.no_auto_answer,
        "limit": mail.reason,
    }
    text = mail.text if not details["forwarded_by"] else who.own_text
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


async def _open(desk: Desk, work: Work, row: Incoming, said: Said, found: Understood) -> None:
    _step(work, row, Event.OPEN)
    who, result = found.writer, found.result
    reason = await hold_back(desk, work, who.address, no_auto_answer=found.mail.no_auto_answer, dmarc=found.dmarc)
    asked = Asked(who.name, who.address, result.language, result.kinds, result.context, reason)
    case_id = await open_request(desk, work, row, said, asked)
    work.note("request.received", case_id, SYSTEM, message=row.id, kinds=row.kinds)


async def _attach(
    desk: Desk, work: Work, row: Incoming, said: Said, found: Understood, decision: Attach, case: CaseKnown
) -> None:
    """Lay it with its case; when it also asks something, a person looks as well."""
    if found.mail.automatic_kind is MachineKind.BOUNCE:
        bounce(work, row, case)
    else:
        await attach(desk, work, row, said, case, verified=decision.verified and found.dmarc != DMARC_FAIL)
    if decision.new_wishes:
        _give_to_person(work, row, Event.ASK, NEW_WISHES)
    else:
        _step(work, row, Event.ATTACH)


def _give_to_person(work: Work, row: Incoming, event: Event, reason: str) -> None:
    row.reason = reason
    _step(work, row, event)
    work.say(TriageNeeded(case_id=row.id, at=work.now, received_at=row.received_at, reason=reason))


def _step(work: Work, row: Incoming, event: Event) -> None:
    row.state = INCOMING.step(row.stands, event, SYSTEM)
    work.note(f"message.{row.state}", row.case_id or row.id, SYSTEM, message=row.id)
