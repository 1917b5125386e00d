"""A notify service in a process of its own, to be killed: `python -m tests.faults.notify_child ORDERS`.

ORDERS is a JSON object: `directory`, `settings` (overrides), `cases` (references to open), `canaries` (numbers of test
mails to send) and `minutes` (when to work, counted from the start). Prints the state of each letter, and how often
`letter.sent` and `letter.failed` were said.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from services.notify.usecases import unknown
from shared.contracts.intake import CanaryWanted
from shared.platform.clock import JumpingClock
from tests.services.notify_desk import START, Notify, make_settings, running


async def _work(orders: dict[str, Any]) -> dict[str, Any]:
    settings = make_settings(Path(orders["directory"]), **orders["settings"])
    clock = JumpingClock(START + timedelta(minutes=orders["minutes"][0]))
    async with running(settings, clock) as notify:
        await unknown.tend(notify.desk)  # as the edge does at every start
        await notify.hear(*[await notify.opened(case_id=f"case-{r}", reference=r) for r in orders["cases"]])
        await notify.hear(*[CanaryWanted(at=clock.now(), number=n) for n in orders.get("canaries", [])])
        for before, after in zip(orders["minutes"], orders["minutes"][1:], strict=False):
            await notify.pass_time(timedelta(minutes=after - before))
        return await _report(notify)


async def _report(notify: Notify) -> dict[str, Any]:
    sent, failed = await notify.said("letter.sent"), await notify.said("letter.failed")
    return {
        "states": {d.reference: d.state for d in await notify.deliveries()},
        "sent": sorted(m.message_id for m in sent),
        "held": sum(m.held for m in failed),
    }


if __name__ == "__main__":
    json.dump(asyncio.run(_work(json.loads(sys.argv[1]))), sys.stdout)
