"""Steps beside the answer that take two people: an extension, a pause, a fee (R2-4, D-13, D-16, R4.5-2)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Role


class Measure(StrEnum):
    """What can be proposed beside the answer."""

    EXTENSION = "extension"
    PAUSE = "pause"
    FEE = "fee"


class MeasureState(StrEnum):
    """What became of a proposed measure."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"
    VOID = "void"


MEASURE_LABELS: Final = {
    Measure.EXTENSION: "Extension",
    Measure.PAUSE: "Pause",
    Measure.FEE: "Fee",
}
"""English msgids."""

MEASURE_STATE_LABELS: Final = {
    MeasureState.PROPOSED: "Waits for a second person",
    MeasureState.APPROVED: "Approved",
    MeasureState.IN_FORCE: "In force",
    MeasureState.SENT_BACK: "Sent back",
    MeasureState.WITHDRAWN: "Withdrawn",
    MeasureState.VOID: "Of no effect",
}
"""English msgids."""

PROPOSERS: Final = {
    Measure.EXTENSION: frozenset({Role.HANDLER, Role.FG}),
    Measure.PAUSE: frozenset({Role.HANDLER, Role.FG}),
    Measure.FEE: frozenset({Role.FG}),
}
APPROVERS: Final = {
    Measure.EXTENSION: frozenset({Role.FG}),
    Measure.PAUSE: frozenset({Role.APPROVER, Role.FG}),
    Measure.FEE: frozenset({Role.APPROVER, Role.FG}),
}


def may_put(what: Measure, roles: Collection[str]) -> Verdict:
    """Whether somebody with these roles may propose this."""
    if PROPOSERS[what].isdisjoint(roles):
        return Refused("R4.5-2", "Only the data protection officer may propose this.")
    return Allowed()


def may_approve_measure(what: Measure, proposed_by: str, approved_by: str, roles: Collection[str]) -> Verdict:
    """Whether this person may approve: never who proposed it, and for an extension the FG (R2-4, D-13)."""
    if proposed_by == approved_by:
        return Refused("R2-4", "Who proposed this cannot approve it; a second person must look.")
    if APPROVERS[what].isdisjoint(roles):
        return Refused("D-13", "An extension is approved by the data protection officer.")
    return Allowed()
