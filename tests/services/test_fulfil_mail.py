"""What came with a mail stands on the case's page; staff hear of trouble with the desk; its test mail is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.fulfil.store.cases import CaseRow
from services.fulfil.store.troubles import DeskAlarmRow
from services.fulfil.web.mail_words import evidence
from shared.contracts.envelope import DESK
from shared.contracts.intake import CanaryArrived, DeskAlarm, FollowUpReceived, LetterBounced
from shared.contracts.notify import LetterFailed, LetterSent
from shared.contracts.people import CONTACT, CORR, EXCERPT, MESSAGE_ID
from shared.contracts.verify import GateAlarm
from shared.vocabulary import DeskTrouble, FollowUp, Kind, Letter
from tests.services.fulfil_desk import CASE, START, FulfilDesk, running

PAGE = f"/staff/cases/{CASE}"
T01 = "<t01@desk.example>"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path) as running_office:
        yield running_office


async def opened(office: FulfilDesk, **changes: Any) -> None:
    """A case is there, whose acknowledgement went out."""
    await office.hear((await office.request()).model_copy(update=changes))
    await office.hear(LetterSent(case_id=CASE, at=START, delivery_id="d1", letter=Letter.T01, message_id=T01))


async def test_the_requesters_message_id_travels_on_sealed(office: FulfilDesk) -> None:
    """Fulfil passes it to notify and keeps it nowhere."""
    sealed = (await office.desk.keyring.box(CASE, CONTACT)).seal(MESSAGE_ID, "<first@clients.example>")
    await opened(office, message_id=sealed)
    assert [m.message_id for m in await office.said("case.opened")] == [sealed]
    assert sealed not in (await office.row()).model_dump().values()


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ("spf=pass dkim=pass dmarc=fail", "DMARC: failed"),
        ("spf=pass dkim=pass dmarc=fail", "no data goes out to it or because of it"),
        ("spf=pass dkim=pass dmarc=pass", "Who wrote it, that does not prove"),
        ("spf=softfail", "SPF: failed, not strictly"),
        ("spf=none dmarc=none", "is not proved"),
        ("", "None by our mail server"),
    ],
)
async def test_the_checks_of_the_sender_stand_on_the_page_with_what_they_mean(
    office: FulfilDesk, codes: str, says: str
) -> None:
    """Evidence in words, not in codes."""
    await opened(office, evidence=codes)
    assert says in (await office.page(PAGE)).replace("&#39;", "'")


async def test_the_checks_speak_dutch(office: FulfilDesk) -> None:
    """The handler reads what a failed check means in their own language."""
    await opened(office, evidence="dmarc=fail")
    page = await office.page(PAGE, language="nl")
    assert "Controles van de afzender" in page and "DMARC: mislukt" in page and "geen gegevens naartoe" in page


def test_a_code_that_nobody_knows_is_shown_as_it_is() -> None:
    """A mail server may invent one; nothing for nothing."""
    assert evidence("dmarc=bestguesspass")[0].values["result"].msgid == "bestguesspass"  # type: ignore[attr-defined]
    assert evidence("") == []


async def followup(office: FulfilDesk, **changes: Any) -> None:
    """A further message came in."""
    box = await office.desk.keyring.box(CASE, CORR)
    facts: dict[str, Any] = {
        "case_id": CASE,
        "at": START,
        "incoming_id": "6f1f0f5e-0000-5000-8000-0000000000bb",
        "received_at": START,
        "verified": True,
        "subject": "sealed",
        "excerpt": box.seal(EXCERPT, "Hoe staat het ermee?"),
    }
    await office.hear(FollowUpReceived(**(facts | changes)))


@pytest.mark.parametrize("kind", list(FollowUp))
async def test_an_added_message_says_what_it_seems_to_be(office: FulfilDesk, kind: FollowUp) -> None:
    """In both languages; a person decides what follows."""
    await opened(office)
    await followup(office, followup=kind)
    english, dutch = await office.page(PAGE), await office.page(PAGE, language="nl")
    assert ("seems to" in english or "by a machine" in english) and ("lijkt" in dutch or "machine" in dutch)


@pytest.mark.parametrize(("verified", "says"), [(True, "answers a letter of ours"), (False, "could not be checked")])
async def test_an_added_message_says_whether_its_sender_is_proved(
    office: FulfilDesk, verified: bool, says: str
) -> None:
    """So that nobody answers a stranger by mistake."""
    await opened(office)
    await followup(office, verified=verified, evidence="dmarc=fail" if not verified else "")
    page = await office.page(PAGE)
    assert says in page
    assert ("DMARC: failed" in page) is not verified


@pytest.mark.parametrize(
    ("status", "event", "says"),
    [
        ("5.1.1", "bounced", "5.1.1, no such mailbox"),
        ("5.2.2", "bounced", "5.2.2, the mailbox is full"),
        ("4.4.1", "letter_late", "A letter is late"),
        ("", "bounced", "no reason was given"),
        ("5.99.99", "bounced", "no reason was given"),
    ],
)
async def test_a_letter_that_came_back_is_named_with_its_reason(
    office: FulfilDesk, status: str, event: str, says: str
) -> None:
    """The report names the letter by its Message-ID; a soft one is a delay and no failure."""
    await opened(office)
    await office.hear(LetterBounced(case_id=CASE, at=START, incoming_id="m1", message_id=T01, status=status))
    page = await office.page(PAGE)
    assert says in page and "letter T01" in page
    assert (await office.events())[-1] == event


async def test_a_report_of_success_and_a_code_that_is_none_say_nothing(office: FulfilDesk) -> None:
    """Neither a delivered letter nor a stranger's words become a line of time that alarms."""
    await opened(office)
    before = await office.events()
    await office.hear(LetterBounced(case_id=CASE, at=START, incoming_id="m1", message_id=T01, status="2.1.5"))
    assert await office.events() == before
    await office.hear(LetterBounced(case_id=CASE, at=START, incoming_id="m2", status="<b>5.1.1</b>"))
    assert "<b>5.1.1" not in await office.page(PAGE)


