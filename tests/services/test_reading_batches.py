"""Mails are stored and read many at a time; each of them fares as if it had come alone."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from services.intake.app import own_of
from services.intake.reader import JOB_BYTES, JOB_MAILS, Reader, groups
from services.intake.rules.incoming import State
from services.intake.rules.understanding import understand
from services.intake.rules.understood import Own, Understood, to_frame
from services.intake.store import Incoming
from services.intake.usecases import reading
from services.intake.usecases.reading import HELD_BYTES, by_size
from services.intake.usecases.storing import Arrived, Spot, store_mails
from services.intake.usecases.tools import READ
from shared.platform.confined import Confined, JobFailed
from tests.services.intake_desk import ACCOUNT, START, VAGUE_TEXT, IntakeDesk, intake_desk, mail

OWN = Own("info@desk.example", ("desk.example",))


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path) as office:
        yield office


def from_person(number: int, text: str = VAGUE_TEXT) -> bytes:
    return mail(text, sender=f"P <p{number}@clients.example>", message_id=f"<{number}@clients.example>")


async def store(intake: IntakeDesk, *raws: bytes) -> list[str]:
    """Store mails in one batch, a second between them; returns their ids."""
    arrived = [Arrived(raw, START + timedelta(seconds=number)) for number, raw in enumerate(raws)]
    return [each.incoming_id for each in await store_mails(intake.desk, ACCOUNT, arrived)]


async def unread(intake: IntakeDesk, ids: Sequence[str]) -> list[int]:
    """Which of these messages were not settled yet, by their position."""
    return [place for place, each in enumerate(ids) if (await intake.row(each)).stands is State.STORED]


async def test_a_mail_that_lies_twice_in_a_batch_is_one_message_in_two_places(intake: IntakeDesk) -> None:
    """The hash of its bytes says what it is."""
    twice = [Arrived(mail(), START, Spot("INBOX", 1, uid)) for uid in (7, 8)]
    other = Arrived(from_person(1), START, Spot("INBOX", 1, 9))
    first = await store_mails(intake.desk, ACCOUNT, [*twice, other])
    again = await store_mails(intake.desk, ACCOUNT, [*twice, other])
    assert [each.is_new for each in first] == [True, False, True]
    assert [each.is_new for each in again] == [False, False, False]
    assert first[0].incoming_id == first[1].incoming_id
    await intake.settle()
    assert len(await intake.rows()) == 2
    assert len([each for each in await intake.trail() if each[0] == "message.stored"]) == 2


async def test_one_mail_that_cannot_be_settled_costs_only_itself(
    intake: IntakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others of its batch are settled at once; it comes again, alone."""
    settle, broken = reading.settle, [True]

    async def breaks(*given: Any) -> None:
        if broken and "<2@" in given[3].mail.message_id:
            raise RuntimeError("a fault of ours")
        await settle(*given)

    monkeypatch.setattr(reading, "settle", breaks)
    ids = await store(intake, *(from_person(number) for number in range(4)))
    await intake.settle()
    assert await unread(intake, ids) == [2]
    broken.clear()
    await intake.jump(minutes=1)
    assert await unread(intake, ids) == []
    assert len(await intake.said("triage.needed", "request.received")) == 4


async def test_the_second_mail_of_a_batch_knows_the_case_that_the_first_one_opened(intake: IntakeDesk) -> None:
    """What a batch has looked up ahead does not grow old in it."""
    reminder = mail("Ik wacht nog op antwoord op mijn verzoek.\n", subject="Herinnering", message_id="<2@x.example>")
    ids = await store(intake, mail(), reminder)
    await intake.settle()
    rows = [await intake.row(each) for each in ids]
    assert [row.stands for row in rows] == [State.REQUEST, State.ATTACHED]
    assert rows[0].case_id == rows[1].case_id


async def test_the_cap_on_acknowledgements_holds_within_a_batch(intake: IntakeDesk) -> None:
    """Three automatic answers to one sender in a day, also when five requests come at once (mail 1.7)."""
    raws = [mail(message_id=f"<{number}@clients.example>", subject=f"Vraag {number}") for number in range(5)]
    await store(intake, *raws)
    await intake.settle()
    requests = await intake.said("request.received")
    assert sorted(each.acknowledge for each in requests) == [False, False, True, True, True]


