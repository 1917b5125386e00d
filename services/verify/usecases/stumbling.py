"""The gate itself gave no answer: people hear of it once, and again when a day has passed without."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from services.verify import store
from services.verify.store import GateTrouble
from shared.contracts.verify import GateAlarm
from shared.platform.desk import Desk, Work
from shared.statetable import SYSTEM
from shared.vocabulary import DeskTrouble

QUIET: Final = timedelta(days=1)
"""So long without a failure, and the alarm is over: a broken gate and a hostile sender are one letter each."""

_DAMAGE: Final = frozenset({"OSError", "SyntaxError", "EOFError", "ValueError", "PdfiumError", "error"})
"""What decoders raise about a damaged file: ordinary, counted, and nothing that people have to mend."""


def is_ours(failure: str) -> bool:
    """Whether a failure says something about the gate, not only about the file (`question:TypeName`, or of a job)."""
    question, _, error = failure.partition(":")
    return not (question in {"decoded", "metadata", "embedded"} and error in _DAMAGE)


async def note(desk: Desk, failure: str) -> None:
    """Remember a failure, and raise the alarm unless it is raised."""
    if not is_ours(failure):
        return
    async with desk.work() as work:
        trouble = await store.gate_trouble(work.session, work.now)
        if trouble.over_at is not None or not trouble.number:
            trouble.number, trouble.since, trouble.over_at = trouble.number + 1, work.now, None
            _say(work, trouble, raised=True)
        trouble.last_at = work.now


async def look_again(desk: Desk) -> None:
    """Say that it is over, once the gate has been well for a day."""
    async with desk.look() as session:
        if not await store.gate_fails(session, last_before=desk.clock.now() - QUIET):
            return
    async with desk.work() as work:
        trouble = await store.gate_trouble(work.session, work.now)
        if trouble.over_at is None and trouble.last_at <= work.now - QUIET:
            trouble.over_at = work.now
            _say(work, trouble, raised=False)


def _say(work: Work, trouble: GateTrouble, *, raised: bool) -> None:
    what = DeskTrouble.GATE_FAILS
    said = GateAlarm(at=work.now, what=what, number=trouble.number, raised=raised, since=trouble.since)
    work.say(said)
    work.note("alarm.raised" if raised else "alarm.over", said.case_id, SYSTEM, what=what.value)
