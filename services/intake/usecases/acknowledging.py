"""May this sender get an automatic answer now (mail 1.7)? What is held back, staff see and can send themselves."""

from __future__ import annotations

from datetime import datetime

from services.intake import store
from services.intake.rules.routing import No, may_acknowledge
from services.intake.usecases.opening import sender_index
from shared.platform.desk import Desk, Work


async def hold_back(
    desk: Desk,
    work: Work,
    address: str,
    *,
    automatic: bool = False,
    no_auto_answer: bool = False,
    dmarc: str = "",
    received_at: datetime | None = None,
) -> str:
    """Why no acknowledgement goes to this address; empty when one may. `received_at` is when a mail came in."""
    answer = may_acknowledge(
        automatic=automatic,
        no_auto_answer=no_auto_answer,
        dmarc=dmarc,
        answered_already=False,  # one acknowledgement a case: a message opens its case once
        answers_in_24_hours=await store.acknowledged(work.session, sender_index(desk, address), work.now),
        days_since_receipt=(work.now - received_at).days if received_at else 0,
    )
    return answer.reason if isinstance(answer, No) else ""
