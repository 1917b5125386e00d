"""The triage desk through its doors: deciding, undoing, putting aside, splitting, joining, registering by hand."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from services.intake.queries import evaluation
from services.intake.rules.incoming import INCOMING, State
from services.intake.store import Incoming
from services.intake.usecases import storing
from services.intake.usecases.registering import arrival
from services.intake.usecases.tools import READ
from shared.contracts.fulfil import CaseClosed, CaseOpened, CaseTriaged
from shared.contracts.intake import RequestReceived
from shared.contracts.people import CONTACT, CORR, EXCERPT, NAME
from shared.platform.confined import JobFailed
from shared.vocabulary import Channel, Context, Kind
from tests.services.intake_desk import START, VAGUE_TEXT, IntakeDesk, intake_desk, mail

ZONE = ZoneInfo("Europe/Amsterdam")
ACCEPT: dict[str, object] = {"kinds": "access", "name": "N", "address": "noor@clients.example", "language": "nl"}
BY_HAND: dict[str, object] = {
    "token": "t", "name": "Samir Haddou", "address": "", "channel": "phone", "received_on": "2026-11-02",
    "language": "nl", "kinds": ["access"], "text": "Belde: wil weten wat we van hem hebben.",
}  # fmt: skip
HTML = """\
Received: from mx.clients.example by mx.desk.example; Mon, 02 Nov 2026 09:00:00 +0000
From: Noor Bakker <noor@clients.example>
To: info@desk.example
Subject: uitschrijven
Message-ID: <html@clients.example>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>uitschrijven <b>graag</b></p><script>alert(1)</script><img src="https://tracker.example/x.gif">
"""


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path) as office:
        yield office


async def waiting(intake: IntakeDesk, number: int = 1, text: str = VAGUE_TEXT, **headers: str) -> Incoming:
    """A message that waits for a person; `number` makes it another mail, a minute later."""
    raw = mail(
        text, subject=f"vraag {number}", message_id=f"<v{number}@x.example>",
        received=START + timedelta(minutes=number - 10), **headers,
    )  # fmt: skip
    return await intake.taken(raw)


async def decided(intake: IntakeDesk, path: str, **fields: object) -> str:
    """Press a button, let ten seconds pass; gives where the button led."""
    status, where = await intake.press(path, **fields)
    assert status == 303, where
    await intake.jump(seconds=10)
    return where


async def demand(intake: IntakeDesk) -> Incoming:
    """An outsider's demand, labelled as the classifier does."""
    row = await waiting(intake, sender="Politie <noord@police.example>")
    async with intake.desk.work() as work:
        found = await work.session.get_one(Incoming, row.id)
        found.context = Context.THIRD_PARTY_DISCLOSURE_DEMAND.value
    return await intake.row(row.id)


async def test_staff_accept_an_unclear_message_and_its_own_clock_counts(intake: IntakeDesk) -> None:
    """The case keeps the moment of receipt, whatever day somebody decides (R2-3, D-1)."""
    row = await waiting(intake)
    await intake.jump(days=2)
    where = await decided(
        intake, f"/staff/triage/{row.id}/accept", kinds=["access", "erasure"], name="Noor Bakker",
        address="noor@clients.example", language="nl",
    )  # fmt: skip
    assert where == "/staff/triage?tab=unsure"
    (request,) = await intake.said("request.received")
    assert (request.received_at, request.kinds) == (row.received_at, [Kind.ACCESS, Kind.ERASURE])
    assert [(m.case_id, m.outcome) for m in await intake.said("triage.done")] == [(row.id, "request")]
    assert ("triage.accepted", request.case_id) in {(action, case) for action, case, _ in await intake.trail()}
    assert (await intake.row(row.id)).decision_sealed == ""


async def test_nothing_leaves_before_the_ten_seconds_are_over(intake: IntakeDesk) -> None:
    """A decision is kept, sealed, and takes effect by itself."""
    row = await waiting(intake)
    assert (await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT))[0] == 303
    await intake.jump(seconds=9)
    kept = await intake.row(row.id)
    assert (kept.stands, kept.received_at) == (State.DECIDED, row.received_at)
    assert "noor@clients" not in kept.decision_sealed
    assert await intake.said("request.received", "triage.done") == []
    await intake.jump(seconds=1)
    assert (await intake.row(row.id)).stands is State.REQUEST
    assert len(await intake.said("request.received")) == 1


