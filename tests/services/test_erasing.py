"""Erasing, from what becomes of each category to the day on which the rest goes; holds win everywhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.fulfil.store.disclosures import DisclosureRow, SuppressionRow
from services.fulfil.store.erasing import BatchRow, ChoiceRow, LaterRow
from services.fulfil.store.holds import HoldRow
from services.fulfil.usecases.disclosing import suppressed
from shared.platform.crypto import KeyDestroyed
from shared.vocabulary import Kind
from tests.services.fulfil_desk import CASE, FulfilDesk, running

OBLIGED = "kept:legal_obligation"
FACTS = {"hold-facts": "Two declarations of one trip.", "hold-review": "2027-04-30"}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An office with a request to erase: something found in the client system and in finance, nothing elsewhere."""
    async with running(tmp_path) as made:
        await made.hear(await made.request(Kind.ERASURE))
        await made.press("kinds", kinds="erasure")
        await made.hear(await made.verified())
        for system in ("KVS", "FIN"):
            task = await one(made, system)
            form = {f"outcome-{task}": "found", f"text-{task}": "A file."}
            assert (await made.post(f"/staff/tasks/{task}/answer", form))[0] == 303
        rest = [task.id for task in await made.tasks() if task.outcome is None]
        assert (await made.post("/staff/tasks/nothing-found", {"task": rest}))[0] == 303
        yield made


async def one(office: FulfilDesk, system: str) -> str:
    """The task of name and contact data in a system."""
    return next(t.id for t in await office.tasks() if (t.category, t.system) == ("C01", system))


async def choose(office: FulfilDesk, **finance: str) -> int:
    """The client file goes; `finance` says what becomes of the invoice (nothing: the tax duty keeps it)."""
    kvs, fin = await one(office, "KVS"), await one(office, "FIN")
    kept = {"outcome": OBLIGED, "rule": "R6-6", "starts": "2026-05-01", "why": "The invoice of May."} | finance
    fields: dict[str, object] = {f"outcome-{kvs}": "erased", **{f"{name}-{fin}": v for name, v in kept.items() if v}}
    return await office.press("erasing", **fields)


async def answered(office: FulfilDesk) -> None:
    """Two people answer: part of it is erased."""
    assert await choose(office) == 303
    assert await office.press("propose", outcome="partly_granted", reasons="All but the invoice.") == 303
    assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 303
    await office.settle()


async def held(office: FulfilDesk, **scope: str) -> None:
    """A hold by the officer, approved by another."""
    assert await office.press("hold", "s-3", **FACTS, **scope) == 303
    [hold] = await office.rows(HoldRow)
    assert await office.press("hold-approve", "s-2", hold=hold.id) == 303


@pytest.mark.parametrize(
    "lacking",
    [
        {"outcome": ""},
        {"outcome": "not_found"},
        {"rule": ""},
        {"starts": "", "rule": "R6-1"},
        {"why": ""},
        {"keep": "2040-01-01"},
        {"outcome": "gone"},
        {"starts": "yesterday"},
        {"rule": "R6-7"},
    ],
)
async def test_an_incomplete_decision_is_not_taken(office: FulfilDesk, lacking: dict[str, str]) -> None:
    """R2.4-1: nothing is kept of it, and no answer can be proposed."""
    assert await choose(office, **lacking) == 400
    assert await office.rows(ChoiceRow) == []
    assert await office.press("propose", outcome="partly_granted", reasons="x") == 409


async def test_what_is_chosen_is_told_with_ground_and_day(office: FulfilDesk) -> None:
    """R2.4-1, R6-15: the rule gives the day; the answer carries codes; the ledger has the rest, sealed."""
    page = await office.page(f"/staff/cases/{CASE}")
    assert "R6-6" in page
    assert "AWR art. 52(4)" in page
    await answered(office)
    [told] = await office.said("answer.approved")
    assert "erased|||C01" in told.erasure
    assert f"{OBLIGED}|R6-6|2033-12-31|C01" in told.erasure
    [later] = await office.rows(LaterRow)
    assert (later.system, later.rule, later.state, str(later.kept_until)) == ("FIN", "R6-6", "waiting", "2033-12-31")
    assert "Noor" not in repr(later)
    page = await office.page("/staff/erase-later")
    assert "Noor Bakker" in page
    assert "2026-0001" in page


async def test_an_answer_says_what_its_parts_say(office: FulfilDesk) -> None:
    """“Granted” over something that is kept is refused, and so is a choice older than the answer it is about."""
    assert await choose(office) == 303
    assert await office.press("propose", outcome="granted", reasons="All gone.") == 409
    task = await one(office, "FIN")
    office.clock.jump(timedelta(seconds=1))
    assert (await office.post(f"/staff/tasks/{task}/take-back", {}))[0] == 303
    form = {f"outcome-{task}": "found", f"text-{task}": "Another file."}
    assert (await office.post(f"/staff/tasks/{task}/answer", form))[0] == 303
    assert await office.press("propose", outcome="partly_granted", reasons="x") == 409


