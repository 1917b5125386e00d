"""What verify hears from the other services."""

from __future__ import annotations

from services.verify.usecases import ending, forgetting, hearing, mailed, opening
from services.verify.usecases.destroying import shred
from shared.contracts.fulfil import CaseClosed, CaseDestroyed, CaseTriaged, DatesMoved
from shared.contracts.intake import FollowUpReceived, IdCopyMailed
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job


async def on_case_triaged(_desk: Desk, message: CaseTriaged, work: Work) -> None:
    """A person confirmed what is asked: judge whether identity is needed."""
    await opening.open_verification(work, message)


async def on_dates_moved(_desk: Desk, message: DatesMoved, work: Work) -> None:
    """The case has another last day."""
    await hearing.move_dates(work, message)


async def on_followup_received(_desk: Desk, message: FollowUpReceived, work: Work) -> None:
    """A mail was attached to the case: whose it seems to be, as codes."""
    await hearing.note_mail(work, message)


async def on_copy_mailed(desk: Desk, message: IdCopyMailed, job: Job) -> None:
    """A copy came as an attachment."""
    await mailed.take(desk, message, job)


async def on_case_closed(desk: Desk, message: CaseClosed, job: Job) -> None:
    """The case ended: condemn the copy with the message, shred it after the commit."""
    await ending.shred_file(desk, message)
    async with job.work() as work:
        await ending.close(work, message)
    await shred(desk)


async def on_case_destroyed(_desk: Desk, message: CaseDestroyed, work: Work) -> None:
    """The content of a case is gone."""
    await forgetting.forget_case(work, message.case_id)
