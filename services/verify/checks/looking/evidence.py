"""What proves that the photo was covered, and the strip where there is one?"""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.looking.cut_strip import strip_cut_off
from services.verify.checks.page import Cover, Page
from services.verify.checks.templates import Fit, Place
from services.verify.checks.written.digits import is_label
from services.verify.checks.written.zone import is_strip

_PHOTO_SHARE, _PHOTO_FILL = 0.045, 0.72  # of the document's area; of its own rectangle
_NARROWEST, _WIDEST = 0.45, 1.7  # width to height of a covered photo
_ALL = 0.75  # of what is on the page


def evidence(page: Page) -> tuple[Finding, ...]:
    """Accept on proof only: a block of a photo's size and shape, and one over the strip of a passport."""
    if not _photo_settled(page):
        reason = "No block is seen that covers a photo."
        return (page.found(FindingKind.NO_COVER, reason),)
    if _has_strip(page) and not _strip_settled(page):
        return (page.found(FindingKind.NO_COVER, "No block is seen that covers the strip with <<< signs."),)
    return ()


def _photo_settled(page: Page) -> bool:
    """Whether the photo is covered: where its model has it, or by a block of that size; or the side has none."""
    if Place.PHOTO in page.proved or any(hides_photo(page, cover) for cover in page.covers):
        return True
    return len(page.models) == 1 and _is_back(page, page.models[0][0])


def _is_back(page: Page, fit: Fit) -> bool:
    """Whether all there is is one side without a photo, and what it has to hide is covered.

    A strip that could be read is settled by what it says.
    """
    wanted = {region.place for region in fit.template.regions} - page.proved
    if fit.template.has_photo or wanted - {Place.MRZ} or (wanted and not _strip_read(page)):
        return False
    return page.hull.shared(fit.whole) > _ALL * page.hull.area


def hides_photo(page: Page, cover: Cover) -> bool:
    """Whether a block has the size, shape and density of a covered photo."""
    shape = cover.box.wide / max(cover.box.high, 1)
    share = cover.area / max(page.hull.area, 1)
    return cover.opaque and share >= _PHOTO_SHARE and cover.fill >= _PHOTO_FILL and _NARROWEST < shape < _WIDEST


def _has_strip(page: Page) -> bool:
    """Passports have one on the page with the photo; cards where the number stands, unless the model has none."""
    bare = [contenders[0].whole for contenders in page.models if not contenders[0].template.strip]
    labels = [line.box for line in page.lines if is_label(line.text)]
    return "passport" in page.kinds or any(all(label.shared(whole) == 0 for whole in bare) for label in labels)


def _strip_settled(page: Page) -> bool:
    """Whether the strip was read, or something as wide as a strip lies low on the document; or it was cut off."""
    if _strip_read(page) or Place.MRZ in page.proved:
        return True
    if strip_cut_off(page, [cover for cover in page.covers if hides_photo(page, cover)]):
        return True
    return any(cover.opaque and cover.box.wide > 0.45 * page.hull.wide and cover.box.wide > 3 * cover.box.high
               for cover in page.covers)  # fmt: skip


def _strip_read(page: Page) -> bool:
    return any(is_strip(line.text) for line in page.lines)
