"""What is covered, and is each cover opaque?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.looking.blocks import Block, blocks
from services.verify.checks.looking.opacity import see_through
from services.verify.checks.looking.written_over import written_over
from services.verify.checks.page import Box, Cover, Page

_REASON = "A cover can be seen through, or is blurred and not opaque. Use a black block."
_SMALLEST_WEAK = 0.012  # of the document's area: a smaller block that is not even is print, not a cover
_LARGEST = 0.6  # of the document's area
_MOST_LINES = 3
_AS_LIGHT, _COLOURLESS = 0.9, 0.06  # of the lightest tone at least; between its red, green and blue at most


def covers(page: Page) -> tuple[Finding, ...]:
    """Note the blocks that hide something; refuse those that let it shine through."""
    found: list[Finding] = []
    whole = page.hull
    lightest = np.percentile(page.straight[::4, ::4].reshape(-1, 3), 99, axis=0)
    for block in blocks(page.straight):
        if _is_paper(page, block):
            continue
        weak = see_through(page.straight, block, written_over(page, block))
        cover = Cover(block.box, block.area, block.fill, opaque=not weak, white=_is_white(page, block, lightest))
        page.covers.append(cover)
        if weak and block.area > _SMALLEST_WEAK * page.hull.area:
            found.append(page.found(FindingKind.WEAK_COVER, _REASON, block.box))
        whole = whole.joined(block.box) if cover.opaque and _near(page.hull, block.box) else whole
    page.hull = whole
    return tuple(found)


def _is_white(page: Page, block: Block, lightest: NDArray[np.float64]) -> bool:
    """Whether it is white under the light of the page."""
    share = np.median(page.straight[block.mask], axis=0) / np.maximum(lightest, 1)
    return bool(share.min() > _AS_LIGHT and np.ptp(share) < _COLOURLESS)


def _near(hull: Box, box: Box) -> bool:
    """Whether a block belongs to the document, not to what lies beside it."""
    room = 0.4 * max(hull.wide, hull.high)
    return hull.grown(room, room).shared(box) > 0.9 * box.area


def _is_paper(page: Page, block: Block) -> bool:
    """Whether it is what the text is printed on: most of the document, or several lines inside that can be read."""
    inside = [line for line in page.lines if line.score > 0.8 and line.box.shared(block.box) > 0.9 * line.box.area]
    return block.area > _LARGEST * page.hull.area or len(inside) >= _MOST_LINES
