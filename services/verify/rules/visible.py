"""What may still be seen on a copy, and what a block that staff painted over it covers (spec 4.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.statetable import Allowed, Refused, Verdict

MUST_HIDE: Final = frozenset({"face", "bsn", "mrz", "qr", "weak_cover"})
"""Kinds of finding that no copy may show."""
_MOST_BARE: Final = 0.1
"""Of a place: as much may stick out of a block, for boxes are drawn by hand."""

Place = tuple[float, float, float, float]
"""Left, top, right, bottom, as fractions of the picture."""


def still_seen(findings: Sequence[Mapping[str, Any]]) -> list[str]:
    """The kinds of what must be hidden, was found, and was not painted over."""
    return sorted({str(each["kind"]) for each in findings if each["kind"] in MUST_HIDE and not each.get("painted")})


def may_approve(findings: Sequence[Mapping[str, Any]]) -> Verdict:
    """Nobody approves a copy on which something is visible that must be hidden (4.5)."""
    if still_seen(findings):
        return Refused("4.5", "Something is visible that must be hidden: paint it over first, or ask again.")
    return Allowed()


def painted_over(findings: Sequence[Mapping[str, Any]], blocks: Sequence[Place]) -> list[dict[str, Any]]:
    """The findings, those that lie under a block marked as painted."""
    return [dict(each) | ({"painted": True} if _is_under(each, blocks) else {}) for each in findings]


def _is_under(finding: Mapping[str, Any], blocks: Sequence[Place]) -> bool:
    area = finding.get("area")
    if area is None:
        return False
    left, top, right, bottom = area
    size = max((right - left) * (bottom - top), 1e-9)
    return any(
        max(min(right, block[2]) - max(left, block[0]), 0) * max(min(bottom, block[3]) - max(top, block[1]), 0)
        >= (1 - _MOST_BARE) * size
        for block in blocks
    )
