"""What a holder without an account does with a link: see one task, answer it once, ask for a fresh link.

Opening a link changes nothing. A link that is unknown and one that is too old look the same; a fresh one goes to the
address that the old one went to, and only while the holder still has that address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.tasks import Action, TaskAnswer
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.store.finding import find_case
from services.fulfil.store.routes import HolderRow
from services.fulfil.store.task_answers import TaskLinkRow, link_with, links_since
from services.fulfil.usecases.calling import write_to
from services.fulfil.usecases.casework import person_of
from services.fulfil.usecases.evidence import sealed
from services.fulfil.usecases.tasks import keep_answer
from shared.contracts.people import ADDRESS, CONTACT, NAME
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk, Work
from shared.vocabulary import Category

LINKS_A_DAY: Final = 3
"""More fresh links in a day are not one reader at work."""


class Standing(StrEnum):
    """What can be done with a link."""

    OPEN = "open"
    TAKEN = "taken"
    """This very answer was kept."""
    ANSWERED = "answered"
    NEEDLESS = "needless"
    DEAD = "dead"
    """Unknown or too old: nobody outside learns which."""


@dataclass(frozen=True)
class Asked:
    """All that a holder sees: what is needed to search, and nothing else of the case."""

    name: str
    address: str
    category: Category
    system: str
    actions: tuple[Action, ...]
    due: date

    @property
    def erases(self) -> bool:
        """Whether what may not go needs a day on which it does."""
        return Action.ERASE in self.actions


@dataclass(frozen=True)
class Looked:
    """How a link stands; `asked` only while the task is open, `at` once it is answered."""

    standing: Standing
    asked: Asked | None = None
    at: datetime | None = None


def holder_actor(holder_id: str) -> str:
    """How the line of time and the audit trail name a holder."""
    return f"holder:{holder_id}"


async def look(desk: Desk, token: str) -> Looked:
    """What a link leads to; consumes nothing."""
    async with desk.work() as work:
        standing, link, task, case = await _found(work, token)
        if link is None or task is None or case is None:
            return Looked(standing)
        work.note("task.link_opened", case.id, holder_actor(link.holder_id), task=task.id)
        return await _looked(desk, standing, task, case)


async def _looked(desk: Desk, standing: Standing, task: TaskRow, case: CaseRow) -> Looked:
    if standing is not Standing.OPEN:
        return Looked(standing, at=task.answered_at)
    person = person_of(case)
    box = await desk.keyring.box(person.scope, CONTACT)
    asked = Asked(
        name=box.unseal(NAME, person.name),
        address=box.unseal(ADDRESS, person.address),
        category=Category(task.category),
        system=task.system,
        actions=tuple(Action(action) for action in task.actions.split(",")),
        due=task.due,
    )
    return Looked(standing, asked)


async def _found(work: Work, token: str) -> tuple[Standing, TaskLinkRow | None, TaskRow | None, CaseRow | None]:
    """How a link stands with what it leads to, the case and the task locked; nothing of a dead one."""
    link = await link_with(work.session, fingerprint(token))
    holder = await work.session.get(HolderRow, link.holder_id) if link is not None else None
    if link is None or holder is None or link.expires_at <= work.now or not _still_theirs(link, holder):
        return Standing.DEAD, None, None, None
    case = await find_case(work.session, link.case_id)
    task = await work.session.get(TaskRow, link.task_id, with_for_update=True)
    if case is None or task is None:
        return Standing.NEEDLESS, link, None, None
    if task.outcome is not None:
        return Standing.ANSWERED, link, task, case
    if case.state != State.IN_PROGRESS:
        return Standing.NEEDLESS, link, task, case
    return Standing.OPEN, link, task, case


def _still_theirs(link: TaskLinkRow, holder: HolderRow) -> bool:
    return bool(link.address_index) and link.address_index == holder.address_index and holder.staff_id is None


async def answer(desk: Desk, token: str, given: TaskAnswer, data: bytes, name: str | None) -> Looked:
    """Answer a task; a second answer changes nothing and hears of the first. `Unreadable` when it says too little."""
    async with desk.look() as session:
        link = await link_with(session, fingerprint(token))
        task = await session.get(TaskRow, link.task_id) if link is not None else None
    if link is None or task is None:
        return Looked(Standing.DEAD)
    actor = holder_actor(link.holder_id)
    before = await look(desk, token)
    if before.standing is not Standing.OPEN:
        return before
    async with sealed(desk, task, data, name, actor) as kept, desk.work() as work:
        standing, _link, row, case = await _found(work, token)
        if standing is not Standing.OPEN or row is None or case is None:
            raise Overtaken
        await keep_answer(desk, work, case, row, actor, given)
        if kept is not None:
            work.session.add(kept)
        return Looked(Standing.TAKEN, at=work.now)


class Overtaken(Exception):
    """Somebody answered between the look and the answer; the file that was sealed is gone again."""


async def ask_fresh(desk: Desk, token: str) -> None:
    """Send a fresh link to the address of an old one, if the task still waits; says nothing of whether it does."""
    async with desk.work() as work:
        link = await link_with(work.session, fingerprint(token))
        holder = await work.session.get(HolderRow, link.holder_id) if link is not None else None
        if link is None or holder is None or not _still_theirs(link, holder):
            return
        case = await find_case(work.session, link.case_id)
        task = await work.session.get(TaskRow, link.task_id)
        if case is None or task is None or task.outcome is not None or case.state != State.IN_PROGRESS:
            return
        day = work.now - timedelta(days=1)
        if await links_since(work.session, task.id, holder.id, day) < LINKS_A_DAY:
            await write_to(desk, work, case, task, holder, "fresh")
