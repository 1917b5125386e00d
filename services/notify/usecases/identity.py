"""The question who somebody is, in letters: asked (T02), asked again (T03), reminded (T06, D-20), settled (T05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from services.notify.rules.sending import REMINDER_DAYS
from services.notify.rules.who_gets_what import Event, Situation
from services.notify.store import Correspondence
from services.notify.usecases.knowing import about, by_hand, cancel_reminders, known, occasion, reminder
from services.notify.usecases.queueing import queue_letters
from shared.contracts.notify import ReminderDue
from shared.contracts.people import CONTACT, LINK
from shared.contracts.verify import (
    CopyReceived,
    CopyRejected,
    IdentityNotNeeded,
    IdentityRefused,
    IdentityRequested,
    IdentityVerified,
)
from shared.platform.desk import Desk, Work


async def ask(desk: Desk, work: Work, asked: IdentityRequested) -> None:
    """Send the question with its link (T02) and set the reminders."""
    case = await known(work, asked.case_id)
    if asked.attempt <= case.attempt:  # overtaken by a later question, whose link is the only one that opens
        return
    facts = {**by_hand(desk, work, case), "why": asked.why}
    step = str(asked.attempt)
    await _question(desk, work, case, asked, asked.attempt, Event.IDENTITY_REQUESTED, step, facts)


async def ask_again(desk: Desk, work: Work, rejected: CopyRejected) -> None:
    """Say what was wrong with the copy, with a new link (T03), and set new reminders."""
    case = await known(work, rejected.case_id)
    attempt = rejected.attempt + 1  # the message counts the copy that was refused; the new link is the next attempt
    if attempt <= case.attempt:
        return
    facts = {**by_hand(desk, work, case), "reasons": _with_places(rejected)}
    await _question(desk, work, case, rejected, attempt, Event.COPY_REJECTED, str(rejected.attempt), facts)


def _with_places(rejected: CopyRejected) -> list[str]:
    """Each reason, with where it was seen if the gate saw it."""
    told: list[str] = []
    for reason in rejected.reasons:
        told += [spot for spot in rejected.seen if spot.partition("@")[0] == reason] or [reason]
    return told


async def _question(
    desk: Desk,
    work: Work,
    case: Correspondence,
    said: IdentityRequested | CopyRejected,
    attempt: int,
    event: Event,
    step: str,
    facts: Mapping[str, object],
) -> None:
    settled = case.settled_at is not None and said.at < case.settled_at
    cancel_reminders(work, case)
    case.attempt, case.asked_at, case.answer_by, case.copy_waits = attempt, said.at, said.answer_by, False
    case.link_sealed, case.person_sealed = said.link, said.requester.model_dump_json()
    if not settled:
        case.settled_at = None
    if not (settled or case.closed):
        for day in REMINDER_DAYS:
            work.schedule(reminder(work, case, day), said.at + timedelta(days=day))
    work.session.add(case)
    link = {"upload_link": await _link(desk, case), "answer_by": said.answer_by}
    situation = Situation(closed=case.closed, settled=settled)
    await queue_letters(desk, work, occasion(case, event, step, {**facts, **link}, situation))


async def _link(desk: Desk, case: Correspondence) -> str:
    box = await desk.keyring.box(case.case_id, CONTACT)
    return box.unseal(LINK, case.link_sealed) if case.link_sealed else ""


async def note_copy(work: Work, received: CopyReceived) -> None:
    """A copy waits for a person: no reminder is needed."""
    case = await known(work, received.case_id)
    if received.attempt < case.attempt:
        return
    case.copy_waits = True
    work.session.add(case)
    cancel_reminders(work, case)


async def settle(work: Work, said: IdentityVerified | IdentityRefused | IdentityNotNeeded) -> Correspondence:
    """The question is settled, one way or the other: no reminder is needed."""
    case = await known(work, said.case_id)
    case.settled_at, case.copy_waits = said.at, False
    work.session.add(case)
    cancel_reminders(work, case)
    return case


async def confirm(desk: Desk, work: Work, verified: IdentityVerified) -> None:
    """Say that identity is established (T05) to whoever was asked."""
    case = await settle(work, verified)
    facts = {**about(desk, case), "copy_destroyed_on": verified.copy_destroyed_at, "repainted": verified.repainted}
    situation = Situation(closed=case.closed, asked=case.asked_at is not None)
    await queue_letters(desk, work, occasion(case, Event.IDENTITY_VERIFIED, "1", facts, situation))


async def remind(desk: Desk, work: Work, due: ReminderDue) -> None:
    """A reminder's day has come: send it (T06) if the question is still open."""
    case = await known(work, due.case_id)
    if due.attempt != case.attempt:
        return
    facts = {
        **about(desk, case),
        "asked_on": case.asked_at,
        "answer_by": case.answer_by,
        "last": due.day == REMINDER_DAYS[-1],
        "upload_link": await _link(desk, case) if _is_open(case, work.now) else None,
    }
    situation = Situation(
        closed=case.closed,
        asked=case.asked_at is not None,
        settled=case.settled_at is not None,
        copy_waits=case.copy_waits,
    )
    step = f"{due.attempt}.{due.day}"
    await queue_letters(desk, work, occasion(case, Event.REMINDER_DUE, step, facts, situation))


def _is_open(case: Correspondence, now: datetime) -> bool:
    return case.answer_by is not None and now < case.answer_by
