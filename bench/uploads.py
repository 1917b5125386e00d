"""Sending a copy as a browser does: how soon the verdict is there, and what twenty at once cost the desk."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.intake.watching import Peak
from bench.machine import percentile
from services.verify.checks import examine
from services.verify.rules.ladder import WhyImpossible
from services.verify.store import Verification
from services.verify.usecases.asking import ask
from shared.platform.sessions import Session
from shared.vocabulary import Kind, Level
from tests.gate.make import make
from tests.gate.variants import VARIANTS
from tests.services.verify_desk import LADDER, VerifyDesk, verify_desk

ONE_BY_ONE = 12
AT_ONCE = 20
BYTES_AT_ONCE = 6_500_000
PHOTO = "compliant/phone_12mp"


def _photo(seed: int) -> bytes:
    return make(next(variant for variant in VARIANTS if variant.name == PHOTO), seed).data


async def _asked(desk: VerifyDesk, number: int) -> str:
    """A case of its own for which a copy was asked; the code of its link."""
    case_id = f"6f1f0f5e-0000-5000-8000-{number:012}"
    await desk.case(Kind.ACCESS, case_id=case_id, number=number)
    async with desk.desk.look() as session:
        row = await session.get_one(Verification, case_id)
    now = desk.clock.now()
    staff = Session("s-1", "Sam Handler", frozenset({"handler"}), now, now)
    impossible = {Level(rung.removeprefix("without_")): WhyImpossible(why) for rung, why in LADDER.items()}
    await ask(desk.desk, case_id, row.version, staff, impossible)
    await desk.settle()
    return await desk.code()


async def _sent(desk: VerifyDesk, code: str, data: bytes) -> tuple[float, int]:
    """Send it; seconds until the verdict, and the status."""
    began = time.perf_counter()
    answer = await desk.send(code, data, "copy.jpg")
    return time.perf_counter() - began, answer.status


@contextmanager
def _own_temporary(directory: Path) -> Iterator[list[str]]:
    """Send temporary files to a place of their own, and list each that is opened there, with a name or without."""
    directory.mkdir()
    opened: list[str] = []

    def heard(event: str, given: tuple[object, ...]) -> None:
        if event == "open" and str(given[0]).startswith(str(directory)):
            opened.append(event)

    sys.addaudithook(heard)
    before, tempfile.tempdir = tempfile.tempdir, str(directory)
    try:
        yield opened
    finally:
        tempfile.tempdir = before


async def _one_by_one(desk: VerifyDesk) -> list[float]:
    await _sent(desk, await _asked(desk, 1), _photo(0))  # the child that judges comes with the first file
    times = []
    for number in range(ONE_BY_ONE):
        code = await _asked(desk, 10 + number)
        took, status = await _sent(desk, code, _photo(number))
        assert status in {303, 422}, status
        times.append(took)
    return times


async def _at_once(desk: VerifyDesk, temporary: list[str]) -> tuple[list[float], list[int], float, int]:
    photo = _photo(99)
    data = photo + bytes(max(0, BYTES_AT_ONCE - len(photo)))
    codes = [await _asked(desk, 100 + number) for number in range(AT_ONCE)]
    peak = Peak(os.getpid())
    peak.start()
    answers = await asyncio.gather(*(_sent(desk, code, data) for code in codes))
    return [took for took, _ in answers], [status for _, status in answers], peak.stop(), len(temporary)


async def _measure(directory: Path) -> list[tuple[str, str]]:
    async with verify_desk(directory / "data", judge=examine.JUDGE) as desk:
        alone = await _one_by_one(desk)
        with _own_temporary(directory / "temporary") as temporary:
            took, statuses, peak, files = await _at_once(desk, temporary)
    answered = sum(status in {303, 422} for status in statuses)
    return [
        (f"Send to verdict, a photo of 12 megapixels, one after the other ({ONE_BY_ONE})", _seconds(alone)),
        (f"{AT_ONCE} at once of {BYTES_AT_ONCE / 1e6:.1f} MB: answered with a verdict", f"{answered} of {AT_ONCE}"),
        ("the same: seconds until the verdict", _seconds(took)),
        ("the same: temporary files", str(files)),
        ("the same: peak memory, children and the twenty senders included", f"{peak:.0f} MiB"),
    ]


def _seconds(values: list[float]) -> str:
    return f"p50 {percentile(values, 0.5):.1f} s, p95 {percentile(values, 0.95):.1f} s"


def measure() -> list[tuple[str, str]]:
    """The rows of the table."""
    with tempfile.TemporaryDirectory() as directory:
        return asyncio.run(_measure(Path(directory)))


if __name__ == "__main__":
    from bench.machine import machine, table

    print(f"Machine: {machine()}")
    table("Sending a copy", measure())
