"""The confusion table as Markdown, with bounds at 95 per cent."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from shared.vocabulary import Verdict
from tests.gate.truth import Expect
from tests.gate.weighing import Weighed

_GROUPS: tuple[tuple[str, Callable[[Weighed], bool]], ...] = (
    (
        "something visible that must be hidden",
        lambda one: one.expect is Expect.REFUSE and not one.variant.startswith("removable/"),
    ),
    ("the cover can be taken off", lambda one: one.variant.startswith("removable/")),
    ("the container carries more", lambda one: one.expect is Expect.CARRIED),
    ("no identity document", lambda one: one.expect is Expect.NO_DOCUMENT),
    ("compliant, ordinary capture", lambda one: one.expect is Expect.ACCEPT and not one.bad_capture),
    ("compliant, bad capture", lambda one: one.expect is Expect.ACCEPT and one.bad_capture),
    ("hidden in white: for a person", lambda one: one.expect is Expect.PERSON),
    ("a back alone: a matter of policy", lambda one: one.expect is Expect.EITHER),
)
_COLUMNS = "n | accepted | rejected | review | unreadable | wrong accepts | wrong refusals | right reason | failures"


def upper(wrong: int, n: int) -> float:
    """The largest share of errors that `wrong` of `n` does not contradict (one-sided, 95 %, exact binomial)."""
    if n == 0 or wrong >= n:
        return 1.0
    low, high = wrong / n, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        seen = sum(math.exp(_log_chance(k, n, middle)) for k in range(wrong + 1))
        low, high = (middle, high) if seen > 0.05 else (low, middle)
    return high


def _log_chance(k: int, n: int, share: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return ways + k * math.log(share) + (n - k) * math.log1p(-share)


def markdown(weighed: list[Weighed]) -> str:
    """Summary, then a row for each variant, then time."""
    groups = [(name, [one for one in weighed if belongs(one)]) for name, belongs in _GROUPS]
    names = sorted({one.variant for one in weighed})
    variants = [(name, [one for one in weighed if one.variant == name]) for name in names]
    parts = [_table("group", groups), _table("variant", variants), _times(weighed)]
    return "\n\n".join(parts) + "\n"


def _table(first: str, rows: Iterable[tuple[str, list[Weighed]]]) -> str:
    return "\n".join(
        [f"| {first} | {_COLUMNS} |", "|---" * 10 + "|", *(_row(name, ones) for name, ones in rows if ones)]
    )


def _row(name: str, ones: list[Weighed]) -> str:
    verdicts = [
        sum(one.verdict is verdict for one in ones)
        for verdict in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.REVIEW, Verdict.UNREADABLE)
    ]
    expect = ones[0].expect
    accepts = (
        _share(sum(one.wrong_accept for one in ones), len(ones))
        if expect is not Expect.ACCEPT and expect is not Expect.EITHER
        else "-"
    )
    refusals = _share(sum(one.wrong_refusal for one in ones), len(ones)) if expect is Expect.ACCEPT else "-"
    refused = [one for one in ones if one.refused]
    reason = f"{sum(one.right_reason for one in refused)}/{len(refused)}" if refused else "-"
    failures = sum(one.failure is not None for one in ones)
    cells = [name, len(ones), *verdicts, accepts, refusals, reason, failures]
    return "| " + " | ".join(map(str, cells)) + " |"


def _share(wrong: int, n: int) -> str:
    return f"{wrong} (<= {100 * upper(wrong, n):.1f} %)"


def _times(weighed: list[Weighed]) -> str:
    walls, cpus = sorted(one.wall for one in weighed), sorted(one.cpu for one in weighed)
    rows = [
        f"| {name} | {_at(values, 50):.2f} | {_at(values, 95):.2f} |"
        for name, values in (("wall", walls), ("CPU", cpus))
    ]
    peak = max((one.peak_mb for one in weighed), default=0)
    return "\n".join(["| seconds a file | p50 | p95 |", "|---|---|---|", *rows, "", f"Largest worker: {peak:.0f} MB."])


def _at(values: list[float], percent: int) -> float:
    return values[min(len(values) - 1, len(values) * percent // 100)] if values else 0.0