@pytest.mark.parametrize("button", ["accept", "attach", "dismiss"])
async def test_a_decision_can_be_undone_and_the_message_is_as_it_was(intake: IntakeDesk, button: str) -> None:
    """Nothing was said; another decision is possible, and only that one counts."""
    await intake.case()
    said = len(await intake.said())
    row = await waiting(intake, sender="x@else.example")
    forms: dict[str, dict[str, object]] = {
        "accept": ACCEPT,
        "attach": {"reference": "2026-0001", "dates": "keep"},
        "dismiss": {},
    }
    form = forms[button]
    assert (await intake.press(f"/staff/triage/{row.id}/{button}", **form))[0] == 303
    assert (await intake.press(f"/staff/triage/{row.id}/undo")) == (303, f"/staff/triage/{row.id}?done=triage-undone")
    back = await intake.row(row.id)
    assert (back.stands, back.decided_by, back.decided_at) == (State.TRIAGE, "", None)
    assert (back.received_at, back.kinds, back.decision_sealed) == (row.received_at, row.kinds, "")
    await intake.jump(seconds=60)
    assert [m.type for m in (await intake.said())[said:]] == ["triage.needed"]
    await decided(intake, f"/staff/triage/{row.id}/dismiss")
    assert (await intake.row(row.id)).stands is State.NOT_A_REQUEST
    assert [m.outcome for m in await intake.said("triage.done")] == ["not_a_request"]


async def test_undoing_too_late_says_clearly_why_not(intake: IntakeDesk) -> None:
    """What has taken effect is mended elsewhere, and the page says where."""
    row = await waiting(intake)
    assert (await intake.press(f"/staff/triage/{row.id}/undo"))[0] == 409
    await decided(intake, f"/staff/triage/{row.id}/accept", **ACCEPT)
    status, text = await intake.press(f"/staff/triage/{row.id}/undo")
    assert status == 409 and "ten seconds are over" in text and "taken as a request" in text


async def test_a_filed_message_that_was_accepted_by_mistake_is_filed_again(intake: IntakeDesk) -> None:
    """Undo leads back to where it was decided on, with who had decided before."""
    row = await waiting(intake)
    await decided(intake, f"/staff/triage/{row.id}/dismiss")
    before = await intake.row(row.id)
    assert (await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT))[0] == 303
    assert (await intake.press(f"/staff/triage/{row.id}/undo"))[0] == 303
    after = await intake.row(row.id)
    assert (after.stands, after.decided_by, after.decided_at) == (before.stands, before.decided_by, before.decided_at)


async def test_a_second_click_does_nothing_twice_and_says_so(intake: IntakeDesk) -> None:
    """Whoever comes second reads what became of the message."""
    row = await waiting(intake)
    assert (await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT))[0] == 303
    assert (await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT))[0] == 409
    await intake.jump(seconds=10)
    status, text = await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT)
    assert status == 409 and "taken as a request" in text
    assert (await intake.press(f"/staff/triage/{row.id}/dismiss"))[0] == 409
    assert len(await intake.said("request.received")) == 1


async def test_the_next_message_that_waits_opens_with_undo_and_progress(intake: IntakeDesk) -> None:
    """From one to the next without the list in between; the last one leads back to the list."""
    first, second, third = [await waiting(intake, number) for number in (1, 2, 3)]
    assert "2 of 3" in (await intake.page(f"/staff/triage/{second.id}"))[1]
    assert (await intake.press(f"/staff/triage/{second.id}/dismiss")) == (303, f"/staff/triage/{third.id}")
    _, page = await intake.page(f"/staff/triage/{third.id}")
    assert "2 of 2" in page and f"/staff/triage/{second.id}/undo" in page and "vraag 2" in page
    assert (await intake.press(f"/staff/triage/{third.id}/dismiss")) == (303, f"/staff/triage/{first.id}")
    assert (await intake.press(f"/staff/triage/{first.id}/dismiss")) == (303, "/staff/triage?tab=unsure")
    _, listed = await intake.page("/staff/triage")
    assert listed.count("/undo") == 3
    await intake.jump(seconds=10)
    assert "/undo" not in (await intake.page("/staff/triage"))[1]


