"""The orders of a task as its page shows them: counts, and the masked sample of the dry run."""

from __future__ import annotations

import json
from dataclasses import dataclass

from services.fulfil.queries.names import staff_names, unsealed
from services.fulfil.rules.connected import What
from services.fulfil.store.orders import SAMPLE, OrderRow, OrderState, done_count, orders_of
from shared.contracts.people import PKG
from shared.platform.desk import Desk


@dataclass(frozen=True)
class OrderView:
    """One order; `done` of its records are done."""

    row: OrderRow
    what: What
    state: OrderState
    done: int
    sample: list[dict[str, str]]
    planned_by: str
    ordered_by: str


async def order_views(desk: Desk, task_id: str) -> list[OrderView]:
    """The orders of a task, newest first."""
    async with desk.look() as session:
        names = await staff_names(desk, session)
        return [
            OrderView(
                row,
                What(row.what),
                OrderState(row.state),
                await done_count(session, row.id),
                json.loads(await unsealed(desk, row.case_id, PKG, SAMPLE, row.sample_sealed) or "[]"),
                names.get(row.planned_by, ""),
                names.get(row.ordered_by or "", ""),
            )
            for row in await orders_of(session, task_id)
        ]
