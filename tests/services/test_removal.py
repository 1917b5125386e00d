"""A mail leaves the mailbox (mail 8): that one only, wherever it lies, and a person hears of it when it cannot be."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from services.intake.app import bridge, sweep, watch_mailbox
from services.intake.mailbox import Bridge, Remover, connect, drop
from services.intake.mailbox.bridge import TRIES
from services.intake.rules.removal import REMOVAL, Method, Removed
from services.intake.store import Removal, removals
from services.intake.usecases.sweeping import SWEEPS
from tests.servers.postgres import Postgres
from tests.services.intake_desk import IntakeDesk, intake_desk, mail
from tests.services.mailbox_server import MailboxServer

pytestmark = pytest.mark.slow

SOON = 20
SECRET, OTHER = mail("een kopie", message_id="<copy@clients.example>"), mail(message_id="<other@clients.example>")


@pytest.fixture
def server(mailbox_server: MailboxServer) -> MailboxServer:
    return mailbox_server


@pytest.fixture
async def intake(server: MailboxServer, tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path / "data", mailbox=server.settings()) as office:
        yield office


async def taken(intake: IntakeDesk, server: MailboxServer, *raws: bytes) -> dict[bytes, str]:
    """Lay mails into the mailbox and have them taken in; their ids."""
    await asyncio.to_thread(server.put, *raws)
    await sweep(intake.desk)
    await intake.settle()
    rows = {(await intake.desk.tools["raw"].open(row.raw_name)): row.id for row in await intake.rows()}
    return {raw: rows[raw] for raw in raws}


async def want(intake: IntakeDesk, incoming_id: str) -> None:
    async with intake.desk.work() as work:
        await removals.want(work, incoming_id)
    await intake.settle()


async def removal(intake: IntakeDesk, incoming_id: str) -> Removal:
    async with intake.desk.look() as session:
        return await session.get_one(Removal, incoming_id)


async def outcome(intake: IntakeDesk, incoming_id: str) -> tuple[str, str]:
    found = await removal(intake, incoming_id)
    return found.state, found.method


def raws_in(server: MailboxServer, folder: str = "") -> list[bytes]:
    with server.client() as client:
        client.select_folder(folder or server.folder, readonly=True)
        uids = client.search(["ALL"])
        found = client.fetch(uids, ["BODY.PEEK[]"]) if uids else {}
    return [each[b"BODY[]"] for each in found.values()]


def do(server: MailboxServer, act: str, *arguments: Any, folder: str = "") -> None:
    """Let a colleague do something in a folder."""
    with server.client() as client:
        if act != "create_folder":
            client.select_folder(folder or server.folder)
        getattr(client, act)(*arguments)


def able_without(monkeypatch: pytest.MonkeyPatch, *lacking: bytes) -> None:
    """The server cannot do these things."""
    able = IMAPClient.capabilities

    def fewer(self: IMAPClient) -> Iterable[bytes]:
        return tuple(each for each in able(self) if each not in lacking)

    monkeypatch.setattr(IMAPClient, "capabilities", fewer)


async def test_one_mail_leaves_and_what_a_colleague_marked_as_deleted_stays(
    intake: IntakeDesk, server: MailboxServer
) -> None:
    """A plain EXPUNGE would take along every mail with the flag Deleted."""
    ids = await taken(intake, server, SECRET, OTHER)
    uids = await asyncio.to_thread(server.flags)
    await asyncio.to_thread(do, server, "delete_messages", [max(uids)])
    await want(intake, ids[SECRET])
    await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == [OTHER]
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)
    assert ("mail.removed", {"actor": "system", "message": ids[SECRET], "method": "expunge"}) in [
        (action, codes) for action, _, codes in await intake.trail()
    ]


async def test_copies_that_colleagues_made_leave_as_well(intake: IntakeDesk, server: MailboxServer) -> None:
    """Found by the Message-ID in every folder, and known by their bytes: a namesake with other bytes stays."""
    namesake = mail("iets anders", message_id="<copy@clients.example>")
    ids = await taken(intake, server, SECRET)
    elsewhere = f"Elsewhere-{secrets.token_hex(4)}"
    await asyncio.to_thread(do, server, "create_folder", elsewhere)
    uids = await asyncio.to_thread(server.flags)
    await asyncio.to_thread(do, server, "copy", list(uids), elsewhere)
    await asyncio.to_thread(server.put, namesake)
    await want(intake, ids[SECRET])
    await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == [namesake]
    assert await asyncio.to_thread(raws_in, server, elsewhere) == []
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)


async def test_a_mail_that_was_moved_is_found_where_it_lies_now(intake: IntakeDesk, server: MailboxServer) -> None:
    """A colleague's rule or hand put it into another folder."""
    ids = await taken(intake, server, SECRET)
    elsewhere = f"Moved-{secrets.token_hex(4)}"
    await asyncio.to_thread(do, server, "create_folder", elsewhere)
    uids = await asyncio.to_thread(server.flags)
    await asyncio.to_thread(do, server, "move", list(uids), elsewhere)
    await want(intake, ids[SECRET])
    await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server, elsewhere) == []
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)


