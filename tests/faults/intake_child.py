"""An intake service in a process of its own, to be killed: `python -m tests.faults.intake_child ORDERS`.

ORDERS is a JSON object: `directory` and `mailbox` (its settings). Sweeps the mailbox once and reads what came; prints
how many mails were made safe.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from services.intake.app import sweep
from shared.platform import leases
from tests.services.intake_desk import intake_desk


async def _work(orders: dict[str, Any]) -> int:
    async with intake_desk(Path(orders["directory"]), mailbox=orders["mailbox"]) as intake, leases.working(intake.desk):
        count = await sweep(intake.desk)
        await intake.settle()
        return count


if __name__ == "__main__":
    json.dump(asyncio.run(_work(json.loads(sys.argv[1]))), sys.stdout)
