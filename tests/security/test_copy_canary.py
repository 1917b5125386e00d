"""A marked copy goes through the whole life of a copy, and afterwards no file holds a trace of it (trust 5)."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from services.verify.usecases import destroying
from tests.pictures import marked_copy
from tests.services.verify_desk import CASE, CHECKED, VerifyDesk, verify_desk

pytestmark = pytest.mark.slow

CANARY = "canary-7f3a-noor"
CRASH = {
    "verify.receive.sealed": "upload",
    "verify.paint.sealed": "paint",
    "verify.paint.swapped": "paint",
    "verify.decide.committed": "decide",
    "verify.settle.committed": "approve",
    "verify.vault.key_destroyed": "paint",
    "verify.vault.key_destroyed:2": "approve",
    "verify.shred.destroyed": "approve",
}


def traces(data: Path, *pictures: bytes) -> list[str]:
    """The files below a directory in which the canary, a PNG, or a piece of one of the pictures stands."""
    pieces = [CANARY.encode(), b"\x89PNG\r\n\x1a\n", b"IDAT", *(p[i : i + 32] for p in pictures for i in (64, 200))]
    files = [path for path in data.rglob("*") if path.is_file()]
    assert files
    return [path.name for path in files if any(piece in path.read_bytes() for piece in pieces)]


async def life(office: VerifyDesk, stop: str) -> bytes:
    """Upload the marked copy and approve it, or stop before; returns the picture that staff saw."""
    code = await office.asked()
    assert (await office.send(code, marked_copy(CANARY), f"{CANARY}.png")).status == 303
    async with office.web.get(f"/staff/verify/{CASE}/picture", headers=await office.staff()) as answer:
        seen = await answer.read()
    if stop != "upload":
        await painted(office)
    if stop in {"decide", "approve"}:
        wait = stop == "approve"
        assert await office.press("approve", shown=CHECKED, document="identity_card", wait=wait) == 303
    return seen


async def painted(office: VerifyDesk) -> None:
    """Staff paint a block over; the picture from before must go."""
    (before,) = await office.copies()
    fields = {"left": "1", "top": "1", "width": "3", "height": "3"}
    assert await office.press("paint", **fields) == 303
    assert await office.key_destroyed(before.object_name)
    assert [path.stem for path in office.files()] != [before.object_name]


@pytest.mark.parametrize("stop", ["upload", "paint", "decide", "approve"])
async def test_no_file_holds_a_trace_of_a_copy(tmp_path: Path, stop: str) -> None:
    """Neither while it waits nor after the decision: databases, their logs, the vault."""
    async with verify_desk(tmp_path) as office:
        fresh = await life(office, stop)
        assert traces(tmp_path, fresh, marked_copy(CANARY)) == []
        assert len(office.files()) == (0 if stop == "approve" else 1)
    assert traces(tmp_path, fresh, marked_copy(CANARY)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("point", "stop"), CRASH.items())
def test_a_kill_on_the_way_leaves_nothing_that_a_restart_does_not_remove(tmp_path: Path, point: str, stop: str) -> None:
    """Killed between the vault and its row, or between a decision and the shredding: healed at the next start."""
    killed = subprocess.run(
        [sys.executable, "-m", __name__, str(tmp_path), stop],
        env={**os.environ, "PRIVACYBALIE_CRASH_AT": point},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert killed.returncode == 137, killed.stderr[-800:]
    assert traces(tmp_path, marked_copy(CANARY)) == []
    asyncio.run(_healed(tmp_path, stop))
    assert traces(tmp_path, marked_copy(CANARY)) == []


async def _healed(data: Path, stop: str) -> None:
    async with verify_desk(data) as office:
        office.clock.jump(timedelta(minutes=1))
        await destroying.heal(office.desk)
        assert len(office.files()) == (1 if stop in {"paint", "decide"} else 0)
        assert [path.stem for path in office.files()] == [
            c.object_name for c in await office.copies() if not c.destroyed_at
        ]
        if stop == "paint":  # whichever of the two pictures the row names is the only one left
            assert await office.press("approve", shown=CHECKED, document="identity_card") == 303
        await office.settle()
        assert office.files() == []
        said = [m.type for m in await office.said()]
        decided = ["identity.copy_destroyed", "identity.verified"] if stop != "upload" else []
        assert [t for t in said if t in {"identity.copy_destroyed", "identity.verified"}] == decided
        if stop == "upload":
            assert (await office.send(await office.code(), marked_copy(CANARY))).status == 303


async def _live(data: Path, stop: str) -> None:
    async with verify_desk(data) as office:
        await life(office, stop)


if __name__ == "__main__":
    asyncio.run(_live(Path(sys.argv[1]), sys.argv[2]))
