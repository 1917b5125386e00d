"""A message as pages show it, unsealed for the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.intake.rules.incoming import for_the_officer
from services.intake.rules.receipt import next_working_day, week_left
from services.intake.store import Incoming, Said, unseal
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk


@dataclass(frozen=True)
class Shown:
    """A message and what it says; `gone` when its key was destroyed.

    `officer_until` is the day by which the privacy officer has it, when it is for them (R5.1-1).
    """

    row: Incoming
    said: Said
    days_left: int
    gone: bool = False
    officer_until: date | None = None
    officer_days: int = 0


async def shown(desk: Desk, row: Incoming, *, whole: bool) -> Shown:
    """A message as a page shows it; without its text unless `whole`."""
    zone, now = ZoneInfo(desk.settings.timezone), desk.clock.now()
    until = next_working_day(row.received_at, zone) if for_the_officer(row.context_list) else None
    days = (until - now.astimezone(zone).date()).days if until else 0
    left = week_left(row.received_at, now, zone)
    said, gone = await _said(desk, row, whole=whole)
    return Shown(row, said, left, gone, until, days)


async def _said(desk: Desk, row: Incoming, *, whole: bool) -> tuple[Said, bool]:
    try:
        contact, corr = await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR)
        return unseal(row, contact, corr, whole=whole), False
    except CannotOpen:
        return Said(), True


def is_aside(row: Incoming, now: datetime) -> bool:
    """Whether a message is put aside now."""
    return row.snoozed_until is not None and row.snoozed_until > now
