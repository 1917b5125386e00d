"""Letters on the way: status (T09), those that staff write, the answer, its code, to colleagues (S01, S02, H01)."""

from __future__ import annotations

from datetime import timedelta

from services.notify import store
from services.notify.rules.answer_letters import fate_of
from services.notify.rules.who_gets_what import Event, Situation
from services.notify.store import Delivery
from services.notify.usecases.knowing import about, by_hand, known, occasion
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.bounces import arrived, clean_status, is_delay
from shared.contracts.envelope import DESK
from shared.contracts.fulfil import (
    AlarmTold,
    AnswerApproved,
    DeadlineNear,
    DownloadCodeAsked,
    LetterAsked,
    PackageFetched,
    PackageRenewed,
    StatusTold,
)
from shared.contracts.intake import LetterBounced
from shared.contracts.people import CODE, CONTACT, LINK, WORDS
from shared.contracts.tasks import TaskAsked
from shared.platform.desk import Desk, Work
from shared.statetable import SYSTEM
from shared.vocabulary import DecisionOutcome

HOUR = timedelta(hours=1)
CASE_PAGE, QUEUE_PAGE = "/staff/cases/", "/staff/queue"


async def tell_status(desk: Desk, work: Work, told: StatusTold) -> None:
    """Send word of how far the case is (T09)."""
    case = await known(work, told.case_id)
    case.person_sealed = told.requester.model_dump_json()
    box = await desk.keyring.box(told.case_id, CONTACT)
    facts = {
        **by_hand(desk, work, case),
        "words": box.unseal(WORDS, told.words),
        "expected": told.expected,
        "statutory_due": told.statutory_due,
        "due_sum": [step.model_dump(mode="json") for step in told.due_sum],
    }
    situation = Situation(closed=case.closed)
    await queue_letters(desk, work, occasion(case, Event.STATUS_TOLD, str(told.number), facts, situation))


async def write(desk: Desk, work: Work, asked: LetterAsked) -> None:
    """Send a letter that a member of staff chose, with their words in it (T08, T20, T26, T38)."""
    case = await known(work, asked.case_id)
    case.person_sealed = asked.requester.model_dump_json()
    box = await desk.keyring.box(asked.case_id, CONTACT)
    facts = {
        **by_hand(desk, work, case),
        "words": box.unseal(WORDS, asked.words),
        "statutory_due": asked.statutory_due,
    }
    situation = Situation(closed=case.closed, asked_for=asked.letter)
    await queue_letters(desk, work, occasion(case, Event.LETTER_ASKED, str(asked.number), facts, situation))


async def answer(desk: Desk, work: Work, approved: AnswerApproved) -> None:
    """Send the answer, a letter for each kind that was asked, and the link to the download (T39)."""
    case = await known(work, approved.case_id)
    case.kinds, case.person_sealed = ",".join(approved.kinds), approved.requester.model_dump_json()
    box = await desk.keyring.box(approved.case_id, CONTACT)
    link = box.unseal(LINK, approved.link) if approved.link else ""
    facts = {
        **approved.facts,
        **by_hand(desk, work, case),
        "words": box.unseal(WORDS, approved.words) if approved.words else "",
        "withheld": approved.withheld,
        "b_recht": approved.b_recht,
        "download_link": link,
        "expires_at": approved.expires_at,
        "fates": approved.erasure or None,
        "refused": approved.outcome is DecisionOutcome.REFUSED,
        "searched": approved.searched or None,
        "backup_days": desk.settings.retention.backup_days,
        "max_tries": desk.settings.download.max_tries,
    }
    situation = Situation(
        kinds=frozenset(approved.kinds),
        outcome=approved.outcome,
        found=approved.found,
        fate=fate_of(approved.erasure),
        linked=bool(link),
    )
    step = str(approved.number)
    await queue_letters(desk, work, occasion(case, Event.ANSWER_APPROVED, step, facts, situation))


async def send_code(desk: Desk, work: Work, asked: DownloadCodeAsked) -> None:
    """Send the fresh code (T39b, R6.1-2); a code that is no longer good when its turn comes is not sent."""
    case = await known(work, asked.case_id)
    box = await desk.keyring.box(asked.case_id, CONTACT)
    situation = Situation(codes_this_hour=await store.codes_since(work.session, asked.case_id, work.now - HOUR))
    facts = {**about(desk, case), "code": box.unseal(CODE, asked.code), "valid_until": asked.valid_until}
    letter = Occasion(
        Event.DOWNLOAD_CODE_ASKED,
        asked.case_id,
        asked.reference,
        asked.requester,
        str(asked.number),
        facts,
        situation,
        expires_at=asked.valid_until,
    )
    await queue_letters(desk, work, letter)


