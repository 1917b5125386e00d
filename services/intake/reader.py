"""Reads stored mails in confined children, several to a job; a mail that breaks its reader is read again alone.

A child that reads hostile bytes may send back anything: what is no answer counts as a child that died.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from services.intake.rules.classification import Classification
from services.intake.rules.understood import Own, Understood, classification, from_frame, pieces
from shared.platform.confined import Confined, JobFailed
from shared.platform.confined.frames import MOST_FACTS, facts
from shared.platform.logs import log
from shared.vocabulary import Proposal

JOB_MAILS, JOB_BYTES = 16, 1024 * 1024
Answer = Understood | Exception


class Reader:
    """Reads mails for one desk. `side_by_side` is how many children the pool has."""

    def __init__(self, pool: Confined, own: Own, side_by_side: int) -> None:
        self._pool = pool
        self._own = asdict(own)
        self._seats = asyncio.Semaphore(side_by_side)

    async def __call__(self, raws: Sequence[bytes]) -> list[Answer]:
        """What was understood of each mail, in their order, or why it could not be read."""
        answers = await asyncio.gather(*(self._group(group) for group in groups(raws)))
        return [each for group in answers for each in group]

    async def _group(self, raws: Sequence[bytes]) -> list[Answer]:
        try:
            answers = await self._job(raws)
        except JobFailed as failure:
            answers = [failure for _ in raws]
        if len(raws) > 1:
            for number, found in enumerate(answers):
                if isinstance(found, JobFailed):
                    answers[number] = (await self._group([raws[number]]))[0]
        return answers

    async def _job(self, raws: Sequence[bytes]) -> list[Answer]:
        asked: dict[str, Any] = {"lengths": [len(each) for each in raws], "own": self._own}
        async with self._seats:
            told, frames = await self._pool.run(b"".join(raws) if len(raws) > 1 else raws[0], **asked)
        lengths = told.get("lengths")
        if not isinstance(lengths, list) or len(lengths) != len(raws) or not all(isinstance(n, int) for n in lengths):
            raise JobFailed("died")
        return [_answer(each) for each in pieces(frames, lengths)]


async def weigh(pool: Confined, text: str) -> Classification:
    """What a text of the chat seems to ask; words that break their reader are for a person."""
    try:
        told, _ = await pool.run(text.encode(), chat=True)
        return classification(told["result"])
    except (JobFailed, LookupError, TypeError, ValueError, AttributeError) as error:
        log.warning("chat.not_weighed", error=type(error).__name__)
        return Classification(Proposal.UNSURE)


def groups(raws: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """Mails that make one job: few, and not much of them; a large one comes alone."""
    start = total = 0
    for number, raw in enumerate(raws):
        if number > start and (number - start == JOB_MAILS or total + len(raw) > JOB_BYTES):
            yield raws[start:number]
            start, total = number, 0
        total += len(raw)
    if start < len(raws):
        yield raws[start:]


def _answer(frame: bytes) -> Answer:
    if not frame or len(frame) > MOST_FACTS:
        return JobFailed("died")
    try:
        return from_frame(facts(frame))
    except (LookupError, TypeError, ValueError, AttributeError):
        return JobFailed("died")