async def test_a_mail_that_comes_back_leaves_again(intake: IntakeDesk, server: MailboxServer) -> None:
    """A provider restores the folder, the removed mail with it."""
    ids = await taken(intake, server, SECRET, OTHER)
    await want(intake, ids[SECRET])
    await sweep(intake.desk)
    await asyncio.to_thread(server.make_anew, SECRET, OTHER)
    await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == [OTHER]
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)
    assert len(await intake.rows()) == 2


async def test_a_mail_that_is_nowhere_is_told_to_a_person(intake: IntakeDesk, server: MailboxServer) -> None:
    """On its page and on the list; the person says that it is gone, once."""
    ids = await taken(intake, server, SECRET)
    await asyncio.to_thread(server.make_anew)
    await want(intake, ids[SECRET])
    await sweep(intake.desk)
    assert await outcome(intake, ids[SECRET]) == (Removed.NOT_FOUND, Method.NONE)
    path = f"/staff/messages/{ids[SECRET]}"
    assert "not found in the mailbox" in (await intake.page(path))[1]
    assert path in (await intake.page("/staff/triage"))[1]
    assert (await intake.press(f"{path}/removed"))[0] == 303
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.BY_HAND)
    assert path not in (await intake.page("/staff/triage"))[1]
    assert (await intake.press(f"{path}/removed"))[0] == 409


async def test_a_crash_after_the_removal_is_no_lost_mail(
    intake: IntakeDesk, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun and is nowhere any more was removed by us."""
    ids = await taken(intake, server, SECRET)
    await want(intake, ids[SECRET])

    def dies(_self: Bridge, _incoming_id: str, _event: object) -> None:
        raise OSError("power cut")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="power cut"):
        patch.setattr(Bridge, "settle", dies)
        await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == []
    assert await outcome(intake, ids[SECRET]) == (Removed.WANTED, Method.EXPUNGE)
    await sweep(intake.desk)
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)


async def test_without_uidplus_it_is_moved_to_the_folder_for_it(
    server: MailboxServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what lies there is not looked for again."""
    able_without(monkeypatch, b"UIDPLUS")
    gone = f"Removed-{secrets.token_hex(4)}"
    async with intake_desk(tmp_path / "data", mailbox=server.settings(removed_folder=gone)) as intake:
        ids = await taken(intake, server, SECRET, OTHER)
        await want(intake, ids[SECRET])
        await sweep(intake.desk)
        assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.MOVE)
        await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == [OTHER]
    assert await asyncio.to_thread(raws_in, server, gone) == [SECRET]