async def renew_link(desk: Desk, work: Work, renewed: PackageRenewed) -> None:
    """Send the link to a package that was made anew (T39)."""
    case = await known(work, renewed.case_id)
    box = await desk.keyring.box(renewed.case_id, CONTACT)
    facts = {
        **about(desk, case),
        "download_link": box.unseal(LINK, renewed.link),
        "expires_at": renewed.expires_at,
        "max_tries": desk.settings.download.max_tries,
    }
    step = f"{renewed.number}.{renewed.renewal}"
    letter = Occasion(Event.PACKAGE_RENEWED, renewed.case_id, renewed.reference, renewed.requester, step, facts)
    await queue_letters(desk, work, letter)


async def tell_download(desk: Desk, work: Work, fetched: PackageFetched) -> None:
    """Tell the address on file that a download began (T39c), once for each code."""
    case = await known(work, fetched.case_id)
    facts = {**about(desk, case), "begun_at": fetched.begun_at}
    step = str(fetched.number)
    letter = Occasion(Event.PACKAGE_FETCHED, fetched.case_id, fetched.reference, fetched.requester, step, facts)
    await queue_letters(desk, work, letter)


async def warn_staff(desk: Desk, work: Work, near: DeadlineNear) -> None:
    """Tell one member of staff that a date comes near (S01, spec 3.5)."""
    case = await known(work, near.case_id)
    facts = {
        "alarm": near.alarm,
        "work_due": near.work_due,
        "statutory_due": near.statutory_due,
        "state": near.state,
        "case_link": f"{desk.settings.web.public_url.rstrip('/')}{CASE_PAGE}{near.case_id}",
    }
    situation, step = (
        Situation(closed=case.closed and not near.outlives_case),
        f"{near.alarm}.{near.number}.{near.staff_id}",
    )
    letter = Occasion(Event.DEADLINE_NEAR, near.case_id, near.reference, near.staff, step, facts, situation)
    await queue_letters(desk, work, letter)


async def ask_holder(desk: Desk, work: Work, asked: TaskAsked) -> None:
    """Ask who keeps data to look, or remind them (H01); a link that has ended when its turn comes is not sent."""
    case = await known(work, asked.case_id)
    box = await desk.keyring.box(asked.holder.scope, CONTACT)
    facts = {
        "system": asked.system,
        "task_due": asked.due,
        "task_link": box.unseal(LINK, asked.link),
        "why_again": asked.call,
        "expires_at": asked.expires_at,
    }
    letter = Occasion(
        Event.TASK_ASKED,
        asked.case_id,
        asked.reference,
        asked.holder,
        f"{asked.task_id}.{asked.number}",
        facts,
        Situation(closed=case.closed),
        expires_at=asked.expires_at,
    )
    await queue_letters(desk, work, letter)


async def tell_alarm(desk: Desk, work: Work, told: AlarmTold) -> None:
    """Tell one member of staff that something is wrong with the desk itself (S02)."""
    facts = {
        "trouble": told.what,
        "advice": told.what,
        "since": told.since,
        "desk_link": f"{desk.settings.web.public_url.rstrip('/')}{QUEUE_PAGE}",
    }
    step = f"{told.what}.{told.number}.{told.staff_id}"
    await queue_letters(desk, work, Occasion(Event.ALARM_TOLD, DESK, "", told.staff, step, facts))


async def note_bounce(work: Work, bounced: LetterBounced) -> None:
    """A report came in: the letter that it names came back, or is late; one that names none means the last we sent."""
    delivery = await _reported(work, bounced)
    if delivery is None or arrived(bounced.status):
        return
    if is_delay(bounced.status):
        delivery.delayed_at = bounced.at
    else:
        delivery.bounced_at = bounced.at
    delivery.bounce_status = clean_status(bounced.status) or None
    work.session.add(delivery)
    codes = {"letter": delivery.letter, "delivery": delivery.id, "status": clean_status(bounced.status)}
    work.note("letter.delayed" if is_delay(bounced.status) else "letter.bounced", bounced.case_id, SYSTEM, **codes)


async def _reported(work: Work, bounced: LetterBounced) -> Delivery | None:
    if bounced.message_id:
        return await store.by_message_id(work.session, bounced.message_id)
    return await store.last_sent(work.session, bounced.case_id)
