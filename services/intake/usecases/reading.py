"""A stored mail is read; what is understood of it is settled. No mail stands in the way of the next one (mail 1.4).

It is parsed in a confined child, so a mail that breaks its reader breaks nothing else. After three tries it goes to a
person, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.intake import store
from services.intake.rules.incoming import Event
from services.intake.rules.understood import Understood
from services.intake.store import Incoming
from services.intake.usecases.opening import case_of, sender_index
from services.intake.usecases.settling import give_to_person, settle
from services.intake.usecases.tools import raw_of, reader_of
from shared.contracts.people import CONTACT, CORR
from shared.platform.confined import JobFailed
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Batch, Leased
from shared.platform.i18n import lazy
from shared.platform.logs import log
from shared.vocabulary import Proposal

TRIES = 3
HELD_BYTES = 2 * 1024 * 1024
Answer = Understood | Exception
BROKE_ITS_READER = lazy("the mail could not be read: its reader gave up three times").msgid


async def read_mails(desk: Desk, batch: Batch) -> None:
    """Read stored mails and settle what becomes of each; what breaks its reader three times is given to a person."""
    ids = {job.id: str(job.message.case_id) for job in batch.jobs}
    async with desk.look() as session:
        rows = await store.stored(session, ids.values())
    # A fourth try means that the whole process ended three times over this mail alone: it is not tried again.
    fit = [rows[ids[job.id]] for job in batch.jobs if job.tries <= TRIES and ids[job.id] in rows]
    found = await understand_all(desk, fit)
    for job in batch.jobs:
        error = found.get(ids[job.id])
        if isinstance(error, Exception):
            _count(batch, job, error)
    # The keys are made before the transaction begins: others wait for it.
    places = [(scope, part) for scope in _scopes(found) for part in (CONTACT, CORR)]
    boxes = dict(zip(places, await desk.keyring.boxes(places), strict=True))
    async with batch.work() as work:
        await _settle(desk, work, [ids[job.id] for job in batch.jobs if job.id not in batch.failures], found, boxes)


def _scopes(found: Mapping[str, Answer]) -> Iterator[str]:
    """What is sealed when these mails are settled: the mails, and the cases that they are likely to open."""
    for id_, each in found.items():
        if isinstance(each, Understood):
            yield id_
            if each.result.proposal is Proposal.REQUEST:
                yield case_of(id_)


def _count(batch: Batch, job: Leased, error: Exception) -> None:
    if job.tries < TRIES:
        batch.fail(job, error)
    else:
        kind = error.kind if isinstance(error, JobFailed) else type(error).__name__
        log.warning("message.unreadable", message=job.message.case_id, error=kind)


async def _settle(
    desk: Desk, work: Work, ids: Sequence[str], found: Mapping[str, Answer], boxes: Mapping[tuple[str, str], Box]
) -> None:
    # Who wrote first is settled first: the second mail may be about the case that the first one opens.
    rows = sorted(await store.claim_stored(work.session, ids), key=lambda row: (row.received_at, ids.index(row.id)))
    understood = {row.id: each for row in rows if isinstance(each := found.get(row.id), Understood)}
    senders = {sender_index(desk, each.writer.address) for each in understood.values()}
    message_ids = {id_ for each in understood.values() for id_ in (each.mail.message_id, *each.answered)}
    await store.look_ahead(work.session, senders - {""}, message_ids - {""})
    for row in rows:
        row.read_at = work.now
        store.write_whole(row)
        if row.id in understood:
            await settle(desk, work, row, understood[row.id], boxes[row.id, CONTACT], boxes[row.id, CORR])
        else:
            give_to_person(work, row, Event.GIVE_UP, BROKE_ITS_READER)


async def understand_all(desk: Desk, rows: Sequence[Incoming]) -> dict[str, Answer]:
    """What was understood of each stored mail, by its id, or why not. At most 2 MiB of them are held at a time."""
    found: dict[str, Answer] = {}
    for some in by_size(rows):
        try:
            raws = await raw_of(desk).open_all([row.raw_name for row in some])
        except Exception as error:  # noqa: BLE001 -- whichever of them it is; the others are read
            if len(some) == 1:
                found[some[0].id] = error
            for row in some if len(some) > 1 else ():
                found |= await understand_all(desk, [row])
            continue
        found |= zip((row.id for row in some), await reader_of(desk)(raws), strict=True)
    return found


def by_size(rows: Sequence[Incoming]) -> Iterator[Sequence[Incoming]]:
    """Mails that are held in memory together; a larger one comes alone."""
    start = total = 0
    for number, row in enumerate(rows):
        if number > start and total + row.size > HELD_BYTES:
            yield rows[start:number]
            start, total = number, 0
        total += row.size
    if start < len(rows):
        yield rows[start:]