async def test_a_server_that_can_do_neither_leaves_it_to_a_person(
    intake: IntakeDesk, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is flagged, nothing expunged; once the server can, the desk does it when asked again."""
    ids = await taken(intake, server, SECRET)
    await want(intake, ids[SECRET])
    with monkeypatch.context() as patch:
        able_without(patch, b"UIDPLUS", b"MOVE")
        await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == [SECRET]
    assert await outcome(intake, ids[SECRET]) == (Removed.REFUSED, Method.NONE)
    path = f"/staff/messages/{ids[SECRET]}"
    _, page = await intake.page(path, language="nl")
    assert "kon niet uit de postbus worden verwijderd" in page
    assert (await intake.press(f"{path}/remove-again"))[0] == 303
    await sweep(intake.desk)
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)


async def test_the_watch_removes_at_once_when_it_is_nudged(intake: IntakeDesk, server: MailboxServer) -> None:
    """It waits for no mail: the wish wakes it."""
    ids = await taken(intake, server, SECRET)
    edge = asyncio.create_task(watch_mailbox(intake.desk))
    try:
        async with asyncio.timeout(SOON):
            while not intake.desk.tools[SWEEPS].last:
                await asyncio.sleep(0.02)
            await want(intake, ids[SECRET])
            while (await removal(intake, ids[SECRET])).stands is not Removed.DONE:
                await asyncio.sleep(0.02)
    finally:
        edge.cancel()
        await asyncio.wait([edge])
    assert await asyncio.to_thread(raws_in, server) == []


async def test_a_removal_that_breaks_the_connection_is_given_up_in_the_end(
    intake: IntakeDesk, server: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops neither the sweeps nor the other removals; a person hears of it."""
    ids = await taken(intake, server, SECRET)
    await want(intake, ids[SECRET])

    def hangs_up(*_arguments: object) -> None:
        raise TimeoutError("no answer")

    made = bridge(intake.desk)

    def try_it() -> None:
        client = connect(intake.desk.settings.mailbox)
        try:
            with pytest.raises(TimeoutError):
                Remover(client, intake.desk.settings.mailbox, made).run()
        finally:
            drop(client)

    monkeypatch.setattr(IMAPClient, "list_folders", hangs_up)
    for _ in range(TRIES):
        assert (await removal(intake, ids[SECRET])).stands is Removed.WANTED
        await asyncio.to_thread(try_it)
    assert await outcome(intake, ids[SECRET]) == (Removed.REFUSED, Method.NONE)
    assert await sweep(intake.desk) == 0


async def test_to_want_it_twice_is_to_want_it_once(intake: IntakeDesk, server: MailboxServer) -> None:
    """Whoever wants it may be killed and want it again."""
    ids = await taken(intake, server, SECRET)
    await want(intake, ids[SECRET])
    await want(intake, ids[SECRET])
    await sweep(intake.desk)
    await want(intake, ids[SECRET])
    assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)
    assert [action for action, _, _ in await intake.trail()].count("mail.removed") == 1


@pytest.mark.parametrize(
    "message_id", ['<a"b@x.example>', "<é@x.example>", "<a\\b@x.example>", "<" + "a" * 300 + "@x>"]
)
async def test_a_strange_message_id_never_reaches_the_server(
    intake: IntakeDesk, server: MailboxServer, message_id: str
) -> None:
    """Then only the places are looked at that the desk knows itself."""
    raw = SECRET.replace(b"<copy@clients.example>", message_id.encode())
    ids = await taken(intake, server, raw)
    await want(intake, ids[raw])
    await sweep(intake.desk)
    assert await asyncio.to_thread(raws_in, server) == []


@pytest.mark.servers
async def test_the_same_on_postgresql_with_the_rights_of_the_role(
    server: MailboxServer, tmp_path: Path, postgres: Postgres
) -> None:
    """Wanted, removed, come back, removed again, lost and settled by hand, as the service's own role."""
    admin = postgres.create_database(f"removal_{secrets.token_hex(4)}")
    own = admin.replace("postgres@", "{service}@")
    there: dict[str, Any] = {"database_url": own, "database_admin_url": admin, "mailbox": server.settings()}
    async with intake_desk(tmp_path / "data", **there) as intake:
        ids = await taken(intake, server, SECRET, OTHER)
        for _ in range(2):
            await want(intake, ids[SECRET])
            await sweep(intake.desk)
            assert await outcome(intake, ids[SECRET]) == (Removed.DONE, Method.EXPUNGE)
            await asyncio.to_thread(server.make_anew, SECRET)
        await want(intake, ids[OTHER])
        await sweep(intake.desk)
        assert await outcome(intake, ids[OTHER]) == (Removed.NOT_FOUND, Method.NONE)
        assert (await intake.press(f"/staff/messages/{ids[OTHER]}/remove-again"))[0] == 303
        await sweep(intake.desk)
        assert (await intake.press(f"/staff/messages/{ids[OTHER]}/removed"))[0] == 303
        assert await asyncio.to_thread(raws_in, server) == []


def test_every_outcome_of_a_removal_can_be_reached() -> None:
    """The table has no island, and the CHECK of the migration is the table's own."""
    assert {row.to for row in REMOVAL.rows} == set(Removed)
    script = Path(removals.__file__).parents[1] / "migrations" / "versions" / "0003_leases_and_removals.py"
    assert REMOVAL.sql_check("state") in script.read_text(encoding="utf-8")
