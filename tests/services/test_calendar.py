"""The calendar and its feed: dates and references for staff, no names, and nothing for anybody else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from services.fulfil.store.feeds import FeedRow
from services.fulfil.store.staff import StaffRow
from shared.vocabulary import Kind
from tests.services.fulfil_desk import FulfilDesk, running

ADDRESS = re.compile(r"https?://[^/]+(/calendar/[\w-]+\.ics)")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office with one case in progress."""
    async with running(tmp_path) as made:
        await made.hear(await made.request(Kind.ACCESS))
        await made.to_progress()
        yield made


async def feed_of(office: FulfilDesk) -> str:
    """Make a feed; its path."""
    _status, page = await office.post("/staff/calendar/feed", {"what": "make"})
    found = ADDRESS.search(page)
    assert found is not None
    return found[1]


async def test_the_month_shows_what_is_due_and_names_nobody(office: FulfilDesk) -> None:
    """The case stands on its working day, tasks on theirs; a month without anything says so."""
    row = await office.row()
    page = await office.page(f"/staff/calendar?month={row.work_due:%Y-%m}")
    assert page.count(f"/staff/cases/{row.id}") >= 2
    assert row.reference in page
    assert "Noor" not in page
    assert "Christmas Day" in await office.page("/staff/calendar?month=2026-12")
    assert "Nothing is due this month." in await office.page("/staff/calendar?month=2030-01")
    assert "oktober 2030" in await office.page("/staff/calendar?month=2030-10", language="nl")


async def test_a_calendar_program_reads_the_feed(office: FulfilDesk) -> None:
    """Without signing in; each date once, as a whole day, with a stable id and a link, and no name."""
    row, path = await office.row(), await feed_of(office)
    answer = await office.web.get(path)
    body = await answer.read()
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    events = list(Calendar.from_ical(body).walk("VEVENT"))
    dates = {str(event["uid"]): event["dtstart"].dt for event in events}
    assert dates[f"work_due.{row.id}@privacybalie"] == row.work_due
    assert all(type(day) is date for day in dates.values())
    assert len(dates) == len(events)
    assert row.reference in body.decode()
    assert b"Noor" not in body
    assert b"noor" not in body


async def test_a_new_address_ends_the_old_one_and_a_feed_can_be_stopped(office: FulfilDesk) -> None:
    """A lost address is made worthless; the database keeps only its fingerprint."""
    first = await feed_of(office)
    second = await feed_of(office)
    assert (await office.web.get(first)).status == 404
    assert (await office.web.get(second)).status == 200
    [kept] = await office.rows(FeedRow)
    assert second.removeprefix("/calendar/").removesuffix(".ics") not in kept.fingerprint
    await office.post("/staff/calendar/feed", {"what": "end"})
    assert (await office.web.get(second)).status == 404


async def test_an_account_that_is_disabled_has_no_feed(office: FulfilDesk) -> None:
    """Who left reads no dates any more; guesses get the same answer."""
    path = await feed_of(office)
    async with office.desk.work() as work:
        row = await work.session.get(StaffRow, "s-1")
        assert row is not None
        row.active = False
        work.session.add(row)
    for each in (path, "/calendar/guess.ics", f"/calendar/{'x' * 500}.ics"):
        assert (await office.web.get(each)).status == 404
