"""Is a place hidden by something white? White-out lets print shine through once it is worn, and looks like no cover."""

from __future__ import annotations

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.looking.evidence import hides_photo
from services.verify.checks.page import Box, Cover, Page

_REASON = "A place is covered in white, which may be paint that can be seen through. Use a black block."
_ON = 0.5  # of the smaller of cover and place


def white(page: Page) -> tuple[Finding, ...]:
    """Send white covers to a person: over the places of a model that is known, else over what may be the photo."""
    covers = [cover for cover in page.covers if cover.opaque and cover.white]
    places = [fits[0].place(region.box) for fits in page.models for region in fits[0].template.regions]
    return tuple(page.found(FindingKind.SUSPECT, _REASON, cover.box) for cover in covers if _hides(page, cover, places))


def _hides(page: Page, cover: Cover, places: list[Box]) -> bool:
    if not page.models:
        return hides_photo(page, cover)
    return any(cover.box.shared(place) > _ON * min(cover.box.area, place.area) for place in places)
