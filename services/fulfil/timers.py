"""The clock door of fulfil."""

from __future__ import annotations

from services.fulfil.usecases.alarms import ring
from shared.contracts.fulfil import AlarmDue
from shared.platform.desk import Desk, Work


async def on_alarm_due(desk: Desk, message: AlarmDue, work: Work) -> None:
    """A date of a case has come: staff are told, if it still matters."""
    del desk
    await ring(work, message)
