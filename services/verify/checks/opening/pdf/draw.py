"""Can the pages of a PDF be drawn, and does anything lie beneath them?"""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2

from services.verify.checks.copy import Copy, Finding, FindingKind, refused
from services.verify.checks.leaf import Leaf
from services.verify.checks.opening.pdf.beneath import beneath
from services.verify.checks.opening.pdf.carried import carried
from services.verify.checks.opening.pdf.pages import MOST_PAGES, picture_of
from services.verify.checks.opening.pdf.versions import earlier

_DAMAGED = "The PDF is damaged or incomplete. Send a photo of the document."
_LOCKED = "The PDF is locked with a password. Send it without one, or send a photo."
_MANY = "The PDF has more than four pages. Send one page: the front of the document."
_PASSWORD = 4  # pdfium's code for a document that wants one


def draw(copy: Copy) -> tuple[Finding, ...]:
    """Draw every page and everything that taking a layer away would show; tell what else the file holds."""
    try:
        document = pypdfium2.PdfDocument(copy.data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD
        return refused(FindingKind.LOCKED, _LOCKED) if locked else refused(FindingKind.DAMAGED, _DAMAGED)
    with document:
        if len(document) > MOST_PAGES:
            return refused(FindingKind.SEVERAL_PICTURES, _MANY)
        if not len(document):
            return refused(FindingKind.DAMAGED, _DAMAGED)
        document.init_forms()
        copy.leaves = list(_leaves(document))
    copy.leaves += earlier(copy.data, copy.leaves)
    return carried(copy)


def _leaves(document: pypdfium2.PdfDocument) -> Iterator[Leaf]:
    for number, page in enumerate(document, start=1):
        shown = Leaf(number, picture_of(page))
        yield shown
        yield from beneath(page, shown)
