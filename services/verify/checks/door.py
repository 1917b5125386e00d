"""Findings and judgements on their way out of the child processes, and read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.verify.checks.copy import Finding, Judgement, box_from
from shared.vocabulary import Verdict

Frame = tuple[dict[str, Any], bytes]


def findings_as_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as a frame holds them."""
    return [finding.as_json() for finding in findings]


def findings_from(found: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    """Read what `findings_as_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    return tuple(Finding.from_json(finding) for finding in found)


def as_frame(found: Judgement) -> Frame:
    """A judgement as JSON can hold it, and the bytes of the fresh PNG (none when unreadable)."""
    return {
        "verdict": found.verdict.value,
        "findings": findings_as_json(found.findings),
        "pages": found.pages,
        "failure": found.failure,
        "painted": findings_as_json(found.painted),
        "layout": [list(box) for box in found.layout],
    }, found.raster_png or b""


def from_frame(facts: dict[str, Any], picture: bytes) -> Judgement:
    """Read what `as_frame` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    failure = facts["failure"]
    return Judgement(
        verdict=Verdict(facts["verdict"]),
        findings=findings_from(facts["findings"]),
        pages=int(facts["pages"]),
        raster_png=picture or None,
        failure=None if failure is None else str(failure),
        painted=findings_from(facts["painted"]),
        layout=tuple(box_from(sides) for sides in facts["layout"]),
    )
