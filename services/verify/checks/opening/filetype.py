"""What is it, by its content and not by its name?"""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

from services.verify.checks.copy import Copy, Finding, FindingKind, refused
from services.verify.checks.opening import signatures

FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/tiff": "TIFF",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
    "application/pdf": "PDF",
}
_PICTURE_NAMES = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".pdf"})
_ENOUGH = 64 * 1024  # bytes; every signature of the allowed kinds stands at the start


def filetype(copy: Copy) -> tuple[Finding, ...]:
    """Note the format of a JPEG, PNG, WebP, TIFF, HEIC or PDF; refuse everything else, saying what to send instead."""
    media = _signatures().from_buffer(copy.data[:_ENOUGH])
    copy.format = FORMATS.get(media, "")
    if copy.format:
        return ()
    if PurePosixPath(copy.declared_name or "").suffix.lower() in _PICTURE_NAMES:
        reason = "The name says picture, but the content is something else. Send a photo (JPEG or PNG)."
        return refused(FindingKind.NOT_A_PICTURE, reason)
    return refused(FindingKind.NOT_A_PICTURE, "The file is not a photo. Send a photo (JPEG or PNG).")


@cache
def _signatures() -> signatures.Signatures:
    return signatures.Signatures()
