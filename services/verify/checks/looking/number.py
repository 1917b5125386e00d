"""Does the printed citizen service number show, or part of it?"""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.eyes import load
from services.verify.checks.letters import folded
from services.verify.checks.page import Box, Line, Page, cut_out
from services.verify.checks.written.digits import ENOUGH, after_label, digits_near_label, is_label, isolated

_VISIBLE = "A citizen service number is visible. Cover all of its digits."
_UNSURE = "It is not clear whether the citizen service number is covered."
_DOCUMENT = ("DOCUMENTN", "PASSPORTN", "PASPOORTN", "PASSNR", "PASSEPORTN")


def number(page: Page) -> tuple[Finding, ...]:
    """Find nine digits that pass, digits beside the label, and labels with nothing opaque beside them (R5-5)."""
    plain = [line for line in page.lines if "<" not in line.text]
    found = [_alone(page, line, plain) for line in plain if isolated(line.text)]
    found += [
        page.found(FindingKind.BSN, _VISIBLE, one.box.joined(other.box))
        for one, other in _neighbours(plain)
        if isolated(f"{one.text} {other.text}")
    ]
    labels = [line for line in plain if is_label(line.text)]
    return (*found, *(finding for label in labels for finding in _beside(page, label, plain, known=bool(found))))


def _alone(page: Page, line: Line, plain: list[Line]) -> Finding:
    """Nine digits that pass; those under another number's label may be just that, and a person looks."""
    labelled = any(name in folded(above.text) for name in _DOCUMENT for above in plain if _under(above, line))
    own = any(is_label(above.text) for above in plain if above is line or _under(above, line))
    if labelled and not own:
        return page.found(FindingKind.SUSPECT, _UNSURE, line.box)
    return page.found(FindingKind.BSN, _VISIBLE, line.box)


def _neighbours(plain: list[Line]) -> list[tuple[Line, Line]]:
    """Pieces that stand side by side, so that a number split by the reader is still one."""
    return [
        (one, other)
        for one in plain
        for other in plain
        if _in_row(one.box, other.box) and 0 <= other.box.left - one.box.right < 1.5 * one.box.high
        and not isolated(one.text) and not isolated(other.text)
    ]  # fmt: skip


def _in_row(one: Box, other: Box) -> bool:
    middle = (other.top + other.bottom) / 2
    return one.top < middle < one.bottom


def _under(above: Line, line: Line) -> bool:
    """Whether a line is what a label says it is: just below it, or right of it."""
    label, value = above.box, line.box
    below = 0 < (value.top + value.bottom - label.top - label.bottom) / 2 < 2.4 * label.high
    overlap = min(label.right, value.right) - max(label.left, value.left) > 0.3 * min(label.wide, value.wide)
    right = _in_row(label, value) and -5 < value.left - label.right < 8 * label.high
    return (below and overlap) or right


def _beside(page: Page, label: Line, plain: list[Line], *, known: bool) -> list[Finding]:
    """Digits at the label, looked at a second time; without digits there must be something that covers them."""
    whole = _whole(page, label.box)
    place = _place(whole)
    texts = [after_label(label.text), *(line.text for line in plain if line is not label and _under(label, line))]
    if any(_shows(text, label) for text in texts) or any(_shows(text, label) for text in _closer(page, place)):
        return [page.found(FindingKind.BSN, _VISIBLE, place)]
    if known or _covered_near(page, whole):
        return []
    return [page.found(FindingKind.SUSPECT, _UNSURE, place)]


def _whole(page: Page, label: Box) -> Box:
    """The label with its beginning, where an opaque block at its left end may hide that."""
    end = label.grown(0.5 * label.high, 0)
    starts = [
        cover.box.left for cover in page.covers
        if cover.opaque and cover.box.shared(end) > 0 and cover.box.left < label.left < cover.box.right + label.high
    ]  # fmt: skip
    return label._replace(left=min([label.left, *starts]))


def _shows(text: str, label: Line) -> bool:
    """Whether enough digits show. Ten beside `BSN / rijbewijsnummer` are the licence's own."""
    digits = digits_near_label(text)
    return digits >= ENOUGH and not (digits == 10 and "RIJBEWIJS" in folded(label.text))


def _place(label: Box) -> Box:
    """Where the number of a label stands: right of it or in the row below."""
    return Box(label.left - label.high, label.top, label.right + 9 * label.high, label.bottom + 2 * label.high)


def _closer(page: Page, place: Box) -> list[str]:
    """Read the label's surroundings again, larger."""
    piece = cut_out(page.given, page.corners(place))
    eyes = load().reader
    pieces = [cut_out(piece, quad) for quad in eyes.lines(piece, 640)]
    texts = [text for text, score in eyes.read(pieces) if score > 0.5]
    return [after_label(text) if is_label(text) else text for text in texts]


def _covered_near(page: Page, label: Box) -> bool:
    """Whether an opaque block lies right of the label or below it, large enough for a number."""
    below = Box(label.left, label.bottom - 0.2 * label.high, label.right, label.bottom + 2.2 * label.high)
    right = Box(
        label.right, label.top - 0.3 * label.high, label.right + 4 * label.high, label.bottom + 0.3 * label.high
    )
    return any(
        cover.opaque and cover.box.high >= 0.7 * label.high and cover.box.wide >= 3 * label.high
        and (cover.box.shared(below) > 0.15 * below.area or cover.box.shared(right) > 0.3 * right.area)
        for cover in page.covers
    )  # fmt: skip
