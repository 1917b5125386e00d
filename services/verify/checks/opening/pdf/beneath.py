"""What taking a layer away would show: the page without its notes, and each picture as it is stored.

A box drawn over a live picture, a layer that is switched off, a mask that hides a part, a picture that reaches past
the edge of the page: in each case the stored picture shows more than the page does at that place.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from services.verify.checks.leaf import LONGEST_SIDE, Leaf, Pixels
from services.verify.checks.opening.alike import differ
from services.verify.checks.opening.flatten import flatten
from services.verify.checks.opening.pdf.pages import picture_of

_MOST = 8  # pictures of a page that are compared, largest first
_SMALLEST = 96  # pixels a side; less is an ornament
_MOST_PIXELS = 40_000_000
_DEPTH = 5  # groups within groups


def beneath(page: pypdfium2.PdfPage, shown: Leaf) -> Iterator[Leaf]:
    """Yield what differs from the page as shown."""
    bare = picture_of(page, notes=False)
    if differ(shown.pixels, bare):
        yield Leaf(shown.number, bare, beneath=True)
    for stored, place in _pictures(page):
        if _shows_more(stored, shown.pixels, place):
            yield Leaf(shown.number, stored, beneath=True)


Place = tuple[float, float, float, float]


def _pictures(page: pypdfium2.PdfPage) -> Iterator[tuple[Pixels, Place]]:
    """Each picture as it is stored, without masks, and where on the page it stands, as fractions from left and top."""
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEPTH)
    large = [each for each in found if min(each.get_px_size()) >= _SMALLEST]
    for each in sorted(large, key=_area, reverse=True)[:_MOST]:
        if _area(each) > _MOST_PIXELS:
            raise ValueError("a picture of too many pixels")
        yield _stored(each), _place(page, each)


def _area(picture: pypdfium2.PdfImage) -> int:
    width, height = picture.get_px_size()
    return int(width * height)


def _stored(picture: pypdfium2.PdfImage) -> Pixels:
    stored: Image.Image = picture.get_bitmap(render=False).to_pil()
    stored.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return flatten(stored.convert("RGB"))


def _place(page: pypdfium2.PdfPage, picture: pypdfium2.PdfImage) -> Place:
    left, bottom, right, top = picture.get_bounds()
    box = page.get_cropbox()
    width, height = box[2] - box[0], box[3] - box[1]
    return (left - box[0]) / width, (box[3] - top) / height, (right - box[0]) / width, (box[3] - bottom) / height


def _shows_more(stored: Pixels, shown: Pixels, place: Place) -> bool:
    """Whether the page shows something else where the picture stands; on a turned page it is always looked at."""
    left, top, right, bottom = place
    if min(left, top) < -0.02 or max(right, bottom) > 1.02:
        return True
    height, width = shown.shape[:2]
    there = shown[_span(top, bottom, height), _span(left, right, width)]
    return min(there.shape[:2]) == 0 or differ(np.ascontiguousarray(there), stored)


def _span(start: float, stop: float, length: int) -> slice:
    return slice(max(0, round(start * length)), min(length, round(stop * length)))
