"""The report of the desk: how much came in, went out and was late, with small counts masked (screens: report)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Final

SMALLEST: Final = 5
MASKED: Final = f"<{SMALLEST}"


@dataclass(frozen=True)
class Counted:
    """A case as the report sees it: codes and days. `answered` and `late_on` are None when that never happened."""

    kinds: tuple[str, ...]
    received: date
    answered: date | None
    late_on: date | None
    rung: str
    outcome: str
    grounds: tuple[str, ...]


def mask(count: int) -> int | str:
    """A count that may be told: none, or enough that nobody in it can be guessed."""
    return MASKED if 0 < count < SMALLEST else count


def report(cases: Iterable[Counted], first: date, last: date) -> dict[str, object]:
    """The figures of the days from `first` to `last`, both included; a case counts once for each of its kinds."""
    cases = list(cases)

    def inside(day: date | None) -> bool:
        return day is not None and first <= day <= last

    out = [each for each in cases if inside(each.answered)]
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "months": _months(cases, inside),
        "median_days": _medians(out),
        "rungs": _masked(Counter(each.rung for each in out if each.rung)),
        "outcomes": _masked(Counter(each.outcome for each in out if each.outcome)),
        "grounds": _masked(Counter(ground for each in out for ground in each.grounds)),
    }


def _months(cases: Iterable[Counted], inside: Callable[[date | None], bool]) -> list[dict[str, object]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for each in cases:
        for name, day in (("in", each.received), ("out", each.answered), ("late", each.late_on)):
            if day is not None and inside(day):
                for kind in each.kinds:
                    counts.setdefault((f"{day:%Y-%m}", kind), Counter())[name] += 1
    return [
        {"month": month, "kind": kind, **{name: mask(found[name]) for name in ("in", "out", "late")}}
        for (month, kind), found in sorted(counts.items())
    ]


def _medians(out: Iterable[Counted]) -> dict[str, float | str]:
    """Days from receipt to answer by kind; of fewer than five nobody's is told."""
    days: dict[str, list[int]] = {}
    for each in out:
        for kind in each.kinds:
            if each.answered is not None:
                days.setdefault(kind, []).append((each.answered - each.received).days)
    return {kind: float(median(all_)) if len(all_) >= SMALLEST else MASKED for kind, all_ in sorted(days.items())}


def _masked(counts: Mapping[str, int]) -> dict[str, int | str]:
    return {name: mask(count) for name, count in sorted(counts.items())}
