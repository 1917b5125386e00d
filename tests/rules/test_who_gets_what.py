"""Who gets which letter: one row a letter, and every letter that stays in says why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from services.notify.letters.catalogue import forms
from services.notify.rules.who_gets_what import (
    CODES_AN_HOUR,
    REASON_LABELS,
    TABLE,
    Event,
    Reason,
    Recipient,
    Send,
    Situation,
    Skipped,
    Urgency,
    who_gets_what,
)
from shared.contracts import BY_TYPE, HEARD_BY
from shared.vocabulary import DecisionOutcome, Kind, Letter

READY = Situation(
    asked=True,
    kinds=frozenset({Kind.ACCESS}),
    outcome=DecisionOutcome.GRANTED,
    asked_for=Letter.T08,
    ended_as="not_identified",
)


def letters(event: Event, situation: Situation) -> list[Letter]:
    """The letters that go out."""
    return [one.letter for one in who_gets_what(event, situation) if isinstance(one, Send)]


def why(event: Event, situation: Situation) -> list[Reason]:
    """The reasons of those that stay in."""
    return [one.reason for one in who_gets_what(event, situation) if isinstance(one, Skipped)]


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event.CASE_OPENED, [Letter.T01]),
        (Event.IDENTITY_REQUESTED, [Letter.T02]),
        (Event.ADDRESS_ASKED, [Letter.T02B]),
        (Event.CONTACT_CHANGED, [Letter.T02C]),
        (Event.MANDATE_ASKED, [Letter.T31]),
        (Event.AUTHORITY_ASKED, [Letter.T32]),
        (Event.DECEASED_TOLD, [Letter.T33]),
        (Event.PLATFORM_TOLD, [Letter.T34]),
        (Event.COPY_REJECTED, [Letter.T03]),
        (Event.IDENTITY_VERIFIED, [Letter.T05]),
        (Event.REMINDER_DUE, [Letter.T06]),
        (Event.STATUS_TOLD, [Letter.T09]),
        (Event.LATE_TOLD, [Letter.T40]),
        (Event.EXTENSION_APPROVED, [Letter.T10]),
        (Event.FEE_APPROVED, [Letter.T35]),
        (Event.LETTER_ASKED, [Letter.T08]),
        (Event.ANSWER_APPROVED, [Letter.T11, Letter.T39]),
        (Event.DOWNLOAD_CODE_ASKED, [Letter.T39B]),
        (Event.ADDRESS_CODE_ASKED, [Letter.T39B]),
        (Event.STATUS_CODE_ASKED, [Letter.T39B]),
        (Event.DEADLINE_NEAR, [Letter.S01]),
        (Event.ALARM_TOLD, [Letter.S02]),
        (Event.CASE_CLOSED, [Letter.T07]),
        (Event.CHAT_CODE_ASKED, [Letter.C01]),
        (Event.CHAT_COPY_ASKED, [Letter.C02]),
        (Event.CHAT_LAID_ASIDE, [Letter.C03]),
        (Event.TASK_ASKED, [Letter.H01]),
    ],
)
def test_each_event_has_its_letters(event: Event, expected: list[Letter]) -> None:
    """When nothing stands in the way."""
    assert letters(event, READY) == expected


@pytest.mark.parametrize("event", list(Event))
def test_without_an_address_nothing_is_mailed(event: Event) -> None:
    """Who wrote on paper gets paper: staff see the letter waiting."""
    assert letters(event, replace(READY, has_address=False)) == []
    assert set(why(event, replace(READY, has_address=False))) == {Reason.NO_ADDRESS}


def test_an_acknowledgement_held_back_by_intake_stays_in() -> None:
    """Machine mail, failed authentication and caps: no automatic answer, and staff can send it."""
    assert why(Event.CASE_OPENED, replace(READY, acknowledge=False)) == [Reason.HELD_BACK]
    assert letters(Event.STATUS_TOLD, replace(READY, acknowledge=False)) == [Letter.T09]


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        (replace(READY, settled=True), Reason.IDENTITY_SETTLED),
        (replace(READY, copy_waits=True), Reason.COPY_WAITS),
        (replace(READY, closed=True), Reason.CASE_CLOSED),
        (replace(READY, asked=False), Reason.NOTHING_ASKED),
    ],
)
def test_a_reminder_looks_again_before_it_goes(situation: Situation, reason: Reason) -> None:
    """The timer fired; whether the reminder is still needed is decided now."""
    assert why(Event.REMINDER_DUE, situation) == [reason]


def test_whoever_was_never_asked_is_not_told_that_it_is_settled() -> None:
    """T05 answers T02."""
    assert why(Event.IDENTITY_VERIFIED, replace(READY, asked=False)) == [Reason.NOTHING_ASKED]


def test_a_copy_without_its_package_is_left_to_a_person() -> None:
    """Both letters lead to a download; a refusal leads nowhere and is told all the same."""
    assert why(Event.ANSWER_APPROVED, replace(READY, linked=False)) == [Reason.NO_PACKAGE, Reason.NO_PACKAGE]
    assert letters(Event.ANSWER_APPROVED, replace(READY, outcome=DecisionOutcome.REFUSED, linked=False)) == [Letter.T36]


def test_each_kind_gets_its_own_answer() -> None:
    """A request for several things is answered in a letter each; what one letter says is not said again."""
    several = replace(READY, kinds=frozenset({Kind.ACCESS, Kind.OBJECTION_DIRECT_MARKETING, Kind.ERASURE}), fate="part")
    assert letters(Event.ANSWER_APPROVED, several) == [Letter.T11, Letter.T17, Letter.T23, Letter.T39]
    refused = replace(READY, kinds=frozenset({Kind.ACCESS, Kind.RESTRICTION}), outcome=DecisionOutcome.REFUSED)
    assert letters(Event.ANSWER_APPROVED, refused) == [Letter.T36]


def test_only_who_was_not_identified_is_told_that_the_case_is_closed() -> None:
    """D-20: every other end was told before, or asked for."""
    assert letters(Event.CASE_CLOSED, replace(READY, ended_as="withdrawn")) == []


def test_codes_have_a_cap() -> None:
    """Somebody who holds the link cannot flood the requester's mailbox."""
    assert letters(Event.DOWNLOAD_CODE_ASKED, replace(READY, codes_this_hour=CODES_AN_HOUR - 1)) == [Letter.T39B]
    assert why(Event.DOWNLOAD_CODE_ASKED, replace(READY, codes_this_hour=CODES_AN_HOUR)) == [Reason.TOO_MANY_CODES]


