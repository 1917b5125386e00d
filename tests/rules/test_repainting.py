"""Painting over what was seen: where the paint goes, and that only what passes afterwards has a picture."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from services.verify.checks.copy import WHOLE_PAGE, Finding, FindingKind, Judgement, verdict_of
from services.verify.checks.keeping import covered, layout, redrawn
from services.verify.checks.leaf import Leaf, Pixels
from services.verify.checks.painting import paint, to_paint
from services.verify.checks.repainting import ROUNDS, Judge, judged
from services.verify.checks.wish import Wish
from shared.vocabulary import Verdict

FACE, BSN, MRZ, QR = FindingKind.FACE, FindingKind.BSN, FindingKind.MRZ, FindingKind.QR
BOX = (0.25, 0.5, 0.5, 0.75)


def page(number: int = 1, *, beneath: bool = False, size: tuple[int, int] = (80, 160)) -> Leaf:
    """A white page; a layer is grey."""
    return Leaf(number, np.full((*size, 3), 128 if beneath else 255, np.uint8), beneath)


def black(pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is black."""
    rows, columns = np.nonzero((pixels == 0).all(axis=2))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize(
    ("kind", "box", "least"),
    [
        (FACE, BOX, (20, 30, 100, 70)),
        (QR, BOX, (33, 37, 87, 63)),
        (BSN, BOX, (26, 33, 94, 67)),
        (MRZ, BOX, (39, 37, 81, 63)),
        (FACE, (0.0, 0.0, 0.5, 0.5), (0, 0, 120, 60)),
        (MRZ, (0.1, 0.8, 0.9, 1.0), (14, 62, 146, 80)),
        (QR, WHOLE_PAGE, (0, 0, 160, 80)),
    ],
)
def test_the_paint_reaches_further_than_what_was_seen(
    kind: FindingKind, box: tuple[float, float, float, float], least: tuple[int, int, int, int]
) -> None:
    """By kind, and no less than this; opaque to the last pixel."""
    pixels = page().pixels
    painted = paint(pixels, [Finding(kind, "", 1, box)])
    left, top, right, bottom = black(painted)
    assert (left <= least[0], top <= least[1], right >= least[2], bottom >= least[3]) == (True,) * 4
    assert not painted[top:bottom, left:right].any()
    assert pixels.min() == 255


def test_what_is_no_place_is_not_painted() -> None:
    """A copy that is no document is not blackened from edge to edge, nor is one with a cover that could come off."""
    nowhere = [Finding(kind, "") for kind in (FindingKind.NO_DOCUMENT, FindingKind.NO_COVER, FindingKind.WEAK_COVER)]
    assert to_paint(nowhere) == ()
    assert paint(page().pixels, nowhere).min() == 255


def test_each_page_is_painted_where_its_own_findings_are() -> None:
    """The second page's finding leaves the first one white."""
    first, second = covered([page(1), page(2)], [Finding(FindingKind.SUSPECT, "", 2, BOX)])
    assert first.pixels.min() == 255
    assert second.pixels.min() == 0


def test_the_layout_says_where_each_page_lies_in_the_picture() -> None:
    """Under one another, the narrower one not stretched."""
    pages = [page(1, size=(100, 200)), page(2, size=(300, 100))]
    assert layout(pages) == ((0.0, 0.0, 1.0, 0.25), (0.0, 0.25, 0.5, 1.0))
    with Image.open(io.BytesIO(redrawn(pages))) as picture:
        assert picture.size == (200, 400)


def judge_that_sees(*rounds: Sequence[Finding], known: bool = True) -> tuple[Judge, list[list[bool]]]:
    """A judge that sees these one after the other, the last for ever; and what it was shown: is it painted?"""
    shown: list[list[bool]] = []

    def judge(leaves: Sequence[Leaf], told: Sequence[Finding], failure: str | None) -> Judgement:
        findings = (*told, *rounds[min(len(shown), len(rounds) - 1)])
        shown.append([not leaf.pixels.all() for leaf in leaves])
        return Judgement(verdict_of(findings), findings, 1, b"picture", failure, known=known)

    return judge, shown


