"""The review queue: ten seconds to undo, who has it in hand, paint, and the list."""

from __future__ import annotations

import io
import json
import re
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from services.verify.queue_view import PAGE_ROWS, listed
from services.verify.rules.upload_link import copy_dies_at
from services.verify.rules.verification import State
from services.verify.store import Verification
from services.verify.usecases import destroying
from shared.contracts.fulfil import CaseClosed
from tests.pictures import card, saved
from tests.servers.postgres import Postgres
from tests.services.verify_desk import CASE, CHECKED, VerifyDesk, verify_desk

PNG = saved(card())
APPROVAL: dict[str, Any] = {"shown": CHECKED, "document": "passport"}
LATER = ("identity.verified", "identity.copy_rejected", "identity.refused", "identity.copy_destroyed")


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office of verify in which a copy waits."""
    async with verify_desk(tmp_path / "data") as made:
        await copy_in(made)
        yield made


async def copy_in(office: VerifyDesk) -> None:
    """Bring a case to the point where a copy waits."""
    assert (await office.send(await office.asked(), PNG)).status == 303


async def page(office: VerifyDesk, headers: dict[str, str], path: str = f"/{CASE}") -> str:
    """One page of the staff's."""
    async with office.web.get(f"/staff/verify{path}", headers=headers) as answer:
        assert answer.status == 200
        return await answer.text()


async def post(office: VerifyDesk, path: str, headers: dict[str, str], **fields: object) -> tuple[int, str]:
    """Press a button; status, and where it leads or what it says."""
    async with office.web.post(
        f"/staff/verify/{CASE}/{path}", headers=headers, data=fields, allow_redirects=False
    ) as answer:
        return answer.status, answer.headers.get("Location", "") or await answer.text()


DECISIONS: dict[str, dict[str, Any]] = {
    "approve": APPROVAL,
    "again": {"reason": "bsn"},
    "reject": {"why": "name_differs"},
    "establish": {"method": "in_person", "seen": ["document_shown", "nothing_copied"]},
}


@pytest.mark.parametrize("action", DECISIONS)
async def test_a_decision_waits_ten_seconds(office: VerifyDesk, action: str) -> None:
    """Until then the copy is there and nothing is said; then both at once."""
    assert await office.press(action, wait=False, **DECISIONS[action]) == 303
    await office.jump(seconds=9.9)
    assert (await office.row()).stands is State.DECIDED
    assert len(office.files()) == 1
    assert await office.said(*LATER) == []
    await office.jump(seconds=0.1)
    assert office.files() == []
    assert "identity.copy_destroyed" in [m.type for m in await office.said(*LATER)]
    assert len(await office.said(*LATER)) == 2


@pytest.mark.parametrize("action", DECISIONS)
async def test_what_was_decided_can_be_undone(office: VerifyDesk, action: str) -> None:
    """All is as before, the copy included; the timer of what was undone does nothing to a later decision."""
    before = (await office.row()).model_dump(exclude={"version", "changed_at"})
    assert await office.press(action, wait=False, **DECISIONS[action]) == 303
    await office.jump(seconds=5)
    status, place = await post(office, "undo", await office.staff())
    assert (status, place) == (303, f"/staff/verify/{CASE}?done=verify-undone")
    assert (await office.row()).model_dump(exclude={"version", "changed_at"}) == before
    assert await office.press("reject", why="other_person", wait=False) == 303
    await office.jump(seconds=6)
    assert (await office.row()).stands is State.DECIDED
    await office.jump(seconds=4)
    assert (await office.row()).stands is State.REJECTED
    assert [m.type for m in await office.said(*LATER)] == ["identity.copy_destroyed", "identity.refused"]


async def test_what_took_effect_is_not_undone(office: VerifyDesk) -> None:
    """And who tries hears how things stand."""
    assert await office.press("approve", **APPROVAL) == 303
    status, text = await post(office, "undo", await office.staff())
    assert status == 409
    assert "Identity established" in text


async def test_a_decision_survives_a_restart(tmp_path: Path) -> None:
    """It is a row with a timer: who comes up after a power cut carries it out, or undoes it."""
    async with verify_desk(tmp_path) as office:
        await copy_in(office)
        assert await office.press("approve", wait=False, **APPROVAL) == 303
    async with verify_desk(tmp_path) as office:
        await destroying.heal(office.desk)
        assert len(office.files()) == 1
        await office.jump(seconds=11)
        assert office.files() == []
        assert (await office.row()).stands is State.VERIFIED


async def test_the_copys_last_day_cuts_the_ten_seconds_short(office: VerifyDesk) -> None:
    """So that an undo cannot keep what has to go."""
    (copy,) = await office.copies()
    due = copy_dies_at(copy.received_at, office.desk.settings.identity.copy_max_days)
    await office.jump(seconds=(due - office.clock.now()).total_seconds() - 5)
    assert await office.press("approve", wait=False, **APPROVAL) == 303
    await office.jump(seconds=6)
    assert office.files() == []
    assert (await office.row()).stands is State.VERIFIED
    assert (await post(office, "undo", await office.staff()))[0] == 409


