"""The confined process: its limits hold, and what happens to one job happens to that job only."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.platform.confined import Confined, JobFailed, NotProtected, Protection, pool, seccomp

pytestmark = pytest.mark.slow

ENTRY = "tests.platform.confined_jobs:do"


@pytest.fixture
async def confined() -> AsyncIterator[Confined]:
    """One child."""
    async with Confined(ENTRY) as child:
        yield child


async def failure(confined: Confined, act: str, **facts: str) -> str:
    """Run a job that fails; how it failed."""
    with pytest.raises(JobFailed) as failed:
        await confined.run(b"Noor de Vries, 111222333", act=act, **facts)
    assert "Noor" not in str(failed.value)
    return failed.value.kind


async def test_a_job_gets_bytes_and_facts_and_gives_both_back(confined: Confined) -> None:
    """What goes in comes out, changed by the function."""
    facts, data = await confined.run(b"abc", act="reverse")
    assert (facts["result"], data) == (3, b"cba")


async def test_large_data_passes(confined: Confined) -> None:
    """Fifteen megabytes there and back, many times what a pipe holds."""
    data = bytes(range(256)) * (15 * 4096)
    assert (await confined.run(data, act="reverse"))[1] == data[::-1]


async def test_the_child_reports_what_protects_it(confined: Confined) -> None:
    """On a Linux that has them, the filter of calls and the list of files hold; so nothing reaches the network."""
    protection = confined.protection()
    assert protection.network
    assert protection.seccomp
    assert protection.files


@pytest.mark.parametrize("act", ["socket", "program", "fork", "kill_parent"])
async def test_what_leads_out_of_the_process_is_refused(confined: Confined, act: str) -> None:
    """No connection, no other program, no other process, no signal."""
    assert await failure(confined, act) == "raised:PermissionError"


async def test_no_file_is_written_or_deleted_and_no_data_of_the_desk_read(confined: Confined, tmp_path: Path) -> None:
    """A file of the desk can be neither read, changed nor removed, and no new one appears."""
    kept = tmp_path / "kept"
    kept.write_bytes(b"kept")
    for act in ("read", "write", "delete"):
        assert await failure(confined, act, path=str(kept)) == "raised:PermissionError"
    assert await failure(confined, "write", path=str(tmp_path / "new")) == "raised:PermissionError"
    assert (kept.read_bytes(), os.listdir(tmp_path)) == (b"kept", ["kept"])  # noqa: PTH208 -- no loop waits for it


async def test_files_named_as_readable_are_read(tmp_path: Path) -> None:
    """A model, say, that a job needs."""
    model = tmp_path / "model"
    model.write_bytes(b"weights")
    async with Confined(ENTRY, readable=[model]) as confined:
        assert (await confined.run(b"", act="read", path=str(model)))[0]["result"] == 7


async def test_a_child_inherits_nothing(confined: Confined, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable that could hold a secret, no open file but its own pipes."""
    monkeypatch.setenv("PRIVACYBALIE_SECRET", "s3cret")
    await failure(confined, "exit")
    facts, _ = await confined.run(b"", act="environment")
    assert facts["result"] == [
        "LC_ALL", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "OMP_NUM_THREADS", "PYTHONPATH",
    ]  # fmt: skip
    assert (await confined.run(b"", act="descriptors"))[0]["result"] == [0, 1, 2, 3, 4]


async def test_too_much_memory_fails_as_memory(confined: Confined) -> None:
    """Two gigabytes do not fit in 768 MB."""
    assert await failure(confined, "allocate") == "memory"


@pytest.mark.parametrize("act", ["loop", "wait"])
async def test_an_endless_job_fails_as_timeout(act: str) -> None:
    """Whether it burns CPU or waits; and the next job works, in a new child."""
    async with Confined(ENTRY, seconds=1) as confined:
        before, _ = await confined.run(b"", act="reverse")
        assert await failure(confined, act) == "timeout"
        after, _ = await confined.run(b"", act="reverse")
    assert before["pid"] != after["pid"]


@pytest.mark.parametrize("act", ["exit", "break_frames", "abort"])
async def test_a_child_that_dies_costs_one_job(confined: Confined, act: str) -> None:
    """The job fails as `died`; the next works."""
    assert await failure(confined, act) == "died"
    assert (await confined.run(b"ab", act="reverse"))[1] == b"ba"


