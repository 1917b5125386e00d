"""Several mailboxes, an old mailbox read for the first time, and a folder that is renamed or made anew meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from services.intake.app import sweep, watch_mailbox
from services.intake.mailbox import since, try_out
from services.intake.mailbox import watch as watching
from services.intake.rules.incoming import State
from services.intake.usecases.sweeping import Silent, note_sweep, silent_mailboxes
from shared.contracts.settings import Settings
from shared.platform.config import BadConfiguration, load
from tests.services.intake_desk import ACCOUNT, START, IntakeDesk, intake_desk, mail, make_settings
from tests.services.mailbox_server import MailboxServer

SOON = 20
servers = pytest.mark.slow


@pytest.fixture
def server(mailbox_server: MailboxServer) -> MailboxServer:
    return mailbox_server


@asynccontextmanager
async def watched(intake: IntakeDesk) -> AsyncIterator[None]:
    """The office's own loop runs meanwhile."""
    edge = asyncio.create_task(watch_mailbox(intake.desk))
    try:
        async with asyncio.timeout(SOON):
            yield
    finally:
        edge.cancel()
        await asyncio.wait([edge])


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    while not await holds():
        await asyncio.sleep(0.02)


def other_folder(server: MailboxServer) -> MailboxServer:
    return MailboxServer(server.port, server.user, server.password, server.directory)


@servers
async def test_each_mailbox_is_swept_by_a_thread_of_its_own(server: MailboxServer, tmp_path: Path) -> None:
    """A mail that lies in two folders of one account is one message; a silent mailbox is named by its position."""
    second = await asyncio.to_thread(other_folder, server)
    await asyncio.to_thread(server.put, mail(), mail(message_id="<a@clients.example>"))
    await asyncio.to_thread(second.put, mail(), mail(message_id="<b@clients.example>"))
    boxes: dict[str, Any] = {"mailbox": server.settings(), "more_mailboxes": [second.settings()]}
    async with intake_desk(tmp_path / "data", **boxes) as intake:

        async def all_there() -> bool:
            return len(await intake.rows()) == 3 and not silent_mailboxes(intake.desk)

        intake.clock.jump(timedelta(minutes=10))
        assert [each.position for each in silent_mailboxes(intake.desk)] == [1, 2]
        async with watched(intake):
            await until(all_there)
        intake.clock.jump(timedelta(minutes=10))
        note_sweep(intake.desk, 1)
        assert silent_mailboxes(intake.desk) == [Silent(2, START + timedelta(minutes=10))]
        assert {row.account for row in await intake.rows()} == {ACCOUNT}


async def test_the_figure_of_a_mailbox_names_no_address(tmp_path: Path) -> None:
    """Its label is the position in the configuration."""
    more = [{"user": "second@desk.example", "host": "127.0.0.1"}]
    async with intake_desk(tmp_path, mailbox={"user": ACCOUNT}, more_mailboxes=more) as intake:
        note_sweep(intake.desk, 2)
    figure = REGISTRY.get_sample_value("privacybalie_mailbox_last_sweep_seconds", {"mailbox": "2"})
    assert figure == START.timestamp()


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ({"user": ACCOUNT.upper(), "host": "IMAP.desk.example"}, "same user, host and folder; remove one"),
        ({"user": ACCOUNT, "host": "imap.desk.example", "folder": "inbox"}, "same user, host and folder"),
        ({"user": ACCOUNT, "host": "imap.desk.example", "name": "other"}, "same user, host and folder"),
        ({"user": ACCOUNT, "host": "imap.other.example"}, "give one of them an own name"),
        ({"user": "x@desk.example", "folder": "A", "removed_folder": "A"}, "removed_folder is the folder that is read"),
    ],
)
def test_two_mailboxes_that_cannot_be_told_apart_stop_the_start(second: dict[str, Any], sentence: str) -> None:
    """With the key, the reason and what to do."""
    with pytest.raises(BadConfiguration, match=sentence) as refused:
        load(Settings, None, mailbox={"user": ACCOUNT, "host": "imap.desk.example"}, more_mailboxes=[second])
    assert str(refused.value).startswith("more_mailboxes")


def test_mailboxes_that_differ_stand_side_by_side() -> None:
    """By folder, by user, or by a name; one that is switched off disturbs nobody and keeps its position."""
    given = [
        {"user": ACCOUNT, "host": "imap.desk.example", "folder": "Office"},
        {"user": ACCOUNT, "host": "imap.desk.example", "enabled": False},
        {"user": ACCOUNT, "host": "imap.other.example", "name": "old office"},
    ]
    settings = load(Settings, None, mailbox={"user": ACCOUNT, "host": "imap.desk.example"}, more_mailboxes=given)
    assert {n: box.account for n, box in settings.mailboxes.items()} == {1: ACCOUNT, 2: ACCOUNT, 4: "old office"}


