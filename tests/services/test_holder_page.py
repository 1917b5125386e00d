"""The page of a data holder without an account: one task, three answers, once, and nothing else of the case."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.fulfil.store.task_answers import TaskFileRow, TaskLinkRow
from services.fulfil.usecases.evidence import visible
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.holders import HOLDER, mail_task, send, token_of, with_addresses


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """A case in progress whose task about the mailing list went to an address."""
    async with running(tmp_path, tasks={"max_file_mb": 1}) as made:
        await with_addresses(made)
        await made.to_progress()
        yield made


async def token(office: FulfilDesk, which: int = -1) -> str:
    """The token of a letter about the mailing list's task, the newest if not said."""
    mine = (await mail_task(office)).id
    return await token_of(office, [each for each in await office.said("task.asked") if each.task_id == mine][which])


async def test_the_page_shows_what_is_needed_to_search_and_nothing_else(office: FulfilDesk) -> None:
    """Name, known address, category, system, action; opening it, as often as one likes, uses nothing up."""
    async with office.web.get("/task", headers={"Cookie": "lang=en"}) as answer:
        assert answer.status == 200
        assert "Noor" not in await answer.text()
    for _ in range(3):
        status, page = await send(office, "/task/open", code=await token(office))
        assert status == 200
    for words in ("Noor Bakker", "noor@clients.example", "Name and contact details", "MAIL", "Stop all advertising"):
        assert words in page
    for words in ("2026-0001", "Mijn gegevens", "Ik wil geen reclame", CASE, "Sam Handler"):
        assert words not in page
    assert (await mail_task(office)).outcome is None


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"outcome": "found", "text": "Taken off the list."}, "found"),
        ({"outcome": "nothing_found"}, "nothing_found"),
        ({"outcome": "kept", "ground": "The list of those who want no mail.", "until": ""}, "kept"),
    ],
)
async def test_each_of_three_answers_reaches_the_case(office: FulfilDesk, fields: dict[str, str], outcome: str) -> None:
    """By the holder's name, on the line of time and at the task."""
    status, page = await send(office, "/task/answer", code=await token(office), **fields)
    assert (status, "Thank you" in page) == (200, True)
    task = await mail_task(office)
    assert (task.outcome, task.answered_by) == (outcome, f"holder:{HOLDER}")
    shown = await office.page(f"/staff/cases/{CASE}")
    assert "Answered by Communication" in shown
    assert fields.get("text", fields.get("ground", "")) in shown


async def test_a_file_is_sealed_as_it_comes_and_handed_to_staff_as_bytes(office: FulfilDesk, tmp_path: Path) -> None:
    """No clear byte on the disk, its name is no path, and the machine does not look into it."""
    data = b"Not a ZIP at all: Noor Bakker, noor@clients.example" * 1000
    assert (await send(office, "/task/answer", code=await token(office), outcome="found", file=data))[0] == 200
    [row] = await office.rows(TaskFileRow)
    assert (row.bytes, "found" in row.name_sealed) == (len(data), False)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.parent.name == "evidence" for path in kept)
    assert [path for path in kept if b"Noor Bakker" in path.read_bytes()] == []
    task = await mail_task(office)
    assert "found.zip" in await office.page(f"/staff/cases/{CASE}")
    async with office.web.get(f"/staff/tasks/{task.id}/file", headers=await office.as_staff()) as answer:
        assert await answer.read() == data
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''found.zip"
    assert ("task.file_fetched", "s-1") in await office.noted()
    await office.post(f"/staff/tasks/{task.id}/take-back", {})
    assert await office.rows(TaskFileRow) == []
    assert list((tmp_path / "evidence").iterdir()) == []
    await office.page(f"/staff/tasks/{task.id}/file", status=404)


async def test_a_file_that_is_too_large_is_refused_while_it_comes_in(office: FulfilDesk, tmp_path: Path) -> None:
    """Nothing of it stays, and the task is still open."""
    data = bytes(1024 * 1024 + 1)
    status, _page = await send(office, "/task/answer", code=await token(office), outcome="found", file=data)
    assert status == 413
    assert not (tmp_path / "evidence").exists()
    assert (await mail_task(office)).outcome is None