def test_a_closed_case_still_hands_over_its_answer() -> None:
    """The download outlives the case's last step."""
    assert letters(Event.DOWNLOAD_CODE_ASKED, replace(READY, closed=True)) == [Letter.T39B]


def test_the_table_fits_the_letters_and_the_contracts() -> None:
    """Every letter has one row with the recipient its form names, codes one for each thing they open; all is heard."""
    assert {rule.letter: rule.recipient for rule in TABLE} == {
        letter: form.recipient for letter, form in forms().items()
    }
    assert {letter for letter, rows in Counter(rule.letter for rule in TABLE).items() if rows > 1} == {
        Letter.T39,
        Letter.T39B,
    }
    assert {rule.event for rule in TABLE} == set(Event)
    assert all("notify" in HEARD_BY[BY_TYPE[event]] for event in Event)
    assert {rule.letter for rule in TABLE if rule.recipient is Recipient.STAFF} == {Letter.S01, Letter.S02, Letter.H01}


def test_what_a_person_waits_for_goes_at_once() -> None:
    """R4.3-1, D-11: acknowledgement and extension at once; a code while somebody looks at the page; word of trouble."""
    at_once = {Letter.T01, Letter.T02B, Letter.T02C, Letter.T10, Letter.T39B, Letter.T39C, Letter.C01, Letter.S02}
    assert {rule.letter for rule in TABLE if rule.urgency is Urgency.AT_ONCE} == at_once


def test_every_reason_has_its_sentence_and_its_row() -> None:
    """No reason without words, none that nothing gives."""
    assert set(REASON_LABELS) == set(Reason) == {reason for rule in TABLE for reason, _ in rule.unless}