async def test_a_closed_case_ends_a_decision_that_waits(office: VerifyDesk) -> None:
    """The copy goes with the case, and the timer finds nothing to do."""
    assert await office.press("approve", wait=False, **APPROVAL) == 303
    await office.hear(CaseClosed(case_id=CASE, at=office.desk.clock.now(), number=1, outcome="withdrawn"))
    assert office.files() == []
    await office.jump(seconds=10)
    assert (await office.row()).stands is State.LAPSED
    assert await office.said("identity.verified") == []


async def test_who_opens_it_has_it_in_hand_for_ten_minutes(office: VerifyDesk) -> None:
    """A second person sees by whom and until when, may look, and takes it over; the trail says so."""
    sam, kim = await office.staff(), await office.staff(name="Kim Second", staff_id="s-2")
    assert "You have it in hand" in await page(office, sam)
    seen = await page(office, kim)
    assert "Sam Handler has this in hand" in seen
    assert "/approve" not in seen
    assert "Sam Handler" in await page(office, kim, "")
    assert (await post(office, "hold", kim))[1] == json.dumps({"mine": False, "by": "Sam Handler"})
    assert (await post(office, "take-over", kim))[0] == 303
    assert "/approve" in await page(office, kim)
    assert json.loads((await post(office, "hold", sam))[1]) == {"mine": False, "by": "Kim Second"}
    assert ("verification.taken_over", {"actor": "s-2"}) in await office.trail()


async def test_a_lease_is_kept_by_looking_and_runs_out(office: VerifyDesk) -> None:
    """Renewed after nine minutes it lasts; left alone it is gone after ten."""
    sam, kim = await office.staff(), await office.staff(name="Kim Second", staff_id="s-2")
    await page(office, sam)
    office.clock.jump(timedelta(minutes=9))
    await post(office, "hold", sam)
    office.clock.jump(timedelta(minutes=9))
    assert "Sam Handler has this in hand" in await page(office, kim)
    office.clock.jump(timedelta(minutes=1))
    assert "You have it in hand" in await page(office, kim)


async def test_the_picture_bears_the_viewers_name_in_its_pixels(office: VerifyDesk) -> None:
    """It is another for each of them, differs from what is kept, and every look is noted."""
    pictures = []
    for name, staff_id in (("Sam Handler", "s-1"), ("Daniël Šimić", "s-2")):
        headers = await office.staff(name=name, staff_id=staff_id)
        async with office.web.get(f"/staff/verify/{CASE}/picture", headers=headers) as answer:
            assert answer.headers["Cache-Control"] == "no-store"
            pictures.append(await answer.read())
    kept = await office.desk.tools["vault"].open((await office.copies())[0].object_name)
    sizes = {Image.open(io.BytesIO(each)).size for each in (*pictures, kept)}
    assert len(sizes) == 1
    drawn = {Image.open(io.BytesIO(each)).convert("RGB").tobytes() for each in (*pictures, kept)}
    assert len(drawn) == 3
    seen = [codes["actor"] for action, codes in await office.trail() if action == "verification.picture_seen"]
    assert seen == ["s-1", "s-2"]


