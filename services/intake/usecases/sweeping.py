"""When each mailbox was last swept well; one that stays silent for ten minutes is an alarm (mail 1.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, cast

from prometheus_client import Gauge

from shared.platform.desk import Desk

SILENT_AFTER: Final = timedelta(minutes=10)
SWEEPS: Final = "sweeps"
SWEPT: Final = Gauge(
    "privacybalie_mailbox_last_sweep_seconds",
    "When a mailbox was last swept well, as a Unix time; by its position in the configuration",
    ["mailbox"],
)


@dataclass
class Sweeps:
    """When this process began to watch, and the last good sweep of each mailbox, by its position."""

    began: datetime
    last: dict[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Silent:
    """A mailbox that could not be swept, by its position in the configuration, and since when."""

    position: int
    since: datetime


def begin(desk: Desk) -> None:
    """From now on sweeps are counted; a mailbox gets ten minutes for its first one."""
    desk.tools[SWEEPS] = Sweeps(desk.clock.now())


def note_sweep(desk: Desk, position: int = 1) -> None:
    """Remember that a mailbox was swept well just now."""
    now = desk.clock.now()
    _sweeps(desk).last[position] = now
    SWEPT.labels(str(position)).set(now.timestamp())


def silent_mailboxes(desk: Desk) -> list[Silent]:
    """The mailboxes that should be read and were not swept well for ten minutes."""
    sweeps, limit = _sweeps(desk), desk.clock.now() - SILENT_AFTER
    last = {position: sweeps.last.get(position, sweeps.began) for position in desk.settings.mailboxes}
    return [Silent(position, since) for position, since in last.items() if since <= limit]


def swept_since_start(desk: Desk) -> bool:
    """Whether this process has swept every mailbox at least once: only that proves that they can be read."""
    return set(_sweeps(desk).last) >= set(desk.settings.mailboxes)


async def mailboxes_are_swept(desk: Desk) -> bool:
    """Whether every mailbox was swept well within the last ten minutes."""
    return not silent_mailboxes(desk)


def _sweeps(desk: Desk) -> Sweeps:
    return cast("Sweeps", desk.tools[SWEEPS])
