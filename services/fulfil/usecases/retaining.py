"""The desk's own retention: once a day it destroys what it kept long enough, and says what (R6-9, R6-10).

Two years after a case was closed its content goes: the keys first, so that every copy becomes unreadable, then the
rows. Five years after it the line in the register goes. A hold wins, and nothing is taken from a case that is open.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import col, delete, select

from services.fulfil.rules.calendar_nl import add_months
from services.fulfil.store import packages, shelf
from services.fulfil.store.breaches import BreachRow
from services.fulfil.store.cases import CaseRow, DecisionRow, EventRow, LetterRow, TaskRow, WaitingRow
from services.fulfil.store.destroyed import DestroyedRow, closed_before, shares_person
from services.fulfil.store.disclosures import DisclosureRow
from services.fulfil.store.erasing import ChoiceRow
from services.fulfil.store.finding import find_case
from services.fulfil.store.holds import HoldRow, scopes_held
from services.fulfil.store.measures import MeasureRow
from services.fulfil.store.orders import EntryRow, OrderRow
from services.fulfil.store.packages import DownloadCodeRow, DownloadGrantRow, DownloadLinkRow, PackageRow
from services.fulfil.store.releases import AccessWordsRow, BuildRow, MaskChangeRow, MaskCheckRow
from services.fulfil.store.status import StatusLinkRow
from services.fulfil.store.task_answers import TaskFileRow, TaskLinkRow
from services.fulfil.usecases import evidence
from services.fulfil.usecases.building import shelf_of
from services.fulfil.usecases.casework import local_day
from shared.contracts.fulfil import CaseDestroyed
from shared.contracts.fulfil_timers import RetentionDue
from shared.contracts.people import CONTACT, CORR, PKG
from shared.platform import post
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job
from shared.platform.logs import log
from shared.statetable import SYSTEM

ROUND: Final = timedelta(days=1)
CONTENT, REGISTER = "content", "register"
_OF_CONTENT: Final = (
    PackageRow,
    BuildRow,
    MaskCheckRow,
    MaskChangeRow,
    AccessWordsRow,
    StatusLinkRow,
    ChoiceRow,
    OrderRow,
    TaskLinkRow,
    TaskFileRow,
    TaskRow,
    EventRow,
    LetterRow,
    DisclosureRow,
)
"""Tables whose rows go with the content, in the order in which they point at one another."""


async def begin(desk: Desk) -> None:
    """At the start: today's round, once; each round sets the next."""
    now = desk.clock.now()
    today = RetentionDue(at=now, number=local_day(now).toordinal())
    async with desk.database.read() as connection:
        if await post.is_set(connection, today.id):
            return
    async with desk.work() as work:
        work.schedule(today, now)


async def on_retention_due(desk: Desk, message: RetentionDue, job: Job) -> None:
    """The daily round."""
    del message
    await destroy_due(desk)
    async with job.work() as work:
        tomorrow = work.now + ROUND
        work.schedule(RetentionDue(at=work.now, number=local_day(tomorrow).toordinal()), tomorrow)


async def destroy_due(desk: Desk) -> int:
    """Destroy all that is due; returns how many cases lost their content or their line."""
    now, kept, done = desk.clock.now(), desk.settings.retention, 0
    async with desk.look() as session:
        content = await closed_before(session, _before(now, kept.case_months), destroyed=False)
        lines = await closed_before(session, _before(now, kept.register_months), destroyed=True)
    for row in content:
        done += await destroy_content(desk, row.id)
    for row in lines:
        done += await _remove_line(desk, row.id)
    if done:
        log.info("retention.round", count=done)
    return done


def _before(now: datetime, months: int) -> datetime:
    """Whatever was closed before this was kept long enough."""
    day = add_months(local_day(now), -months)
    return now.replace(year=day.year, month=day.month, day=day.day)


