"""A copy of an identity document that came as an attachment: to verify, out of the kept mail, out of the mailbox.

Settling only notes what was found. Two messages of intake to itself do the rest, each one again after a crash: first
the copies are handed over, sealed so that intake cannot open them; then the kept mail is replaced by one without them,
and the key of the old file is shredded (R6.1-1, R4-12; mail 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.intake import store
from services.intake.rules.documents import identity_documents
from services.intake.rules.incoming import State
from services.intake.rules.raw_names import next_name
from services.intake.rules.understood import Understood
from services.intake.store import Incoming, Said, removals
from services.intake.usecases.tools import cutter_of, raw_of
from shared.contracts.intake import CopiesFound, IdCopyMailed, StripMail
from shared.contracts.people import CONTACT, CORR, ID
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job
from shared.platform.handover import Handover
from shared.platform.logs import log
from shared.statetable import SYSTEM

MEGABYTE: Final = 1024 * 1024
MOST_HANDED: Final = 20
"""Attachments of one mail that verify looks at; further ones are taken out all the same."""
LOOKS: Final = "document"
"""The entry in an attachment's details that says why it was taken for an identity document."""
LEFT: Final = "mail_left"
"""The entry in a message's details that says that its mail was left in the mailbox."""


class NotStripped(RuntimeError):
    """The mail could not be rewritten without its documents; it is tried again."""


async def plan(desk: Desk, work: Work, row: Incoming, said: Said, found: Understood) -> None:
    """Note which attachments of a settled mail look like identity documents, and have them dealt with."""
    if found.mail.automatic or not found.mail.attachments:
        return
    answered = await store.letter_answered(work.session, found.answered)
    verdicts = identity_documents(found.mail.attachments, found.writer.own_text, found.result.context, answered)
    looks = {each.number: each.reason for each in verdicts if each.looks}
    if not looks:
        return
    for number, reason in looks.items():
        said.details["attachments"][number][LOOKS] = reason
    filed = row.stands is State.NOT_A_REQUEST
    said.details[LEFT] = filed
    said.seal_into(row, await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR))
    work.note("message.copies_found", row.case_id or row.id, SYSTEM, message=row.id, count=len(looks))
    if filed:
        # No business of this desk: colleagues may be waiting for that mail, so it stays where it is.
        work.schedule(StripMail(case_id=row.id, at=work.now, file=row.raw_name, leaves=False), work.now)
    else:
        about = row.case_id or row.id
        work.schedule(CopiesFound(case_id=row.id, at=work.now, about=about, verified=row.verified), work.now)


async def hand_over(desk: Desk, found: CopiesFound, job: Job) -> None:
    """Seal the documents of a mail for verify and say so; what is too large is only told."""
    row, looks = await _documents(desk, found.case_id)
    raw = await raw_of(desk).open(row.raw_name)
    handed = {number: await _handed(desk, raw, number, looks[number]) for number in sorted(looks)[:MOST_HANDED]}
    crash_point("intake.copy.handed")
    async with job.work() as work:
        for number, name in handed.items():
            work.say(_mailed(found, row, number, name, work.now))
        work.schedule(StripMail(case_id=row.id, at=work.now, file=row.raw_name, leaves=True), work.now)
        work.note("message.copies_handed", found.about, SYSTEM, message=row.id, count=len(handed))


async def strip(desk: Desk, asked: StripMail, job: Job) -> None:
    """Replace the kept mail by one without its documents, then destroy the old file and its key."""
    row, looks = await _documents(desk, asked.case_id)
    name = next_name(asked.file)
    if row.raw_name == asked.file:
        await _write_stripped(desk, asked.file, name, sorted(looks))
        async with desk.work() as work:
            kept = await store.claim(work.session, row.id)
            kept.raw_name = name
            if asked.leaves:
                await removals.want(work, row.id)
            work.note("message.stripped", row.case_id or row.id, SYSTEM, message=row.id, count=len(looks))
        crash_point("intake.raw.replaced")
    await raw_of(desk).destroy(asked.file)
    async with job.work():
        log.info("message.stripped", message=row.id, count=len(looks))


async def taken_up(work: Work, row: Incoming, said: Said) -> None:
    """A filed mail is a request after all: if it brought a document, its original leaves the mailbox too."""
    if said.details.get(LEFT):
        await removals.want(work, row.id)


async def _documents(desk: Desk, incoming_id: str) -> tuple[Incoming, Mapping[int, int]]:
    """The message, and the sizes of its documents by their numbers; raises `NoSuchMessage` or `CannotOpen`."""
    async with desk.look() as session:
        row = await store.find(session, incoming_id)
    if row is None:
        raise store.NoSuchMessage(incoming_id)
    said = store.unseal(row, await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR))
    listed: list[dict[str, Any]] = said.details["attachments"]
    return row, {number: int(each["bytes"]) for number, each in enumerate(listed) if LOOKS in each}


async def _handed(desk: Desk, raw: bytes, number: int, size: int) -> str:
    """The name under which an attachment lies in the handover; empty when it is too large to look at."""
    most = desk.settings.identity.max_upload_mb * MEGABYTE
    if size > most:
        return ""
    copy = await cutter_of(desk)(raw, attachment=number)
    return await Handover(desk.cabinet, desk.keyring, desk.clock, ID).put(copy) if len(copy) <= most else ""


def _mailed(found: CopiesFound, row: Incoming, number: int, name: str, now: datetime) -> IdCopyMailed:
    return IdCopyMailed(
        case_id=found.about,
        at=now,
        incoming_id=row.id,
        number=number,
        handover=name,
        received_at=row.received_at,
        verified=found.verified,
    )


async def _write_stripped(desk: Desk, old: str, new: str, numbers: list[int]) -> None:
    raw = await raw_of(desk).open(old)
    at = f"{desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)):%d-%m-%Y %H:%M}"
    stripped = await cutter_of(desk)(raw, view="stripped", without=numbers, at=at)
    if not stripped or stripped == raw:
        raise NotStripped(old)
    await raw_of(desk).put(new, stripped)
    crash_point("intake.raw.stripped")
