"""The message door of intake: read the message, call one use case."""

from __future__ import annotations

from services.intake.usecases import knowing, reading
from shared.contracts.fulfil import CaseClosed, CaseOpened, CaseTriaged
from shared.contracts.intake import MessageStored
from shared.contracts.notify import LetterSent
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job, NotYet


async def on_message_stored(desk: Desk, message: MessageStored, job: Job) -> None:
    """A raw mail waits to be read."""
    await reading.read_mail(desk, message.case_id, job)


async def on_case_opened(_desk: Desk, message: CaseOpened, work: Work) -> None:
    """A case got its reference."""
    await knowing.know_case(work, message)


async def on_case_triaged(_desk: Desk, message: CaseTriaged, work: Work) -> None:
    """A case is worked on, perhaps again after it was closed."""
    if not await knowing.know_work(work, message):
        raise NotYet


async def on_letter_sent(_desk: Desk, message: LetterSent, work: Work) -> None:
    """A letter went out."""
    await knowing.know_letter(work, message)


async def on_case_closed(_desk: Desk, message: CaseClosed, work: Work) -> None:
    """A case ended."""
    if not await knowing.know_end(work, message):
        raise NotYet
