"""Recipients are told of a correction, an erasure and a restriction, unless that cannot be asked (AVG art. 19)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Kind

TOLD_OF: Final = frozenset({Kind.RECTIFICATION, Kind.ERASURE, Kind.RESTRICTION})

TOLD_LABELS: Final = {
    "to_tell": "Still to be told",
    "told": "Told",
    "not_told": "Not told, with the reason",
}
"""English msgids."""


def needs_telling(kinds: Collection[Kind]) -> bool:
    """Whether recipients must hear of it."""
    return not TOLD_OF.isdisjoint(kinds)


def may_close(waiting: int) -> Verdict:
    """Whether nobody is left who must still be told."""
    if waiting:
        return Refused("AVG 19", "%(count)s recipient(s) must still be told, or a reason why not.", {"count": waiting})
    return Allowed()
