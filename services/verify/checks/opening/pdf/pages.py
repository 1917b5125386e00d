"""Draws the pages of a PDF as a viewer does."""

from __future__ import annotations

import numpy as np
import pypdfium2

from services.verify.checks.leaf import LONGEST_SIDE, Pixels

MOST_PAGES = 4
_DOTS = 200 / 72  # of a point: 200 dpi
_SMALL = 1600  # pixels; a page as small as a card is drawn larger, so that its print can be read


def picture_of(page: pypdfium2.PdfPage, *, notes: bool = True) -> Pixels:
    """Draw a page at 200 dpi, at most 2400 pixels a side.

    Args:
        page: of an open document.
        notes: with what was put on the page as annotations.

    Raises:
        ValueError: the page has no size.
    """
    longest = max(page.get_size())
    if not min(page.get_size()) > 0:
        raise ValueError("a page without a size")
    scale = min(max(_DOTS, _SMALL / longest), LONGEST_SIDE / longest)
    bitmap = page.render(scale=scale, draw_annots=notes, may_draw_forms=notes, rev_byteorder=True)
    drawn = bitmap.to_numpy()
    if drawn.ndim == 2 or drawn.shape[2] == 1:
        return np.repeat(drawn.reshape(*drawn.shape[:2], 1), 3, axis=2)
    return np.array(drawn[:, :, :3], dtype=np.uint8)
