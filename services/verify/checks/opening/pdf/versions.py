"""Earlier versions of the same PDF: programs that add a black box often append it, and keep what was before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2

from services.verify.checks.leaf import Leaf
from services.verify.checks.opening.alike import differ
from services.verify.checks.opening.pdf.pages import MOST_PAGES, picture_of

_END = re.compile(rb"%%EOF[\r\n]*")
_MOST = 2  # versions looked at, the latest before the last first


def earlier(data: bytes, leaves: Sequence[Leaf]) -> list[Leaf]:
    """Draw what earlier versions showed and the last one does not."""
    ends = [match.end() for match in _END.finditer(data)][:-1]
    shown = {leaf.number: leaf for leaf in leaves if not leaf.beneath}
    return [leaf for end in reversed(ends[-_MOST:]) for leaf in _pages(data[:end]) if _is_news(leaf, shown)]


def _is_news(leaf: Leaf, shown: dict[int, Leaf]) -> bool:
    return leaf.number not in shown or differ(shown[leaf.number].pixels, leaf.pixels)


def _pages(data: bytes) -> Iterator[Leaf]:
    """The pages of a file that ends here; none when it is no whole document (a first part made for the web is none)."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    with document:
        for number, page in zip(range(1, MOST_PAGES + 1), document, strict=False):
            yield Leaf(number, picture_of(page), beneath=True)
