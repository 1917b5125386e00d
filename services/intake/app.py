"""Intake: makes a well-formed request of whatever arrives."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web

from services.intake import chat_web, listen, removal_web, timers
from services.intake import web as pages
from services.intake.mailbox import Bridge, Known, Mail, Take, Watch, since, sweep_once
from services.intake.raw import RawMails
from services.intake.reader import Reader, weigh
from services.intake.rules.understood import Own
from services.intake.rules.writer import domain
from services.intake.usecases import sweeping
from services.intake.usecases.chat.tools import WEIGH
from services.intake.usecases.removing import NUDGE
from services.intake.usecases.storing import Arrived, Spot, store_mails
from services.intake.usecases.tools import CUT, RAW, READ
from shared.contracts.settings import Settings
from shared.platform.confined import Confined
from shared.platform.desk import Desk
from shared.platform.handlers import batched, many, quick, slow
from shared.platform.logs import log
from shared.platform.process import Office

ENTRY = "services.intake.rules.understanding:answer"
MOST_READERS, READER_JOBS = 2, 500
READER_MEGABYTES, READER_SECONDS = 1024, 60


def own_of(settings: Settings) -> Own:
    """What reading a mail needs to know of this desk."""
    addresses = (*settings.intake.official_addresses, settings.mail.sender)
    domains = tuple(sorted({domain(each) for each in addresses}))
    return Own(settings.mail.sender, domains, settings.intake.authserv_id)


async def cut(pool: Confined, raw: bytes, **facts: object) -> bytes:
    """A piece of a mail, or the mail without one, cut by a confined child; raises `JobFailed`."""
    _, piece = await pool.run(raw, **facts)
    return piece


@asynccontextmanager
async def tools(desk: Desk) -> AsyncIterator[None]:
    """The store of raw mails, and the children that read strangers' mail."""
    protect = not desk.settings.allow_unprotected_decoder
    children = min(MOST_READERS, os.cpu_count() or 1)
    async with Confined(
        ENTRY, children, READER_MEGABYTES, READER_SECONDS, jobs=READER_JOBS, require_protection=protect
    ) as pool:
        desk.tools["reader"] = pool
        desk.tools[READ] = Reader(pool, own_of(desk.settings), children)
        desk.tools[CUT] = partial(cut, pool)
        desk.tools[WEIGH] = partial(weigh, pool)
        desk.tools[RAW] = RawMails(desk.keyring, desk.settings.data_dir / "mail")
        sweeping.begin(desk)
        yield


def bridge(desk: Desk, position: int | None = None) -> Bridge:
    """The way of a mailbox's thread to the desk; without a position, that of the first mailbox."""
    boxes = desk.settings.mailboxes
    place = next(iter(boxes)) if position is None else position
    return Bridge(desk, place, boxes[place], store_all)


def hands(desk: Desk) -> tuple[Take, Known]:
    """What the thread of the first mailbox needs of the desk to sweep it."""
    made = bridge(desk)
    return made.take, made.known


async def watch_mailbox(desk: Desk) -> None:
    """Bring what arrives in the mailboxes, one thread each, until the process ends."""
    watches = _watches(desk)
    for watch in watches:
        watch.start()

    def nudge() -> None:
        for watch in watches:
            watch.nudge()

    desk.tools[NUDGE] = nudge
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await asyncio.gather(*(asyncio.to_thread(watch.stop) for watch in watches))


def _watches(desk: Desk) -> list[Watch]:
    watches, accounts = [], set()
    for position, mailbox in desk.settings.mailboxes.items():
        made = bridge(desk, position)
        # Removal looks into every folder of an account, so one thread of each account is enough.
        removals = None if mailbox.account in accounts else made
        accounts.add(mailbox.account)
        watches.append(
            Watch(
                mailbox,
                made.take,
                made.known,
                made.swept,
                desk.settings.intake.sweep_seconds,
                since=since(desk.settings),
                removals=removals,
                position=position,
            )
        )
    return watches


async def sweep(desk: Desk) -> int:
    """Sweep each mailbox once and remove what is wanted; returns how many mails were made safe."""
    count = 0
    for position, mailbox in desk.settings.mailboxes.items():
        made = bridge(desk, position)
        count += await asyncio.to_thread(sweep_once, mailbox, made.take, made.known, since(desk.settings), made)
    return count


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages of the staff, and the chat."""
    pages.add_routes(app, desk)
    removal_web.add_routes(app, desk)
    if desk.settings.chat.enabled:
        chat_web.add_routes(app, desk)


async def store_all(desk: Desk, account: str, mails: Sequence[Mail]) -> set[int]:
    """Make a batch safe; returns the UIDs that are. One that cannot be stored stops no other."""
    try:
        await store_mails(desk, account, [_arrived(mail) for mail in mails])
    except Exception as error:  # noqa: BLE001 -- it stays unmarked in the mailbox and is brought again
        log.warning("message.not_stored", error=type(error).__name__, count=len(mails))
        if len(mails) == 1:
            return set()
        return {uid for mail in mails for uid in await store_all(desk, account, [mail])}
    return {mail.uid for mail in mails}


def _arrived(mail: Mail) -> Arrived:
    return Arrived(mail.raw, mail.internal_date, Spot(mail.folder, mail.uidvalidity, mail.uid), mail.too_large)


OFFICE = Office(
    name="intake",
    package="services.intake",
    handlers={
        "removal.wanted": quick(listen.on_removal_wanted),
        "message.copies_found": slow(listen.on_copies_found, lease=READER_SECONDS * 3),
        "message.strip": slow(listen.on_strip_mail, lease=READER_SECONDS * 3),
        "message.stored": batched(listen.on_messages_stored, lease=READER_SECONDS * 5),
        "canary.due": quick(timers.on_canary_due),
        "canary.late": quick(timers.on_canary_late),
        "canary.passed": quick(listen.on_canary_passed),
        "triage.settles": quick(listen.on_triage_settles),
        "message.left": slow(listen.on_message_left, lease=READER_SECONDS * 3),
        "case.opened": many(listen.on_case_opened),
        "chat.idle": quick(timers.on_chat_idle),
        "chat.expires": quick(timers.on_chat_expires),
        "letter.sent": quick(listen.on_letter_sent),
        "case.triaged": quick(listen.on_case_triaged),
        "case.closed": quick(listen.on_case_closed),
        "case.destroyed": slow(listen.on_case_destroyed),
    },
    add_routes=add_routes,
    edges=(watch_mailbox, timers.watch_over_desk),
    tools=tools,
    checks={"mailbox": sweeping.mailboxes_are_swept},
)
