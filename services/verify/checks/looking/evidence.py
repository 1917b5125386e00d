"""What proves that the photo was covered, and the strip where there is one?"""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.looking.digits import is_label
from services.verify.checks.looking.zone import is_strip
from services.verify.checks.page import Cover, Page

_PHOTO_SHARE, _PHOTO_FILL = 0.045, 0.72  # of the document's area; of its own rectangle
_NARROWEST, _WIDEST = 0.45, 1.7  # width to height of a covered photo


def evidence(page: Page) -> tuple[Finding, ...]:
    """Accept on proof only: a block of a photo's size and shape, and one over the strip of a passport."""
    if not any(hides_photo(page, cover) for cover in page.covers):
        reason = "No block is seen that covers a photo."
        return (page.found(FindingKind.NO_COVER, reason),)
    if _has_strip(page) and not _strip_settled(page):
        return (page.found(FindingKind.NO_COVER, "No block is seen that covers the strip with <<< signs."),)
    return ()


def hides_photo(page: Page, cover: Cover) -> bool:
    """Whether a block has the size, shape and density of a covered photo."""
    shape = cover.box.wide / max(cover.box.high, 1)
    share = cover.area / max(page.hull.area, 1)
    return cover.opaque and share >= _PHOTO_SHARE and cover.fill >= _PHOTO_FILL and _NARROWEST < shape < _WIDEST


def _has_strip(page: Page) -> bool:
    """Passports have one on the page with the photo; cards where the number stands."""
    return "passport" in page.kinds or any(is_label(line.text) for line in page.lines)


def _strip_settled(page: Page) -> bool:
    """Whether the strip was read, or something as wide as a strip lies low on the document."""
    if any(is_strip(line.text) for line in page.lines):
        return True
    return any(cover.opaque and cover.box.wide > 0.45 * page.hull.wide and cover.box.wide > 3 * cover.box.high
               for cover in page.covers)  # fmt: skip
