"""The desk writes to itself and watches its mailboxes; people hear once of what is wrong (mail 1.1, 1.10)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.intake.rules.incoming import State
from services.intake.store import removals
from services.intake.store.canaries import Canary
from services.intake.usecases import alarms, canaries, sweeping
from shared.contracts.fulfil import CanaryPassed
from shared.contracts.references import CANARY_HEADER, canary_mark
from shared.vocabulary import DeskTrouble
from tests.services.intake_desk import ACCOUNT, START, VAGUE_TEXT, IntakeDesk, intake_desk, mail

BOX = {"enabled": True, "user": ACCOUNT}
DAY = timedelta(days=1)


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    """An intake office with a mailbox that a test sweeps, or does not."""
    async with intake_desk(tmp_path, mailbox=BOX) as office:
        yield office


async def under_way(intake: IntakeDesk) -> None:
    """The first test mail was asked for."""
    await canaries.keep_going(intake.desk)
    await intake.jump(minutes=5)


def marked(intake: IntakeDesk, number: int = 1, text: str = "", **changes: str) -> bytes:
    """A mail that bears the mark of a test mail."""
    mark = canary_mark(number, intake.desk.reference_key)
    given = {"sender": ACCOUNT, "message_id": "<c@desk.example>", CANARY_HEADER.replace("-", "_"): mark}
    return mail(text or "Ik wil graag weten welke gegevens jullie van mij hebben.\n", **(given | changes))


async def row(intake: IntakeDesk, number: int = 1) -> Canary:
    """What is known of a test mail."""
    async with intake.desk.look() as session:
        return await session.get_one(Canary, number)


async def test_a_desk_that_starts_writes_to_itself_soon_and_then_every_week(intake: IntakeDesk) -> None:
    """One chain, each link sets the next."""
    await under_way(intake)
    for week in range(1, 4):
        assert [m.number for m in await intake.said("canary.wanted")] == list(range(1, week + 1))
        await intake.jump(days=7)


async def test_starting_again_makes_no_second_chain(intake: IntakeDesk) -> None:
    """However often the desk starts, also while a link is due."""
    await canaries.keep_going(intake.desk)
    await canaries.keep_going(intake.desk)
    await intake.jump(minutes=5)
    for _ in range(3):
        await canaries.keep_going(intake.desk)
    await intake.jump(days=7)
    assert [m.number for m in await intake.said("canary.wanted")] == [1, 2]


async def test_a_chain_that_broke_off_is_taken_up(intake: IntakeDesk) -> None:
    """A desk that was off for a month writes soon after it started, and not four times."""
    await under_way(intake)
    intake.clock.jump(30 * DAY)
    await canaries.keep_going(intake.desk)
    await intake.settle()
    assert [m.number for m in await intake.said("canary.wanted")] == [1, 2]


@pytest.mark.parametrize("off", [{"intake": {"canary_days": 0}}, {"mailbox": {"enabled": False}}])
async def test_it_can_be_off(tmp_path: Path, off: dict[str, object]) -> None:
    """By setting, and of itself without a mailbox."""
    async with intake_desk(tmp_path, **({"mailbox": BOX} | off)) as intake:
        await under_way(intake)
        assert await intake.said("canary.wanted") == []


async def test_the_chain_ends_when_it_is_switched_off_and_goes_on_when_it_is_on_again(intake: IntakeDesk) -> None:
    """A link that comes due while it is off asks for nothing and counts all the same."""
    await under_way(intake)
    on, off = intake.desk.settings, intake.desk.settings.model_copy(deep=True)
    intake.desk.settings = off.model_copy(update={"intake": off.intake.model_copy(update={"canary_days": 0})})
    await intake.jump(days=7)
    assert len(await intake.said("canary.wanted")) == 1
    intake.desk.settings = on
    await canaries.keep_going(intake.desk)
    await intake.jump(days=7)
    assert [m.number for m in await intake.said("canary.wanted")] == [1, 3]


async def test_a_test_mail_opens_no_case_but_is_said_to_have_come(intake: IntakeDesk) -> None:
    """It went the ordinary way up to the door of a case; then it leaves the mailbox."""
    await under_way(intake)
    taken = await intake.taken(marked(intake))
    assert (taken.stands, taken.reason, taken.case_id) == (State.NOT_A_REQUEST, canaries.OUR_TEST, "")
    (came,) = await intake.said("canary.arrived")
    assert (came.number, came.incoming_id) == (1, taken.id)
    assert await intake.said("request.received") == []
    async with intake.desk.look() as session:
        assert await removals.find(session, taken.id) is not None


async def test_a_test_mail_that_nobody_would_take_for_a_request_does_not_pass(intake: IntakeDesk) -> None:
    """What proves the way is that parser, classifier and rules all did their work."""
    await under_way(intake)
    taken = await intake.taken(marked(intake, text=VAGUE_TEXT, subject="vraag"))
    assert taken.stands is State.TRIAGE
    assert await intake.said("canary.arrived") == []


@pytest.mark.parametrize("mark", ["1-AAAAAAAAAAAAAAAAAAAAAAAAAA", "1", "nonsense"])
async def test_a_mark_that_is_not_ours_makes_an_ordinary_request(intake: IntakeDesk, mark: str) -> None:
    """Nobody can hide a request, or get one hidden, by a header."""
    await under_way(intake)
    assert (await intake.taken(mail(X_Desk_Canary=mark))).stands is State.REQUEST


async def test_a_mark_counts_once(intake: IntakeDesk) -> None:
    """A request that bears a used mark goes to a person: neither filed nor, in our own name, opened."""
    await under_way(intake)
    await intake.taken(marked(intake))
    again = await intake.taken(marked(intake, message_id="<again@x.example>"))
    assert (again.stands, again.reason) == (State.TRIAGE, canaries.USED_TWICE)
    assert len(await intake.said("canary.arrived")) == 1


async def test_a_mark_that_was_never_asked_for_makes_an_ordinary_request(intake: IntakeDesk) -> None:
    """Rightly signed, but no test mail of that number is under way."""
    await under_way(intake)
    assert (await intake.taken(marked(intake, 9))).stands is State.REQUEST


async def test_a_test_mail_that_came_through_raises_no_alarm(intake: IntakeDesk) -> None:
    """Fulfil's answer takes the timer back."""
    await under_way(intake)
    await intake.hear(CanaryPassed(at=START, number=1))
    await intake.jump(hours=2)
    assert await intake.said("desk.alarm") == []
    assert (await row(intake)).passed_at is not None


