"""Can its pixels be read, all of them, without filling the machine?"""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from services.verify.checks.copy import Copy, Finding, FindingKind, refused

MOST_PIXELS = 40_000_000
_WIDEST = 30_000  # pixels a side; a strip of a few pixels high is no document
_AS_DRAFT = (2400, 2400)  # a JPEG decodes faster to half its size; no smaller than `raster` keeps

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
_DAMAGED = "The picture is damaged or incomplete. Send another photo."


def decodable(copy: Copy) -> tuple[Finding, ...]:
    """Read the header, weigh what it announces, and only then decode the pixels.

    The decoder is the one of the format that the content showed, so two readings of one file cannot differ.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(copy.data), formats=(copy.format,))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            return _too_many()
        except UnidentifiedImageError:
            return refused(FindingKind.DAMAGED, _DAMAGED)
        if picture.width * picture.height > MOST_PIXELS or max(picture.size) > _WIDEST:
            return _too_many()
        if picture.format == "JPEG":
            picture.draft(None, _AS_DRAFT)
        picture.load()
    copy.picture = picture
    return ()


def _too_many() -> tuple[Finding, ...]:
    return refused(FindingKind.TOO_MANY_PIXELS, "The picture has more than 40 million pixels. Send a smaller photo.")
