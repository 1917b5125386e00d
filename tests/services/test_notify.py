"""Notify hears: each event gives its letters, once, and reminders go only to whoever has not answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.notify import migrations
from services.notify.app import OFFICE
from services.notify.rules.sending import DELIVERY
from services.notify.rules.troubles import STATE_LABELS, TROUBLE_LABELS, WHY_AGAIN_LABELS, Trouble, WhyAgain
from services.notify.rules.who_gets_what import CODES_AN_HOUR
from shared import contracts
from shared.contracts.fulfil import CaseClosed
from shared.contracts.people import CONTACT
from shared.platform.post import InboxState
from shared.vocabulary import (
    DecisionOutcome,
    DeliveryState,
    Kind,
    Language,
    Letter,
)
from tests.servers.postgres import Postgres
from tests.services.notify_desk import CASE, SAM, Notify
from tests.services.notify_world import (
    ACCESS_FACTS,
    DAY,
    HOUR,
    MINUTE,
    UPLOAD,
    Bureau,
    answer,
    asked,
    bureau_in,
    closed,
    code,
    near,
    not_needed,
    received,
    refused,
    refused_copy,
    status,
    triaged,
    verified,
)

LETTERS = ["T01", "T02", "T03", "T05", "T09", "T11", "T39", "T39b", "S01"]


@pytest.fixture
async def bureau(tmp_path: Path) -> AsyncIterator[Bureau]:
    """A notify service with a mail server that behaves."""
    async with bureau_in(tmp_path) as made:
        yield made


@pytest.fixture
async def opened(bureau: Bureau) -> Bureau:
    """The same with an open case whose acknowledgement went out."""
    await bureau.notify.hear(await bureau.notify.opened())
    return bureau


async def test_an_opened_case_is_acknowledged_with_both_dates(opened: Bureau) -> None:
    """R4.3-1: T01, automatic, to the requester, in Dutch."""
    [mail] = opened.mails()
    assert mail["To"] == SAM
    assert mail["Subject"].startswith("[zaak 2026-0001] ")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == (await opened.notify.only()).message_id
    assert opened.postbox.taken[0].mail_from == "<>"
    assert "maandag 9 november 2026" in opened.text()
    assert "woensdag 2 december 2026" in opened.text()
    [sent] = await opened.notify.said("letter.sent")
    assert (sent.letter, sent.message_id) == (Letter.T01, mail["Message-ID"])


async def hear_a_whole_case(notify: Notify) -> None:
    """Each event once, in the order of a case."""
    for make in (asked, refused_copy, verified, status, answer, code, near):
        await notify.hear(await make(notify))


async def test_every_event_gives_exactly_its_letters(opened: Bureau) -> None:
    """The whole way of a case; letters that a person sent say so and belong to one thread."""
    notify = opened.notify
    await hear_a_whole_case(notify)
    assert await opened.states() == dict.fromkeys(LETTERS, DeliveryState.SENT)
    assert len(opened.mails()) == len(LETTERS)
    by_id = {mail["Message-ID"]: mail for mail in opened.mails()}
    mails = {d.letter: by_id[d.message_id] for d in await notify.deliveries()}
    assert {name for name, mail in mails.items() if mail["Auto-Submitted"]} == {"T01", "T39b", "S01"}
    assert mails["T01"]["Message-ID"] in mails["T11"]["References"]
    assert mails["S01"]["To"] == "s1@desk.example"
    assert mails["S01"]["References"] is None


@pytest.mark.servers
async def test_the_same_case_on_postgresql_with_the_rights_of_the_role(tmp_path: Path, postgres: Postgres) -> None:
    """The same scripts, tables and locks; a refused letter and a reminder on top."""
    admin = postgres.create_database(f"notify_{uuid4().hex[:8]}")
    role = admin.replace("//postgres@", "//{service}@")
    async with bureau_in(tmp_path, database_url=role, database_admin_url=admin) as bureau:
        await bureau.notify.hear(await bureau.notify.opened())
        await hear_a_whole_case(bureau.notify)
        assert await bureau.states() == dict.fromkeys(LETTERS, DeliveryState.SENT)
        bureau.postbox.rcpt = "550 5.1.1 unknown"
        await bureau.notify.hear(await asked(bureau.notify, 3))
        await bureau.notify.pass_time(7 * DAY)
        assert [d.step for d in await bureau.notify.deliveries() if d.state == DeliveryState.FAILED] == ["3", "3.7"]


@pytest.mark.parametrize("make", [asked, refused_copy, verified, status, answer, code, near])
async def test_an_event_that_is_heard_twice_gives_its_letters_once(opened: Bureau, make: Any) -> None:
    """By the inbox, and by (case, letter, step) when the inbox has forgotten."""
    notify = opened.notify
    if make is verified:
        await notify.hear(await asked(notify))
    message = await make(notify)
    await notify.hear(message, message)
    before = len(opened.mails())
    async with notify.desk.work() as work:
        await OFFICE.handlers[message.type].quick(notify.desk, message, work)  # type: ignore[misc]  # they are quick ones
    await notify.settle()
    assert len(opened.mails()) == before == len(await notify.deliveries())


@pytest.mark.parametrize("make", [asked, refused_copy, verified, status, answer, code, near])
async def test_what_comes_before_the_case_waits_for_it(bureau: Bureau, make: Any) -> None:
    """Order is not promised: the message is early, not lost."""
    notify = bureau.notify
    message = await make(notify)
    await notify.hear(message)
    assert await notify.inbox(message.type) == [(InboxState.PENDING, "NotYet")]
    await notify.hear(await notify.opened())
    await notify.pass_time(5 * MINUTE)
    assert await notify.inbox(message.type) == [(InboxState.DONE, "")]


async def test_an_acknowledgement_that_intake_held_back_stays_in_with_its_reason(bureau: Bureau) -> None:
    """Caps and machine mail: staff see it, and can let it out."""
    notify = bureau.notify
    await notify.hear(await notify.opened(acknowledge=False, hold_back_reason="automatic"))
    skipped = await notify.only()
    assert (skipped.state, skipped.reason, skipped.detail) == ("skipped", "held_back", "automatic")
    assert skipped.text_sealed is not None
    assert bureau.mails() == []


@pytest.mark.parametrize("address", ["", "no address", "a@b.example, c@d.example"])
async def test_without_a_plain_address_the_letter_waits_to_be_printed(bureau: Bureau, address: str) -> None:
    """Who wrote on paper gets paper."""
    notify = bureau.notify
    await notify.hear(await notify.opened(requester=await notify.person(address)))
    assert await bureau.states() == {"T01": "skipped: no_address"}
    assert bureau.mails() == []


async def test_a_letter_is_in_the_language_of_its_reader(bureau: Bureau) -> None:
    """R2-6."""
    notify = bureau.notify
    await notify.hear(await notify.opened(requester=await notify.person(language=Language.EN)))
    assert "Monday 9 November 2026" in bureau.text()


async def test_letters_name_what_a_person_confirmed(opened: Bureau) -> None:
    """R2-3: after triage the kinds may be others than the machine thought."""
    notify = opened.notify
    await notify.hear(await triaged(notify, kind=Kind.ERASURE), await asked(notify))
    assert "het verwijderen van je gegevens" in opened.text()


@pytest.mark.parametrize("outcome", list(DecisionOutcome))
async def test_every_kind_has_a_letter_for_every_decision(opened: Bureau, outcome: DecisionOutcome) -> None:
    """Whatever two people decide, the requester reads it, with their words and, when refused, with their rights."""
    refused = outcome is DecisionOutcome.REFUSED
    for number, kind in enumerate(Kind, start=1):
        linked = kind in {Kind.ACCESS, Kind.PORTABILITY} and not refused
        link = {} if linked else {"link": ""}
        before = len(opened.mails())
        told = await answer(opened.notify, number=number, kinds=[kind], outcome=outcome, b_recht=refused, **link)
        await opened.notify.hear(told)
        assert len(opened.mails()) == before + 1 + linked
        text = opened.text(before)
        assert "Alles staat in de download." in text
        assert ("Vraag de rechtbank" in text) >= refused


async def test_who_was_not_identified_is_told_why_and_how_to_go_on(opened: Bureau) -> None:
    """T07, D-20: with the ways to contest it; a case that ended otherwise says nothing."""
    await opened.notify.hear(CaseClosed(case_id=CASE, at=opened.notify.clock.now(), outcome="not_identified"))
    assert "We openen je zaak dan opnieuw" in opened.text()
    assert "Vraag de rechtbank" in opened.text()


@pytest.mark.parametrize(("outlives", "goes"), [(True, True), (False, False)])
async def test_the_hours_of_a_breach_run_on_when_the_case_is_closed(opened: Bureau, outlives: bool, goes: bool) -> None:
    """R6.4-1: of its own dates a closed case warns no more, of a possible breach it does."""
    notify = opened.notify
    await notify.hear(CaseClosed(case_id=CASE, at=notify.clock.now(), outcome="withdrawn"))
    before = len(opened.mails())
    await notify.hear((await near(notify)).model_copy(update={"alarm": "breach_soon", "outlives_case": outlives}))
    assert (len(opened.mails()) > before) is goes


async def test_closing_a_case_is_no_reaction(opened: Bureau) -> None:
    """R4.3-2: no letter went out, so the first one after the week still says sorry, should the case go on."""
    notify = opened.notify
    await notify.hear(CaseClosed(case_id=CASE, at=notify.clock.now(), outcome="withdrawn"))
    await notify.hear((await triaged(notify, kind=Kind.ACCESS)).model_copy(update={"number": 2}))
    await notify.pass_time(8 * DAY)
    await notify.hear(await status(notify))
    assert "Dat spijt ons" in opened.text()


ERASED, KEPT = "erased|||C02,C07", "kept:legal_obligation|R6-6|2033-12-31|C01,C12"
RUNS = "kept:retention_not_expired|R6-7|2028-06-30|C08"


@pytest.mark.parametrize(
    ("lines", "letter", "says"),
    [
        ([ERASED], "T16", ["Andere contactgegevens, Andere soorten gegevens: gewist.", "hoogstens 35 dagen"]),
        ([ERASED, KEPT], "T17", ["31 december 2033", "artikel 52 lid 4 AWR", "rechtbank"]),
        ([RUNS], "T18", ["30 juni 2028", "artikel 17 lid 1 onder a AVG", "rechtbank"]),
    ],
)
async def test_an_answer_about_erasing_names_ground_and_day(
    opened: Bureau, lines: list[str], letter: str, says: list[str]
) -> None:
    """T16 to T18, one of them (R2.4-1, R2.4-2, R8-2); no health data and no letter about a download."""
    await opened.notify.hear(await answer(opened.notify, kinds=[Kind.ERASURE], link="", erasure=lines))
    assert [d.letter for d in await opened.notify.deliveries() if d.letter != "T01"] == [letter]
    text = " ".join(opened.text().split())
    assert [each for each in says if each not in text] == []
    assert "Medisch" not in text
    assert "UWV" not in text


async def test_a_first_word_after_the_promised_week_apologises(opened: Bureau) -> None:
    """R4.3-2: once, and only when it is late."""
    notify = opened.notify
    await notify.pass_time(8 * DAY)
    await notify.hear(await status(notify))
    assert "Dat spijt ons" in opened.text() or "sorry" in opened.text().lower()
    late = opened.text()
    await notify.hear(await status(notify, 2))
    assert len(opened.text()) < len(late)


async def test_codes_have_a_cap(opened: Bureau) -> None:
    """Somebody who holds the link cannot flood the mailbox (R6.1-2)."""
    for number in range(1, CODES_AN_HOUR + 2):
        await opened.notify.hear(await code(opened.notify, number))
    codes = [d for d in await opened.notify.deliveries() if d.letter == Letter.T39B]
    assert sorted(d.reason or "" for d in codes) == [""] * CODES_AN_HOUR + ["too_many_codes"]
    await opened.notify.pass_time(2 * HOUR)
    await opened.notify.hear(await code(opened.notify, 99))
    assert len(opened.mails()) == 1 + CODES_AN_HOUR + 1


async def test_a_code_that_expired_meanwhile_is_not_sent(opened: Bureau) -> None:
    """Nobody gets a code that opens nothing."""
    opened.postbox.rcpt = "450 4.2.0 busy"
    await opened.notify.hear(await code(opened.notify))
    opened.postbox.rcpt = ""
    await opened.notify.pass_time(31 * MINUTE)
    assert (await opened.states())["T39b"] == "skipped: expired"
    assert len(opened.mails()) == 1


async def test_a_letter_that_cannot_be_written_fails_at_once_and_stops_nothing(opened: Bureau) -> None:
    """R8-1: an empty required field; fulfil is told, a person looks, the line goes on."""
    notify = opened.notify
    await notify.hear(await answer(notify, facts={**ACCESS_FACTS, "purposes": ""}))
    failed = next(d for d in await notify.deliveries() if d.letter == Letter.T11)
    assert (failed.state, failed.reason, failed.detail) == ("failed", Trouble.INCOMPLETE, "purposes")
    [told] = await notify.said("letter.failed")
    assert (told.letter, told.held) == (Letter.T11, False)
    assert (await opened.states())["T39"] == DeliveryState.SENT
    assert (await notify.inbox("answer.approved")) == [(InboxState.DONE, "")]


async def test_nothing_goes_out_once_the_personal_data_is_erased(opened: Bureau) -> None:
    """The key is gone: what waits is dropped, what comes is done without a letter."""
    notify = opened.notify
    opened.postbox.rcpt = "450 4.2.0 busy"
    told, later = await status(notify), await status(notify, 2)
    await notify.hear(told)
    await notify.desk.keyring.destroy(CASE, CONTACT)
    opened.postbox.rcpt = ""
    await notify.hear(later)
    await notify.pass_time(HOUR)
    assert await opened.states() == {"T01": "sent", "T09": "skipped: erased"}
    assert {state for state, _ in await notify.inbox("status.told")} == {InboxState.DONE}


async def test_reminders_go_after_a_week_and_two_and_then_no_more(opened: Bureau) -> None:
    """T06 twice; the second says that it is the last."""
    notify = opened.notify
    await notify.hear(await asked(notify))
    await notify.pass_time(7 * DAY - MINUTE)
    assert len(opened.mails()) == 2
    await notify.pass_time(MINUTE)
    assert len(opened.mails()) == 3
    assert UPLOAD in opened.text()
    assert "laatste herinnering" not in opened.text()
    await notify.pass_time(7 * DAY)
    assert "laatste herinnering" in opened.text()
    await notify.pass_time(60 * DAY)
    assert len(opened.mails()) == 4


@pytest.mark.parametrize("make", [received, refused, not_needed, verified, closed])
async def test_an_answer_takes_the_reminders_back(opened: Bureau, make: Any) -> None:
    """Whoever answered is left in peace; so is everybody whose case is over."""
    notify = opened.notify
    await notify.hear(await asked(notify), await make(notify))
    await notify.pass_time(30 * DAY)
    assert {state for state, _ in await notify.inbox("reminder.due")} == {InboxState.CANCELLED}
    assert all("erinnering" not in subject for subject in opened.subjects())


async def test_a_refused_copy_sets_new_reminders_for_its_new_link(opened: Bureau) -> None:
    """T03 is a question again; the old timers are gone."""
    notify = opened.notify
    await notify.hear(await asked(notify), await received(notify))
    await notify.pass_time(3 * DAY)
    await notify.hear(await refused_copy(notify))
    await notify.pass_time(6 * DAY)
    assert len(opened.mails()) == 3
    await notify.pass_time(DAY)
    assert "erinnering" in opened.subjects()[-1]
    await notify.hear(await asked(notify, 3))
    assert len(opened.mails()) == 5


async def test_a_case_opened_again_is_asked_and_reminded_again(opened: Bureau) -> None:
    """The second round has a question and reminders of its own."""
    notify = opened.notify
    await notify.hear(await asked(notify), await verified(notify), await closed(notify))
    await notify.pass_time(DAY)
    await notify.hear(await triaged(notify, 2), await asked(notify, 2))
    await notify.pass_time(7 * DAY)
    assert "erinnering" in opened.subjects()[-1]


def test_notify_hears_what_the_contracts_bind_to_it() -> None:
    """No message waits for ever as unknown."""
    assert set(OFFICE.handlers) == set(contracts.queues()["notify"])


def test_the_database_allows_the_states_of_the_table_and_the_letters_there_are() -> None:
    """The frozen script and the living table say the same."""
    first = import_module("services.notify.migrations.versions.0001_deliveries")
    scripts = (Path(migrations.__file__).parent / "versions").glob("0*.py")
    newest = max(path.stem for path in scripts if "LETTERS" in path.read_text())
    script = import_module(f"{migrations.__name__}.versions.{newest}")
    assert DELIVERY.sql_check("state") == first.STATES
    letters = f"letter IN ({', '.join(repr(str(letter)) for letter in Letter)})"
    assert letters == script.LETTERS


def test_everything_that_can_befall_a_letter_has_words() -> None:
    """No code without its sentence."""
    assert set(TROUBLE_LABELS) == set(Trouble)
    assert set(WHY_AGAIN_LABELS) == set(WhyAgain)
    assert set(STATE_LABELS) == set(DeliveryState)