async def test_a_test_mail_that_is_not_answered_within_the_hour_raises_the_alarm_once(intake: IntakeDesk) -> None:
    """It may have come in: only fulfil's answer counts. When it comes late, the alarm is over."""
    await under_way(intake)
    await intake.taken(marked(intake))
    await intake.jump(minutes=59)
    assert await intake.said("desk.alarm") == []
    await intake.jump(minutes=1)
    (alarm,) = await intake.said("desk.alarm")
    assert (alarm.what, alarm.raised, alarm.since) == (DeskTrouble.CANARY_LATE, True, START + timedelta(minutes=5))
    assert "test mail did not come through" in (await intake.page("/staff/triage"))[1]
    await intake.hear(CanaryPassed(at=START, number=1))
    assert [m.raised for m in await intake.said("desk.alarm")] == [True, False]
    assert "test mail did not come through" not in (await intake.page("/staff/triage"))[1]


async def test_an_old_test_mail_that_turns_up_does_not_end_the_alarm_of_a_newer_one(intake: IntakeDesk) -> None:
    """Only the newest proves that the way works now."""
    await under_way(intake)
    await intake.jump(days=7, hours=2)
    await intake.hear(CanaryPassed(at=START, number=1))
    assert [m.raised for m in await intake.said("desk.alarm")] == [True]
    await intake.hear(CanaryPassed(at=START, number=2))
    assert [m.raised for m in await intake.said("desk.alarm")] == [True, False]


