"""The tables of a package's release: changed masks, the check by a second person, the words of an access answer.

Texts are sealed in `corr` of the case; places in a text and fingerprints stand in clear.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

MASK_REASON = "mask.reason"
ACCESS_WORDS = "access.words"
"""Field names of the sealed texts."""


class BuildState(StrEnum):
    """How far a package is."""

    WAITING = "waiting"
    BUILDING = "building"
    DONE = "done"
    STOPPED = "stopped"


class MaskChangeRow(FulfilTable, table=True):
    """A mask that a person added (`hide`) or took away (`show`), until somebody undoes that.

    `source` names a task, a part of this desk's own record, or a file; `mark` says of which version of its text.
    """

    __tablename__ = "mask_change"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id", index=True)
    source: str
    mark: str
    turn: str
    start: int
    end: int
    what: str
    reason_sealed: str  # corr, mask.reason
    made_by: str
    made_at: datetime = Field(sa_type=Instant)
    undone_by: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=Instant)


class MaskCheckRow(FulfilTable, table=True):
    """A second person looked at all that goes into the package of a decision; `hash` says at what."""

    __tablename__ = "mask_check"

    case_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    hash: str
    proposed_by: str
    checked_by: str
    checked_at: datetime = Field(sa_type=Instant)


class AccessWordsRow(FulfilTable, table=True):
    """The words of an access answer, as proposed with a decision (R2.2A-1)."""

    __tablename__ = "access_words"

    case_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    words_sealed: str  # corr, access.words: a JSON object by point


class BuildRow(FulfilTable, table=True):
    """The making of one package; `renewal` counts how often a decision's package was made anew."""

    __tablename__ = "package_build"

    case_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    renewal: int = Field(primary_key=True)
    state: str = BuildState.WAITING.value
    done_bytes: int = 0
    total_bytes: int = 0
    attempt: int = 0
    trouble: str = ""
    changed_at: datetime = Field(sa_type=Instant)

    @property
    def percent(self) -> int:
        """How much of it is written, 0 to 100; by the files in it, for everything else is small."""
        if self.state == BuildState.DONE or not self.total_bytes:
            return 100 if self.state == BuildState.DONE else 0
        return min(100 * self.done_bytes // self.total_bytes, 99)


async def living_changes(session: AsyncSession, case_id: str) -> Sequence[MaskChangeRow]:
    """The changes of a case's masks that nobody undid, oldest first."""
    query = select(MaskChangeRow).where(MaskChangeRow.case_id == case_id, col(MaskChangeRow.undone_at).is_(None))
    return (await session.exec(query.order_by(col(MaskChangeRow.made_at), col(MaskChangeRow.start)))).all()


async def check_of(session: AsyncSession, case_id: str, number: int) -> MaskCheckRow | None:
    """The check of a decision's package, as the database has it now."""
    query = select(MaskCheckRow).where(MaskCheckRow.case_id == case_id, MaskCheckRow.number == number)
    return (await session.exec(query)).first()


async def forget_check(session: AsyncSession, case_id: str, number: int) -> None:
    """What was checked is not what would go out any more."""
    here = (col(MaskCheckRow.case_id) == case_id, col(MaskCheckRow.number) == number)
    await session.exec(delete(MaskCheckRow).where(*here))


async def build_of(session: AsyncSession, case_id: str) -> BuildRow | None:
    """The newest making of a package of this case."""
    query = select(BuildRow).where(BuildRow.case_id == case_id)
    return (await session.exec(query.order_by(col(BuildRow.number).desc(), col(BuildRow.renewal).desc()))).first()
