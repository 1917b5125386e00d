"""The desk dies at every point that the code names, on the way of one request: nothing is lost and nothing comes twice.

Each walk is one request from mail to closing, with some more mails beside it. A stage arms the desk with points that
it reaches in that order, one a life; the step that was cut is simply done again, as a person would.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from services import composition
from services.commands import demo
from services.sandbox.posting import post
from services.sandbox.world import MailWorld
from shared.contracts import SERVICES
from shared.contracts.settings import Settings
from shared.platform import audit
from shared.platform.clock import SystemClock
from tests.faults.driver import AheadClock
from tests.faults.life import Lives, lives
from tests.faults.points import named_points
from tests.faults.test_sending_crash import BEFORE_CANARY
from tests.faults.walk import Client, Walk
from tests.journeys.live import eventually
from tests.pictures import covered_card, saved

pytestmark = [pytest.mark.slow, pytest.mark.timeout(480)]
NOOR: Final = Client("Noor van der Linden", "noor@clients.example")
BESIDE: Final = [
    *(Client(f"Client {n}", f"client-{n}@others.example") for n in range(1, 3)),
    Client("Client 3", "client-3@others.example", document=saved(covered_card())),
]
ONCE: Final = ("T01", "T02", "T05", "T11", "T39")
MONDAY: Final = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
MANY_LIVES: Final = 150.0
"""Seconds in which a desk that dies at every point of a walk, and starts as often, must have come through."""
A_FORTNIGHT: Final = timedelta(days=15).total_seconds()

WALKS: Final[dict[str, list[list[str]]]] = {
    # A mail whose reading is cut three times goes to a person, so some mails share the points of its way in.
    "intake": [
        ["intake.raw.stored", "intake.before_commit", "intake.after_commit", "intake.row.committed"],
        ["intake.batch.safe", "intake.keyword.set"],
        [
            *("intake.copy.handed", "intake.raw.stripped", "intake.raw.replaced"),
            *("intake.mail.found", "intake.mail.removed"),
        ],
        ["intake.job.leased", "intake.relay.before_publish", "intake.relay.after_publish", "intake.inbox.after_commit"],
    ],
    # Its round at each start passes the two points of a transaction first; the last ones here are those of asking.
    "verify": [
        [
            *("verify.inbox.after_commit", "verify.before_commit:4", "verify.after_commit:3"),
            *("verify.receive.sealed", "verify.receive.kept", "verify.relay.before_publish"),
            *("verify.relay.after_publish", "verify.paint.sealed", "verify.paint.swapped"),
            *("verify.decide.committed", "verify.settle.committed", "verify.shred.begin"),
            *("verify.vault.key_destroyed", "verify.shred.destroyed", "verify.job.leased"),
        ]
    ],
    "fulfil": [
        [
            *("fulfil.inbox.after_commit", "fulfil.before_commit", "fulfil.after_commit"),
            *("fulfil.relay.before_publish", "fulfil.relay.after_publish"),
            *("fulfil.job.leased", "fulfil.package.built", "fulfil.package.key_destroyed"),
        ]
    ],
    # As with verify: the look after letters that were left lying passes a transaction at each start.
    "notify": [
        [
            *("notify.inbox.after_commit", "notify.before_commit:2", "notify.after_commit:2", "notify.job.leased"),
            *("notify.send.before_sending", "notify.send.before_data", "notify.send.after_data"),
            *("notify.relay.before_publish", "notify.relay.after_publish"),
        ]
    ],
}
"""For each mail of a walk the points at which the desk dies, in the order in which it comes to them."""


ELSEWHERE: Final = {BEFORE_CANARY, "fulfil.case.keys_destroyed", "fulfil.connector.changed"}
"""Not on the way of a request: the desk writes to itself, destroys what is two years old, tells a connected system."""


def plain(groups: Sequence[Sequence[str]]) -> list[str]:
    """The names of the points, without the passing."""
    return [point.partition(":")[0] for group in groups for point in group]


def test_every_named_point_is_reached_by_a_walk() -> None:
    """A new point in the code needs a place in a walk; none is left out."""
    walked = {service: plain(groups) for service, groups in WALKS.items()}
    points = Counter(point for points in walked.values() for point in points)
    assert points == dict.fromkeys(named_points() - ELSEWHERE, 1)
    assert all(point.startswith(f"{service}.") for service, points in walked.items() for point in points)


async def make_staff(settings: Settings, directory: Path) -> dict[str, dict[str, Any]]:
    """The colleagues of the demo, made before the desk opens."""
    demo.prepare(settings)
    process = composition.make_process(settings, loops=False)
    try:
        return {one["roles"][0]: one for one in await demo.colleagues(process, directory)}
    finally:
        await process.stop()


class Story:
    """One walk with its deaths: some mails that are only acknowledged, then Noor's, whose request is answered."""

    def __init__(self, desk: Lives, walk: Walk, groups: Sequence[Sequence[str]]) -> None:
        self.desk, self.walk, self._groups = desk, walk, groups
        self.mailed = [*BESIDE[: len(groups) - 1], NOOR]

    async def tell(self) -> None:
        """The whole request, from mail to the day on which the package goes."""
        for client, points in zip(self.mailed, self._groups, strict=True):
            await self.desk.begin(points)
            await self._mail(client)
            if client is not NOOR:
                await self.desk.all_hit()
        await self._answer()
        self.desk.let_time_pass(A_FORTNIGHT)
        await self.desk.begin()
        await self.desk.all_hit()

    async def _mail(self, client: Client) -> None:
        await post(self.walk.world, client.mail(demo.DESK, self.desk.clock), client.address, demo.DESK)

        async def acknowledged() -> bool:
            return any("[zaak " in mail.subject for mail in self.walk.world.kept(client.address))

        await eventually(acknowledged, f"the acknowledgement to {client.address}", MANY_LIVES)

    async def _answer(self) -> None:
        walk = self.walk
        await walk.find_case()
        await walk.confirm_kinds()
        await walk.ask_for_copy()
        await walk.upload()
        await walk.paint_over()
        await walk.approve_copy()
        await walk.do_tasks()
        await walk.decide()
        assert (await walk.download())[:2] == b"PK"
        await walk.close()


