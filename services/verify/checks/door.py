"""The door of the child process: a frame in, a judgement out, as JSON and one picture."""

from __future__ import annotations

from typing import Any

from services.verify.checks import Finding, Judgement, judge
from shared.vocabulary import Verdict


def judge_frame(data: bytes, facts: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Judge a file for `Confined`; `facts` may hold `declared_name`.

    Returns the judgement as JSON can hold it, and the bytes of the fresh PNG (none when unreadable).
    """
    name = facts.get("declared_name")
    found = judge(data, name if isinstance(name, str) else None)
    return {
        "verdict": found.verdict.value,
        "findings": [finding.as_json() for finding in found.findings],
        "pages": found.pages,
        "failure": found.failure,
    }, found.raster_png or b""


def from_frame(facts: dict[str, Any], picture: bytes) -> Judgement:
    """Read what `judge_frame` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    failure = facts["failure"]
    return Judgement(
        verdict=Verdict(facts["verdict"]),
        findings=tuple(Finding.from_json(finding) for finding in facts["findings"]),
        pages=int(facts["pages"]),
        raster_png=picture or None,
        failure=None if failure is None else str(failure),
    )
