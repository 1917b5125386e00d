"""Painting over what was seen: opaque, wider than that, along the lines of the page, a photo out to its edges."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from services.verify.checks.copy import WHOLE_PAGE, Finding, FindingKind
from services.verify.checks.leaf import Pixels
from services.verify.checks.leaning import leaning
from services.verify.checks.looking.whole_strip import whole_strip
from services.verify.checks.page import Box, Line
from services.verify.checks.painting import paint, to_paint

PAPER = (225, 215, 210)
PHOTO = (100, 200, 340, 510)
"""Left, top, right, bottom in pixels of the page drawn here."""
FACE = (165, 275, 275, 415)
WIDE, HIGH = 1000, 700


def page(*, lean: float = 0.0) -> Pixels:
    """A page with rows of text and a photo, leaning by some degrees."""
    pixels: Pixels = np.full((HIGH, WIDE, 3), PAPER, np.uint8)
    for y in range(60, 660, 30):
        for x in range(400, 900, 24):
            cv2.rectangle(pixels, (x, y), (x + 14, y + 12), (40, 40, 40), -1)
    left, top, right, bottom = PHOTO
    cv2.rectangle(pixels, (left, top), (right, bottom), (150, 160, 175), -1)
    cv2.ellipse(pixels, (220, 345), (55, 75), 0, 0, 360, (90, 70, 60), -1)
    if not lean:
        return pixels
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), -lean, 1.0)
    return np.asarray(cv2.warpAffine(pixels, turn, (WIDE, HIGH), borderValue=(250, 250, 250)), np.uint8)


def seen(kind: FindingKind, box: tuple[int, int, int, int], *, lean: float = 0.0) -> Finding:
    """A finding at a box of the level page: told, as the judge does, by a box around it on the leaning one."""
    left, top, right, bottom = box
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), -lean, 1.0)
    ends = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]]) @ turn.T
    (x, y), (far, low) = ends.min(0).tolist(), ends.max(0).tolist()
    return Finding(kind, "x", 1, (x / WIDE, y / HIGH, far / WIDE, low / HIGH))


def black(painted: Pixels, box: tuple[int, int, int, int], *, lean: float = 0.0) -> float:
    """Which part of a box of the level page is black."""
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), lean, 1.0)
    level = cv2.warpAffine(painted, turn, (WIDE, HIGH), flags=cv2.INTER_NEAREST)
    left, top, right, bottom = box
    return float((level[top:bottom, left:right].max(2) == 0).mean())


@pytest.mark.parametrize("lean", [0.0, -7.0, 4.0])
def test_a_photo_is_painted_out_to_its_edges(lean: float) -> None:
    """All of it, and little of the text beside it."""
    painted = paint(page(lean=lean), [seen(FindingKind.FACE, FACE, lean=lean)])
    assert black(painted, PHOTO, lean=lean) > 0.985
    assert black(painted, (400, 60, 900, 660), lean=lean) < 0.02


def test_a_photo_without_edges_is_painted_generously() -> None:
    """A pale one that runs out into the paper: well beyond the face on every side."""
    pale = page()
    left, top, right, bottom = PHOTO
    pale[top : bottom + 1, left : right + 1] = PAPER
    face = seen(FindingKind.FACE, FACE)
    assert black(paint(pale, [face]), (FACE[0] - 66, FACE[1] - 84, FACE[2] + 66, FACE[3] + 84)) == 1.0


def test_a_number_is_painted_with_room_for_digits_beside_it() -> None:
    """A third of its length on either side."""
    painted = paint(page(), [seen(FindingKind.BSN, (500, 300, 700, 330))])
    assert black(painted, (432, 291, 768, 339)) == 1.0


@pytest.mark.parametrize("side", [(500, 300, 540, 430), (500, 300, 630, 340)])
def test_of_a_square_code_the_whole_is_painted(side: tuple[int, int, int, int]) -> None:
    """Two corner marks tell of one side of it; it lies on either side of that."""
    painted = paint(page(), [seen(FindingKind.QR, side)])
    assert black(painted, (500, 300, 630, 430)) == 1.0


def test_blocks_side_by_side_can_be_told_apart() -> None:
    """A light line runs around each, so that the one over a photo keeps its shape."""
    painted = paint(page(), [seen(FindingKind.FACE, FACE), seen(FindingKind.MRZ, (60, 515, 940, 620))])
    column = painted[:, 220].max(1)
    assert black(painted, PHOTO) > 0.985
    assert (column[PHOTO[3] : 560] == 255).any()


def test_what_was_given_stays_as_it_was() -> None:
    """The page that was judged is not touched, nor is it without a place to paint."""
    given = page()
    before = given.copy()
    painted = paint(given, [Finding(FindingKind.NO_COVER, "x"), Finding(FindingKind.WEAK_COVER, "x", 1, WHOLE_PAGE)])
    assert (painted == before).all()
    paint(given, [seen(FindingKind.FACE, FACE)])
    assert (given == before).all()
    assert to_paint([Finding(FindingKind.WEAK_COVER, "x", 1, WHOLE_PAGE)]) == ()


def test_a_box_at_the_edge_of_the_page_is_painted_up_to_it() -> None:
    """A photo that the picture cuts off."""
    painted = paint(page(), [seen(FindingKind.SUSPECT, (0, 0, 60, 50))])
    assert black(painted, (0, 0, 60, 50)) == 1.0


@pytest.mark.parametrize("lean", [-9.0, -3.0, 0.0, 5.5])
def test_the_lean_of_a_page_is_measured(lean: float) -> None:
    """Within a degree."""
    assert np.degrees(leaning(page(lean=lean))) == pytest.approx(lean, abs=1.0)


def test_an_empty_page_does_not_lean() -> None:
    """Nothing to go by is no lean."""
    assert leaning(np.full((400, 300, 3), 240, np.uint8)) == 0.0


HULL = Box(50, 40, 950, 640)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<", 2),
        ("I<NLDSPECI20142999999990<<<<<8", 3),
        ("D1NLD15094962111659VW87Z78NB84", 1),
    ],
)
def test_a_strip_of_which_one_row_was_seen_has_room_for_the_others(text: str, rows: int) -> None:
    """Above and below, since it is not known which row it is; and as wide as the document."""
    box = Box(300, 500, 700, 530)
    whole = whole_strip([Line(np.zeros((4, 2), np.float32), text, 0.9, box)], [box], HULL)
    assert (whole.left, whole.right) == (HULL.left, HULL.right)
    assert (whole.high - box.high) / box.high == pytest.approx(2 * 1.7 * (rows - 1))


def test_a_strip_that_was_seen_whole_is_as_high_as_its_rows() -> None:
    """Nothing is added where no row is missing."""
    boxes = [Box(80, 500 + 50 * row, 900, 530 + 50 * row) for row in range(3)]
    rows = [Line(np.zeros((4, 2), np.float32), "6503101F2403096NLD<<<<<<<<<<<8", 0.9, box) for box in boxes]
    assert whole_strip(rows, boxes, HULL) == Box(50, 500, 950, 630)
