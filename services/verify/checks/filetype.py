"""What is it, by its content and not by its name?"""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

from services.verify.checks import signatures
from services.verify.checks.copy import Copy, Finding, FindingKind, refused

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/tiff": "TIFF"}
_NOT_YET = frozenset({
    "application/pdf", "image/heic", "image/heic-sequence", "image/heif", "image/heif-sequence", "image/avif",
})  # fmt: skip
_PICTURE_NAMES = frozenset({".jpg", ".jpeg", ".jfif", ".png", ".webp", ".tif", ".tiff"})
_ENOUGH = 64 * 1024  # bytes; every signature of the allowed kinds stands at the start


def filetype(copy: Copy) -> tuple[Finding, ...]:
    """Note the format of a JPEG, PNG, WebP or TIFF; refuse everything else, saying what to send instead."""
    media = _signatures().from_buffer(copy.data[:_ENOUGH])
    copy.format = FORMATS.get(media, "")
    if copy.format:
        return ()
    if media in _NOT_YET:
        reason = "This kind of file is not yet readable here: send a photo (JPEG or PNG)."
        return refused(FindingKind.NOT_YET_READABLE, reason)
    if PurePosixPath(copy.declared_name or "").suffix.lower() in _PICTURE_NAMES:
        reason = "The name says picture, but the content is something else. Send a photo (JPEG or PNG)."
        return refused(FindingKind.NOT_A_PICTURE, reason)
    return refused(FindingKind.NOT_A_PICTURE, "The file is not a photo. Send a photo (JPEG or PNG).")


@cache
def _signatures() -> signatures.Signatures:
    return signatures.Signatures()
