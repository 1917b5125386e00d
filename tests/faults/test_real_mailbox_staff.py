"""Colleagues work in the same mailbox while the desk reads it."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

from services.intake.mailbox import TAKEN
from services.intake.rules.incoming import State
from tests.faults.colleague import Colleague, numbers
from tests.faults.watched import Watched, requests, watched
from tests.journeys.live import eventually
from tests.servers.dovecot import Dovecot
from tests.services.intake_desk import ACCOUNT
from tests.services.mailbox_server import MailboxServer

pytestmark = [pytest.mark.servers, pytest.mark.slow]

COUNT = 90
ACTS = ("read", "flag", "copy", "move_away", "move_back", "delete")


def lying(server: MailboxServer) -> list[tuple[int, set[bytes]]]:
    """The number and flags of every mail in the folder."""
    with server.client() as client:
        client.select_folder(server.folder, readonly=True)
        uids = client.search(["ALL"])
        flags = client.get_flags(uids)
        return [(number, set(flags[uid]) - {b"\\Recent"}) for uid, number in numbers(client, uids).items()]


async def deliver_beside(colleague: Colleague, desk: Watched, mails: list[bytes]) -> None:
    """Mails arrive a few at a time while the colleague is at it."""

    async def at_it() -> bool:
        return all(colleague.done[act] >= 3 for act in ACTS)

    for start in range(0, len(mails), 5):
        await desk.put(*mails[start : start + 5])
    await eventually(at_it, f"the colleague to do everything: {colleague.done}", 60)


async def taken(desk: Watched, mails: list[bytes]) -> set[int]:
    """The numbers of the mails that the desk has; each is one message and one case."""
    number = {hashlib.sha256(raw).hexdigest(): index for index, raw in enumerate(mails)}
    rows = await desk.intake.rows()
    assert {row.stands for row in rows} == {State.REQUEST}
    assert len({row.sha256 for row in rows}) == len(rows)
    said = await desk.intake.said("request.received")
    assert len({message.case_id for message in said}) == len(said) == len(rows)
    return {number[row.sha256] for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
async def test_mails_that_colleagues_handle_meanwhile_are_taken_once(
    dovecot: Dovecot, tmp_path: Path, seed: int
) -> None:
    """No request that lay there at a sweep is lost, none comes twice, and the flags of people are theirs alone."""
    (tmp_path / "secrets").mkdir()
    password = dovecot.password(ACCOUNT)
    server = await asyncio.to_thread(MailboxServer, dovecot.imap_port, ACCOUNT, password, tmp_path / "secrets")
    colleague = Colleague(server, seed)
    mails = requests(range(COUNT))
    await asyncio.to_thread(colleague.start)
    try:
        async with watched(tmp_path / "data", server) as desk:
            await deliver_beside(colleague, desk, mails)
            await asyncio.to_thread(colleague.finish)
            await desk.sweeps_again()
            await desk.has_read([])
            has = await taken(desk, mails)
    finally:
        await asyncio.to_thread(colleague.finish)
    left = await asyncio.to_thread(lying, server)
    assert {number for number, _ in left} | colleague.deleted_taken <= has
    assert set(range(COUNT)) - has <= colleague.deleted
    by_people = {b"\\Seen": colleague.read, b"\\Flagged": colleague.flagged}
    for number, flags in left:
        assert TAKEN in flags
        assert flags <= {TAKEN, *by_people}
        for flag, theirs in by_people.items():
            assert flag not in flags or number in theirs
            assert flag in flags or number not in theirs - colleague.copied
