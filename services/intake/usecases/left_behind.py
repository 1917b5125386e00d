"""A message from the status page belongs to its case: it is read as a mail is, laid with the case, and starts no clock.

The link in our letter brought it, so it counts as an answer to that letter (R2-8). What asks something new, and what
complains, also goes to a person (9.2).
"""

from __future__ import annotations

from dataclasses import replace

from services.intake import store
from services.intake.rules.classification import Classification
from services.intake.rules.followups import Seems, seems
from services.intake.rules.incoming import Event
from services.intake.rules.routing import Attach, Facts, decide
from services.intake.rules.understood import Understood
from services.intake.store import CaseKnown, Incoming, Said
from services.intake.usecases.attaching import attach
from services.intake.usecases.knowing import said_by
from services.intake.usecases.settling import COMPLAINS, NEW_WISHES, give_to_person, step
from services.intake.usecases.submitting import SUBJECT_LENGTH, as_mail
from services.intake.usecases.tools import reader_of
from shared.contracts.envelope import deterministic
from shared.contracts.fulfil import MessageLeft
from shared.contracts.people import CONTACT, CORR, LEFT
from shared.platform.crypto import KeyDestroyed, fingerprint
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job, NotYet
from shared.platform.insert import insert_once
from shared.platform.logs import log
from shared.vocabulary import Channel, FollowUp, Proposal

BY_STATUS = "status page"
"""The account of what came in by the status page."""
EVIDENCE = "link=pass"
"""What travels as the proof of who wrote: the link in our letter."""


async def take_in(desk: Desk, left: MessageLeft, job: Job) -> None:
    """Take a message in, once, and lay it with its case. Raises `NotYet` for a case that is not known here yet."""
    try:
        text = (await desk.keyring.box(left.case_id, CORR)).unseal(LEFT, left.text)
    except KeyDestroyed:
        async with job.work():
            log.info("message.erased", case=left.case_id)
        return
    (found,) = await reader_of(desk)([as_mail(text)])
    read, seeming = _read(left, text, found)
    incoming_id = deterministic("incoming", BY_STATUS, left.case_id, left.form)
    contact, corr = await desk.keyring.boxes([(incoming_id, CONTACT), (incoming_id, CORR)])
    async with job.work() as work:
        known = await work.session.get(CaseKnown, left.case_id)
        case = await store.surviving(work.session, known)
        if known is None or case is None:
            raise NotYet
        said = await _said(desk, work, known, text, read, seeming)
        row = _row(incoming_id, left, text, read, work)
        row.sender_index = known.sender_index
        said.seal_into(row, contact, corr)
        if await insert_once(work.connection, Incoming.__table__, [row.model_dump()]):  # type: ignore[attr-defined]  # SQLModel gives it
            await _lay(desk, work, await store.claim(work.session, incoming_id), said, case, read, seeming)


def _read(left: MessageLeft, text: str, found: Understood | Exception) -> tuple[Classification, Seems]:
    """What it asks and what it seems to be. What broke its reader is unsure; who withdraws asks nothing else."""
    result = found.result if isinstance(found, Understood) else Classification(Proposal.UNSURE)
    if left.about == "withdrawal":
        return Classification(Proposal.NOT_A_REQUEST, language=result.language), Seems(FollowUp.WITHDRAWAL)
    seeming = seems("", text, result, automatic=False)
    return result, replace(seeming, complains=True) if left.about == "complaint" else seeming


async def _said(desk: Desk, work: Work, case: CaseKnown, text: str, read: Classification, seeming: Seems) -> Said:
    """What is written down; who wrote is who wrote first."""
    origin = await store.find(work.session, case.incoming_id)
    first = await said_by(desk, origin) if origin else Said()
    subject = next(iter(text.splitlines()), "")[:SUBJECT_LENGTH]
    details = {"evidence": EVIDENCE, "followup": seeming.followup or ""}
    return Said(first.name, first.address, subject, text, read.explanation, details)


def _row(incoming_id: str, left: MessageLeft, text: str, read: Classification, work: Work) -> Incoming:
    return Incoming(
        id=incoming_id,
        account=BY_STATUS,
        sha256=fingerprint(left.form),
        size=len(text.encode()),
        channel=Channel.FORM,
        seen_at=work.now,
        received_at=left.at,
        proposal=read.proposal,
        kinds=store.codes(read.kinds),
        context=store.codes(read.context),
        confidence=read.confidence,
        language=read.language,
        read_at=work.now,
    )


async def _lay(
    desk: Desk, work: Work, row: Incoming, said: Said, case: CaseKnown, read: Classification, seeming: Seems
) -> None:
    """By the rule for an answer to a letter of ours: with its case, and before a person too if it asks something."""
    decision = decide(Facts(sender_known=True, thread_case=case.case_id, complains=seeming.complains), read)
    await attach(desk, work, row, said, case, verified=True)
    if isinstance(decision, Attach) and not decision.new_wishes:
        step(work, row, Event.ATTACH)
    else:
        give_to_person(work, row, Event.ASK, COMPLAINS if seeming.complains else NEW_WISHES)
