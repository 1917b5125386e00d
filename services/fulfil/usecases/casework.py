"""What every step of a case shares: finding it, moving it, and writing its line of time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.case import Case, advance
from services.fulfil.rules.current_term import CurrentTerm, current_term
from services.fulfil.rules.deadlines import AMSTERDAM, Deadlines, deadlines
from services.fulfil.rules.extensions import covers
from services.fulfil.rules.lifecycle import EVENT_LABELS, Event, Outcome, State
from services.fulfil.store.cases import CASE_NOTE, CaseRow, EventRow
from services.fulfil.store.finding import find_case, last_event
from shared.contracts.dates import SumStep
from shared.contracts.fulfil import DatesMoved
from shared.contracts.people import CORR, Person
from shared.platform.desk import Desk, Work
from shared.platform.handlers import NotYet
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.statetable import By
from shared.vocabulary import Channel, DecisionOutcome, Kind, Language

Codes = str | int | bool
NOTE_LONGEST = 4000  # characters of a text that staff write


def local_day(now: datetime) -> date:
    """The day in Amsterdam."""
    return now.astimezone(AMSTERDAM).date()


def calendar_of(desk: Desk) -> Calendar:
    """The calendar as configured (D-5, D-6)."""
    chosen = desk.settings.calendar
    return Calendar(good_friday=chosen.good_friday, use_equated=chosen.use_equated)


def dates_of(desk: Desk, row: CaseRow) -> Deadlines:
    """Every date of the case's receipt with its reason; the first month with its approved pause."""
    return deadlines(row.received_at, row.paused_days, calendar_of(desk))


def term_of(desk: Desk, row: CaseRow) -> CurrentTerm:
    """The term that holds for the case now."""
    return current_term(dates_of(desk, row), calendar_of(desk), extended=is_extended(row))


def is_extended(row: CaseRow) -> bool:
    """Whether an extension is in force for the whole of the request (D-13)."""
    return covers(row.extended_kinds.split(","), row.kinds.split(","))


def sum_of(term: CurrentTerm) -> list[SumStep]:
    """The sum of dates as messages carry it."""
    return [SumStep(step=str(each.step), day=each.day, count=each.count, free=each.free) for each in term.sum]


def set_dates(desk: Desk, row: CaseRow, received_at: datetime) -> None:
    """Let the case's dates count from `received_at`, with its extension and its pause."""
    row.received_at = received_at
    found, term = dates_of(desk, row), term_of(desk, row)
    row.receipt_day, row.week_due = found.receipt_day, found.week_due
    row.nominal, row.statutory_due, row.work_due = term.nominal, term.statutory_due, term.work_due


def say_dates(desk: Desk, work: Work, row: CaseRow) -> None:
    """Tell that the dates of the case changed."""
    steps = sum_of(term_of(desk, row))
    moved = DatesMoved(case_id=row.id, at=work.now, number=row.version, statutory_due=row.statutory_due, due_sum=steps)
    work.say(moved)


def kinds_of(row: CaseRow) -> tuple[Kind, ...]:
    """What is asked."""
    return tuple(Kind(kind) for kind in row.kinds.split(",") if kind)


def person_of(row: CaseRow) -> Person:
    """The requester, as messages carry a person."""
    return Person(
        scope=row.person_scope, name=row.name_sealed, address=row.address_sealed, language=Language(row.language)
    )


def as_case(row: CaseRow) -> Case:
    """The case as the rules see it."""
    return Case(
        id=UUID(row.id),
        reference=row.reference,
        state=State(row.state),
        kinds=kinds_of(row),
        language=Language(row.language),
        channel=Channel(row.channel),
        received_at=row.received_at,
        statement_version=row.statement_version,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )


async def known_case(work: Work, case_id: str) -> CaseRow:
    """The case that a message is about; raises `NotYet` when the message came before the case."""
    row = await find_case(work.session, case_id)
    if row is None:
        raise NotYet(case_id)
    return row