def alarm(raised: bool, number: int = 1, what: DeskTrouble = DeskTrouble.MAILBOX_SILENT) -> DeskAlarm:
    """Intake says that something is wrong, or right again."""
    return DeskAlarm(at=START, what=what, number=number, raised=raised, since=START - timedelta(minutes=10))


async def test_an_alarm_reaches_every_handler_and_the_officer_once(office: FulfilDesk) -> None:
    """One letter each for notify; approvers and administrators can do nothing about it."""
    await office.hear(alarm(True), alarm(True))
    told = await office.said("alarm.told")
    assert sorted(m.staff_id for m in told) == ["s-1", "s-3"]
    assert {(m.what, m.number) for m in told} == {(DeskTrouble.MAILBOX_SILENT, 1)}


async def test_the_queue_shows_an_alarm_until_it_is_over(office: FulfilDesk) -> None:
    """In both languages, with what to do."""
    await office.hear(alarm(True))
    assert "The mailbox cannot be read" in await office.page("/staff/queue")
    dutch = await office.page("/staff/queue", language="nl")
    assert "De postbus kan niet worden gelezen" in dutch and "waarschuw wie de balie beheert" in dutch
    await office.hear(alarm(False))
    assert "cannot be read" not in await office.page("/staff/queue")


async def test_staff_hear_of_a_gate_that_fails(office: FulfilDesk) -> None:
    """Verify's alarm goes the same way: one letter each, and on the queue until it is over."""
    failing = GateAlarm(at=START, what=DeskTrouble.GATE_FAILS, number=1, raised=True, since=START)
    await office.hear(failing)
    assert sorted(m.staff_id for m in await office.said("alarm.told")) == ["s-1", "s-3"]
    assert "cannot be judged as they should" in await office.page("/staff/queue")
    assert "Kopieën van identiteitsbewijzen" in await office.page("/staff/queue", language="nl")
    await office.hear(failing.model_copy(update={"raised": False}))
    assert "cannot be judged" not in await office.page("/staff/queue")


async def test_the_order_in_which_alarms_arrive_does_not_matter(office: FulfilDesk) -> None:
    """The end may come before the beginning, and the second alarm before the end of the first."""
    await office.hear(alarm(False))
    await office.hear(alarm(True))
    assert "cannot be read" not in await office.page("/staff/queue")
    assert await office.said("alarm.told") == []
    await office.hear(alarm(True, 3), alarm(False, 2))
    (row,) = await office.rows(DeskAlarmRow)
    assert (row.number, row.over_at) == (3, None)


async def test_the_desks_test_mail_is_answered_and_opens_no_case(office: FulfilDesk) -> None:
    """Fulfil notes that it heard of it."""
    came = CanaryArrived(at=START, number=5, incoming_id="m1", received_at=START, kinds=[Kind.ACCESS])
    await office.hear(came)
    assert [m.number for m in await office.said("canary.passed")] == [5]
    assert await office.rows(CaseRow) == []
    assert ("canary.heard", "system") in await office.noted()


async def test_letters_about_the_desk_itself_belong_to_no_case(office: FulfilDesk) -> None:
    """They are done with at once, and wait for no case that never comes."""
    sent = LetterSent(case_id=DESK, at=START, delivery_id="d2", letter=Letter.S02, message_id="<s02@desk.example>")
    failed = LetterFailed(case_id=DESK, at=START, delivery_id="d2", letter=Letter.S02, held=False)
    await office.hear(sent, failed)
    assert {await office.inbox_state(sent), await office.inbox_state(failed)} == {"done"}
