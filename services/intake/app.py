"""Intake: makes a well-formed request of whatever arrives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial

from prometheus_client import Gauge

from services.intake import listen, store
from services.intake import web as pages
from services.intake.mailbox import Known, Mail, Take, Watch, sweep_once
from services.intake.mailparse import ParsedMail, from_frame
from services.intake.raw import RawMails
from services.intake.usecases.storing import Spot, store_mail
from services.intake.usecases.tools import RAW, READ
from shared.contracts.settings import Mailbox
from shared.platform.confined import Confined
from shared.platform.desk import Desk
from shared.platform.handlers import quick, slow
from shared.platform.logs import log
from shared.platform.process import Office

ENTRY = "services.intake.mailparse:parse_frame"
READER_MEGABYTES, READER_SECONDS = 1024, 60
SILENT_AFTER = timedelta(minutes=10)
LAST_SWEEP = "last_sweep"
SWEPT = Gauge("privacybalie_mailbox_last_sweep_seconds", "When the mailbox was last swept well, as a Unix time")


async def read(pool: Confined, sender: str, raw: bytes) -> ParsedMail:
    """A mail, read by a confined child; raises `JobFailed`."""
    # notify writes the desk's own address into X-Loop; that is how a letter that came back is known.
    frame, _ = await pool.run(raw, own_domain=sender)
    return from_frame(frame)


@asynccontextmanager
async def tools(desk: Desk) -> AsyncIterator[None]:
    """The store of raw mails, and the child that reads strangers' mail."""
    protect = not desk.settings.allow_unprotected_decoder
    async with Confined(ENTRY, 1, READER_MEGABYTES, READER_SECONDS, require_protection=protect) as pool:
        desk.tools["reader"] = pool
        desk.tools[READ] = partial(read, pool, desk.settings.mail.sender)
        desk.tools[RAW] = RawMails(desk.keyring, desk.settings.data_dir / "mail")
        desk.tools[LAST_SWEEP] = desk.clock.now()
        yield


def account_of(mailbox: Mailbox) -> str:
    """The name under which mails of this mailbox are known: it stays when the mailbox moves to another server."""
    return mailbox.user.lower() or "mailbox"


def hands(desk: Desk) -> tuple[Take, Known]:
    """What the mailbox's thread needs of the desk; it waits for the desk's loop, never the other way round."""
    loop, account = asyncio.get_running_loop(), account_of(desk.settings.mailbox)

    def take(mails: Sequence[Mail]) -> set[int]:
        return asyncio.run_coroutine_threadsafe(store_all(desk, account, mails), loop).result()

    def known(folder: str, uidvalidity: int) -> set[int]:
        return asyncio.run_coroutine_threadsafe(seen_before(desk, folder, uidvalidity), loop).result()

    return take, known


async def watch_mailbox(desk: Desk) -> None:
    """Bring what arrives in the mailbox, until the process ends."""
    settings: Mailbox = desk.settings.mailbox
    if not settings.enabled:
        return
    loop = asyncio.get_running_loop()
    take, known = hands(desk)

    def swept() -> None:
        loop.call_soon_threadsafe(note_sweep, desk, desk.clock.now())

    watch = Watch(settings, take, known, swept, desk.settings.intake.sweep_seconds)
    watch.start()
    try:
        await loop.create_future()
    finally:
        await asyncio.to_thread(watch.stop)


async def sweep(desk: Desk) -> int:
    """Sweep the mailbox once, without waiting for more; returns how many mails were made safe."""
    return await asyncio.to_thread(sweep_once, desk.settings.mailbox, *hands(desk))


async def store_all(desk: Desk, account: str, mails: Sequence[Mail]) -> set[int]:
    """Make a batch safe, one by one; returns the UIDs that are. One that cannot be stored stops no other."""
    safe = set()
    for mail in mails:
        spot = Spot(mail.folder, mail.uidvalidity, mail.uid)
        try:
            await store_mail(desk, account, mail.raw, mail.internal_date, spot, too_large=mail.too_large)
        except Exception as error:  # noqa: BLE001 -- it stays unmarked in the mailbox and is brought again
            log.warning("message.not_stored", error=type(error).__name__)
        else:
            safe.add(mail.uid)
    return safe


async def seen_before(desk: Desk, folder: str, uidvalidity: int) -> set[int]:
    """The UIDs of a folder that were seen; only asked of servers that take no keyword."""
    async with desk.look() as session:
        return await store.places(session, account_of(desk.settings.mailbox), folder, uidvalidity)


def note_sweep(desk: Desk, at: datetime) -> None:
    """Remember that the mailbox was swept well."""
    desk.tools[LAST_SWEEP] = at
    SWEPT.set(at.timestamp())


async def mailbox_is_swept(desk: Desk) -> bool:
    """Whether the mailbox was swept well within the last ten minutes (mail 1.1)."""
    if not desk.settings.mailbox.enabled:
        return True
    last: datetime = desk.tools[LAST_SWEEP]
    return desk.clock.now() - last < SILENT_AFTER


OFFICE = Office(
    name="intake",
    package="services.intake",
    handlers={
        "message.stored": slow(listen.on_message_stored, lease=READER_SECONDS + 60),
        "case.opened": quick(listen.on_case_opened),
        "letter.sent": quick(listen.on_letter_sent),
        "case.triaged": quick(listen.on_case_triaged),
        "case.closed": quick(listen.on_case_closed),
    },
    add_routes=pages.add_routes,
    edges=(watch_mailbox,),
    tools=tools,
    checks={"mailbox": mailbox_is_swept},
)