async def test_what_staff_paint_over_is_gone_for_good(office: VerifyDesk) -> None:
    """A fresh picture takes the place of the old one, whose file and key go."""
    (before,) = await office.copies()
    block = {"left": "25", "top": "25", "width": "50", "height": "50"}
    version = (await office.row()).version
    status, place = await post(office, "paint", await office.staff(), version=version, **block)
    assert (status, place) == (303, f"/staff/verify/{CASE}?done=verify-painted")
    (after,) = await office.copies()
    assert after.object_name != before.object_name
    assert [path.stem for path in office.files()] == [after.object_name]
    assert await office.key_destroyed(before.object_name)
    kept = Image.open(io.BytesIO(await office.desk.tools["vault"].open(after.object_name)))
    assert kept.getpixel((kept.width // 2, kept.height // 2)) == (0, 0, 0)
    assert ("identity.copy_painted", {"actor": "s-1", "attempt": 1, "blocks": 1}) in await office.trail()
    assert (await post(office, "paint", await office.staff(), version=version, **block))[0] == 409
    for wrong in ("x", "nan", "-1", "100"):
        fields = {**block, "left": wrong, "version": version}
        assert (await post(office, "paint", await office.staff(), **fields))[0] == 400


async def test_nobody_approves_what_still_shows_a_number(office: VerifyDesk) -> None:
    """The button is off and says why, the server refuses; painted over, it can be approved."""
    await shows(office, "bsn", [0.3, 0.3, 0.5, 0.4])
    seen = await page(office, await office.staff())
    assert "You cannot approve this yet" in seen
    assert "A citizen service number was found" in seen
    assert LexborHTMLParser(seen).css_first("form[action$='/approve'] button").attributes.get("disabled", "no") != "no"
    assert await office.press("approve", **APPROVAL) == 409
    version = (await office.row()).version
    block = {"left": "29", "top": "29", "width": "22", "height": "12"}
    assert (await post(office, "paint", await office.staff(), version=version, **block))[0] == 303
    assert await office.press("approve", **APPROVAL) == 303


async def shows(office: VerifyDesk, kind: str, area: list[float]) -> None:
    """Let the copy show something, as one from before such copies were painted over."""
    async with office.desk.work() as work:
        copy = await work.session.get_one(type((await office.copies())[0]), (CASE, 1))
        copy.findings = json.dumps([{"kind": kind, "page": 1, "box": area, "area": area}])


async def test_the_decided_one_leads_to_the_next_with_an_undo(office: VerifyDesk) -> None:
    """The page that opens offers to undo what was decided; only to who decided it."""
    await office.case(case_id="6f1f0f5e-0000-5000-8000-000000000002", number=2)
    sam = await office.staff()
    status, place = await post(office, "reject", sam, version=(await office.row()).version, why="other_person")
    assert (status, place) == (303, "/staff/verify/6f1f0f5e-0000-5000-8000-000000000002")
    assert "2026-0001: not identified" in await page(office, sam, "/6f1f0f5e-0000-5000-8000-000000000002")
    kim = await office.staff(name="Kim Second", staff_id="s-2")
    assert "2026-0001: not identified" not in await page(office, kim, "")


async def test_what_is_on_file_is_shown_when_asked(office: VerifyDesk) -> None:
    """Nothing is on file here: the name of the request is what there is."""
    assert "Nothing is on file" in await page(office, await office.staff())


async def many(office: VerifyDesk, count: int) -> list[str]:
    """More verifications, due on a few days."""
    person = (await office.row()).person_sealed
    now, names = office.desk.clock.now(), [f"case-{number:05}" for number in range(count)]
    async with office.desk.work() as work:
        for number, name in enumerate(names):
            due = date(2026, 12, 3) + timedelta(days=number % 3)
            work.session.add(
                Verification(
                    case_id=name, reference=name, kinds='["access"]', level="L2", need_rule="4.2", need_text="",
                    state=State.OPEN, person_sealed=person, statutory_due=due, opened_at=now, changed_at=now,
                )
            )  # fmt: skip
    return names


async def test_every_verification_stands_on_one_page_the_urgent_first(office: VerifyDesk) -> None:
    """Pages hold while the list changes: none is left out, none comes twice."""
    names = await many(office, 2 * PAGE_ROWS + 7)
    first = await listed(office.desk, "look")
    await many_decided(office, first.rows[3].case_id)
    rows, after = list(first.rows), first.after
    while after:
        following = await listed(office.desk, "look", after)
        rows, after = [*rows, *following.rows], following.after
    assert sorted(row.case_id for row in rows) == sorted([*names, CASE])
    assert [row.days_left for row in rows] == sorted(row.days_left for row in rows)
    link = re.search(r'href="([^"]*after=[^"]*)"', await page(office, await office.staff(), "?tab=look"))
    assert link is not None
    async with office.web.get(link[1].replace("&amp;", "&"), headers=await office.staff()) as answer:
        assert answer.status == 200
    for wrong in ("x", "2026-12-03", "~"):
        async with office.web.get(f"/staff/verify?tab=done&after={wrong}", headers=await office.staff()) as answer:
            assert answer.status == 404


async def many_decided(office: VerifyDesk, case_id: str) -> None:
    """One leaves the list while it is read."""
    async with office.desk.work() as work:
        (await work.session.get_one(Verification, case_id)).state = State.LAPSED


@pytest.mark.servers
async def test_a_decision_waits_on_postgresql_too(tmp_path: Path, postgres: Postgres) -> None:
    """Lease, decision, undo, paint and effect on the other database."""
    admin = postgres.create_database("verify_review")
    own = admin.replace("postgres@", "{service}@")
    async with verify_desk(tmp_path, database_url=own, database_admin_url=admin) as office:
        await copy_in(office)
        sam = await office.staff()
        assert "You have it in hand" in await page(office, sam)
        assert await office.press("approve", wait=False, **APPROVAL) == 303
        assert (await post(office, "undo", sam))[0] == 303
        assert len((await listed(office.desk, "look")).rows) == 1
        assert await office.press("approve", **APPROVAL) == 303
        assert office.files() == []
        assert len((await listed(office.desk, "done")).rows) == 1
