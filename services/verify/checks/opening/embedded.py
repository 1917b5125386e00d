"""Does the file carry a second picture that shows what the first one hides?

Programs that edit a photo often leave the old preview behind, or the whole old picture after the new one. Every JPEG
and PNG says so in its first bytes, so they are found wherever they lie: in camera details, behind the end, in a list of
further pictures; in XMP as base64. What shows the same is told by `metadata` and left behind.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Iterator

from PIL import Image

from services.verify.checks.copy import Copy, Finding, FindingKind
from services.verify.checks.leaf import Pixels
from services.verify.checks.opening.alike import differ
from services.verify.checks.opening.flatten import flatten, is_known

_START = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=&#;x\s]{400,}")
_MOST = 12  # pictures looked at
_SMALLEST = 32  # pixels a side; less shows nobody
_LARGEST = 40_000_000
_AS_DRAFT = (1200, 1200)
_PLAIN = 25.0  # standard deviation of 255 shades; coding leaves traces in a bar of one colour

_REASON = "The file holds a second picture that shows what is covered in the first. It was removed."
_INSTEAD = "A second picture in the file shows what is covered in the first. Send a screenshot of the covered copy."


def embedded(copy: Copy) -> tuple[Finding, ...]:
    """Refuse a copy whose file carries a picture that differs from what a viewer shows."""
    if copy.format == "PDF":  # its pictures are compared with its pages, in `pdf`
        return ()
    shown = copy.front.pixels
    for picture in _pictures(copy.data):
        side = max(_SMALLEST, min(160, *picture.shape[:2]))
        if differ(shown, _without_bars(picture, shown), side):
            return (Finding(FindingKind.HIDDEN_CONTENT, _REASON), Finding(FindingKind.WEAK_COVER, _INSTEAD))
    return ()


def _pictures(data: bytes) -> Iterator[Pixels]:
    left = _MOST
    for piece in (memoryview(data), *_from_text(data)):
        for start in _START.finditer(piece):
            if start.start() == 0 and piece.obj is data:
                continue  # the picture itself
            left -= 1
            if left < 0:
                return
            picture = _opened(bytes(piece[start.start() :]))
            if picture is not None:
                yield picture


def _from_text(data: bytes) -> Iterator[memoryview]:
    """What stands in XMP as base64, with the line ends of XML."""
    for match in _BASE64.finditer(data):
        plain = re.sub(rb"&#x?[0-9A-Fa-f]+;|\s", b"", match.group())
        try:
            yield memoryview(base64.b64decode(plain[: len(plain) // 4 * 4]))
        except binascii.Error:
            continue


def _opened(data: bytes) -> Pixels | None:
    """The picture that starts here; None when it is none, is too small to show anybody, or is a map of brightness."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
                if min(picture.size) < _SMALLEST or picture.width * picture.height > _LARGEST or not is_known(picture):
                    return None
                if picture.mode == "L":
                    return None
                picture.draft("RGB", _AS_DRAFT)
                return flatten(picture)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 -- bytes that look like a start and are none
            return None


def _without_bars(picture: Pixels, shown: Pixels) -> Pixels:
    """Cut off the bars of one colour that fill up a preview of another shape than its photo."""
    height, width = picture.shape[:2]
    wanted = shown.shape[1] / shown.shape[0]
    if width > height * wanted:
        side = round((width - height * wanted) / 2)
        bars, middle = (picture[:, :side], picture[:, width - side :]), picture[:, side : width - side]
    else:
        side = round((height - width / wanted) / 2)
        bars, middle = (picture[:side], picture[height - side :]), picture[side : height - side]
    is_plain = all(bar.size == 0 or float(bar.std()) <= _PLAIN for bar in bars)
    return middle if is_plain and min(middle.shape[:2]) >= _SMALLEST // 2 else picture
