"""How good proposals were: what was meant beside what was proposed, one pair a message (spec 9.4). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shared.vocabulary import Context, Kind


@dataclass(frozen=True, slots=True)
class Judged:
    """What a message asks, as somebody judged it; without kinds it is no request.

    `unsure`: left to a person, so nothing is missed yet. `filed`: the machine put it away and nobody was asked.
    """

    kinds: frozenset[Kind] = frozenset()
    context: frozenset[Context] = frozenset()
    unsure: bool = False
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Shares from 0 to 1; `meant` and `proposed` count the messages in which the kind was."""

    precision: float
    recall: float
    f1: float
    meant: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of spec 9.4.

    `macro` is the plain mean over the kinds that were meant or proposed at all. `exact_match` and `context_match` are
    shares of all messages. `missed` counts requests that were proposed as none; `dropped` those of them that nobody
    was shown.
    """

    messages: int
    requests: int
    kinds: Mapping[Kind, Score]
    macro: Score
    exact_match: float
    context_match: float
    missed: int
    dropped: int

    @property
    def missed_share(self) -> float:
        """Missed requests as a share of the requests."""
        return _share(self.missed, self.requests)


def score(pairs: Iterable[tuple[Judged, Judged]]) -> Report:
    """Compare pairs of (what was meant, what was proposed)."""
    all_pairs = list(pairs)
    scores = {kind: _of_kind(kind, all_pairs) for kind in Kind}
    seen = {kind: each for kind, each in scores.items() if each.meant or each.proposed}
    missed = [proposed for meant, proposed in all_pairs if meant.kinds and not proposed.kinds and not proposed.unsure]
    return Report(
        messages=len(all_pairs),
        requests=sum(bool(meant.kinds) for meant, _ in all_pairs),
        kinds=seen,
        macro=_mean(list(seen.values())),
        exact_match=_share(sum(meant.kinds == proposed.kinds for meant, proposed in all_pairs), len(all_pairs)),
        context_match=_share(sum(meant.context == proposed.context for meant, proposed in all_pairs), len(all_pairs)),
        missed=len(missed),
        dropped=sum(each.filed for each in missed),
    )


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values, shares rounded to four places."""
    return {
        "messages": report.messages,
        "requests": report.requests,
        "exact_match": round(report.exact_match, 4),
        "context_match": round(report.context_match, 4),
        "missed": report.missed,
        "missed_share": round(report.missed_share, 4),
        "dropped": report.dropped,
        "macro": _rounded(report.macro),
        "kinds": {kind.value: _rounded(each) for kind, each in report.kinds.items()},
    }


def as_text(report: Report) -> str:
    """The report as a table for a terminal."""
    lines = [f"{'kind':<28}{'precision':>10}{'recall':>10}{'F1':>8}{'meant':>8}{'proposed':>10}"]
    for name, each in [*((kind.value, each) for kind, each in report.kinds.items()), ("macro", report.macro)]:
        shares = f"{each.precision:>10.3f}{each.recall:>10.3f}{each.f1:>8.3f}"
        lines.append(f"{name:<28}{shares}{each.meant:>8}{each.proposed:>10}")
    missed = f"missed {report.missed} of {report.requests} requests ({report.missed_share:.1%})"
    lines.append(f"exact match {report.exact_match:.3f} of {report.messages} messages")
    lines.append(f"{missed}, {report.dropped} of them without a person")
    return "\n".join(lines)


def _of_kind(kind: Kind, pairs: Sequence[tuple[Judged, Judged]]) -> Score:
    meant = sum(kind in each.kinds for each, _ in pairs)
    proposed = sum(kind in each.kinds for _, each in pairs)
    right = sum(kind in one.kinds and kind in other.kinds for one, other in pairs)
    return Score(_share(right, proposed), _share(right, meant), _share(2 * right, meant + proposed), meant, proposed)


def _mean(scores: Sequence[Score]) -> Score:
    count = len(scores)
    return Score(
        _share(sum(each.precision for each in scores), count),
        _share(sum(each.recall for each in scores), count),
        _share(sum(each.f1 for each in scores), count),
        sum(each.meant for each in scores),
        sum(each.proposed for each in scores),
    )


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _rounded(one: Score) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(one).items()}
