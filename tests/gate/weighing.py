"""Was the judge right about a made file? And for the reason for which it had to be?"""

from __future__ import annotations

from dataclasses import dataclass

from services.verify.checks import Finding, FindingKind, Judgement
from shared.vocabulary import Verdict
from tests.gate.page import Box
from tests.gate.truth import Expect, Leak, Sample

_CARRIED_REASONS = frozenset({
    FindingKind.HIDDEN_CONTENT, FindingKind.SEVERAL_PICTURES, FindingKind.WEAK_COVER, FindingKind.FACE,
    FindingKind.BSN, FindingKind.MRZ,
    FindingKind.QR,
})  # fmt: skip
_NO_DOCUMENT_REASONS = frozenset({
    FindingKind.NO_DOCUMENT, FindingKind.NO_COVER, FindingKind.ILLEGIBLE, FindingKind.FACE, FindingKind.SUSPECT,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """One file, one answer, and what that means."""

    variant: str
    seed: int
    expect: Expect
    bad_capture: bool
    verdict: Verdict | None
    """None when the judge raised or its process died."""
    kinds: tuple[str, ...]
    failure: str | None
    right_reason: bool
    missed: tuple[str, ...]
    """Regions left visible of which no finding tells."""
    wall: float
    cpu: float
    peak_mb: float = 0.0

    @property
    def wrong_accept(self) -> bool:
        """Accepted though it must not be; for what is only carried along: accepted in silence."""
        if self.verdict is not Verdict.ACCEPTED:
            return False
        if self.expect is Expect.CARRIED:
            return FindingKind.HIDDEN_CONTENT.value not in self.kinds
        return self.expect in {Expect.REFUSE, Expect.NO_DOCUMENT, Expect.PERSON}

    @property
    def wrong_refusal(self) -> bool:
        """Not accepted though everything is hidden; a person who has to look counts as well."""
        return self.expect is Expect.ACCEPT and self.verdict is not Verdict.ACCEPTED

    @property
    def refused(self) -> bool:
        """Not accepted where that is what is asked."""
        return self.expect in {Expect.REFUSE, Expect.NO_DOCUMENT} and self.verdict not in {Verdict.ACCEPTED, None}


def weigh(sample: Sample, judged: Judgement, wall: float, cpu: float, peak_mb: float = 0.0) -> Weighed:
    """Hold an answer against the truth."""
    missed = tuple(leak.region for leak in sample.leaks if not tells(judged.findings, leak))
    kinds = {finding.kind for finding in judged.findings}
    match sample.expect:
        case Expect.REFUSE:
            right = len(missed) < len(sample.leaks)
        case Expect.NO_DOCUMENT:
            right = bool(kinds & _NO_DOCUMENT_REASONS)
        case Expect.PERSON:
            right = judged.verdict is Verdict.REVIEW
        case Expect.CARRIED:
            right = bool(kinds & _CARRIED_REASONS)
        case _:
            right = judged.verdict is Verdict.ACCEPTED
    return Weighed(
        sample.variant, sample.seed, sample.expect, sample.bad_capture, judged.verdict,
        tuple(sorted(kind.value for kind in kinds)),
        judged.failure, right, missed, wall, cpu, peak_mb,
    )  # fmt: skip


def lost(variant: str, seed: int, expect: Expect, why: str) -> Weighed:
    """An answer that never came."""
    return Weighed(
        variant,
        seed,
        expect,
        bad_capture=False,
        verdict=None,
        kinds=(),
        failure=why,
        right_reason=False,
        missed=(),
        wall=0.0,
        cpu=0.0,
    )


def tells(findings: tuple[Finding, ...], leak: Leak) -> bool:
    """Whether one of the findings tells of this leak: of a right kind and, where a place is known, at that place."""
    return any(
        finding.kind in leak.kinds
        and (leak.box is None or (finding.page == leak.page and overlap(finding.box, leak.box)))
        for finding in findings
    )


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share at least a tenth of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide > 0 and tall > 0 and wide * tall >= 0.1 * smaller
