"""The mailbox on real IMAP servers: the sandbox's pymap always, Dovecot where it is installed."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from imapclient.exceptions import IMAPClientError

from services.intake import app
from services.intake.app import hands, store_all, sweep, watch_mailbox
from services.intake.mailbox import BATCH_BYTES, TAKEN, Mail, Sweeper, Watch, budgeted, connect, drop
from services.intake.mailbox import watch as watching
from services.intake.rules.incoming import State
from services.intake.usecases.storing import Arrived, store_mails
from shared.platform.desk import Desk
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT, START, IntakeDesk, intake_desk, mail
from tests.services.mailbox_server import MailboxServer

pytestmark = pytest.mark.slow

SOON = 20
"""Seconds in which a thread must have done what takes it a blink."""


@pytest.fixture
def server(mailbox_server: MailboxServer) -> MailboxServer:
    return mailbox_server


@pytest.fixture
async def intake(server: MailboxServer, tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path / "data", mailbox=server.settings(max_message_mb=1)) as office:
        yield office


def mails(count: int) -> list[bytes]:
    return [mail(message_id=f"<{number}@clients.example>") for number in range(count)]


async def brought(intake: IntakeDesk) -> int:
    """Sweep once and read what came."""
    count = await sweep(intake.desk)
    await intake.settle()
    return count


async def test_new_mail_is_stored_marked_and_never_marked_as_read(intake: IntakeDesk, server: MailboxServer) -> None:
    """The keyword is the desk's; the flag Seen is the colleagues' (FreeScout #1611)."""
    await asyncio.to_thread(server.put, *mails(3), when=START)
    assert await brought(intake) == 3
    assert list((await asyncio.to_thread(server.flags)).values()) == [{TAKEN}] * 3
    assert [row.stands for row in await intake.rows()] == [State.REQUEST] * 3
    assert await brought(intake) == 0
    assert len(await intake.said("request.received")) == 3


async def test_no_log_ever_holds_a_mail(
    intake: IntakeDesk, server: MailboxServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Also when somebody has the debug log of the library written: it says whom it reached, not what came."""
    caplog.set_level(logging.DEBUG, "imapclient")
    await asyncio.to_thread(server.put, *mails(2))
    assert await brought(intake) == 2
    told = [record.getMessage() for record in caplog.records if record.name.startswith("imapclient")]
    assert told
    assert not [each for each in told if "clients.example" in each]


async def test_a_mail_that_a_colleague_read_first_is_brought_all_the_same(
    intake: IntakeDesk, server: MailboxServer
) -> None:
    """Whether somebody looked at it says nothing of whether the desk has it."""
    await asyncio.to_thread(server.put, mail())

    def read_it() -> None:
        with server.client() as client:
            client.select_folder(server.folder)
            client.add_flags(client.search(["ALL"]), [b"\\Seen"])

    await asyncio.to_thread(read_it)
    assert await brought(intake) == 1
    assert list((await asyncio.to_thread(server.flags)).values()) == [{b"\\Seen", TAKEN}]


async def test_the_mailboxs_date_counts_when_no_server_noted_one(intake: IntakeDesk, server: MailboxServer) -> None:
    """INTERNALDATE keeps its offset on the way (D-1)."""
    await asyncio.to_thread(server.put, mail(received=None), when=START.replace(hour=6))
    await brought(intake)
    assert [row.received_at for row in await intake.rows()] == [START.replace(hour=6)]


async def test_a_folder_made_anew_opens_nothing_twice(intake: IntakeDesk, server: MailboxServer) -> None:
    """A new UIDVALIDITY is a new place of the same mails (mail 1.3)."""
    await asyncio.to_thread(server.put, *mails(3))
    await brought(intake)
    await asyncio.to_thread(server.make_anew, *reversed(mails(4)))
    assert await brought(intake) == 4
    assert len(await intake.rows()) == 4
    assert len(await intake.said("request.received")) == 4


async def test_a_server_that_takes_no_keyword_is_swept_by_remembered_numbers(
    intake: IntakeDesk, server: MailboxServer
) -> None:
    """What was seen is remembered in the database instead."""
    await asyncio.to_thread(server.put, *mails(2))
    take, known = hands(intake.desk)

    def sweep_without_keyword() -> int:
        client = connect(intake.desk.settings.mailbox)
        try:
            sweeper = Sweeper(client, intake.desk.settings.mailbox, known)
            sweeper.takes_keywords = False
            return sweeper.sweep(take)
        finally:
            drop(client)

    assert await asyncio.to_thread(sweep_without_keyword) == 2
    assert await asyncio.to_thread(sweep_without_keyword) == 0
    assert list((await asyncio.to_thread(server.flags)).values()) == [set(), set()]


async def test_a_mail_over_the_limit_is_a_note_and_its_body_is_never_fetched(
    intake: IntakeDesk, server: MailboxServer
) -> None:
    """A person sees that there is one; the next mail goes on."""
    await asyncio.to_thread(server.put, mail("x" * 70 * 20_000, message_id="<big@x.example>"), mail())
    assert await brought(intake) == 2
    states = {row.stands: row for row in await intake.rows()}
    assert set(states) == {State.QUARANTINED, State.REQUEST}
    assert states[State.QUARANTINED].size > 1024 * 1024
    raw = await intake.desk.tools["raw"].open(states[State.QUARANTINED].raw_name)
    assert b"big@x.example" in raw and len(raw) < 2_000


async def test_a_mail_that_cannot_be_stored_stays_unmarked_and_stops_no_other(
    intake: IntakeDesk, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes again at the next sweep; the sweep does not count as a good one."""
    await asyncio.to_thread(server.put, *mails(3))
    failures = ["in the batch", "alone"]

    async def store(desk: Desk, account: str, mails: Sequence[Arrived]) -> object:
        if failures and any(b"<1@" in each.raw for each in mails):
            raise OSError(failures.pop())
        return await store_mails(desk, account, mails)

    monkeypatch.setattr(app, "store_mails", store)
    with pytest.raises(OSError, match="every mail"):
        await brought(intake)
    assert sorted(map(len, (await asyncio.to_thread(server.flags)).values())) == [0, 1, 1]
    assert await brought(intake) == 1
    assert len(await intake.rows()) == 3


async def test_the_watch_brings_what_arrives_while_it_waits(intake: IntakeDesk, server: MailboxServer) -> None:
    """IDLE on one connection, the sweep on the other: no mail between the two is missed."""
    loop, arrived = asyncio.get_running_loop(), asyncio.Event()
    ready = asyncio.Event()
    take, known = hands(intake.desk)

    def take_and_tell(batch: Sequence[Mail]) -> set[int]:
        safe = take(batch)
        loop.call_soon_threadsafe(arrived.set)
        return safe

    swept = partial(loop.call_soon_threadsafe, ready.set)
    watch = Watch(intake.desk.settings.mailbox, take_and_tell, known, swept)
    watch.start()
    try:
        async with asyncio.timeout(SOON):
            await ready.wait()
            for raw in mails(2):
                arrived.clear()
                await asyncio.to_thread(server.put, raw)
                await arrived.wait()
    finally:
        await asyncio.to_thread(watch.stop)
    assert len(await intake.rows()) == 2
    assert not any(thread.name == "mailbox" for thread in threading.enumerate())


async def test_the_watch_outlives_a_wrong_password(
    intake: IntakeDesk, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The secret is read anew at each try, so that mending the file is enough."""
    monkeypatch.setattr(watching, "FIRST_PAUSE", 0.01)
    secret = Path(server.settings()["password_file"])
    secret.write_text("wrong", encoding="utf-8")
    with pytest.raises(IMAPClientError):
        await sweep(intake.desk)
    ready = asyncio.Event()
    swept = partial(asyncio.get_running_loop().call_soon_threadsafe, ready.set)
    watch = Watch(intake.desk.settings.mailbox, *hands(intake.desk), swept)
    watch.start()
    try:
        async with asyncio.timeout(SOON):
            secret.write_text(server.password, encoding="utf-8")
            await ready.wait()
    finally:
        await asyncio.to_thread(watch.stop)


async def test_the_edge_sweeps_and_ends_with_the_process(intake: IntakeDesk, server: MailboxServer) -> None:
    """The office's own loop: what lies in the mailbox is stored, and a cancelled loop leaves no thread."""
    await asyncio.to_thread(server.put, mail())
    wake = intake.desk.waker.event()
    edge = asyncio.create_task(watch_mailbox(intake.desk))
    async with asyncio.timeout(SOON):
        await wake.wait()
    edge.cancel()
    await asyncio.wait([edge])
    await intake.settle()
    assert [row.stands for row in await intake.rows()] == [State.REQUEST]
    assert not any(thread.name == "mailbox" for thread in threading.enumerate())


@pytest.mark.servers
@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_the_mailbox_is_reached_over_tls(dovecot: Dovecot, tmp_path: Path, security: str) -> None:
    """Both kinds of encryption, with the server's certificate checked."""
    box = await asyncio.to_thread(MailboxServer, dovecot.imap_port, ACCOUNT, dovecot.password(ACCOUNT), tmp_path)
    await asyncio.to_thread(box.put, mail())
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    reached = box.settings(port=port, security=security, ca_file=str(dovecot.certificate), host="localhost")
    async with intake_desk(tmp_path / "data", mailbox=reached) as intake:
        assert await brought(intake) == 1


async def test_a_batch_with_one_bad_mail_gives_the_others_back(tmp_path: Path) -> None:
    """Storing answers with what is safe, never with an exception."""
    async with intake_desk(tmp_path) as intake:
        good = Mail("INBOX", 1, 1, START, mail())
        bad = Mail("INBOX", 1, 2, START.replace(tzinfo=None), mail("other"))
        assert await store_all(intake.desk, ACCOUNT, [good, bad]) == {1}


def test_batches_stay_within_their_bytes() -> None:
    """At most 4 MiB a fetch; one that is larger comes alone."""
    sizes = [(1, BATCH_BYTES - 1), (2, 1), (3, 1), (4, BATCH_BYTES * 3), (5, 10)]
    assert list(budgeted(sizes)) == [[1, 2], [3], [4], [5]]
