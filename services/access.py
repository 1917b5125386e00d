"""Who may do what: one table of roles and actions (R1.3-1: need to know).

A route declares its action; a test walks every route with every role. The administrator manages accounts and
routes, and sees no case.
"""

from __future__ import annotations

from typing import Final

from shared.platform.web import Access
from shared.vocabulary import Role

EVERYBODY: Final = frozenset({"account.own"})

_SEES: Final = frozenset({"queue.view", "case.view", "triage.view", "message.view", "letter.view", "task.view"})
_WORKS: Final = frozenset(
    {
        "case.work",
        "task.answer",
        "triage.work",
        "verification.view",
        "verification.ask",
        "verification.decide",
        "letter.decide",
        "chat.view",
        "chat.work",
    }
)
_APPROVES: Final = frozenset({"case.approve"})
_OVERSEES: Final = frozenset({"audit.view", "fee.propose", "hold.place", "breach.decide", "route.manage"})

GRANTS: Final = {
    Role.HANDLER: EVERYBODY | _SEES | _WORKS,
    Role.APPROVER: EVERYBODY | _SEES | _APPROVES,
    Role.FG: EVERYBODY | _SEES | _WORKS | _APPROVES | _OVERSEES,
    Role.ADMIN: EVERYBODY | {"staff.manage", "route.manage"},
}

ACCESS: Final = Access({str(role): actions for role, actions in GRANTS.items()})
