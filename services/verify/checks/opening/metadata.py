"""What does the file carry besides the visible picture?"""

from __future__ import annotations

from services.verify.checks.copy import Copy, Finding, FindingKind
from services.verify.checks.opening.carriers import Carrier, heif, jpeg, png, tiff, webp

_READERS = {
    "JPEG": jpeg.carried,
    "PNG": png.carried,
    "WEBP": webp.carried,
    "TIFF": tiff.carried,
    "HEIF": heif.carried,
}
_REASONS = {
    Carrier.DETAILS: "The file held details such as place, time and device. They were removed.",
    Carrier.PREVIEW: "The file held a second, small picture, which may show what is covered. It was removed.",
    Carrier.TEXT: "The file held a note that the picture does not show. It was removed.",
    Carrier.TRAILING: "Something else followed the end of the picture in the file. It was removed.",
    Carrier.UNKNOWN: "The file held a part that is not for showing a picture. It was removed.",
    Carrier.TRANSPARENCY: "Parts of the picture were transparent. They were made white.",
}


def metadata(copy: Copy) -> tuple[Finding, ...]:
    """Tell what the redrawn picture will leave behind; none of it is kept, so none of it refuses the copy."""
    reader = _READERS.get(copy.format)
    found = set() if reader is None else set(reader(copy.data))
    if copy.see_through:
        found.add(Carrier.TRANSPARENCY)
    return tuple(Finding(FindingKind.HIDDEN_CONTENT, _REASONS[carrier]) for carrier in Carrier if carrier in found)
