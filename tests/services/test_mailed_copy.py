"""A copy that comes by mail, at verify's doors: judged like an upload, kept only when it was asked for."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.verify.rules.mailed import Fate
from services.verify.rules.verification import State
from services.verify.store import LinkState
from services.verify.timers import keep_rounds
from services.verify.usecases.mailed import destroy_forgotten
from services.verify.usecases.tools import EXAMINE, Judged
from shared.contracts.fulfil import CaseClosed
from shared.platform.crypto import KeyDestroyed
from shared.platform.handover import Handover
from shared.vocabulary import Kind, Verdict
from tests.journeys.live import eventually
from tests.pictures import EMPTY_PDF, HTML, card, saved
from tests.servers.postgres import Postgres
from tests.services.verify_desk import CASE, CHECKED, MAIL, VerifyDesk, verify_desk

PNG = saved(card())


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office of verify, empty."""
    async with verify_desk(tmp_path / "data") as made:
        yield made


async def page(office: VerifyDesk, path: str = f"/staff/verify/{CASE}") -> str:
    """The text of a page of the staff."""
    async with office.web.get(path, headers=await office.staff()) as answer:
        assert answer.status == 200
        return " ".join(re.sub(r"<[^>]+>", " ", await answer.text()).split())


async def test_a_mailed_copy_that_was_asked_for_is_kept_like_an_upload(office: VerifyDesk) -> None:
    """It waits for a person, its link is used, its last day is set; where it lay, nothing is left."""
    code = await office.asked()
    name = await office.mailed(PNG)
    (kept,) = await office.copies()
    assert (kept.channel, kept.sender_proved, kept.attempt) == ("mail", True, 1)
    assert (await office.row()).stands is State.COPY_RECEIVED
    assert [link.state for link in await office.links()] == [LinkState.USED]
    assert len(await office.said("identity.copy_received")) == len(office.files()) == 1
    assert await office.handed_over() == []
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(f"handover:{name}", "id")
    assert "sender and thread are proved" in await page(office)
    assert (await office.send(code, PNG)).status == 303, "the link says that the copy is in"
    assert len(office.files()) == 1


async def test_a_kept_copy_of_a_mail_ends_like_every_other(office: VerifyDesk) -> None:
    """With the decision, or on its last day (R4-11)."""
    await office.asked()
    await office.mailed(PNG)
    assert await office.press("approve", shown=CHECKED, document="passport") == 303
    assert office.files() == []
    (gone,) = await office.copies()
    assert await office.key_destroyed(gone.object_name)
    assert len(await office.said("identity.copy_destroyed")) == 1


async def test_an_old_copy_of_a_mail_goes_and_another_must_be_asked_for(office: VerifyDesk) -> None:
    """A second mail in answer to the same old question is not kept."""
    await office.asked()
    await office.mailed(PNG)
    await office.jump(days=14, hours=1)
    assert office.files() == []
    assert (await office.row()).stands is State.ASKED
    await office.mailed(PNG, number=1)
    assert office.files() == []
    assert [each.became for each in await office.copies_by_mail()] == [Fate.KEPT, Fate.NOT_ASKED]


async def test_staff_see_that_the_sender_was_not_proved(office: VerifyDesk) -> None:
    """Anybody may have sent it."""
    await office.asked()
    await office.mailed(PNG, verified=False)
    (kept,) = await office.copies()
    assert kept.sender_proved is False
    assert "Anybody may have sent it" in await page(office)


@pytest.mark.parametrize("stands", ["unknown", "open", "not needed", "closed"])
async def test_what_nobody_asked_for_is_destroyed_unseen(office: VerifyDesk, stands: str) -> None:
    """Not even the checks look at it; the case hears that there was one, and staff can ask properly."""
    looked = []

    async def examine(data: bytes, declared_name: str | None) -> Judged:
        looked.append(data)
        raise AssertionError

    office.desk.tools[EXAMINE] = examine
    if stands != "unknown":
        await office.case(Kind.OBJECTION_DIRECT_MARKETING if stands == "not needed" else Kind.ACCESS)
    if stands == "closed":
        await office.hear(CaseClosed(case_id=CASE, at=office.clock.now(), outcome="withdrawn"))
    name = await office.mailed(PNG)
    assert looked == []
    assert await office.handed_over() == office.files() == []
    assert await office.copies() == []
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(f"handover:{name}", "id")
    (told,) = await office.said("identity.copy_not_kept")
    assert (told.case_id, told.incoming_id, told.why, told.attempt) == (CASE, MAIL, "not_asked", 0)
    assert "identity.mailed_copy_not_asked" in [action for action, _ in await office.trail()]


async def test_the_back_of_the_card_is_not_kept_beside_its_front(office: VerifyDesk) -> None:
    """One question brings one copy, also when two pictures lie in one mail."""
    await office.asked()
    await office.mailed(PNG, number=0)
    await office.mailed(PNG, number=1)
    assert [each.became for each in await office.copies_by_mail()] == [Fate.KEPT, Fate.ALREADY_HERE]
    assert len(office.files()) == 1
    assert [m.why for m in await office.said("identity.copy_not_kept")] == ["already_here"]