async def destroy_content(desk: Desk, case_id: str, *, again: bool = False) -> bool:
    """Destroy the keys of a case, then its rows, and tell the others; False when a hold keeps it.

    `again`: the keys are gone already, and a restored copy brought the rows back (R6-13); then no hold is asked.
    """
    async with desk.look() as session:
        row = await session.get(CaseRow, case_id)
        if row is None or (not again and await scopes_held(session, row.id, row.subject_index)):
            return False
        shared = await shares_person(session, row)
        known = (await session.exec(select(PackageRow).where(PackageRow.case_id == case_id))).all()
    for compartment in (CONTACT, CORR, PKG):
        await desk.keyring.destroy(case_id, compartment)
    if not shared and row.person_scope != case_id:
        await desk.keyring.destroy(row.person_scope, CONTACT)
    for package in known:
        await desk.keyring.destroy(packages.scope_of(package), PKG)
        await asyncio.to_thread(shelf.remove, shelf_of(desk), package.id)
    await evidence.remove_files(desk, case_id)
    crash_point("fulfil.case.keys_destroyed")
    async with desk.work() as work:
        await _empty(work, case_id)
    return True


async def _empty(work: Work, case_id: str) -> None:
    """Leave the line of the register: number, kinds, dates, outcome, grounds, and the fingerprint of the address."""
    row = await find_case(work.session, case_id)
    if row is None or row.content_destroyed_at is not None:
        return
    row.grounds = await _grounds(work, case_id)
    count = await _remove_rows(work, case_id)
    row.name_sealed = row.address_sealed = row.subject_sealed = row.excerpt_sealed = row.explanation_sealed = ""
    row.evidence = row.incoming_id = row.linked = row.holder_id = ""
    row.content_destroyed_at = work.now
    row.version += 1
    work.session.add(row)
    _note(work, row, CONTENT, "R6-9", count)
    work.say(CaseDestroyed(case_id=case_id, at=work.now))


async def _grounds(work: Work, case_id: str) -> str:
    choices = (await work.session.exec(select(ChoiceRow).where(ChoiceRow.case_id == case_id))).all()
    return ",".join(sorted({f"{each.outcome} {each.rule}".strip() for each in choices}))[:300]


async def _remove_rows(work: Work, case_id: str) -> int:
    session, count = work.session, 0
    mine = select(PackageRow.id).where(PackageRow.case_id == case_id)
    await session.exec(delete(DownloadGrantRow).where(col(DownloadGrantRow.case_id) == case_id))
    await session.exec(delete(DownloadLinkRow).where(col(DownloadLinkRow.package_id).in_(mine)))
    await session.exec(delete(DownloadCodeRow).where(col(DownloadCodeRow.case_id) == case_id))
    orders = select(OrderRow.id).where(OrderRow.case_id == case_id)
    await session.exec(delete(EntryRow).where(col(EntryRow.order_id).in_(orders)))
    await session.exec(delete(WaitingRow).where(col(WaitingRow.subject_id) == case_id))
    for table in _OF_CONTENT:
        count += (await session.exec(delete(table).where(col(table.case_id) == case_id))).rowcount
    for decision in (await session.exec(select(DecisionRow).where(DecisionRow.case_id == case_id))).all():
        decision.reasons_sealed = ""
        session.add(decision)
    for measure in (await session.exec(select(MeasureRow).where(MeasureRow.case_id == case_id))).all():
        measure.words_sealed, measure.evidence_sealed = "", None
        session.add(measure)
    for breach in (await session.exec(select(BreachRow).where(BreachRow.case_id == case_id))).all():
        breach.reasons_sealed = "" if breach.outcome else None
        session.add(breach)
    for hold in (await session.exec(select(HoldRow).where(HoldRow.case_id == case_id))).all():
        hold.facts_sealed = None
        session.add(hold)
    return count


async def _remove_line(desk: Desk, case_id: str) -> bool:
    """The line in the register goes, with what is left of its decisions."""
    async with desk.work() as work:
        row = await find_case(work.session, case_id)
        if row is None or await scopes_held(work.session, row.id, row.subject_index):
            return False
        row.extended_kinds, row.extension_id, row.paused_days, row.pause_id = "", None, 0, None
        work.session.add(row)
        await work.session.flush()
        for table in (BreachRow, HoldRow, MeasureRow, DecisionRow):
            await work.session.exec(delete(table).where(col(table.case_id) == case_id))
        await work.session.delete(row)
        _note(work, row, REGISTER, "R6-9a", 1)
        return True


def _note(work: Work, row: CaseRow, what: str, rule: str, count: int) -> None:
    work.session.add(
        DestroyedRow(at=work.now, what=what, rule=rule, case_id=row.id, reference=row.reference, count=count)
    )
    work.note(f"case.{what}_destroyed", row.id, SYSTEM, rule=rule, count=count)