async def test_what_is_kept_goes_by_the_ledger_only(office: FulfilDesk) -> None:
    """The client file is recorded at once; the invoice not, also not after its day, until two people released it."""
    await answered(office)
    assert (await office.post(f"/staff/tasks/{await one(office, 'KVS')}/erased", {}))[0] == 303
    assert (await office.post(f"/staff/tasks/{await one(office, 'FIN')}/erased", {}))[0] == 409
    [later] = await office.rows(LaterRow)
    assert (await office.post("/staff/erase-later/propose", {"item": later.id}))[0] == 409
    assert (await office.post("/staff/erase-later/done", {"item": later.id}))[0] == 409
    await office.jump(days=366 * 7 + 90)
    assert (await office.rows(LaterRow))[0].state == "due"
    assert {told.what for told in await office.said("alarm.told")} == {"erasure_due"}
    assert (await office.post(f"/staff/tasks/{await one(office, 'FIN')}/erased", {}))[0] == 409


async def released(office: FulfilDesk) -> LaterRow:
    """The day came and two people released the batch."""
    await office.jump(days=366 * 7 + 90)
    [later] = await office.rows(LaterRow)
    assert (await office.post("/staff/erase-later/propose", {"item": later.id}))[0] == 303
    [batch] = await office.rows(BatchRow)
    form = {"batch": batch.id, "content_hash": batch.content_hash}
    assert (await office.post("/staff/erase-later/approve", form, "s-2"))[0] == 303
    return (await office.rows(LaterRow))[0]  # type: ignore[no-any-return]


async def test_two_people_release_a_batch_and_a_holder_erases(office: FulfilDesk) -> None:
    """R6-14: seen as it is, by another; recorded once; then nobody can tell any more whose it was."""
    await answered(office)
    await office.jump(days=366 * 7 + 90)
    [later] = await office.rows(LaterRow)
    assert (await office.post("/staff/erase-later/propose", {"item": later.id}, "s-3"))[0] == 303
    [batch] = await office.rows(BatchRow)
    form = {"batch": batch.id, "content_hash": batch.content_hash}
    assert (await office.post("/staff/erase-later/approve", form, "s-3"))[0] == 409
    assert (await office.post("/staff/erase-later/approve", {**form, "content_hash": "0" * 64}, "s-2"))[0] == 409
    assert "Release this batch" in await office.page("/staff/erase-later", "s-2")
    assert (await office.post("/staff/erase-later/approve", form, "s-2"))[0] == 303
    assert (await office.post("/staff/erase-later/approve", form, "s-2"))[0] == 409
    assert (await office.post("/staff/erase-later/withdraw", {"batch": batch.id}))[0] == 409
    assert (await office.post("/staff/erase-later/done", {"item": later.id}))[0] == 303
    assert (await office.post("/staff/erase-later/done", {"item": later.id}))[0] == 409
    [later] = await office.rows(LaterRow)
    assert (later.state, later.done_by, later.person_sealed) == ("done", "s-1", None)
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(later.scope, "corr")


async def test_a_withdrawn_batch_leaves_its_items_due(office: FulfilDesk) -> None:
    """Nothing is lost by a second thought."""
    await answered(office)
    await office.jump(days=366 * 7 + 90)
    [later] = await office.rows(LaterRow)
    await office.post("/staff/erase-later/propose", {"item": later.id})
    [batch] = await office.rows(BatchRow)
    assert (await office.post("/staff/erase-later/withdraw", {"batch": batch.id}))[0] == 303
    assert "Propose to erase" in await office.page("/staff/erase-later")
    assert (await office.post("/staff/erase-later/propose", {"item": later.id}))[0] == 303


@pytest.mark.parametrize("lacking", [{"hold-facts": " "}, {"hold-review": ""}, {"hold-review": "2027-06-01"}])
async def test_a_hold_needs_all_its_fields(office: FulfilDesk, lacking: dict[str, str]) -> None:
    """R7.1-1: facts, and a day of review within six months."""
    assert await office.press("hold", "s-3", **{**FACTS, **lacking}) == 400
    assert await office.rows(HoldRow) == []