@servers
async def test_mail_of_before_the_first_day_is_left_alone(server: MailboxServer, tmp_path: Path) -> None:
    """The day begins at midnight in Amsterdam, whatever the server's SINCE makes of it; the doctor counts the same."""
    midnight = datetime(2026, 10, 31, 23, 0, tzinfo=UTC)
    moments = {-40: "old", -1 / 3600: "late", 0: "first", 20: "new"}
    for hours, name in moments.items():
        raw = mail(message_id=f"<{name}@clients.example>", received=None)
        await asyncio.to_thread(server.put, raw, when=midnight + timedelta(hours=hours))
    start = {"official_addresses": (ACCOUNT,), "since": "2026-11-01"}
    async with intake_desk(tmp_path / "data", mailbox=server.settings(), intake=start) as intake:
        settings = intake.desk.settings
        trial = await asyncio.to_thread(try_out, settings.mailbox, since(settings))
        assert trial.waiting == await sweep(intake.desk) == 2
        await intake.settle()
        assert sorted(row.received_at for row in await intake.rows()) == [midnight, midnight + timedelta(hours=20)]
        assert await sweep(intake.desk) == 0
    assert sum(bool(flags) for flags in (await asyncio.to_thread(server.flags)).values()) == 2


def test_without_a_first_day_every_mail_is_taken(tmp_path: Path) -> None:
    """The day is one of the desk's own zone."""
    assert since(make_settings(tmp_path)) is None
    begun = since(make_settings(tmp_path, intake={"since": date(2026, 7, 1)}))
    assert begun is not None
    assert begun.astimezone(UTC) == datetime(2026, 6, 30, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize(("age", "answers"), [(timedelta(days=13, hours=23), True), (timedelta(days=14), False)])
async def test_an_old_mail_gets_no_automatic_acknowledgement(tmp_path: Path, age: timedelta, *, answers: bool) -> None:
    """Found late, it is answered by a person; its case is opened all the same and runs from its receipt."""
    async with intake_desk(tmp_path) as intake:
        await intake.take(mail(received=START - age))
        (request,) = await intake.said("request.received")
    assert request.received_at == START - age
    assert request.acknowledge is answers
    assert request.hold_back_reason == ("" if answers else "received more than 14 days ago: a person writes")


@servers
async def test_a_folder_that_is_renamed_is_an_alarm_until_it_is_back(
    server: MailboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection may look healthy; the desk goes by the name that it was given."""
    monkeypatch.setattr(watching, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(watching, "LONGEST_PAUSE", 0.05)

    def rename(old: str, new: str) -> None:
        with server.client() as client:
            client.rename_folder(old, new)

    async with intake_desk(tmp_path / "data", mailbox=server.settings(), intake={"sweep_seconds": 5}) as intake:

        async def is_swept() -> bool:
            return not silent_mailboxes(intake.desk)

        async def fails() -> bool:
            """Two sweeps' time passed without a good one."""
            intake.clock.jump(timedelta(minutes=11))
            await asyncio.sleep(0.3)
            return not await is_swept()

        async with watched(intake):
            intake.clock.jump(timedelta(minutes=11))
            await until(is_swept)
            await asyncio.to_thread(rename, server.folder, f"{server.folder}-away")
            await until(fails)
            await asyncio.to_thread(rename, f"{server.folder}-away", server.folder)
            await until(is_swept)
            await asyncio.to_thread(server.put, mail())
            await until(lambda: has(intake, 1))


@servers
async def test_a_folder_made_anew_is_watched_anew(server: MailboxServer, tmp_path: Path) -> None:
    """What waited on the old one would never hear of a mail again."""
    async with intake_desk(tmp_path / "data", mailbox=server.settings(), intake={"sweep_seconds": 5}) as intake:
        await asyncio.to_thread(server.put, mail())
        async with watched(intake):
            await until(lambda: has(intake, 1))
            await asyncio.to_thread(server.make_anew, mail(), mail(message_id="<second@clients.example>"))
            await until(lambda: has(intake, 2))
            await asyncio.to_thread(server.put, mail(message_id="<third@clients.example>"))
            await until(lambda: has(intake, 3))
        await intake.settle()
        assert [row.stands for row in await intake.rows()] == [State.REQUEST] * 3


async def has(intake: IntakeDesk, count: int) -> bool:
    return len(await intake.rows()) == count
