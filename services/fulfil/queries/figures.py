"""The cases as the report counts them: codes and days, nothing sealed is opened."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.deadlines import AMSTERDAM, end_of_day
from services.fulfil.rules.figures import Counted
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.erasing import ChoiceRow
from shared.platform.desk import Desk


async def counted(desk: Desk, first: date, last: date) -> list[Counted]:
    """All cases that came in, went out or became late in these days."""
    since, until = end_of_day(first.fromordinal(first.toordinal() - 1)), end_of_day(last)
    touched = select(CaseRow).where(
        or_(
            col(CaseRow.receipt_day).between(first, last),
            col(CaseRow.answered_at).between(since, until),
            col(CaseRow.statutory_due).between(first, last),
        )
    )
    async with desk.look() as session:
        rows = (await session.exec(touched)).all()
        grounds = await _grounds(session)
    return [_counted(row, grounds.get(row.id, ())) for row in rows]


async def _grounds(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    """Why something was not erased, by case: outcome and rule."""
    kept = select(ChoiceRow).where(col(ChoiceRow.outcome).startswith("kept:"))
    found: dict[str, set[str]] = {}
    for row in (await session.exec(kept)).all():
        found.setdefault(row.case_id, set()).add(f"{row.outcome} {row.rule}")
    return {case_id: tuple(sorted(each)) for case_id, each in found.items()}


def _counted(row: CaseRow, grounds: tuple[str, ...]) -> Counted:
    left = tuple(each for each in row.grounds.split(",") if each.startswith("kept:"))
    return Counted(
        kinds=tuple(row.kinds.split(",")) if row.kinds else ("unknown",),
        received=row.receipt_day,
        answered=row.answered_at.astimezone(AMSTERDAM).date() if row.answered_at else None,
        late_on=row.statutory_due if row.missed else None,
        rung=row.identity_method,
        outcome=row.outcome or "",
        grounds=grounds or left,
    )
