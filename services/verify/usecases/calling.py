"""A call-back to the number on file: how it ended, and which two questions were asked (spec 4.2 L2)."""

from __future__ import annotations

from collections.abc import Collection

from services.verify import ladder_store
from services.verify.rules.calling import OUTCOME_OF, Call, Topic, may_note_call
from services.verify.rules.ladder import enough
from services.verify.rules.on_file import may_carry
from services.verify.rules.rungs import may_try
from services.verify.usecases.deciding import establish_by_step, finish
from services.verify.usecases.looking_up import received_on
from services.verify.usecases.representing import is_clear, note_agent
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import claim
from shared.platform.desk import Desk
from shared.platform.sessions import Session
from shared.vocabulary import Method


async def note_call(
    desk: Desk, case_id: str, version: int, actor: Session, call: Call, topics: Collection[Topic], *, older: bool
) -> None:
    """Write down a call; both answers right establish identity where level L2 is enough. `older`: the number is."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        entry = await ladder_store.entry_of(work.session, verification)
        steps = await ladder_store.steps_of(work.session, verification)
        since, numbers = (None, 0) if entry is None else (entry.since, entry.numbers)
        for verdict in (
            may_note_call(call, topics, numbers),
            may_carry(since, received_on(desk, verification), said_older=older),
            may_try(steps, Method.CALL_BACK),
        ):
            if not verdict.allowed:
                raise verdict.as_error()
        asked = ",".join(sorted(set(topics)))
        await climb(desk, work, verification, Method.CALL_BACK, OUTCOME_OF[call], actor, why=asked)
        await note_agent(work, verification)
        verification.version += 1
        clear = (await is_clear(desk, work, verification)).allowed
        if call is Call.BOTH_RIGHT and enough(Method.CALL_BACK, verification.needs) and clear:
            await establish_by_step(desk, work, verification, actor, Method.CALL_BACK)
    await finish(desk)
