"""Make and judge many files in worker processes that outlive a file and do not outlive a crash."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from services.verify.checks import judge
from services.verify.checks.eyes import load
from tests.gate.make import make
from tests.gate.truth import Sample
from tests.gate.variants import VARIANTS, Variant
from tests.gate.weighing import Weighed, lost, weigh

Job = tuple[str, int]
"""The name of a variant and a seed."""
_BY_NAME = {variant.name: variant for variant in VARIANTS}


def jobs_for(variants: tuple[Variant, ...], count: int, seed: int) -> list[Job]:
    """Spread `count` files over the variants, with seeds that no other run seed shares."""
    return [(variants[at % len(variants)].name, seed * 10_000 + at // len(variants)) for at in range(count)]


def one(job: Job, faces: Path | None, save: Path | None) -> Weighed:
    """Make a file, judge it, weigh the answer. Runs in a worker."""
    sample = make(_BY_NAME[job[0]], job[1], faces)
    if save is not None:
        (save / sample.name).write_bytes(sample.data)
    return judged(sample)


def judged(sample: Sample) -> Weighed:
    """Judge a file in this process, with its time and the peak memory of the process so far."""
    wall, cpu = time.monotonic(), time.process_time()
    answer = judge(sample.data, sample.name)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    return weigh(sample, answer, wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def run(jobs: list[Job], workers: int, faces: Path | None = None, save: Path | None = None) -> Iterator[Weighed]:
    """Yield an answer for each job, in the order in which they come; a worker that dies costs the files it had."""
    waiting = list(reversed(jobs))
    while waiting:
        with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=load) as pool:
            yield from _until_broken(pool, waiting, workers, faces, save)


def _until_broken(
    pool: ProcessPoolExecutor, waiting: list[Job], workers: int, faces: Path | None, save: Path | None
) -> Iterator[Weighed]:
    flying: dict[Future[Weighed], Job] = {}
    broken = False
    while (waiting and not broken) or flying:
        while waiting and len(flying) < workers and not broken:
            job = waiting.pop()
            flying[pool.submit(one, job, faces, save)] = job
        for done in wait(flying, return_when=FIRST_COMPLETED).done:
            job = flying.pop(done)
            try:
                yield done.result()
            except BrokenProcessPool:
                broken = True
                yield lost(*job, _BY_NAME[job[0]].expect, "worker died")
            except Exception as error:  # noqa: BLE001 -- whatever it was, it is a failure that must be counted
                yield lost(*job, _BY_NAME[job[0]].expect, f"{type(error).__name__}: {error}")
