"""A delivery goes out once: its table, what becomes of an unknown one, its Message-ID, the waits between tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.notify.rules.sending import (
    ABSENT_AFTER,
    BACK_OFF,
    DELIVERY,
    EVENT_LABELS,
    IN_FLIGHT,
    REMINDER_DAYS,
    Archive,
    Event,
    is_unknown,
    judge_unknown,
    message_id,
    next_try,
)
from shared.statetable import SYSTEM, NotAllowed
from shared.vocabulary import DeliveryState, Letter, Role

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_every_state_is_reached_and_only_a_sent_letter_is_at_its_end() -> None:
    """No trap: from every other state somebody can go on."""
    assert {row.to for row in DELIVERY.rows} | {DELIVERY.initial} == set(DeliveryState)
    assert set(DeliveryState) - {row.from_ for row in DELIVERY.rows} == {DeliveryState.SENT}


def test_what_is_sent_stays_sent() -> None:
    """Never a second mail: no event leaves `sent`; the server, the archive or a person lead to it."""
    assert DELIVERY.possible(DeliveryState.SENT, {*Role, SYSTEM}) == []
    assert {row.event for row in DELIVERY.rows if row.to is DeliveryState.SENT} == {
        Event.ACCEPT,
        Event.FIND,
        Event.MARK_SENT,
    }


def test_only_sending_can_become_sent_without_a_person() -> None:
    """`sending` is written down before DATA, so a letter is never sent that was not announced as being sent."""
    machine = {row.from_ for row in DELIVERY.rows if row.to is DeliveryState.SENT and SYSTEM in row.by}
    assert machine == {DeliveryState.SENDING}


def test_a_held_letter_is_decided_by_a_person_with_two_buttons() -> None:
    """No archive, no machine's guess."""
    assert DELIVERY.possible(DeliveryState.HELD, Role.HANDLER) == [Event.MARK_SENT, Event.SEND_AGAIN]
    with pytest.raises(NotAllowed):
        DELIVERY.step(DeliveryState.HELD, Event.SEND_AGAIN, SYSTEM)


@pytest.mark.parametrize(
    ("archive", "waited", "event"),
    [
        (Archive.HOLDS_IT, IN_FLIGHT, Event.FIND),
        (Archive.HOLDS_IT_NOT, ABSENT_AFTER - MINUTE, None),
        (Archive.HOLDS_IT_NOT, ABSENT_AFTER, Event.MISS),
        (Archive.NONE, IN_FLIGHT, Event.HOLD),
    ],
)
def test_an_unknown_delivery_is_looked_up(archive: Archive, waited: timedelta, event: Event | None) -> None:
    """Found: sent. Not found after a quarter of an hour: again, with the same id. No archive: held."""
    assert judge_unknown(archive, NOON, NOON + waited) is event


def test_a_letter_in_living_hands_is_left_alone() -> None:
    """A second process does not judge what the first is sending."""
    assert not is_unknown(NOON, NOON + IN_FLIGHT - MINUTE)
    assert is_unknown(NOON, NOON + IN_FLIGHT)
    assert IN_FLIGHT < ABSENT_AFTER


def test_the_waits_grow_and_end() -> None:
    """The first try again comes within the acknowledgement's 15 minutes (R4.3-1); after two days a person looks."""
    waits = [next_try(tries) for tries in range(1, len(BACK_OFF) + 2)]
    assert waits[-1] is None
    assert list(BACK_OFF) == sorted(BACK_OFF)
    assert sum(BACK_OFF[:3], timedelta()) < timedelta(minutes=15)
    assert timedelta(days=1) < sum(BACK_OFF, timedelta()) < timedelta(days=2)
    with pytest.raises(ValueError, match="first try"):
        next_try(0)


def test_the_same_letter_has_the_same_id_for_ever() -> None:
    """An id found in the archive years later is still the one that we would make."""
    known = message_id("0d6c", Letter.T06, "7", "desk.example")
    assert known == message_id("0d6c", Letter.T06, "7", "Desk.Example")
    assert known == "<b6d4ee2a-a35c-587e-94a5-752ccdfae988@desk.example>"
    others = {
        message_id("0d6d", Letter.T06, "7", "desk.example"),
        message_id("0d6c", Letter.T06, "14", "desk.example"),
        message_id("0d6c", Letter.T02, "7", "desk.example"),
    }
    assert len(others | {known}) == 4


@pytest.mark.parametrize("domain", ["", "desk.example>\r\nBcc: x", "desk example", "-x.example", "a..b"])
def test_an_id_needs_a_plain_domain(domain: str) -> None:
    """Nothing else may enter a header."""
    with pytest.raises(ValueError, match="domain"):
        message_id("0d6c", Letter.T01, "1", domain)


def test_reminders_come_a_week_and_two_weeks_after_the_question() -> None:
    """D-20."""
    assert REMINDER_DAYS == (7, 14)


def test_every_event_has_a_label() -> None:
    """For the buttons and the line of time."""
    assert set(EVENT_LABELS) == set(Event)
