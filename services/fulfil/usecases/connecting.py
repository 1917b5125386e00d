"""Connected systems: a dry run that shows counts and a masked sample, and handing over what is found as an answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.fulfil.rules.connected import Record, Subject, What, counts, sample
from services.fulfil.rules.tasks import Action, TaskAnswer
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.usecases.casework import Codes, person_of
from services.fulfil.usecases.evidence import sealed
from services.fulfil.usecases.systems import Connector, ConnectorFails, connector_of
from services.fulfil.usecases.tasks import keep_answer, task_at_work
from shared.contracts.people import ADDRESS, CONTACT, NAME
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, NotFound
from shared.platform.sessions import Session
from shared.vocabulary import TaskOutcome


@dataclass(frozen=True)
class Reached:
    """A task with the system that it is about."""

    task: TaskRow
    case: CaseRow
    connector: Connector

    @property
    def possible(self) -> tuple[What, ...]:
        """What the system can be told, of what the task asks."""
        asked = self.task.actions.split(",")
        erases = {What.ERASE, What.ANONYMISE} if Action.ERASE in asked else set()
        wanted = erases | ({What.CORRECT} if Action.CORRECT in asked else set())
        return tuple(what for what in What if what in wanted & self.connector.can)


@dataclass(frozen=True)
class Look:
    """What a dry run found; nothing was written anywhere."""

    counts: Mapping[str, int]
    sample: list[dict[str, str]]

    @property
    def total(self) -> int:
        """How many records there are."""
        return sum(self.counts.values())


async def reached(desk: Desk, task_id: str) -> Reached:
    """A task of a connected system; raises `NotFound` for any other."""
    async with desk.look() as session:
        task = await session.get(TaskRow, task_id)
        case = await session.get(CaseRow, task.case_id) if task is not None else None
    if task is None or case is None:
        raise NotFound
    return Reached(task, case, connector_of(desk, task.system))


async def subject_of(desk: Desk, case: CaseRow) -> Subject:
    """By what the requester is found."""
    person = person_of(case)
    box = await desk.keyring.box(person.scope, CONTACT)
    return Subject(name=box.unseal(NAME, person.name), address=box.unseal(ADDRESS, person.address))


async def records_of(desk: Desk, at: Reached) -> list[Record]:
    """What the system has of the requester; a failure is said in the reader's language."""
    try:
        return await at.connector.search(await subject_of(desk, at.case), at.task.category)
    except ConnectorFails as error:
        raise NotAllowedNow(
            lazy("The system did not answer as it should: %(why)s. Nothing was changed.", why=str(error))
        ) from None


async def look(desk: Desk, by: Session, task_id: str) -> tuple[Reached, Look]:
    """A dry run: count, and show a few records masked."""
    at = await reached(desk, task_id)
    records = await records_of(desk, at)
    async with desk.work() as work:
        codes: dict[str, Codes] = {"system": at.task.system, "category": at.task.category, "records": len(records)}
        work.note("connector.looked", at.case.id, by.staff_id, **codes)
    return at, Look(counts(records), sample(records))


async def hand_over(desk: Desk, by: Session, task_id: str) -> TaskOutcome:
    """Answer a task with all that the system has, as a file; or with “nothing found”."""
    at = await reached(desk, task_id)
    if at.task.outcome is not None:
        raise NotAllowedNow(lazy("This task was answered already. Take that answer back first."))
    records = await records_of(desk, at)
    data, name = (
        (_file(at, records, desk.clock.now()), f"{at.task.system}-{at.task.category}.json") if records else (b"", "")
    )
    found = TaskOutcome.FOUND if records else TaskOutcome.NOTHING_FOUND
    async with sealed(desk, at.task, data, name, by.staff_id) as kept, desk.work() as work:
        task, case = await task_at_work(work, task_id)
        if task.outcome is not None:
            raise NotAllowedNow(lazy("This task was answered already. Take that answer back first."))
        answer = TaskAnswer(found, "", has_file=bool(records))
        await keep_answer(desk, work, case, task, by.staff_id, answer)
        if kept is not None:
            work.session.add(kept)
    return found


def _file(at: Reached, records: Sequence[Record], now: datetime) -> bytes:
    """The export: everything that the mapping hands over, in a form that machines read and people too."""
    content = {
        "system": at.task.system,
        "category": at.task.category,
        "exported_at": now.isoformat(),
        "records": [{"place": each.place, "key": each.key, **each.data} for each in records],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()
