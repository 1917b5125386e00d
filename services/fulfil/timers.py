"""The clock door of fulfil."""

from __future__ import annotations

from services.fulfil.usecases.alarms import ring
from services.fulfil.usecases.calling import call_holder
from shared.contracts.fulfil_timers import AlarmDue
from shared.contracts.tasks import TaskCall
from shared.platform.desk import Desk, Work


async def on_alarm_due(desk: Desk, message: AlarmDue, work: Work) -> None:
    """A date of a case has come: staff are told, if it still matters."""
    del desk
    await ring(work, message)


async def on_task_call(desk: Desk, message: TaskCall, work: Work) -> None:
    """A moment of a task has come: its holder hears of it, if there is still no answer."""
    await call_holder(desk, work, message)
