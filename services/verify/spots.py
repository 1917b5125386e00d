"""Where something is on a copy, in words for pages; the same for staff and for requesters."""

from __future__ import annotations

from services.verify.rules.whereabouts import PLACE_LABELS, Place
from shared.platform.i18n import Text, lazy


def in_words(place: Place | None, page: int | None = None) -> Text | None:
    """`top left, page 2`; the page is left out where there is only one. None when there is nothing to say."""
    said = [Text(PLACE_LABELS[place])] if place is not None else []
    said += [lazy("page %(number)s", number=page)] if page is not None else []
    if not said:
        return None
    return Text(", ".join(f"%(p{i})s" for i in range(len(said))), {f"p{i}": text for i, text in enumerate(said)})