async def test_staff_file_a_message_and_can_still_take_it_as_a_request(intake: IntakeDesk) -> None:
    """Filing is no erasure: a mistake can be mended."""
    row = await waiting(intake)
    await decided(intake, f"/staff/triage/{row.id}/dismiss")
    assert (await intake.row(row.id)).stands is State.NOT_A_REQUEST
    await decided(intake, f"/staff/triage/{row.id}/accept", kinds="access", language="en")
    assert [m.outcome for m in await intake.said("triage.done")] == ["not_a_request"]
    (request,) = await intake.said("request.received")
    assert (request.acknowledge, request.hold_back_reason != "") == (False, True)


async def test_a_message_is_put_aside_and_comes_back_by_itself(intake: IntakeDesk) -> None:
    """Out of the list until the morning that was chosen; the clock runs on and is shown."""
    row, other = await waiting(intake, 1), await waiting(intake, 2)
    snoozed = await intake.press(f"/staff/triage/{row.id}/snooze", until="tomorrow")
    assert snoozed == (303, f"/staff/triage/{other.id}?done=triage-snoozed")
    assert row.id not in (await intake.page("/staff/triage"))[1]
    _, aside = await intake.page("/staff/triage?tab=snoozed")
    assert row.id in aside and "7 days left" in aside
    (told,) = await intake.said("triage.snoozed")
    assert (told.case_id, told.until) == (row.id, datetime(2026, 11, 3, 9, 0, tzinfo=ZONE))
    await intake.jump(days=1)
    assert row.id in (await intake.page("/staff/triage"))[1]
    assert (await intake.row(row.id)).received_at == row.received_at


async def test_a_message_can_be_brought_back_before_its_time(intake: IntakeDesk) -> None:
    """And fulfil's queue hears of both, in their order."""
    row = await waiting(intake)
    await intake.press(f"/staff/triage/{row.id}/snooze", until="three_days")
    assert (await intake.press(f"/staff/triage/{row.id}/wake"))[0] == 303
    assert row.id in (await intake.page("/staff/triage"))[1]
    assert [(m.number, m.until is None) for m in await intake.said("triage.snoozed")] == [(1, False), (2, True)]


async def test_nothing_is_put_aside_beyond_the_week(intake: IntakeDesk) -> None:
    """Two days before its end at the latest; with the week nearly over not at all."""
    row = await waiting(intake)
    await intake.jump(days=3)
    assert (await intake.press(f"/staff/triage/{row.id}/snooze", until="three_days"))[0] == 409
    await intake.jump(days=3)
    assert "The promised week ends too soon" in (await intake.page(f"/staff/triage/{row.id}"))[1]
    assert (await intake.press(f"/staff/triage/{row.id}/snooze", until="tomorrow"))[0] == 409
    assert (await intake.press(f"/staff/triage/{row.id}/snooze", until="never"))[0] == 400
    await decided(intake, f"/staff/triage/{row.id}/dismiss")
    assert (await intake.press(f"/staff/triage/{row.id}/snooze", until="tomorrow"))[0] == 409


async def test_one_message_becomes_several_linked_cases(intake: IntakeDesk) -> None:
    """Each with its own person, kinds and words; all from the moment it came in; each names the others (R2-1)."""
    row = await waiting(intake)
    _, page = await intake.page(f"/staff/triage/{row.id}/split?parts=2")
    assert "one case with two kinds" in page and 'name="name-2"' in page
    await decided(
        intake, f"/staff/triage/{row.id}/split",
        **{
            "parts": 2, "kinds-1": "objection_direct_marketing", "name-1": "Noor Bakker",
            "address-1": "noor@clients.example", "language-1": "nl", "text-1": "",
            "kinds-2": ["access", "complaint"], "name-2": "Ida Bakker", "address-2": "ida@clients.example",
            "language-2": "nl", "text-2": "Mijn vrouw wil haar gegevens zien.",
        },
    )  # fmt: skip
    first, second = await intake.said("request.received")
    assert (first.linked, second.linked) == ([second.case_id], [first.case_id])
    assert (first.received_at, second.received_at) == (row.received_at, row.received_at)
    assert second.kinds == [Kind.ACCESS, Kind.COMPLAINT]
    assert await intake.unsealed(second.case_id, CONTACT, NAME, second.requester.name) == "Ida Bakker"
    words = await intake.unsealed(second.case_id, CORR, EXCERPT, second.excerpt)
    assert words == "Mijn vrouw wil haar gegevens zien."
    for number, request in enumerate((first, second), start=1):
        await intake.hear(opened(request, f"2026-000{number}"))
    _, page = await intake.page(f"/staff/messages/{row.id}")
    assert "2026-0001" in page and "2026-0002" in page
    assert (await intake.row(row.id)).reference == "2026-0001"


