"""Deadlines computed per second: every date of a receipt with its reasons, and the term that holds with its sum."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from bench.machine import machine, table
from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.current_term import current_term
from services.fulfil.rules.deadlines import deadlines

COUNT = 20_000
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=211)
"""An odd step, so that all hours of all days of some eight years have their turn."""


def measure() -> list[tuple[str, str]]:
    """Processor time, so that other work on the machine does not count."""
    receipts = [FIRST + STEP * number for number in range(COUNT)]
    calendar, began = Calendar(), time.process_time()
    found = [deadlines(received_at, calendar=calendar) for received_at in receipts]
    computed, began = time.process_time() - began, time.process_time()
    for dates in found:
        current_term(dates, calendar, extended=True)
    summed = time.process_time() - began
    return [
        ("deadlines of a receipt, with reasons", f"{COUNT / computed:,.0f}/s"),
        ("the extended term with its sum", f"{COUNT / summed:,.0f}/s"),
    ]


if __name__ == "__main__":
    print(f"Machine: {machine()}")
    table("Deadlines", measure())