async def look(intake: IntakeDesk, minutes: float) -> None:
    """Minutes pass, and the watch looks every minute."""
    for _ in range(int(minutes)):
        await intake.jump(minutes=1)
        await alarms.look_at_mailboxes(intake.desk)


async def test_a_silent_mailbox_raises_one_alarm_after_ten_minutes_and_ends_it(intake: IntakeDesk) -> None:
    """Once, however long it lasts; a good sweep ends it; the next silence has a number of its own."""
    await look(intake, 9)
    assert await intake.said("desk.alarm") == []
    await look(intake, 30)
    (alarm,) = await intake.said("desk.alarm")
    assert (alarm.what, alarm.raised, alarm.since, alarm.number) == (DeskTrouble.MAILBOX_SILENT, True, START, 1)
    sweeping.note_sweep(intake.desk)
    await look(intake, 1)
    await look(intake, 12)
    said = [(m.raised, m.number) for m in await intake.said("desk.alarm")]
    assert said == [(True, 1), (False, 1), (True, 2)]


async def test_a_restart_neither_ends_an_alarm_nor_raises_it_twice(intake: IntakeDesk) -> None:
    """Only a good sweep proves that the mailbox can be read."""
    await look(intake, 11)
    sweeping.begin(intake.desk)
    await look(intake, 30)
    assert [m.raised for m in await intake.said("desk.alarm")] == [True]
    assert "cannot be read" in (await intake.page("/staff/triage"))[1]
    assert "niet worden gelezen" in (await intake.page("/staff/triage", language="nl"))[1]


async def stuck(directory: Path) -> str:
    """A mail that was to leave a mailbox, and the mailbox is not read any more; the message's id."""
    async with intake_desk(directory, mailbox=BOX) as intake:
        row = await intake.taken(mail())
        async with intake.desk.work() as work:
            await removals.want(work, row.id)
        await alarms.look_at_removals(intake.desk)
        assert await intake.said("desk.alarm") == [], "while the mailbox is read, the desk removes it itself"
    return row.id


async def test_a_removal_from_a_mailbox_that_is_not_read_any_more_is_an_alarm(tmp_path: Path) -> None:
    """Once; the list and the message's page say what to do, and a person's word ends it."""
    id_ = await stuck(tmp_path)
    async with intake_desk(tmp_path, mailbox=BOX | {"user": "new@desk.example"}) as intake:
        for _ in range(3):
            await alarms.look_at_removals(intake.desk)
        (alarm,) = await intake.said("desk.alarm")
        assert (alarm.what, alarm.raised) == (DeskTrouble.REMOVAL_STUCK, True)
        listed, page = (await intake.page("/staff/triage"))[1], (await intake.page(f"/staff/messages/{id_}"))[1]
        assert "must leave a mailbox that the desk no longer reads" in listed
        assert f"/staff/messages/{id_}" in listed
        assert f"Mailbox: {ACCOUNT}" in page
        assert "have whoever runs the desk set up that mailbox again" in page
        assert "die de balie niet meer leest" in (await intake.page("/staff/triage", language="nl"))[1]
        assert (await intake.press(f"/staff/messages/{id_}/removed"))[0] == 303
        await alarms.look_at_removals(intake.desk)
        assert [m.raised for m in await intake.said("desk.alarm")] == [True, False]
        assert tuple(a for a, *_ in await intake.trail() if a.startswith("mail.")) == (
            "mail.no_mailbox",
            "mail.removed",
        )


async def test_a_mailbox_that_is_read_again_takes_its_removals_back(tmp_path: Path) -> None:
    """Without anybody's doing, and the alarm is over."""
    id_ = await stuck(tmp_path)
    async with intake_desk(tmp_path) as intake:
        await alarms.look_at_removals(intake.desk)
    async with intake_desk(tmp_path, mailbox=BOX) as intake:
        await alarms.look_at_removals(intake.desk)
        assert [m.raised for m in await intake.said("desk.alarm")] == [True, False]
        async with intake.desk.look() as session:
            assert [row.id for _, row in await removals.wanted(session, ACCOUNT)] == [id_]