@pytest.mark.parametrize("wrong", [{"parts": 1}, {"parts": 9}, {"kinds-2": []}, {"address-2": "a@b c"}])
async def test_a_split_with_a_wrong_field_changes_nothing(intake: IntakeDesk, wrong: dict[str, object]) -> None:
    """One part is no split, and each part asks something."""
    row = await waiting(intake)
    form: dict[str, object] = {"parts": 2}
    for number in (1, 2):
        form |= {
            f"kinds-{number}": "access",
            f"name-{number}": "N",
            f"address-{number}": "",
            f"language-{number}": "nl",
        }
    assert (await intake.press(f"/staff/triage/{row.id}/split", **(form | wrong)))[0] == 400
    assert (await intake.row(row.id)).stands is State.TRIAGE


def opened(request: RequestReceived, reference: str) -> CaseOpened:
    """Fulfil opened the case of a request."""
    return CaseOpened(
        case_id=request.case_id, at=request.at, reference=reference, received_at=request.received_at,
        channel=request.channel, kinds=request.kinds, requester=request.requester, week_due=date(2026, 11, 9),
        statutory_due=date(2026, 12, 2), incoming_id=request.incoming_id,
    )  # fmt: skip


async def test_staff_add_a_message_to_a_case_by_its_reference(intake: IntakeDesk) -> None:
    """That a person says so does not prove the sender."""
    case = await intake.case()
    row = await intake.taken(mail(VAGUE_TEXT, subject="vraag", sender="x@else.example", message_id="<v@x.example>"))
    path = f"/staff/triage/{row.id}/attach"
    assert (await intake.press(path, reference="2026-0999"))[0] == 400
    await decided(intake, path, reference="2026-0001")
    (followup,) = await intake.said("followup.received")
    assert (followup.case_id, followup.verified, followup.takes_date) == (case.case_id, False, False)


@pytest.mark.parametrize(("choice", "takes"), [("keep", False), ("earlier", True)])
async def test_an_earlier_message_gives_its_date_only_by_a_persons_choice(
    intake: IntakeDesk, choice: str, takes: bool
) -> None:
    """The page says that it came in first and asks; nothing is decided before the answer."""
    await intake.case()
    row = await waiting(intake, sender="x@else.example")
    path = f"/staff/triage/{row.id}/attach"
    status, page = await intake.press(path, reference="2026-0001")
    assert status == 200 and "came in before case 2026-0001" in page
    assert (await intake.row(row.id)).stands is State.TRIAGE
    await decided(intake, path, reference="2026-0001", dates=choice)
    (followup,) = await intake.said("followup.received")
    assert (followup.takes_date, followup.received_at) == (takes, row.received_at)


async def test_a_joined_case_hands_its_messages_and_answers_on(intake: IntakeDesk) -> None:
    """What comes in for it later lies with the case that goes on; opened again it takes its own."""
    old = await intake.case()
    new = await intake.case(
        mail("Ik wil dat jullie al mijn gegevens verwijderen.\n", message_id="<n@x.example>"), "2026-0002"
    )
    closed = CaseClosed(case_id=new.case_id, at=START, outcome="joined", joined_into=old.case_id)
    await intake.hear(closed)
    assert [(m.case_id, m.incoming_id) for m in await intake.said("followup.received")] == [
        (old.case_id, new.incoming_id)
    ]
    ours = f"<{new.case_id}@desk.example>"
    await intake.taken(
        mail("Nog iets.\n", subject="Re: [zaak 2026-0002]", message_id="<r@x.example>", In_Reply_To=ours)
    )
    assert (await intake.said("followup.received"))[-1].case_id == old.case_id
    day = START.date()
    again = CaseTriaged(
        case_id=new.case_id, at=START, number=2, reference="2026-0002", kinds=new.kinds, requester=new.requester,
        statutory_due=day, work_due=day, by="s-1",
    )  # fmt: skip
    await intake.hear(again)
    await intake.taken(
        mail("En nog iets.\n", subject="Re: [zaak 2026-0002]", message_id="<s@x.example>", In_Reply_To=ours)
    )
    assert (await intake.said("followup.received"))[-1].case_id == new.case_id


