"""When the term of a request may be extended: once, with a ground, and told within the first term (D-10..D-14)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from services.fulfil.rules.lifecycle import State
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import ExtensionGround, Kind

NEVER_EXTENDED: Final = frozenset({Kind.OBJECTION_DIRECT_MARKETING, Kind.CONSENT_WITHDRAWAL})
"""What is done at once needs no more time (D-14)."""

GROUND_LABELS: Final = {
    ExtensionGround.COMPLEX: "The request is complex",
    ExtensionGround.MANY: "There are many requests of this person",
}
"""English msgids. A busy office or much work alone is no ground (D-10)."""

_CONFIRMED: Final = frozenset({State.TRIAGED, State.IDENTITY_PENDING, State.IN_PROGRESS, State.AWAITING_APPROVAL})


def extendable(kinds: Collection[Kind]) -> tuple[Kind, ...]:
    """The parts of a request whose term can be extended at all (D-13, D-14)."""
    return tuple(kind for kind in Kind if kind in kinds and kind not in NEVER_EXTENDED)


def covers(extended: Collection[str], kinds: Collection[str]) -> bool:
    """Whether the extension holds for the whole request; else the earlier dates stay those of the case (D-13)."""
    return bool(kinds) and set(kinds) <= set(extended)


def may_extend(
    *,
    state: State,
    kinds: Collection[Kind],
    parts: Collection[Kind],
    grounds: Collection[ExtensionGround],
    today: date,
    letter_by: date,
) -> Verdict:
    """Whether these `parts` may be extended now; `letter_by` is the last day of the first term (D-11)."""
    if state not in _CONFIRMED:
        return Refused("D-10", "A term is extended after somebody confirmed what is asked, and before the answer.")
    if today > letter_by:
        facts = {"day": letter_by}
        return Refused("D-11", "The letter about the extension had to go out by %(day)s; now it is too late.", facts)
    if not grounds:
        return Refused("D-10", "An extension needs a ground: the request is complex, or there are many.")
    if not parts or not set(parts) <= set(extendable(kinds)):
        return Refused("D-14", "Choose the parts that need more time; advertising and consent never do.")
    return Allowed()