def rows(directory: Path, service: str, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What a service's database holds."""
    with closing(sqlite3.connect(directory / f"{service}.db")) as link:
        return link.execute(query, values).fetchall()


async def _at_rest(directory: Path, now: datetime) -> bool:
    """Nothing waits to be said or done now."""
    due = "SELECT count(*) FROM inbox WHERE state = 'pending' AND due_at <= ?"
    waiting = [rows(directory, s, due, now.isoformat())[0][0] for s in SERVICES]
    unsaid = [rows(directory, s, "SELECT count(*) FROM outbox")[0][0] for s in SERVICES]
    return not any(waiting) and not any(unsaid)


def check_cases(directory: Path, mailed: Sequence[Client]) -> None:
    """One case a mail, each with its own reference; no message is dead; no picture is left."""
    references = [reference for (reference,) in rows(directory, "fulfil", "SELECT reference FROM fulfil_case")]
    assert len(set(references)) == len(references) == len(mailed)
    states = rows(directory, "intake", "SELECT state FROM incoming")
    assert states == [("request",)] * len(mailed)
    for service in SERVICES:
        assert rows(directory, service, "SELECT type, error FROM inbox WHERE state = 'dead'") == []
    vault = directory / "vault"
    assert not vault.exists() or list(vault.iterdir()) == []
    assert rows(directory, "verify", "SELECT count(*) FROM evidence WHERE destroyed_at IS NULL") == [(0,)]
    assert rows(directory, "cabinet", "SELECT count(*) FROM handover") == [(0,)]
    document = rows(directory, "verify", "SELECT fate FROM mailed_copy")
    assert document == [("not_asked",)] * sum(bool(client.document) for client in mailed)


def check_letters(directory: Path, world: MailWorld, case: str) -> None:
    """Each letter was made once, is sent, and reached the world once; other cases have their acknowledgement."""
    made = rows(directory, "notify", "SELECT case_id, letter, state, message_id FROM delivery WHERE NOT to_staff")
    assert {state for _, _, state, _ in made} == {"sent"}
    mine = Counter(letter for case_id, letter, _, _ in made if case_id == case)
    assert {letter: mine[letter] for letter in ONCE} == dict.fromkeys(ONCE, 1)
    assert {letter for case_id, letter, _, _ in made if case_id != case} <= {"T01"}
    seen = Counter(mail.message_id for mail in world.kept())
    assert set(seen.values()) == {1}
    assert {message_id for *_, message_id in made} <= set(seen)


async def check_trail(settings: Settings) -> None:
    """The chain of every service holds."""
    process = composition.make_process(settings, loops=False)
    try:
        for staff in process.staff:
            async with staff.desk.database.read() as connection:
                count, broken = await audit.verify(connection, staff.desk.audit_key)
            assert count > 0
            assert broken is None
    finally:
        await process.stop()


@pytest.mark.parametrize("service", SERVICES)
async def test_a_desk_that_dies_at_every_point_loses_and_doubles_nothing(service: str, tmp_path: Path) -> None:
    """Exit code 137 at each point; at the end one case a mail, each letter once, no copy, no dead row."""
    clock = AheadClock((MONDAY - SystemClock().now()).total_seconds())
    world = MailWorld([demo.DESK], clock)
    await world.start()
    settings = demo.make_settings(tmp_path, world, demo.free_port())
    staff = await make_staff(settings, tmp_path)
    picture = saved(covered_card())
    try:
        async with (
            lives(tmp_path, settings, clock) as desk,
            Walk(settings.web.public_url, world, staff, NOOR, picture) as walk,
        ):
            story = Story(desk, walk, WALKS[service])
            await story.tell()
            await eventually(lambda: _at_rest(tmp_path, clock.now()), "the messages to come to rest")
            assert desk.hit == plain(WALKS[service])
        check_cases(tmp_path, story.mailed)
        check_letters(tmp_path, world, walk.case)
        await check_trail(settings)
    except AssertionError as error:
        log = tmp_path / "driver.log"
        error.add_note(log.read_text(encoding="utf-8")[-3000:] if log.exists() else "")
        raise
    finally:
        await world.stop()