async def case_to_change(work: Work, case_id: str, version: int) -> CaseRow:
    """The case that a form is about, if nobody changed it since the form was shown.

    Raises `NotFound`, or `NotAllowedNow` with what happened in the meantime.
    """
    row = await find_case(work.session, case_id)
    if row is None:
        raise NotFound
    if row.content_destroyed_at is not None:
        raise NotAllowedNow(lazy("The content of this case was destroyed after its term; a new request starts anew."))
    if row.version != version:
        newest = await last_event(work.session, case_id)
        raise NotAllowedNow(
            lazy(
                "This case was changed after you opened the page. The last step was: “%(what)s”.",
                what=event_words(newest.event if newest else "opened"),
            )
        )
    return row


def move(
    work: Work,
    row: CaseRow,
    event: Event,
    by: By,
    actor: str,
    *,
    kinds: tuple[Kind, ...] | None = None,
    decision: DecisionOutcome | None = None,
    received_at: datetime | None = None,
    note: str | None = None,
    codes: Mapping[str, Codes] | None = None,
) -> None:
    """Take one step of the lifecycle: the only place that sets a case's state. Raises `NotAllowed`.

    `note` is sealed already (compartment `corr`, field `case.note`).
    """
    before = as_case(row)
    after = advance(before, event, by, kinds=kinds, decision=decision, received_at=received_at)
    row.state, row.outcome = str(after.state), str(after.outcome) if after.outcome else None
    row.kinds = ",".join(after.kinds)
    touch(work, row)
    tell(work, row, str(event), actor, note, codes={"from": str(before.state), "to": str(after.state), **(codes or {})})


def touch(work: Work, row: CaseRow) -> None:
    """Let forms that were shown before this change know that they are out of date."""
    row.version += 1
    row.changed_at = work.now
    work.session.add(row)


def tell(
    work: Work,
    row: CaseRow,
    event: str,
    actor: str,
    note: str | None = None,
    *,
    field: str = CASE_NOTE,
    codes: Mapping[str, Codes] | None = None,
) -> None:
    """Write one line in the case's line of time and in the audit trail; `note` is sealed already, as `field`."""
    codes = dict(codes or {})
    work.session.add(
        EventRow(
            case_id=row.id,
            at=work.now,
            event=event,
            actor=actor,
            codes=json.dumps(codes, sort_keys=True),
            note_sealed=note,
            note_field=field,
        )
    )
    work.note(f"case.{event}", row.id, actor, **codes)


async def seal_note(desk: Desk, case_id: str, text: str, field: str = CASE_NOTE) -> str | None:
    """A text of staff, sealed in `corr` of the case; None for an empty one, `Unreadable` for a very long one."""
    text = text.strip()
    if len(text) > NOTE_LONGEST:
        raise Unreadable(field, lazy("Use at most %(longest)s characters.", longest=NOTE_LONGEST))
    return (await desk.keyring.box(case_id, CORR)).seal(field, text) if text else None


def event_words(event: str) -> Text:
    """A line of the line of time in words."""
    if event in set(Event):
        return Text(EVENT_LABELS[Event(event)])
    return _WORDS.get(event, Text(event))


