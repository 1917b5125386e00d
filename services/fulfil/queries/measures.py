"""The extensions, pauses and fees of a case, as its page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.queries.names import unsealed
from services.fulfil.rules.two_people import APPROVERS, PROPOSERS, Measure, MeasureState
from services.fulfil.store.cases import CaseRow, LetterRow, LetterState
from services.fulfil.store.measures import LIVING, MeasureRow, measures_of
from shared.contracts.notify import delivery_of
from shared.contracts.people import CONTACT, EVIDENCE, WORDS
from shared.platform.desk import Desk
from shared.platform.sessions import Session
from shared.vocabulary import ExtensionGround, Kind, Letter

_LETTERS: Final = {Measure.EXTENSION: Letter.T10, Measure.FEE: Letter.T35}


@dataclass(frozen=True)
class MeasureView:
    """One measure with its words; amounts in cents."""

    id: str
    number: int
    what: Measure
    state: MeasureState
    parts: tuple[Kind, ...]
    grounds: tuple[ExtensionGround, ...]
    words: str
    evidence: str
    amount_cents: int | None
    cost_cents: int | None
    due: date | None
    content_hash: str
    proposed_by: str
    proposed_by_id: str
    proposed_at: datetime
    approved_by: str
    in_force_at: datetime | None
    letter: LetterState | None
    """What notify told of its letter; None: nothing yet, or it has none."""

    @property
    def lives(self) -> bool:
        """Whether it waits or holds."""
        return self.state in LIVING

    def can_approve(self, staff: Session) -> bool:
        """Whether this person may be the second one."""
        return staff.staff_id != self.proposed_by_id and not APPROVERS[self.what].isdisjoint(staff.roles)

    def can_withdraw(self, staff: Session) -> bool:
        """Whether this person may take the proposal back."""
        return not PROPOSERS[self.what].isdisjoint(staff.roles)


async def measure_views(desk: Desk, session: AsyncSession, case: CaseRow, names: dict[str, str]) -> list[MeasureView]:
    """All measures of a case, newest first."""
    rows = await measures_of(session, case.id)
    return [await _view(desk, row, names, await _letter(session, row)) for row in rows]


async def _letter(session: AsyncSession, row: MeasureRow) -> LetterState | None:
    letter = _LETTERS.get(Measure(row.what))
    if letter is None:
        return None
    seen = await session.get(LetterRow, delivery_of(row.case_id, letter, str(row.number)))
    return LetterState(seen.state) if seen else None


async def _view(desk: Desk, row: MeasureRow, names: dict[str, str], letter: LetterState | None) -> MeasureView:
    return MeasureView(
        id=row.id,
        number=row.number,
        what=Measure(row.what),
        state=MeasureState(row.state),
        parts=tuple(Kind(kind) for kind in row.parts.split(",") if kind),
        grounds=tuple(ExtensionGround(ground) for ground in row.grounds.split(",") if ground),
        words=await unsealed(desk, row.case_id, CONTACT, WORDS, row.words_sealed),
        evidence=await unsealed(desk, row.case_id, CONTACT, EVIDENCE, row.evidence_sealed),
        amount_cents=row.amount_cents,
        cost_cents=row.cost_cents,
        due=row.due,
        content_hash=row.content_hash,
        proposed_by=names.get(row.proposed_by, ""),
        proposed_by_id=row.proposed_by,
        proposed_at=row.proposed_at,
        approved_by=names.get(row.approved_by or "", ""),
        in_force_at=row.in_force_at,
        letter=letter,
    )