@pytest.mark.parametrize(("data", "kind"), [(EMPTY_PDF, "damaged"), (HTML, "not_a_picture"), (PNG[:90], "damaged")])
async def test_a_copy_that_cannot_be_used_is_destroyed_and_a_person_asks_again(
    office: VerifyDesk, data: bytes, kind: str
) -> None:
    """The list shows it; the reasons go to the requester with a new link (T03)."""
    await office.asked()
    await office.mailed(data)
    assert office.files() == await office.handed_over() == []
    assert [link.tries for link in await office.links()] == [1]
    (told,) = await office.said("identity.copy_not_kept")
    assert (told.why, told.attempt) == ("unusable", 1)
    (copy,) = await office.copies_by_mail()
    assert [finding["kind"] for finding in copy.finding_list] == [kind]
    assert "2026-0001" in await page(office, "/staff/verify?tab=look")
    assert "2026-0001" not in await page(office, "/staff/verify?tab=asked")
    assert "A copy came by mail that could not be used" in await page(office)
    assert await office.press("again", reason="unreadable") == 303
    (rejected,) = await office.said("identity.copy_rejected")
    assert (rejected.attempt, rejected.reasons) == (1, ["unreadable"])
    assert "2026-0001" in await page(office, "/staff/verify?tab=asked")
    await office.mailed(PNG, number=1)
    assert (await office.row()).stands is State.COPY_RECEIVED


async def test_without_reasons_staff_send_the_first_letter_again(office: VerifyDesk) -> None:
    """As before: a new link (T02)."""
    await office.asked()
    await office.mailed(EMPTY_PDF)
    assert await office.press("again") == 303
    assert [m.attempt for m in await office.said("identity.requested")] == [1, 2]
    assert await office.said("identity.copy_rejected") == []


async def test_a_rejected_copy_is_never_kept(office: VerifyDesk) -> None:
    """A readable number: refused at once (R4.4-3), the finding is told without its value."""

    async def examine(data: bytes, declared_name: str | None) -> Judged:
        return Judged(Verdict.REJECTED, ("seen",), ({"kind": "bsn", "page": 1, "box": [0, 0, 1, 1]},), 1, PNG)

    await office.asked()
    office.desk.tools[EXAMINE] = examine
    await office.mailed(PNG)
    assert office.files() == await office.handed_over() == []
    async with office.web.get(f"/staff/verify/{CASE}", headers=await office.staff()) as answer:
        text = await answer.text()
    assert "A citizen service number was found" in text
    assert re.search(r'value="bsn" checked', text)


async def test_a_stranger_cannot_use_up_the_tries_of_the_link(office: VerifyDesk) -> None:
    """Five bad files of a forged sender leave the requester's own link open."""
    code = await office.asked()
    for number in range(6):
        await office.mailed(EMPTY_PDF, number=number, verified=False)
    assert [(link.tries, link.state) for link in await office.links()] == [(0, LinkState.OPEN)]
    assert (await office.send(code, PNG)).status == 303


async def test_a_copy_that_was_too_large_to_hand_over_is_told(office: VerifyDesk) -> None:
    """Nothing of it was kept; a person tells the requester."""
    await office.asked()
    await office.mailed()
    (told,) = await office.said("identity.copy_not_kept")
    assert told.why == "too_large"
    assert "too large to look at" in await page(office)


async def test_a_copy_that_nobody_has_time_for_waits(office: VerifyDesk) -> None:
    """All judges busy: it is tried again, and not counted as anything."""
    real, calls = office.desk.tools[EXAMINE], []

    async def busy_once(data: bytes, declared_name: str | None) -> Judged:
        calls.append(data)
        if len(calls) == 1:
            return Judged(Verdict.UNREADABLE, (), (), 0, None, busy=True)
        judged: Judged = await real(data, declared_name)
        return judged

    await office.asked()
    office.desk.tools[EXAMINE] = busy_once
    await office.mailed(PNG)
    assert await office.copies_by_mail() == []
    await office.jump(seconds=3)
    assert [each.became for each in await office.copies_by_mail()] == [Fate.KEPT]


async def test_a_copy_that_nobody_fetched_for_a_day_is_destroyed_and_told(office: VerifyDesk) -> None:
    """Verify was away for too long: the key is shredded, and the message that comes late says that it is gone."""
    await office.asked()
    name = await office.handover(PNG)
    await office.jump(hours=23)
    assert await destroy_forgotten(office.desk) == 0
    await office.jump(hours=2)
    assert await destroy_forgotten(office.desk) == 1
    assert await office.handed_over() == []
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(f"handover:{name}", "id")
    await office.mailed(name=name)
    assert [m.why for m in await office.said("identity.copy_not_kept")] == ["gone"]


async def test_the_round_shreds_what_a_crash_left_behind(office: VerifyDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the decision and the shredding, or before the message: the next round leaves nothing."""
    remove = Handover.remove

    async def dies(self: Handover, name: str) -> None:
        raise OSError

    await office.handover(PNG)
    await office.jump(hours=25)
    await office.asked()
    monkeypatch.setattr(Handover, "remove", dies)
    await office.mailed(PNG)
    assert len(await office.handed_over()) == 2
    monkeypatch.setattr(Handover, "remove", remove)
    rounds = asyncio.create_task(keep_rounds(office.desk))

    async def is_empty() -> bool:
        return await office.handed_over() == []

    await eventually(is_empty, "the handover to be empty")
    rounds.cancel()
    assert len(await office.copies()) == len(office.files()) == 1


@pytest.mark.servers
async def test_a_mailed_copy_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The handover holds a copy there as well, for the role of verify; kept, turned away, and shredded."""
    admin = postgres.create_database("verify_mailed")
    own = admin.replace("postgres@", "{service}@")
    async with verify_desk(tmp_path, database_url=own, database_admin_url=admin) as office:
        await office.asked()
        for number, data in enumerate((EMPTY_PDF, PNG, PNG)):
            await office.mailed(data, number=number)
        fates = [each.became for each in await office.copies_by_mail()]
        assert fates == [Fate.UNUSABLE, Fate.KEPT, Fate.ALREADY_HERE]
        assert await office.handed_over() == []
        assert "2026-0001" in await page(office, "/staff/verify?tab=look")
        assert await office.press("again", reason="unreadable") == 303
        assert office.files() == []