_WORDS = {
    "opened": lazy("The request came in and a case was opened"),
    "identity_needed": lazy("The requester must show who they are"),
    "identity_requested": lazy("A copy with the sensitive parts hidden was asked for"),
    "address_asked": lazy("A link was sent to the address on file"),
    "contact_changed": lazy("The contact data changes; the old address is told"),
    "copy_received": lazy("A copy came in; somebody has to look at it"),
    "copy_rejected": lazy("The copy could not be used and was destroyed"),
    "copy_not_kept": lazy("A copy that came by mail was not kept; the mail leaves the mailbox"),
    "copy_destroyed": lazy("The copy was destroyed"),
    "identity_refused": lazy("Identity could not be established"),
    "identity_carried_over": lazy("The question of identity was settled before, in this same case"),
    "tasks_made": lazy("Tasks were made for who keeps the data"),
    "task_answered": lazy("A task was answered"),
    "tasks_answered": lazy("Several tasks were answered at once"),
    "task_undone": lazy("The answer to a task was taken back"),
    "task_asked": lazy("Who keeps the data got a message about a task"),
    "task_late": lazy("Tasks are overdue; the data protection officer was told"),
    "order_planned": lazy("A change in a connected system was planned, by a dry run"),
    "order_given": lazy("The order to change a connected system was given"),
    "order_done": lazy("A connected system was changed as ordered"),
    "order_held": lazy("An order was stopped: a hold covers what it would erase"),
    "order_written": lazy("An order to erase lies ready for who keeps the data"),
    "task_erased": lazy("What a task found was erased"),
    "status_told": lazy("Word was sent of how far the case is"),
    "week_met": lazy("The promise of a first reaction within a week was kept"),
    "week_missed": lazy("The promise of a first reaction within a week was missed"),
    "deadline_warning": lazy("Staff were told that a date comes near"),
    "deadline_missed": lazy("The last day the law allows has passed"),
    "followup": lazy("A further message of the requester came in"),
    "bounced": lazy("A letter came back"),
    "letter_late": lazy("A letter is late; the mail servers go on trying"),
    "letter_sent": lazy("A letter was sent"),
    "letter_failed": lazy("A letter could not be sent"),
    "letter_held": lazy("It is not known whether a letter was sent; somebody has to decide"),
    "package_built": lazy("The package for the requester was made"),
    "package_checked": lazy("A second person checked what the package shows and hides"),
    "mask_added": lazy("Something was hidden in the package, with a reason"),
    "mask_taken_away": lazy("A mask in the package was taken away, with a reason"),
    "mask_undone": lazy("A change of what the package hides was undone"),
    "file_left_out": lazy("A file was left out of the package, with a reason"),
    "package_stopped": lazy("The package was not made: what would go out is not what was checked"),
    "package_asked_again": lazy("The requester asked for a new link, because theirs no longer works"),
    "package_fetched": lazy("The requester fetched the package"),
    "package_destroyed": lazy("The package was destroyed"),
    "code_sent": lazy("A fresh code for the download was sent"),
    "link_void": lazy("The download link stopped working after too many wrong codes"),
    "joined_here": lazy("Another case was the same request; this one goes on with it"),
    "date_taken": lazy("The dates count from an earlier message of the same request"),
    "dates_restarted": lazy("The dates count from a new day"),
    "extension_proposed": lazy("An extension was proposed"),
    "extension_approved": lazy("The extension was approved; it holds once its letter is out"),
    "extension_in_force": lazy("The letter is out in time: the extension holds, and the dates are new"),
    "extension_too_late": lazy("The letter about the extension went out too late: the first date stays"),
    "pause_proposed": lazy("A pause was proposed"),
    "pause_approved": lazy("The pause was approved; it counts once identity is proved"),
    "pause_in_force": lazy("The pause counts: the last day the law allows moved"),
    "fee_proposed": lazy("A fee was proposed"),
    "fee_approved": lazy("The fee was approved; the requester is told before any work"),
    "measure_sent_back": lazy("A proposal was sent back"),
    "measure_withdrawn": lazy("A proposal was withdrawn"),
    "measure_void": lazy("What was agreed for the earlier dates ended with them"),
    "erasure_chosen": lazy("It was said what becomes of everything that was found"),
    "recipient_noted": lazy("A recipient of the data was noted"),
    "recipient_told": lazy("A recipient of the data was told"),
    "recipient_not_told": lazy("A recipient of the data was not told, with the reason"),
    "later_done": lazy("What was kept until now was erased"),
    "hold_proposed": lazy("A hold was asked for"),
    "hold_placed": lazy("A hold came into force"),
    "hold_withdrawn": lazy("A hold was withdrawn before it came into force"),
    "hold_lifted": lazy("A hold was lifted"),
    "hold_review_due": lazy("The day of review of a hold has come; it holds until somebody decides"),
    "breach_noted": lazy("A possible data breach was noted; 72 hours run"),
    "breach_decided": lazy("The officer decided about the possible data breach"),
    "letter_written": lazy("A letter was written to the requester"),
    "late_told": lazy("An apology went out: the answer is late"),
}
