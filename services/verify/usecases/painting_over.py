"""Staff paint over what the gate did not see: a fresh picture takes the place of the old one, for good.

The row names the new file in the same transaction that notes it; the old file is then named by nobody, and goes at
once, or with the next sweep when something came between.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.verify import store
from services.verify.rules.verification import State
from services.verify.rules.visible import Place, painted_over
from services.verify.usecases.steps import claim
from services.verify.usecases.tools import draw_of, vault_of
from services.verify.usecases.viewing import NothingToSee, kept_picture
from shared.platform.crash import crash_point
from shared.platform.desk import Desk
from shared.platform.sessions import Session
from shared.statetable import NotAllowed


async def paint(desk: Desk, case_id: str, version: int, actor: Session, blocks: Sequence[Place]) -> None:
    """Paint opaque blocks into the copy that waits; nothing undoes this.

    Raises `NothingToSee` when there is no copy, `Overtaken` when somebody was faster, `NotAllowed` once it is decided.
    """
    before, picture = await kept_picture(desk, case_id)
    painted = await draw_of(desk)(picture, blocks=blocks)
    async with vault_of(desk).storing(painted) as name:
        crash_point("verify.paint.sealed")
        async with desk.work() as work:
            verification = await claim(desk, work, case_id, version)
            copy = await store.kept_copy(work.session, case_id)
            if copy is None or copy.object_name != before:
                raise NothingToSee(case_id)
            if verification.stands is not State.COPY_RECEIVED:
                raise NotAllowed("It was decided a moment ago: undo that first.", {})
            copy.object_name = name
            copy.findings = store.as_json(painted_over(copy.finding_list, blocks))
            verification.version += 1
            work.note("identity.copy_painted", case_id, actor.staff_id, attempt=copy.attempt, blocks=len(blocks))
    crash_point("verify.paint.swapped")
    await vault_of(desk).destroy(before)
