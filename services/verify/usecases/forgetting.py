"""The content of a case was kept long enough: what verify knows of it goes (R6-9)."""

from __future__ import annotations

from typing import Final

from sqlmodel import col, delete

from services.verify.case_store import CaseDates, LetterTold, MailSeen
from services.verify.ladder_store import Challenge, FileEntry, Representing, Rung
from services.verify.review_store import Holding, Review
from services.verify.store import Evidence, MailedCopy, UploadLink, Verification
from shared.platform.desk import Work
from shared.statetable import SYSTEM

TABLES: Final = (
    MailSeen,
    CaseDates,
    LetterTold,
    Review,
    Holding,
    Representing,
    Rung,
    Challenge,
    FileEntry,
    MailedCopy,
    Evidence,
    UploadLink,
    Verification,
)
"""In the order in which they point at one another. The copies themselves went with the decision (R4-11)."""


async def forget_case(work: Work, case_id: str) -> int:
    """Remove every row of a case; returns how many. Doing it again does nothing."""
    count = 0
    for table in TABLES:
        count += (await work.session.exec(delete(table).where(col(table.case_id) == case_id))).rowcount
    if count:
        work.note("case.forgotten", case_id, SYSTEM, count=count)
    return count
