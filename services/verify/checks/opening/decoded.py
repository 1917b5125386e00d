"""Can its pages be drawn, all of them, without filling the machine?"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import pi_heif
from PIL import Image, UnidentifiedImageError

from services.verify.checks.copy import Copy, Finding, FindingKind, refused
from services.verify.checks.leaf import Leaf
from services.verify.checks.opening import pdf
from services.verify.checks.opening.alike import differ
from services.verify.checks.opening.flatten import flatten, is_known, is_see_through

MOST_PIXELS = 40_000_000
MOST_FRAMES = 6
_WIDEST = 30_000  # pixels a side; a strip of a few pixels high is no document
_AS_DRAFT = (1500, 1500)  # pixels: a JPEG decodes faster to half its size; a photo of 12 megapixels to 2000 by 1500

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
pi_heif.register_heif_opener(decode_threads=1, thumbnails=False)
_DAMAGED = "The picture is damaged or incomplete. Send another photo."


class TooManyPixels(ValueError):
    """A header announces more than may be decoded."""


class UnusualColours(ValueError):
    """Floating point, or something that no camera and no scanner writes."""


def decoded(copy: Copy) -> tuple[Finding, ...]:
    """Read the header, weigh what it announces, and only then draw the pages.

    The decoder is the one of the format that the content showed, so two readings of one file cannot differ.
    """
    if copy.format == "PDF":
        return pdf.draw(copy)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            copy.leaves = list(_leaves(copy))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError, TooManyPixels):
            reason = "The picture has more than 40 million pixels. Send a smaller photo."
            return refused(FindingKind.TOO_MANY_PIXELS, reason)
        except UnusualColours:
            reason = "The picture uses unusual colours. Send a photo (JPEG or PNG)."
            return refused(FindingKind.DAMAGED, reason)
        except UnidentifiedImageError:
            return refused(FindingKind.DAMAGED, _DAMAGED)
    if not copy.leaves:
        reason = "The file holds more than six pictures or pages. Send one photo, of the front of the document."
        return refused(FindingKind.SEVERAL_PICTURES, reason)
    return ()


def _leaves(copy: Copy) -> Iterator[Leaf]:
    """Every frame is a page: nobody looks at the later ones of an animation, so the checks must. None if too many."""
    with Image.open(io.BytesIO(copy.data), formats=(copy.format,)) as picture:
        frames = 1 if copy.format == "JPEG" else getattr(picture, "n_frames", 1)  # behind a JPEG: see `embedded`
        for number in range(1, frames + 1 if frames <= MOST_FRAMES else 1):
            if number > 1:
                picture.seek(number - 1)
            yield from _frame(copy, picture, number)


def _frame(copy: Copy, picture: Image.Image, number: int) -> Iterator[Leaf]:
    if picture.width * picture.height > MOST_PIXELS or max(picture.size) > _WIDEST:
        raise TooManyPixels
    if not is_known(picture):
        raise UnusualColours
    if picture.format == "JPEG":
        picture.draft(None, _AS_DRAFT)
    picture.load()
    seen = flatten(picture)
    yield Leaf(number, seen)
    if is_see_through(picture):
        copy.see_through = True
        stored = flatten(picture, see_through=False)
        if differ(seen, stored):
            yield Leaf(number, stored, beneath=True)
