"""The doors of the two child processes: bytes in and pixels out; pixels in, and a judgement with one picture out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from services.verify.checks.copy import Finding, Judgement, box_from
from services.verify.checks.leaf import Leaf
from shared.vocabulary import Verdict

Frame = tuple[dict[str, Any], bytes]


def findings_as_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings as a frame holds them."""
    return [finding.as_json() for finding in findings]


def findings_from(found: Sequence[dict[str, Any]]) -> tuple[Finding, ...]:
    """Read what `findings_as_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    return tuple(Finding.from_json(finding) for finding in found)


def leaves_as_frame(leaves: Sequence[Leaf]) -> tuple[list[dict[str, Any]], bytes]:
    """Pages as a frame holds them: size, number and place of each, and all pixels one after the other."""
    facts = [{"number": leaf.number, "size": list(leaf.pixels.shape[:2]), "beneath": leaf.beneath} for leaf in leaves]
    return facts, b"".join(leaf.pixels.tobytes() for leaf in leaves)


def leaves_from(facts: Sequence[dict[str, Any]], data: bytes) -> Iterator[Leaf]:
    """Read what `leaves_as_frame` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    start = 0
    for each in facts:
        height, width = (int(side) for side in each["size"])
        pixels = np.frombuffer(data, np.uint8, height * width * 3, start).reshape(height, width, 3)
        start += pixels.size
        yield Leaf(int(each["number"]), pixels, bool(each["beneath"]))


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