async def test_a_hold_takes_two_people_and_wins_over_the_decision(office: FulfilDesk) -> None:
    """R7.1-1, R7.1-2: not by its placer, not by a handler; and what it covers is not erased, whatever was chosen."""
    assert await office.press("hold", **FACTS) == 404
    assert await office.press("hold", "s-3", **FACTS, **{"hold-systems": "KVS"}) == 303
    [hold] = await office.rows(HoldRow)
    assert await office.press("hold-approve", "s-3", hold=hold.id) == 409
    assert await choose(office) == 303  # it waits, so nothing is held yet
    assert await office.press("propose", outcome="partly_granted", reasons="All but the invoice.") == 303
    assert await office.press("hold-approve", "s-2", hold=hold.id) == 303
    assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 409
    assert await office.press("send-back", "s-2", reason="A hold came.") == 303
    assert await choose(office) == 400
    assert "A hold covers this" in await office.page(f"/staff/cases/{CASE}")


async def test_a_hold_after_the_answer_still_wins(office: FulfilDesk) -> None:
    """Neither at once, nor in a batch, nor after its release; lifting it takes a person and frees it."""
    await answered(office)
    await held(office)
    assert (await office.post(f"/staff/tasks/{await one(office, 'KVS')}/erased", {}))[0] == 409
    await office.jump(days=366 * 7 + 90)
    [hold], [later] = await office.rows(HoldRow), await office.rows(LaterRow)
    assert hold.state == "review"
    assert "hold_review_due" in await office.events()
    assert {told.what for told in await office.said("alarm.told")} == {"erasure_due", "hold_review"}
    assert (await office.post("/staff/erase-later/propose", {"item": later.id}))[0] == 409
    assert await office.press("hold-end", "s-1", hold=hold.id) == 404
    assert await office.press("hold-end", "s-3", hold=hold.id) == 303
    assert (await office.post("/staff/erase-later/propose", {"item": later.id}))[0] == 303


async def test_a_hold_between_release_and_erasure_wins(office: FulfilDesk) -> None:
    """The last moment before it cannot be undone."""
    await answered(office)
    later = await released(office)
    review = (office.clock.now() + timedelta(days=90)).date().isoformat()
    assert await office.press("hold", "s-3", **{**FACTS, "hold-review": review}) == 303
    [hold] = await office.rows(HoldRow)
    assert await office.press("hold-approve", "s-2", hold=hold.id) == 303
    assert (await office.post("/staff/erase-later/done", {"item": later.id}))[0] == 409


async def test_the_page_says_when_there_is_nothing(tmp_path: Path) -> None:
    """An empty list explains itself."""
    async with running(tmp_path) as office:
        assert "Nothing is kept for later." in await office.page("/staff/erase-later")


async def test_every_recipient_is_told_before_the_case_closes(office: FulfilDesk) -> None:
    """Art. 19: told, or a reason why not; the name is sealed, and the list is there for the requester."""
    await answered(office)
    assert await office.press("recipient", recipient=" ") == 400
    for name in ("Werkgever Voorbeeld", "Arbodienst Voorbeeld"):
        assert await office.press("recipient", recipient=name, **{"recipient-categories": "C06"}) == 303
    first, second = sorted(await office.rows(DisclosureRow), key=lambda row: row.number)
    assert "Voorbeeld" not in repr(first)
    assert "Werkgever Voorbeeld" in await office.page(f"/staff/cases/{CASE}")
    assert await office.press("step", event="close") == 409
    assert await office.press("recipient-told", disclosure=first.id) == 303
    assert await office.press("recipient-told", disclosure=first.id) == 409
    assert await office.press("recipient-not-told", disclosure=second.id, **{"why-not": ""}) == 400
    assert await office.press("recipient-not-told", disclosure=second.id, **{"why-not": "It no longer exists."}) == 303
    assert await office.press("step", event="close") == 303


async def test_an_erased_address_of_the_newsletter_is_recognised_when_it_comes_back(tmp_path: Path) -> None:
    """R6-5: by its fingerprint, in any spelling; no address is kept."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.ERASURE))
        await office.press("kinds", kinds="erasure")
        await office.hear(await office.verified())
        mail = await one(office, "MAIL")
        await office.post(f"/staff/tasks/{mail}/answer", {f"outcome-{mail}": "found", f"text-{mail}": "Subscribed."})
        rest = [task.id for task in await office.tasks() if task.outcome is None]
        await office.post("/staff/tasks/nothing-found", {"task": rest})
        assert await office.press("erasing", **{f"outcome-{mail}": "erased"}) == 303
        assert await office.press("propose", outcome="granted", reasons="Erased.") == 303
        assert await office.press("approve", "s-2", content_hash=(await office.decision()).content_hash) == 303
        assert await suppressed(office.desk, ["noor@clients.example"]) == []
        assert (await office.post(f"/staff/tasks/{mail}/erased", {}))[0] == 303
        asked = ["other@clients.example", " Noor@Clients.example", ""]
        assert await suppressed(office.desk, asked) == [" Noor@Clients.example"]
        [row] = await office.rows(SuppressionRow)
        assert "noor" not in row.fingerprint
