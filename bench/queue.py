"""The list of verifications with 10,000 of them: every page of it as staff get it, over HTTP."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.machine import spread
from services.verify.queue_view import following, listed, news
from services.verify.rules.verification import State
from services.verify.store import Verification
from tests.services.verify_desk import CASE, VerifyDesk, verify_desk

VERIFICATIONS = 10_000
ROUNDS = 40
_STATES = (State.OPEN, State.ASKED, State.COPY_RECEIVED, State.VERIFIED, State.REJECTED)


def _signed(state: State, now: datetime) -> dict[str, Any]:
    """Who decided, which the database asks for of a verification that is."""
    if state is not State.VERIFIED:
        return {}
    ticks = json.dumps(["number_on_file", "two_answers"])
    return {"method": "call_back", "noted": ticks, "decided_by": "staff-1", "decided_at": now}


async def _fill(office: VerifyDesk) -> None:
    await office.case()
    person, now = (await office.row()).person_sealed, office.desk.clock.now()
    async with office.desk.work() as work:
        for number in range(VERIFICATIONS):
            work.session.add(
                Verification(
                    case_id=f"case-{number:05}",
                    reference=f"2026-{number:05}",
                    kinds='["access"]',
                    level="L2",
                    need_rule="4.2",
                    need_text="",
                    state=_STATES[number % len(_STATES)],
                    person_sealed=person,
                    statutory_due=date(2026, 11, 3) + timedelta(days=number % 60),
                    opened_at=now,
                    changed_at=now - timedelta(minutes=number),
                    **_signed(_STATES[number % len(_STATES)], now),
                )
            )


async def _measure() -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as directory:
        async with verify_desk(Path(directory)) as office:
            await _fill(office)
            staff, times = await office.staff(), dict[str, list[float]]()
            deep = ""
            for _ in range(40):
                deep = (await listed(office.desk, "look", deep)).after
            pages = {
                "first page": "?tab=look",
                "40 pages further": f"?tab=look&after={deep.replace('+', '%2B')}",
                "waiting for the requester": "?tab=asked",
                "finished": "?tab=done",
            }
            for _ in range(ROUNDS):
                for name, query in pages.items():
                    began = time.perf_counter()
                    async with office.web.get(f"/staff/verify{query}", headers=staff) as answer:
                        assert answer.status == 200
                        await answer.read()
                    times.setdefault(f"list, {name}", []).append(time.perf_counter() - began)
                began = time.perf_counter()
                await following(office.desk, CASE)
                times.setdefault("the next one", []).append(time.perf_counter() - began)
                began = time.perf_counter()
                await news(office.desk, office.desk.clock.now())
                times.setdefault("how many are new", []).append(time.perf_counter() - began)
    return [(name, spread(each)) for name, each in times.items()]


def measure() -> list[tuple[str, str]]:
    """The rows of the table."""
    return asyncio.run(_measure())
