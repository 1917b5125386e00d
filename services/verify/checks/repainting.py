"""Judge, paint over what was seen, judge again: what passes then may be kept or given back, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from services.verify.checks.copy import VISIBLE, Finding, FindingKind, Judgement, verdict_of
from services.verify.checks.leaf import Leaf
from services.verify.checks.painting import paint, to_paint
from services.verify.checks.wish import Wish
from shared.vocabulary import Verdict

_UNKNOWN = "The desk does not know this kind of document. A person must see whether something is left visible."
ROUNDS: Final = 3
"""Times that is painted before giving up."""

Judge = Callable[[Sequence[Leaf], Sequence[Finding], str | None], Judgement]
"""Pages and what lies beneath them, what is told of the file, what failed: to a judgement."""


def judged(wish: Wish, leaves: Sequence[Leaf], told: Sequence[Finding], failure: str | None, judge: Judge) -> Judgement:
    """Judge a copy, and paint it over if that is wished and helps. Arguments as for `repainted`."""
    first = judge(leaves, told, failure)
    if not _is_wished(wish, first):
        return first
    last = repainted(first, leaves, told, failure, judge)
    return last if wish is Wish.REPAINT or last.raster_png is not None else first


def repainted(
    first: Judgement, leaves: Sequence[Leaf], told: Sequence[Finding], failure: str | None, judge: Judge
) -> Judgement:
    """The judgement of a copy after painting; its picture is there only if nothing is found on it then.

    What lies beneath the pages is left behind, so a cover that could be taken away stays. Of a document that is not
    known nobody can say that all was found: a person looks.

    Args:
        first: the judgement of the copy as it was sent.
        leaves: of one file, its pages in order and what lies beneath them.
        told: what opening the file found.
        failure: what opening it failed at.
        judge: judges pixels.
    """
    pages = [leaf for leaf in leaves if not leaf.beneath]
    kept_told = [finding for finding in told if finding.kind not in VISIBLE]
    now, painted = first, list[Finding]()
    for number in range(ROUNDS):
        seen = to_paint(now.findings)
        if now.verdict not in {Verdict.REJECTED, Verdict.REVIEW} or not (seen or (number == 0 and told)):
            break
        painted += seen
        pages = [replace(page, pixels=paint(page.pixels, _on(page, seen))) for page in pages]
        now = judge(pages, kept_told, failure)
    if now.verdict is not Verdict.ACCEPTED:
        return replace(now, raster_png=None, painted=())
    return replace(now if now.known else _for_a_person(now), painted=tuple(painted))


def _for_a_person(found: Judgement) -> Judgement:
    findings = (*found.findings, Finding(FindingKind.NOT_EXAMINED, _UNKNOWN))
    return replace(found, verdict=verdict_of(findings), findings=findings)


def _on(page: Leaf, findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.page == page.number]


def _is_wished(wish: Wish, first: Judgement) -> bool:
    if wish is Wish.REPAINT:
        return first.verdict in {Verdict.REJECTED, Verdict.REVIEW}
    if wish is Wish.JUDGE or first.verdict is not Verdict.REJECTED:
        return False
    shown = {finding.kind for finding in first.findings} & VISIBLE
    return wish is Wish.HIDE or shown == {FindingKind.FACE}
