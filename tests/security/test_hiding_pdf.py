"""What a PDF shows, and what taking a layer away would show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pikepdf
import pytest

from services.verify.checks.copy import FindingKind
from services.verify.checks.leaf import Leaf
from services.verify.checks.opening.opener import open_copy
from tests import papers
from tests.pictures import card

pytestmark = pytest.mark.slow


def leaves(file: bytes) -> list[Leaf]:
    """What was drawn of a file that can be read."""
    opened = open_copy(file, "copy.pdf")
    assert (opened.leaves != (), opened.failure) == (True, None), opened.findings
    return list(opened.leaves)


def shows_the_scene(leaf: Leaf) -> bool:
    """Whether the rings can be seen, which the block covers."""
    height, width = leaf.pixels.shape[:2]
    middle = leaf.pixels[int(0.3 * height) : int(0.7 * height), int(0.35 * width) : int(0.65 * width)]
    return bool(np.ptp(middle.astype(int)) > 90)


def told(file: bytes) -> set[tuple[str, str]]:
    """Kinds and sentences of what was found in the bytes."""
    return {(finding.kind.value, finding.reason) for finding in open_copy(file).findings}


def test_an_ordinary_pdf_is_its_page() -> None:
    """A scan with a block in its own pixels: nothing lies beneath, and it is drawn large enough to read."""
    (page,) = leaves(papers.paper())
    assert not page.beneath
    assert page.pixels.shape == (1112, 1778, 3)
    assert not shows_the_scene(page)


@pytest.mark.parametrize(
    "hide",
    [papers.boxed, papers.noted, papers.layered, papers.over_one_another, papers.masked],
)
def test_a_cover_that_can_be_taken_away_shows_what_lies_beneath(
    hide: Callable[[pikepdf.Pdf, pikepdf.Page], None],
) -> None:
    """A box, a note, a layer, a second picture, a mask over a live picture: the page hides it, the file does not."""
    page, *rest = leaves(papers.paper(papers.scene(), hide))
    assert not shows_the_scene(page)
    assert any(leaf.beneath and shows_the_scene(leaf) for leaf in rest)


@pytest.mark.parametrize("hide", [papers.switched_off, papers.cut_off])
def test_a_picture_that_is_not_shown_is_drawn_too(hide: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> None:
    """A layer that is off, or a part of the picture outside the edge of the page."""
    first = papers.scene() if hide is papers.cut_off else papers.covered()
    _, *rest = leaves(papers.paper(first, hide))
    assert any(leaf.beneath and shows_the_scene(leaf) for leaf in rest)


def test_an_earlier_version_of_the_file_is_drawn_too() -> None:
    """The last version covers it by an update behind the end of the first."""
    page, *rest = leaves(papers.appended())
    assert not shows_the_scene(page)
    assert any(leaf.beneath and shows_the_scene(leaf) for leaf in rest)


@pytest.mark.parametrize(("change", "words"), [(papers.attached, "other files"), (papers.unused, "no page shows")])
def test_what_cannot_be_compared_is_refused(change: Callable[[pikepdf.Pdf, pikepdf.Page], None], words: str) -> None:
    """A file inside the file, a picture that no page uses: they may be the original."""
    found = told(papers.paper(None, change))
    assert {kind for kind, reason in found if words in reason} == {"hidden_content", "weak_cover"}


@pytest.mark.parametrize(("change", "words"), [(papers.written_under, "text"), (papers.with_program, "programs")])
def test_what_is_only_carried_along_is_told(change: Callable[[pikepdf.Pdf, pikepdf.Page], None], words: str) -> None:
    """It stays behind, and refuses nothing."""
    found = told(papers.paper(None, change))
    assert {kind for kind, reason in found if words in reason} == {"hidden_content"}
    assert FindingKind.WEAK_COVER.value not in {kind for kind, _ in found}


@pytest.mark.parametrize(
    ("line", "refused"),
    [(b"123456782", True), (b"BSN 1234.56.782", True), (b"Tel. 085-3030213", False), (b"30 AUG 2031", False)],
)
def test_a_number_in_text_that_nobody_sees_is_refused(line: bytes, refused: bool) -> None:
    """A block over the line, or text behind the picture: whoever copies it from the file has the number."""
    found = told(papers.paper(None, partial(papers.written_under, line=line)))
    assert {kind for kind, _ in found} == ({"hidden_content", "weak_cover"} if refused else {"hidden_content"})
    assert "123456782" not in str(found)


def test_every_page_is_drawn_up_to_four() -> None:
    """The second page of a scan is a page; the fifth is more than anybody should send."""
    assert [leaf.number for leaf in leaves(papers.of_pages(*[papers.covered()] * 4))] == [1, 2, 3, 4]
    opened = open_copy(papers.of_pages(*[card()] * 5))
    assert [finding.kind for finding in opened.findings] == [FindingKind.SEVERAL_PICTURES]


def test_a_locked_pdf_is_refused_with_what_to_do() -> None:
    """We ask for no password."""
    (finding,) = open_copy(papers.locked()).findings
    assert finding.kind is FindingKind.LOCKED
    assert "without one" in finding.reason


def test_a_large_page_is_drawn_no_larger_than_any_picture() -> None:
    """A poster is scaled; a page of a mile is no problem."""

    def large(_: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.MediaBox = pikepdf.Array([0, 0, 14000, 9000])

    page = leaves(papers.paper(None, large))[0]
    assert max(page.pixels.shape) == 2400