async def test_the_page_shows_what_else_there_is_of_the_sender(intake: IntakeDesk) -> None:
    """Open and closed cases with their state, and the other messages that wait."""
    case = await intake.case()
    await intake.hear(CaseClosed(case_id=case.case_id, at=START, outcome="refused"))
    row, other = await waiting(intake, 1), await waiting(intake, 2)
    _, page = await intake.page(f"/staff/triage/{row.id}")
    assert "2026-0001" in page and "closed: refused" in page
    assert f"/staff/triage/{other.id}" in page and "Other messages that wait" in page


async def test_what_was_quoted_stands_apart_and_cues_are_marked(intake: IntakeDesk) -> None:
    """The reader sees first what the writer wrote."""
    text = "uitschrijven\n\nOp 1 november 2026 schreef Bureau <info@desk.example>:\n> Dank voor je komst.\n"
    row = await waiting(intake, text=text)
    _, page = await intake.page(f"/staff/triage/{row.id}")
    assert "What was quoted from earlier mails" in page
    assert page.index("uitschrijven") < page.index("Dank voor je komst")


async def test_the_checks_of_the_sender_stand_on_the_page(intake: IntakeDesk) -> None:
    """Only what our own server found counts as evidence; the header is shown as it stands."""
    header = "mx.desk.example; spf=pass smtp.mailfrom=x; dkim=fail header.d=x; dmarc=fail header.from=x"
    row = await waiting(intake, Authentication_Results=header)
    _, page = await intake.page(f"/staff/triage/{row.id}")
    assert all(word in page for word in ("SPF", "DKIM", "DMARC", "dmarc=fail header.from=x"))


async def test_html_is_shown_without_script_or_anything_from_elsewhere(tmp_path: Path) -> None:
    """Sanitised in the confined child, in a frame without rights, under a policy of its own (trust 4)."""
    async with intake_desk(tmp_path, confined=True) as intake:
        row = await intake.taken(HTML.encode())
        _, page = await intake.page(f"/staff/triage/{row.id}")
        assert "<iframe" in page and "sandbox" in page
        headers = await intake.staff()
        async with intake.web.get(f"/staff/messages/{row.id}/html", headers=headers) as answer:
            document, policy = await answer.text(), answer.headers["Content-Security-Policy"]
            assert answer.status == 200
        assert "<b>graag</b>" in document
        assert "<script" not in document and "tracker.example" not in document.replace("</", "")
        assert "default-src 'none'" in policy and "sandbox" in policy and "frame-ancestors 'self'" in policy
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
        looks = [codes["how"] for action, _, codes in await intake.trail() if action == "message.viewed"]
        assert looks == ["page", "html"]


async def test_a_mail_without_html_says_so(intake: IntakeDesk) -> None:
    """Nor has a message that was registered by hand."""
    row = await waiting(intake)
    _, where = await intake.press("/staff/triage/new", **BY_HAND)
    for path in (f"/staff/messages/{row.id}", where.partition("?")[0]):
        status, document = await intake.page(f"{path}/html")
        assert status == 200 and "There is no layout to show." in document
        assert "<iframe" not in (await intake.page(path))[1]


async def test_a_quarantined_mail_is_shown_as_source_and_can_be_decided_on(intake: IntakeDesk) -> None:
    """What no program could read, a person reads as text and routes."""

    async def read(raws: Sequence[bytes]) -> list[Exception]:
        return [JobFailed("died") for _ in raws]

    intake.desk.tools[READ] = read
    row = await waiting(intake, text="uitschrijven <script>alert(1)</script>\n")
    for _ in range(2):
        await intake.jump(minutes=1)
    assert (await intake.row(row.id)).stands is State.QUARANTINED
    _, page = await intake.page(f"/staff/triage/{row.id}")
    assert "Message-ID: &lt;v1@x.example&gt;" in page and "<script>alert" not in page
    assert (await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT))[0] == 303
    assert (await intake.press(f"/staff/triage/{row.id}/undo"))[0] == 303
    assert (await intake.row(row.id)).stands is State.QUARANTINED
    await decided(intake, f"/staff/triage/{row.id}/accept", **ACCEPT)
    assert [m.kinds for m in await intake.said("request.received")] == [[Kind.ACCESS]]


async def test_an_outsiders_demand_is_for_the_privacy_officer_alone(intake: IntakeDesk) -> None:
    """In a list of its own, with one working day; a handler reads why they cannot decide (R5.1-1)."""
    row = await demand(intake)
    _, unsure = await intake.page("/staff/triage")
    _, officer = await intake.page("/staff/triage?tab=officer")
    assert row.id not in unsure and row.id in officer and "with the privacy officer by" in officer
    _, page = await intake.page(f"/staff/triage/{row.id}")
    assert "only the privacy officer decides" in page and "/dismiss" not in page
    for button, form in (("dismiss", {}), ("accept", ACCEPT), ("snooze", {"until": "tomorrow"})):
        status, text = await intake.press(f"/staff/triage/{row.id}/{button}", **form)
        assert status == 409 and "only the privacy officer decides" in text
    assert (await intake.page(f"/staff/triage/{row.id}/split"))[0] == 409
    assert "/dismiss" in (await intake.page(f"/staff/triage/{row.id}", "fg"))[1]
    assert (await intake.press(f"/staff/triage/{row.id}/dismiss", "fg"))[0] == 303


async def test_what_people_made_of_proposals_is_kept_without_any_text(intake: IntakeDesk) -> None:
    """Triage and the confirmed kinds of a case alike; the evaluation counts them (spec 9.4)."""
    case = await intake.case()
    day = START.date()
    await intake.hear(
        CaseTriaged(
            case_id=case.case_id, at=START, reference="2026-0001", kinds=[Kind.ACCESS, Kind.COMPLAINT],
            requester=case.requester, statutory_due=day, work_due=day, by="s-1",
        )
    )  # fmt: skip
    row = await waiting(intake)
    await decided(intake, f"/staff/triage/{row.id}/dismiss")
    report = await evaluation(intake.desk)
    assert (report.messages, report.requests, report.missed) == (2, 1, 0)
    assert (report.kinds[Kind.ACCESS].f1, report.kinds[Kind.COMPLAINT].recall) == (1.0, 0.0)
    await decided(intake, f"/staff/triage/{row.id}/accept", **ACCEPT)
    assert (await evaluation(intake.desk)).requests == 2


async def test_a_request_by_phone_is_registered_once_and_counts_from_its_day(intake: IntakeDesk) -> None:
    """Sent twice, the form registers one request, received on the day that was given (R4.3-4)."""
    status, page = await intake.page("/staff/triage/new")
    assert status == 200
    token = re.search(r'name="token" value="(\w+)"', page)
    assert token
    form = BY_HAND | {"token": token[1], "received_on": "2026-10-30", "reached": "Coach Anna"}
    first, second = [await intake.press("/staff/triage/new", **form) for _ in range(2)]
    assert first == second and first[0] == 303
    (request,) = await intake.said("request.received")
    assert (request.channel, request.acknowledge) == (Channel.PHONE, False)
    assert request.received_at.astimezone(UTC).date().isoformat() == "2026-10-30"
    _, page = await intake.page(first[1])
    assert all(words in page for words in ("Samir Haddou", "Sam Handler", "Coach Anna"))
    assert "Registered late" not in page


async def test_who_registers_late_is_reminded(intake: IntakeDesk) -> None:
    """One working day after it reached a colleague (R4.3-4); the trail says so."""
    _, where = await intake.press("/staff/triage/new", **(BY_HAND | {"received_on": "2026-10-29"}))
    assert "Registered late" in (await intake.page(where))[1]
    assert [codes["late"] for action, _, codes in await intake.trail() if "manually" in action] == [True]


