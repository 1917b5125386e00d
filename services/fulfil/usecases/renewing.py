"""Asking again for a package whose link no longer works: it is made anew, and a new link goes to the address on file.

Whoever asks hears the same for any link. Only what two people approved and a second person checked is made again, so a
case that went on since then gives nothing; staff see that.
"""

from __future__ import annotations

from typing import Final

from services.fulfil.rules.guards import may_disclose
from services.fulfil.rules.lifecycle import State
from services.fulfil.store import packages
from services.fulfil.store.cases import SETTLED
from services.fulfil.store.finding import find_case
from services.fulfil.store.releases import BuildRow, BuildState
from services.fulfil.usecases.casework import tell
from services.fulfil.usecases.downloads import SUBJECT, code_of, is_open
from services.fulfil.usecases.packages import ask_for_package
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk

MOST: Final = 5  # times that one answer is made anew; then people must look


async def ask_again(desk: Desk, link: str) -> None:
    """Make the package of an expired or void link again, if that may be; says nothing of whether it may."""
    async with desk.work() as work:
        old = await packages.by_link(work.session, fingerprint(code_of(link)))
        if old is None or is_open(desk, old, work.now):
            return
        case = await find_case(work.session, old.case_id)
        decision = await packages.decision_numbered(work.session, old.case_id, old.number)
        newest = await packages.newest_of(work.session, old.case_id, old.number)
        if case is None or decision is None or newest is None:
            return
        allowed = may_disclose(State(case.state), case.identity in SETTLED).allowed
        renewal = newest.renewal + 1
        making = await work.session.get(BuildRow, (case.id, old.number, renewal))
        busy = making is not None and making.state != BuildState.DONE
        if not allowed or busy or renewal > MOST or is_open(desk, newest, work.now):
            return
        tell(work, case, "package_asked_again", SUBJECT, codes={"number": old.number, "times": renewal})
        await ask_for_package(work, case, decision, renewal)
