"""Sending one delivery, once, in three states (messages: e-mail out, once).

queued -> connect, MAIL, RCPT (what goes wrong so far is a safe retry) -> commit `sending` -> DATA -> commit `sent`. A
delivery that is found in `sending` is unknown and goes to `unknown.judge`, never to the mail server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from services.notify import store
from services.notify.rules.mail import compose
from services.notify.rules.markup import Rendered
from services.notify.rules.sending import DELIVERY, IN_FLIGHT, Event, next_try
from services.notify.rules.troubles import Trouble
from services.notify.store import Correspondence, Delivery
from services.notify.usecases.counting import count
from services.notify.usecases.queueing import HTML, SUBJECT, TEXT, due, fail
from services.notify.usecases.tools import Later, Link, Lost, Never, way_out_of
from services.notify.usecases.unknown import judge, sent
from shared.contracts.notify import SendDue
from shared.contracts.people import ADDRESS, CONTACT, MESSAGE_ID
from shared.contracts.references import token
from shared.platform.crash import crash_point
from shared.platform.crypto import KeyDestroyed
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job, LostLease
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import DeliveryState

BEFORE_DATA = timedelta(seconds=120)
DURING_DATA = timedelta(seconds=120)
"""The two together stay under `IN_FLIGHT`, so that nobody judges what is still in living hands."""
LEASE = int(IN_FLIGHT.total_seconds())


@dataclass(frozen=True)
class _Thread:
    """What a letter answers, which letters went before it, and what tags the address that answers come to."""

    answers: str = ""
    before: tuple[str, ...] = ()
    reply_tag: str = ""


async def send(desk: Desk, asked: SendDue, job: Job) -> None:
    """Send a delivery if this is its present attempt and it still waits; find out about it if it is unknown."""
    delivery = await _look(desk, asked.delivery_id)
    if delivery is None or delivery.attempts != asked.attempt or delivery.stands not in store.ON_THE_WAY:
        async with job.work():
            return
    if delivery.stands is DeliveryState.SENDING:
        await judge(desk, job, delivery)
    elif delivery.expires_at is not None and desk.clock.now() >= delivery.expires_at:
        await _drop(job, delivery, Trouble.EXPIRED)
    else:
        await _try(desk, job, delivery)


async def _try(desk: Desk, job: Job, delivery: Delivery) -> None:
    try:
        mail = await _compose(desk, delivery)
    except KeyDestroyed:
        await _drop(job, delivery, Trouble.ERASED)
    except ValueError:  # an address or a subject that would break a header: no second try makes it better
        await _refused(job, delivery, Trouble.UNFIT, "")
    else:
        await _send(desk, job, delivery, mail)


async def _look(desk: Desk, delivery_id: str) -> Delivery | None:
    async with desk.look() as session:
        return await session.get(Delivery, delivery_id)


async def _compose(desk: Desk, delivery: Delivery) -> EmailMessage:
    box, mail = await desk.keyring.box(delivery.person.scope, CONTACT), desk.settings.mail
    threaded = _Thread() if delivery.to_staff else await _thread(desk, delivery)
    return compose(
        Rendered(
            box.unseal(delivery.field(SUBJECT), delivery.subject_sealed or ""),
            box.unseal(delivery.field(TEXT), delivery.text_sealed or ""),
            box.unseal(delivery.field(HTML), delivery.html_sealed or ""),
        ),
        sender=mail.sender,
        sender_name=mail.sender_name,
        recipient=box.unseal(ADDRESS, delivery.person.address),
        message_id=delivery.message_id,
        date=desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)),
        automatic=delivery.automatic,
        in_reply_to=threaded.answers,
        references=threaded.before,
        reply_tag=threaded.reply_tag,
    )


async def _thread(desk: Desk, delivery: Delivery) -> _Thread:
    """Where a letter to the requester stands: under their own mail and after our earlier letters."""
    async with desk.look() as session:
        before = tuple(await store.thread_before(session, delivery))
        case = await session.get(Correspondence, delivery.case_id)
    answers = ""
    if case is not None and case.message_id_sealed:
        answers = (await desk.keyring.box(case.case_id, CONTACT)).unseal(MESSAGE_ID, case.message_id_sealed)
    tag = token(delivery.reference, desk.reference_key) if desk.settings.mail.plus_address else ""
    return _Thread(answers, before, tag)


async def _send(desk: Desk, job: Job, delivery: Delivery, mail: EmailMessage) -> None:
    sender = "" if delivery.automatic else desk.settings.mail.sender
    recipient = mail["To"].addresses[0].addr_spec
    try:
        async with asyncio.timeout(BEFORE_DATA.total_seconds()) as limit, way_out_of(desk)() as link:
            await link.envelope(sender, recipient)
            limit.reschedule(None)
            await _to_its_end(_hand_over(desk, job, delivery, link, mail))
    except TimeoutError:
        if not limit.expired():
            raise
        await _postpone(job, delivery, "time-out")
    except Later as error:
        await _postpone(job, delivery, str(error))
    except Never as error:
        await _refused(job, delivery, Trouble.REFUSED, str(error))


async def _to_its_end(doing: Coroutine[None, None, None]) -> None:
    """A letter in hand is handed over before the process stops: cut in the middle it would be unknown."""
    task = asyncio.ensure_future(doing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


async def _hand_over(desk: Desk, job: Job, delivery: Delivery, link: Link, mail: EmailMessage) -> None:
    crash_point("notify.send.before_sending")
    await _begin(desk, delivery)
    crash_point("notify.send.before_data")
    try:
        async with asyncio.timeout(DURING_DATA.total_seconds()):
            reply = await link.data(mail)
    except (Lost, TimeoutError) as error:
        log.warning("letter.unknown", case=delivery.case_id, letter=delivery.letter, reason=str(error))
        await judge(desk, job, delivery, in_hand=True)
    else:
        crash_point("notify.send.after_data")
        async with job.work() as work:
            sent(work, await store.claim(work.session, delivery.id), Event.ACCEPT, reply)


async def _begin(desk: Desk, delivery: Delivery) -> None:
    """Write down that the letter is being sent, before the first byte of it leaves."""
    async with desk.work() as work:
        row = await store.claim(work.session, delivery.id)
        if row.stands is not DeliveryState.QUEUED or row.attempts != delivery.attempts:
            raise LostLease(delivery.id)
        row.state = DELIVERY.step(row.stands, Event.BEGIN, SYSTEM)
        row.sending_at, row.next_at = work.now, work.now + IN_FLIGHT
        work.session.add(row)
    delivery.sending_at = row.sending_at


async def _postpone(job: Job, delivery: Delivery, said: str) -> None:
    async with job.work() as work:
        row = await store.claim(work.session, delivery.id)
        row.server_words = said[:200]
        row.tries += 1
        wait = next_try(row.tries)
        if wait is None:
            _fail(work, row, Trouble.GAVE_UP)
        else:
            row.state = DELIVERY.step(row.stands, Event.POSTPONE, SYSTEM)
            row.attempts, row.sending_at, row.next_at = row.attempts + 1, None, work.now + wait
            work.session.add(row)
            work.schedule(due(row, work.now), row.next_at)
    log.info("letter.postponed", case=delivery.case_id, letter=delivery.letter, reason=said, attempt=row.tries)


async def _refused(job: Job, delivery: Delivery, trouble: Trouble, said: str) -> None:
    async with job.work() as work:
        row = await store.claim(work.session, delivery.id)
        row.server_words = said[:200] or None
        _fail(work, row, trouble)


def _fail(work: Work, row: Delivery, trouble: Trouble) -> None:
    fail(work, row, trouble)
    row.sending_at = None
    work.session.add(row)
    work.note("letter.failed", row.case_id, SYSTEM, letter=row.letter, delivery=row.id, reason=trouble)
    count(row.letter, row.state, trouble)


async def _drop(job: Job, delivery: Delivery, trouble: Trouble) -> None:
    async with job.work() as work:
        row = await store.claim(work.session, delivery.id)
        row.state, row.reason = DELIVERY.step(row.stands, Event.DROP, SYSTEM), trouble
        row.next_at = None
        work.session.add(row)
        work.note("letter.skipped", row.case_id, SYSTEM, letter=row.letter, delivery=row.id, reason=trouble)
        count(row.letter, row.state, trouble)