async def test_a_second_answer_changes_nothing_and_says_so(office: FulfilDesk, tmp_path: Path) -> None:
    """The link is replayed, with another answer and a file: the first one stays."""
    code = await token(office)
    assert (await send(office, "/task/answer", code=code, outcome="nothing_found"))[0] == 200
    before = await mail_task(office)
    status, page = await send(office, "/task/answer", code=code, outcome="found", text="After all.", file=b"x")
    assert (status, "answered already" in page) == (409, True)
    assert "nothing was changed" in page
    assert (await mail_task(office)) == before
    assert not (tmp_path / "evidence").exists()
    status, page = await send(office, "/task/open", code=code)
    assert (status, "Noor" in page) == (409, False)


TWO_THINGS: list[dict[str, object]] = [
    {},
    {"outcome": "found"},
    {"outcome": "kept"},
    {"outcome": "nothing_found", "text": "Three letters."},
    {"outcome": "nothing_found", "file": b"x"},
    {"outcome": "found", "text": "Three letters.", "ground": "Tax law."},
    {"outcome": "found", "text": "Three letters.", "until": "2030-01-01"},
    {"outcome": "kept", "ground": "Tax law.", "until": "2020-01-01"},
    {"outcome": "kept", "ground": "Tax law.", "until": "soon"},
    {"outcome": "kept", "ground": "x" * 4001},
]


async def test_a_contradiction_or_a_gap_is_asked_about_and_keeps_what_was_typed(office: FulfilDesk) -> None:
    """Nobody chooses for the holder; the task stays open."""
    code = await token(office)
    for fields in TWO_THINGS:
        status, page = await send(office, "/task/answer", code=code, **fields)
        assert status == 400, fields
        assert 'role="alert"' in page
        assert str(fields.get("ground", fields.get("text", ""))) in page
    assert (await mail_task(office)).outcome is None


async def test_an_old_link_shows_nothing_and_a_fresh_one_goes_to_the_same_address(office: FulfilDesk) -> None:
    """An unknown link looks the same; asking again and again sends three a day at most."""
    old = await token(office)
    await office.jump(days=25, hours=15)
    count = len(await office.said("task.asked"))
    status, page = await send(office, "/task/open", code=old)
    assert (status, "Noor" in page) == (410, False)
    unknown = await send(office, "/task/open", code="a" * 26)
    assert (unknown[0], unknown[1].replace("a" * 26, old)) == (status, page)
    assert (await send(office, "/task/answer", code=old, outcome="nothing_found"))[0] == 410
    for _ in range(5):
        assert (await send(office, "/task/fresh", code=old))[1] == "/task?done=task-fresh"
    assert (await send(office, "/task/fresh", code="a" * 26))[1] == "/task?done=task-fresh"
    fresh = (await office.said("task.asked"))[count:]
    assert {each.call for each in fresh} == {"fresh"}
    assert len(fresh) <= 3
    assert (await send(office, "/task/answer", code=await token(office), outcome="nothing_found"))[0] == 200


async def test_a_link_ends_with_the_address_that_it_went_to(office: FulfilDesk) -> None:
    """The colleague left: the old link opens nothing, and no fresh one goes to either address."""
    old = await token(office)
    fields = {"version": 1, "address": "new@bureau.example", "language": "nl"}
    assert (await office.post(f"/staff/routes/holders/{HOLDER}", fields, "s-3"))[0] == 303
    count = len(await office.said("task.asked"))
    assert (await send(office, "/task/open", code=old))[0] == 410
    await send(office, "/task/fresh", code=old)
    assert len(await office.said("task.asked")) == count


async def test_a_task_of_a_case_that_ended_is_no_longer_needed(office: FulfilDesk) -> None:
    """The page says that and nothing of the person."""
    code = await token(office)
    assert await office.press("step", event="withdraw", **{"note-withdraw": "By telephone."}) == 303
    status, page = await send(office, "/task/open", code=code)
    assert (status, "no longer needed" in page, "Noor" in page) == (409, True, False)
    assert (await send(office, "/task/answer", code=code, outcome="nothing_found"))[0] == 409


async def test_only_the_fingerprint_of_a_link_is_kept(office: FulfilDesk) -> None:
    """Who reads the database cannot open a task."""
    code = await token(office)
    assert all(code not in repr(row) for row in await office.rows(TaskLinkRow))


def test_a_file_name_is_what_can_be_shown_and_no_path() -> None:
    """Whatever the sender calls it."""
    assert visible("../../etc/passwd") == "passwd"
    assert visible("C:\\data\\export.csv") == "export.csv"
    assert visible("a\r\nb\x00.txt") == "ab.txt"
    assert visible(None) == visible("") == visible("/") == "file"
    assert len(visible("x" * 500 + ".zip")) == 120