async def test_a_raw_file_that_is_gone_costs_only_its_own_mail(intake: IntakeDesk, tmp_path: Path) -> None:
    """A person hears of it after three tries."""
    ids = await store(intake, *(from_person(number) for number in range(3)))
    for file in (tmp_path / "mail").glob(f"{ids[1]}*"):
        file.unlink()
    await intake.settle()
    assert await unread(intake, ids) == [1]
    for _ in range(2):
        await intake.jump(minutes=1)
    row = await intake.row(ids[1])
    assert (row.stands, row.reason) == (State.QUARANTINED, reading.BROKE_ITS_READER)


@pytest.mark.slow
async def test_a_mail_that_kills_its_reader_is_read_again_alone_and_the_others_are_read(intake: IntakeDesk) -> None:
    """With real children: whoever dies of it, the mails of the same job get their answers."""
    async with Confined("tests.services.dying_reader:answer", 2, 1024, 20) as pool:
        intake.desk.tools[READ] = Reader(pool, own_of(intake.desk.settings), 2)
        raws = [from_person(number, "poison\n" if number == 3 else VAGUE_TEXT) for number in range(6)]
        ids = await store(intake, *raws)
        await intake.settle()
    assert await unread(intake, ids) == [3]


class Liar:
    """A pool whose child sends back what it likes."""

    def __init__(self, told: dict[str, Any], data: bytes) -> None:
        self.answer = told, data

    async def run(self, _data: bytes, **_facts: Any) -> tuple[dict[str, Any], bytes]:
        return self.answer


GOOD = json.dumps(to_frame(understand(mail(), OWN))).encode()
LIES: list[tuple[dict[str, Any], bytes]] = [
    ({}, b""),
    ({"lengths": "many"}, GOOD),
    ({"lengths": [len(GOOD), 0]}, GOOD),
    ({"lengths": [None]}, GOOD),
    ({"lengths": [-1]}, GOOD),
    ({"lengths": [0]}, b""),
    ({"lengths": [len(GOOD) + 5]}, GOOD[:-5]),
    ({"lengths": [2]}, b"[]"),
    ({"lengths": [2]}, b"{}"),
    ({"lengths": [4]}, b"\xff\xff\xff\xff"),
    ({"lengths": [len(GOOD)]}, GOOD.replace(b'"result": {', b'"result": {"more": 1, ')),
    ({"lengths": [len(GOOD)]}, GOOD.replace(b'"mail": {', b'"mail": [{').replace(b'}, "writer"', b'}], "writer"')),
]


@pytest.mark.parametrize(("told", "data"), LIES)
async def test_a_child_that_answers_nonsense_counts_as_one_that_died(told: dict[str, Any], data: bytes) -> None:
    """Whatever hostile bytes made of it, the desk gets a failure that it knows."""
    [found] = await Reader(cast("Confined", Liar(told, data)), OWN, 1)([mail()])
    assert isinstance(found, JobFailed)


async def test_a_good_answer_is_understood() -> None:
    """The counterpart of the lies."""
    [found] = await Reader(cast("Confined", Liar({"lengths": [len(GOOD)]}, GOOD)), OWN, 1)([mail()])
    assert isinstance(found, Understood)


def test_a_job_has_few_mails_and_a_large_one_comes_alone() -> None:
    """None is left out and the order stays."""
    raws = [b"x"] * (JOB_MAILS + 1) + [b"y" * JOB_BYTES, b"z" * (3 * JOB_BYTES), b"x"]
    jobs = list(groups(raws))
    assert [each for job in jobs for each in job] == raws
    assert [len(job) for job in jobs] == [JOB_MAILS, 1, 1, 1, 1]
    assert list(groups([])) == []


def test_only_so_many_bytes_are_held_at_a_time() -> None:
    """A larger one comes alone."""
    sizes = [1, HELD_BYTES, 1, 1, 2 * HELD_BYTES, 1]
    rows = [cast("Incoming", type("Row", (), {"size": size})) for size in sizes]
    assert [[row.size for row in some] for some in by_size(rows)] == [[1], [HELD_BYTES], [1, 1], [2 * HELD_BYTES], [1]]
