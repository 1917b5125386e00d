"""Does the strip with <<< signs show a number?"""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.eyes import load
from services.verify.checks.looking.rows import rows_of_strip
from services.verify.checks.looking.whole_strip import whole_strip
from services.verify.checks.page import Box, Line, Page, cut_out
from services.verify.checks.written.zone import Says, is_strip, plain, says

_VISIBLE = "The strip with <<< signs is visible and holds a number. Cover the whole strip."
_UNSURE = "The strip with <<< signs is partly visible. Cover the whole strip."


def strip(page: Page) -> tuple[Finding, ...]:
    """Reject a strip whose number can be read; send one that cannot be read whole to a person.

    A strip that can be read whole and has an empty field, as since August 2021, holds nothing to hide.
    """
    rows = rows_of_strip(page.lines)
    if not rows:
        return ()
    told = [(line.box, _settled(page, line.box, says(line.text))) for line in rows]
    heard = {says_ for _, says_ in told}
    if Says.NUMBER not in heard and (Says.PART in heard or not _complete(page, heard, rows)):
        told += [(box, _settled(page, box, says_)) for box, says_ in _again(page, rows)]
    band = whole_strip(rows, [box for box, _ in told], page.hull)
    heard = {says_ for _, says_ in told}
    if Says.NUMBER in heard:
        return (page.found(FindingKind.MRZ, _VISIBLE, band),)
    if Says.PART in heard or not _complete(page, heard, rows):
        return (page.found(FindingKind.SUSPECT, _UNSURE, band),)
    return ()


def _settled(page: Page, box: Box, says_: Says) -> Says:
    """A part that ends where an opaque block begins tells that the block hides the rest."""
    if says_ is not Says.PART:
        return says_
    right = Box(box.right - 0.5 * box.high, box.top, box.right + 4 * box.high, box.bottom)
    left = Box(box.left - 4 * box.high, box.top, box.left + 0.5 * box.high, box.bottom)
    return Says.COVERED if max(page.covered(right), page.covered(left)) > 0.5 else says_


def _again(page: Page, rows: list[Line]) -> list[tuple[Box, Says]]:
    """Look a second time at the band, larger: the finder of lines can miss a whole row of it."""
    seen = _band([line.box for line in rows])
    high = max(line.box.high for line in rows)
    band = Box(seen.left - high, seen.top - 2.2 * high, seen.right + high, seen.bottom + 2.2 * high)
    piece = cut_out(page.given, page.corners(band))
    reader = load().reader
    scale = max(seen.wide + 2 * high, 1) / max(piece.shape[1], 1)
    found = []
    quads = reader.lines(piece, 1280)
    for quad, (text, _) in zip(quads, reader.read([cut_out(piece, quad) for quad in quads]), strict=True):
        if is_strip(text):
            (left, top), (right, bottom) = quad.min(0).tolist(), quad.max(0).tolist()
            place = Box(
                band.left + left * scale, band.top + top * scale, band.left + right * scale, band.top + bottom * scale
            )
            found.append((place, says(text)))
    return found


def _complete(page: Page, heard: set[Says], rows: list[Line]) -> bool:
    """Whether no line can be missing: the line with the field was read empty, or lies under a cover."""
    if heard & {Says.EMPTY, Says.COVERED}:
        return True
    if Says.FIRST_OF_TWO not in heard:
        return not _of_three(rows) or _covered(page, rows)
    return _covered(page, rows)


def _of_three(rows: list[Line]) -> bool:
    """Whether the names may be a card's third line, and not all of a licence's one."""
    return not any(plain(line.text).startswith("D") and "NLD" in line.text for line in rows)


def _covered(page: Page, rows: list[Line]) -> bool:
    """Whether an opaque block lies where the other lines of the strip would be."""
    box = _band([line.box for line in rows])
    above, below = (
        box._replace(top=box.top - 1.8 * box.high, bottom=box.top),
        box._replace(top=box.bottom, bottom=box.bottom + 1.8 * box.high),
    )
    return max(page.covered(above), page.covered(below)) > 0.4


def _band(boxes: list[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole
