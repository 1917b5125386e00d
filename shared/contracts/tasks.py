"""What fulfil says of tasks: to whoever keeps the data, and to itself about calls and connected systems."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal

from shared.contracts.envelope import Envelope, Sealed
from shared.contracts.people import Person


class TaskAsked(Envelope):
    """Whoever keeps data is asked to look, or reminded; sent one a task and a recipient (spec 3.5, 7.1)."""

    KEY: ClassVar[tuple[str, ...]] = ("task_id", "number")
    type: Literal["task.asked"] = "task.asked"
    task_id: str
    number: int
    """Counts the letters about this task."""
    reference: str
    holder: Person
    call: Literal["ask", "remind", "stand_in", "fresh"]
    """Why the letter goes out: the first time, again, to who stands in, or because the link was too old."""
    system: str
    due: date
    link: Sealed
    """Leads to this one task; sealed in `contact` of the holder's own scope."""
    expires_at: datetime | None = None
    """When the link ends; nothing for who signs in."""


class TaskCall(Envelope):
    """A timer of fulfil: look whether this task still has no answer (to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("task_id", "series", "call", "postponed")
    type: Literal["task.call"] = "task.call"
    task_id: str
    series: int
    """Which series of calls of the task this is: a task that is open again begins a new one."""
    call: str
    postponed: int = 0
    """How often it waited for office hours."""


class ConnectorWork(Envelope):
    """Carry an order out in a connected system (to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("order_id",)
    type: Literal["connector.work"] = "connector.work"
    order_id: str
