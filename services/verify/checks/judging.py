"""The verdict on a copy, from its pixels (spec 4.5): the half of the judgement that holds the models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from services.verify.checks.copy import Finding, FindingKind, Judgement, refused, verdict_of
from services.verify.checks.keeping import covered, layout, redrawn
from services.verify.checks.leaf import Leaf
from services.verify.checks.looking import LookFailed, looked
from services.verify.checks.painting import to_paint
from shared.vocabulary import Verdict

_BENEATH = "A layer of the file can be taken away; it then shows what it covers. Send a screenshot of the covered copy."
_UNANSWERED = "The file could not be looked at. Make a new photo and send that."
_SEEN = frozenset({FindingKind.FACE, FindingKind.BSN, FindingKind.MRZ, FindingKind.QR})


def judge_leaves(leaves: Sequence[Leaf], told: Sequence[Finding], failure: str | None = None) -> Judgement:
    """Look at every page and at what lies beneath them; keep the pages only, redrawn.

    Args:
        leaves: of one file, its pages in order.
        told: what opening the file found already.
        failure: what opening it failed at.
    """
    findings, known = list(told), True
    try:
        for leaf in leaves:
            recognised, found = looked(leaf.pixels, leaf.number)
            known &= recognised
            findings += _of_layer(found) if leaf.beneath else found
    except LookFailed as failed:
        return _unanswered(findings, failed.failure)
    pages = [leaf for leaf in leaves if not leaf.beneath]
    return _kept(Judgement(verdict_of(findings), tuple(findings), len(pages), None, failure, known=known), pages)


def _kept(found: Judgement, pages: Sequence[Leaf]) -> Judgement:
    """Add the picture: of a copy that is refused none, for a person one with all that was seen painted over."""
    if found.verdict not in {Verdict.ACCEPTED, Verdict.REVIEW}:
        return found
    painted = to_paint(found.findings)
    return replace(found, raster_png=redrawn(covered(pages, painted)), painted=painted, layout=layout(pages))


def _unanswered(findings: Sequence[Finding], failure: str) -> Judgement:
    """A question that cannot be answered refuses the copy: nothing passes that was not looked at."""
    found = (*findings, *refused(FindingKind.NO_ANSWER, _UNANSWERED))
    return Judgement(verdict_of(found), found, 0, None, failure)


def _of_layer(found: Sequence[Finding]) -> list[Finding]:
    """Of what lies beneath only what shows something matters, and the remedy is another one."""
    shows = [each for each in found if each.kind in _SEEN]
    return [replace(each, kind=FindingKind.WEAK_COVER, reason=_BENEATH) for each in shows]
