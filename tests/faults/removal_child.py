"""Intake in a process of its own that removes every mail, to be killed: `python -m tests.faults.removal_child ORDERS`.

ORDERS is a JSON object: `directory` and `mailbox` (its settings). Takes what is there, wants all of it removed, and
looks into the mailbox once more.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from services.intake.app import sweep
from services.intake.store import removals
from tests.services.intake_desk import intake_desk


async def _work(orders: dict[str, Any]) -> None:
    async with intake_desk(Path(orders["directory"]), mailbox=orders["mailbox"]) as intake:
        await sweep(intake.desk)
        await intake.settle()
        for row in await intake.rows():
            async with intake.desk.work() as work:
                await removals.want(work, row.id)
        await sweep(intake.desk)


if __name__ == "__main__":
    asyncio.run(_work(json.loads(sys.argv[1])))
