"""Looking at a verification and at its picture: every look is noted, with who looked (R4-10)."""

from __future__ import annotations

from services.verify import store
from services.verify.store import Verification
from services.verify.usecases.tools import draw_of, vault_of
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk
from shared.platform.sessions import Session


class NothingToSee(LookupError):
    """There is no verification, or its copy is gone."""


async def note_view(desk: Desk, case_id: str, actor: Session) -> None:
    """Note that somebody opened the page of a verification; raises `NothingToSee`."""
    async with desk.work() as work:
        if await work.session.get(Verification, case_id) is None:
            raise NothingToSee(case_id)
        work.note("verification.viewed", case_id, actor.staff_id)


async def kept_picture(desk: Desk, case_id: str) -> tuple[str, bytes]:
    """The copy that waits for a decision, as it is kept: its name and its pixels. Raises `NothingToSee`."""
    async with desk.look() as session:
        copy = await store.kept_copy(session, case_id)
    if copy is None:
        raise NothingToSee(case_id)
    try:
        return copy.object_name, await vault_of(desk).open(copy.object_name)
    except (CannotOpen, FileNotFoundError) as error:
        raise NothingToSee(case_id) from error


async def picture(desk: Desk, case_id: str, actor: Session) -> bytes:
    """The copy that waits for a decision, as a PNG in whose pixels the viewer's name stands.

    Raises `NothingToSee` when there is none, `JobFailed` when it could not be drawn: unmarked it is shown to nobody.
    """
    name, kept = await kept_picture(desk, case_id)
    seen = await draw_of(desk)(kept, name=actor.display_name)
    async with desk.work() as work:
        copy = await store.kept_copy(work.session, case_id)
        if copy is None or copy.object_name != name:
            raise NothingToSee(case_id)
        work.note("verification.picture_seen", case_id, actor.staff_id, attempt=copy.attempt)
    return seen