SEEN = Finding(FACE, "seen", 1, BOX)
DOUBT = Finding(FindingKind.SUSPECT, "doubt", 1, BOX)
NUMBER = Finding(BSN, "seen", 1, BOX)


def test_what_passes_after_painting_has_a_picture_and_says_what_was_painted() -> None:
    """Judged, painted, judged again."""
    judge, shown = judge_that_sees([SEEN], [])
    found = judged(Wish.HIDE, [page()], (), None, judge)
    assert (found.verdict, found.painted, found.raster_png) == (Verdict.ACCEPTED, (SEEN,), b"picture")
    assert shown == [[False], [True]]


@pytest.mark.parametrize("wish", [Wish.HIDE, Wish.REPAINT])
def test_what_was_painted_on_an_unknown_document_is_for_a_person(wish: Wish) -> None:
    """Nobody knows what else it has to hide; the person sees the painted picture."""
    judge, _ = judge_that_sees([SEEN], [], known=False)
    found = judged(wish, [page()], (), None, judge)
    assert (found.verdict, found.painted, found.raster_png) == (Verdict.REVIEW, (SEEN,), b"picture")
    assert {finding.kind for finding in found.findings} == {FindingKind.NOT_EXAMINED}


def test_what_shows_only_later_is_painted_too() -> None:
    """Up to three times, each on top of the last."""
    judge, shown = judge_that_sees([SEEN], [NUMBER], [])
    found = judged(Wish.REPAINT, [page()], (), None, judge)
    assert (found.verdict, found.painted) == (Verdict.ACCEPTED, (SEEN, NUMBER))
    assert len(shown) == 3


@pytest.mark.parametrize("wish", [Wish.HIDE, Wish.REPAINT])
def test_what_never_passes_has_no_picture(wish: Wish) -> None:
    """It ends; an upload stays refused for what it showed, the command says what was left."""
    judge, shown = judge_that_sees([SEEN], [NUMBER])
    found = judged(wish, [page()], (), None, judge)
    assert len(shown) == 1 + ROUNDS
    assert (found.verdict, found.painted) == (Verdict.REJECTED, ())
    assert found.findings == ((SEEN,) if wish is Wish.HIDE else (NUMBER,))
    assert found.raster_png is None or wish is Wish.HIDE


@pytest.mark.parametrize(
    ("wish", "first", "times"),
    [
        (Wish.JUDGE, [SEEN], 1),
        (Wish.HIDE, [DOUBT], 1),
        (Wish.HIDE, [], 1),
        (Wish.HIDE, [NUMBER], 2),
        (Wish.HIDE_PHOTO, [SEEN], 2),
        (Wish.HIDE_PHOTO, [SEEN, DOUBT], 2),
        (Wish.HIDE_PHOTO, [SEEN, NUMBER], 1),
        (Wish.REPAINT, [DOUBT], 2),
        (Wish.REPAINT, [Finding(FindingKind.ILLEGIBLE, "")], 1),
        (Wish.REPAINT, [Finding(FindingKind.NO_COVER, "")], 1),
    ],
)
def test_a_copy_is_painted_only_if_that_is_wished(wish: Wish, first: list[Finding], times: int) -> None:
    """Uploads when they are refused, the photo alone when it is all, a file on the command line until it passes."""
    judge, shown = judge_that_sees(first, [])
    judged(wish, [page()], (), None, judge)
    assert len(shown) == times


def test_a_cover_that_could_be_taken_off_stays_once_the_page_is_redrawn() -> None:
    """Only the page is judged again; what the file carried is told still, that the cover was loose is not."""
    loose, more = Finding(FindingKind.WEAK_COVER, "loose"), Finding(FindingKind.HIDDEN_CONTENT, "more")
    judge, shown = judge_that_sees([])
    found = judged(Wish.HIDE, [page(), page(beneath=True)], (more, loose), None, judge)
    assert (found.verdict, found.findings) == (Verdict.ACCEPTED, (more,))
    assert [len(each) for each in shown] == [2, 1]
