"""The message door of intake: read the message, call one use case."""

from __future__ import annotations

from collections.abc import Sequence

from services.intake.usecases import canaries, concluding, copies, forgetting, knowing, left_behind, reading, removing
from shared.contracts.fulfil import CanaryPassed, CaseClosed, CaseDestroyed, CaseOpened, CaseTriaged, MessageLeft
from shared.contracts.intake import CopiesFound, RemovalWanted, StripMail, TriageSettles
from shared.contracts.notify import LetterSent
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Batch, Job, NotYet


async def on_messages_stored(desk: Desk, batch: Batch) -> None:
    """Raw mails wait to be read."""
    await reading.read_mails(desk, batch)


async def on_triage_settles(desk: Desk, message: TriageSettles, work: Work) -> None:
    """The time to undo a decision is over."""
    await concluding.conclude(desk, work, message)


async def on_removal_wanted(desk: Desk, _message: RemovalWanted, _work: Work) -> None:
    """A mail is to leave its mailbox: whoever watches it looks now."""
    removing.nudge(desk)


async def on_copies_found(desk: Desk, message: CopiesFound, job: Job) -> None:
    """A mail brought identity documents."""
    await copies.hand_over(desk, message, job)


async def on_strip_mail(desk: Desk, message: StripMail, job: Job) -> None:
    """They are to be taken out of the kept mail."""
    await copies.strip(desk, message, job)


async def on_canary_passed(_desk: Desk, message: CanaryPassed, work: Work) -> None:
    """The desk's test mail came all the way."""
    await canaries.passed(work, message)


async def on_message_left(desk: Desk, message: MessageLeft, job: Job) -> None:
    """The requester wrote on the status page."""
    await left_behind.take_in(desk, message, job)


async def on_case_opened(_desk: Desk, messages: Sequence[CaseOpened], work: Work) -> None:
    """Cases got their references."""
    await knowing.know_cases(work, messages)


async def on_case_triaged(_desk: Desk, message: CaseTriaged, work: Work) -> None:
    """A case is worked on, perhaps again after it was closed."""
    if not await knowing.know_work(work, message):
        raise NotYet


async def on_letter_sent(_desk: Desk, message: LetterSent, work: Work) -> None:
    """A letter went out."""
    await knowing.know_letter(work, message)


async def on_case_destroyed(desk: Desk, message: CaseDestroyed, job: Job) -> None:
    """The content of a case is gone: its keys and files first, then its rows."""
    await forgetting.shred_mails(desk, message.case_id)
    async with job.work() as work:
        await forgetting.forget_case(work, message.case_id)


async def on_case_closed(desk: Desk, message: CaseClosed, work: Work) -> None:
    """A case ended."""
    if not await knowing.know_end(desk, work, message):
        raise NotYet