async def test_an_exception_gives_its_type_and_no_word_of_its_text(confined: Confined) -> None:
    """The text could quote the data."""
    assert await failure(confined, "raise") == "raised:LookupError"
    assert await failure(confined, "not_json") == "raised:TypeError"


async def test_what_a_job_prints_goes_nowhere(confined: Confined, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither into the frames nor to the terminal."""
    await confined.run(b"Noor", act="chatter")
    assert (await confined.run(b"ab", act="reverse"))[1] == b"ba"
    assert capfd.readouterr() == ("", "")


async def test_pillow_fits_in_the_limits(confined: Confined) -> None:
    """The decoder's library loads, its lazily loaded parts included."""
    assert (await confined.run(b"", act="pillow"))[0]["result"] == "PIL"


async def test_twenty_jobs_share_two_children() -> None:
    """All are done, by two processes, and each gets its own answer."""
    async with Confined(ENTRY, processes=2) as confined:
        answers = await asyncio.gather(*(confined.run(bytes([n, 255]), act="reverse") for n in range(20)))
    assert [data[1] for _, data in answers] == list(range(20))
    assert len({facts["pid"] for facts, _ in answers}) == 2


async def test_a_child_is_replaced_after_its_last_job() -> None:
    """Two jobs a child here."""
    async with Confined(ENTRY, jobs=2) as confined:
        pids = [(await confined.run(b"", act="reverse"))[0]["pid"] for _ in range(5)]
    assert pids[0] == pids[1] != pids[2] == pids[3] != pids[4]


async def test_more_jobs_than_the_queue_holds_are_refused() -> None:
    """One runs, two wait, the fourth hears `busy`."""
    async with Confined(ENTRY, queue=2) as confined:
        answers = await asyncio.gather(*(confined.run(b"", act="reverse") for _ in range(4)), return_exceptions=True)
    assert [str(answer) for answer in answers if isinstance(answer, JobFailed)] == ["busy"]


async def test_a_cancelled_job_leaves_a_clean_child(confined: Confined) -> None:
    """The client went away; the next one gets the right answer."""
    job = asyncio.create_task(confined.run(b"", act="wait"))
    await asyncio.sleep(0)
    job.cancel()
    with pytest.raises(asyncio.CancelledError):
        await job
    assert (await confined.run(b"ab", act="reverse"))[1] == b"ba"


async def test_closing_fails_what_runs_and_what_waits() -> None:
    """Nothing hangs, nothing is left behind, and a job that comes later hears the same."""
    confined = Confined(ENTRY)
    await confined.start()
    jobs = [asyncio.create_task(confined.run(b"", act="wait")) for _ in range(3)]
    await asyncio.sleep(0)
    await confined.close()
    assert [str(answer) for answer in await asyncio.gather(*jobs, return_exceptions=True)] == ["died"] * 3
    assert await failure(confined, "reverse") == "died"


async def test_an_entry_that_does_not_exist_stops_the_start() -> None:
    """At the start, not at the first job."""
    with pytest.raises(JobFailed, match="died"):
        await Confined("tests.platform.confined_jobs:nothing").start()


async def test_without_protection_it_starts_only_when_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator decides; the refusal says what to do."""
    bare = Protection(network=False, seccomp=False, namespaces=False, files=False)
    started = pool.Worker.started

    async def without(orders: pool.Orders) -> pool.Worker:
        worker = await started(orders)
        worker.protection = bare
        return worker

    monkeypatch.setattr(pool.Worker, "started", without)
    with pytest.raises(NotProtected, match="namespaces"):
        await Confined(ENTRY, require_protection=True).start()
    async with Confined(ENTRY) as confined:
        assert confined.protection() == bare


def test_nothing_is_left_for_the_loop_to_complain_about() -> None:
    """A loop that ends right after `close` ends in silence, also when a child was killed before."""

    async def day() -> None:
        async with Confined(ENTRY, processes=2) as confined:
            await failure(confined, "exit")

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        asyncio.run(day(), debug=True)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_one_line_per_eight_bytes_and_ends_in_allow(machine: str) -> None:
    """Within the kernel's 4096 lines, and no jump leads past its end."""
    lines = seccomp.program(machine)
    assert len(lines) % 8 == 0
    count = len(lines) // 8
    assert count < 4096
    for place in range(count):
        hit, miss = lines[8 * place + 2], lines[8 * place + 3]
        assert place + 1 + max(hit, miss) <= count
    assert lines[-4:] == (0x7FFF0000).to_bytes(4, "little")
