"""After a restore: what was destroyed since the backup is destroyed again (R6-13). Doing it twice does nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlmodel import select

from services.fulfil.store import packages, shelf
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.erasing import LaterRow, LaterState
from services.fulfil.store.packages import PackageRow
from services.fulfil.usecases.building import shelf_of
from services.fulfil.usecases.retaining import destroy_content, destroy_due
from services.intake.raw import RawMails
from services.intake.usecases import forgetting as intake
from services.intake.usecases.tools import RAW
from services.notify.usecases import forgetting as notify
from services.verify.usecases import forgetting as verify
from shared.contracts.people import CORR, PKG
from shared.platform.desk import Desk
from shared.platform.process import Process

RESTORED = "restored"
"""Who recorded an erasure that the backup did not know of yet."""


@dataclass(frozen=True)
class Replayed:
    """How much a restored copy had brought back."""

    cases: int
    packages: int
    mails: int
    erasures: int
    due: int
    """Cases whose own term ended since."""

    def as_dict(self) -> dict[str, int]:
        """For one line of JSON."""
        return asdict(self)


async def replay(process: Process, ledger: Sequence[tuple[str, str]]) -> Replayed:
    """Destroy again what the ledger names, in every service."""
    scopes = {scope for scope, compartment in ledger if compartment == CORR}
    fulfil, desk = process.desk("fulfil"), process.desk("intake")
    raw = RawMails(desk.keyring, desk.settings.data_dir / "mail")
    desk.tools[RAW] = raw
    return Replayed(
        cases=await _cases(process, scopes),
        packages=await _packages(fulfil, {scope for scope, compartment in ledger if compartment == PKG}),
        mails=await _mails(raw, scopes),
        erasures=await _later(fulfil, scopes),
        due=await destroy_due(fulfil),
    )


async def _cases(process: Process, scopes: set[str]) -> int:
    fulfil = process.desk("fulfil")
    async with fulfil.look() as session:
        rows = (await session.exec(select(CaseRow))).all()
    back = [row.id for row in rows if row.id in scopes]
    count = 0
    for case_id in back:
        count += await _case(process, case_id)
    return count


async def _case(process: Process, case_id: str) -> bool:
    """One case, in every service; whether anything had come back."""
    intake_desk, removed = process.desk("intake"), 0
    await intake.shred_mails(intake_desk, case_id)
    for service, forget in (("intake", intake), ("verify", verify), ("notify", notify)):
        async with process.desk(service).work() as work:
            removed += await forget.forget_case(work, case_id)
    fulfil = process.desk("fulfil")
    async with fulfil.look() as session:
        row = await session.get_one(CaseRow, case_id)
    if row.content_destroyed_at is None:
        await destroy_content(fulfil, case_id, again=True)
        return True
    return removed > 0


async def _packages(desk: Desk, scopes: set[str]) -> int:
    async with desk.work() as work:
        rows = (await work.session.exec(select(PackageRow))).all()
        back = [row for row in rows if row.destroyed_at is None and packages.scope_of(row) in scopes]
        for row in back:
            await asyncio.to_thread(shelf.remove, shelf_of(desk), row.id)
            row.destroyed_at = work.now
            work.session.add(row)
    return len(back)


async def _mails(raw: RawMails, scopes: set[str]) -> int:
    """Raw mails whose own key was destroyed, because a copy of an identity document was taken out of them."""
    names = [scope.removeprefix("raw:") for scope in scopes if scope.startswith("raw:")]
    there = [name for name in names if await asyncio.to_thread(raw.has, name)]
    for name in there:
        await raw.destroy(name)
    return len(there)


async def _later(desk: Desk, scopes: set[str]) -> int:
    """Erasures that holders had recorded: they stay recorded, though nobody can say any more by whom."""
    async with desk.work() as work:
        rows = (await work.session.exec(select(LaterRow).where(LaterRow.state != LaterState.DONE))).all()
        back = [row for row in rows if row.scope in scopes]
        for row in back:
            row.person_sealed = None
            if row.batch_id is None:  # the database asks for the batch that released it, and that is not known here
                row.state = LaterState.VOID.value
            else:
                row.state, row.done_by, row.done_at = LaterState.DONE.value, RESTORED, work.now
            work.session.add(row)
            work.note("later.replayed", row.case_id, RESTORED, category=row.category, system=row.system)
    return len(back)