async def test_the_hour_of_arrival_counts_when_it_is_known(intake: IntakeDesk) -> None:
    """In a colleague's own mailbox it says when."""
    form = BY_HAND | {"channel": "mail", "received_on": "2026-11-01", "received_time": "21:30"}
    assert (await intake.press("/staff/triage/new", **form))[0] == 303
    (request,) = await intake.said("request.received")
    assert (request.channel, request.received_at) == (Channel.MAIL, datetime(2026, 11, 1, 21, 30, tzinfo=ZONE))


async def test_a_known_name_or_address_is_asked_about_before_a_second_case_opens(intake: IntakeDesk) -> None:
    """The form keeps what was typed, and can lay it with the case instead."""
    await intake.case()
    form = BY_HAND | {"name": "noor  BAKKER", "channel": "social"}
    status, page = await intake.press("/staff/triage/new", **form)
    assert status == 200 and "2026-0001" in page and "noor  BAKKER" in page
    assert len(await intake.said("request.received")) == 1
    status, where = await intake.press("/staff/triage/new", **(form | {"reference": "2026-0001", "kinds": []}))
    assert status == 303 and where.endswith("done=triage-attached")
    (followup,) = await intake.said("followup.received")
    assert followup.verified is False
    status, _ = await intake.press("/staff/triage/new", **(form | {"token": "u", "new_anyway": "yes"}))
    assert status == 303
    assert (await intake.said("request.received"))[-1].channel is Channel.SOCIAL


@pytest.mark.parametrize(
    "wrong",
    [
        {"received_on": "2026-11-03"},
        {"received_on": "soon"},
        {"received_time": "late"},
        {"kinds": []},
        {"channel": "chat"},
        {"address": "a@b c"},
        {"reference": "2026-0999"},
    ],
)
async def test_a_wrong_field_of_the_form_registers_nothing(intake: IntakeDesk, wrong: dict[str, object]) -> None:
    """Tomorrow, no kind, a way that is not by hand, two addresses: refused, with the field."""
    assert (await intake.press("/staff/triage/new", **(BY_HAND | wrong)))[0] == 400
    assert await intake.rows() == []


async def test_a_crash_after_a_decision_loses_neither_it_nor_its_undo(tmp_path: Path) -> None:
    """The decision and its timer lie in one transaction; whoever starts next finds both."""
    async with intake_desk(tmp_path) as intake:
        row = await waiting(intake)
        assert (await intake.press(f"/staff/triage/{row.id}/accept", **ACCEPT))[0] == 303
    async with intake_desk(tmp_path) as intake:
        assert (await intake.row(row.id)).stands is State.DECIDED
        await intake.jump(minutes=1)
        assert (await intake.row(row.id)).stands is State.REQUEST
        assert len(await intake.said("request.received")) == 1


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_page_of_triage_opens_in_both_languages(intake: IntakeDesk, language: str) -> None:
    """Also the empty ones."""
    for tab in ("unsure", "officer", "quarantined", "snoozed", "filed"):
        assert (await intake.page(f"/staff/triage?tab={tab}", language=language))[0] == 200
    row = await waiting(intake)
    for path in (f"/staff/triage/{row.id}", f"/staff/triage/{row.id}/split?parts=5", "/staff/triage/new"):
        assert (await intake.page(path, language=language))[0] == 200


def test_every_state_of_a_message_can_be_reached() -> None:
    """The table has no island, and the CHECK of the migration is the table's own."""
    assert {row.to for row in INCOMING.rows} | {INCOMING.initial} == set(State)
    script = Path(storing.__file__).parents[1] / "migrations" / "versions" / "0002_intake_by_mail.py"
    assert INCOMING.sql_check("state") in script.read_text(encoding="utf-8")


def test_receipt_day_is_an_instant_with_a_zone() -> None:
    """Noon of the day in Amsterdam lies on that day in any season; a known hour counts, but never the future."""
    now = datetime(2026, 11, 2, 23, 30, tzinfo=UTC)
    assert arrival(date(2026, 11, 3), now, ZONE) == now
    assert arrival(date(2026, 7, 1), now, ZONE).astimezone(UTC).hour == 10
    assert arrival(date(2026, 11, 3), now, ZONE, time(23, 0)) == now
