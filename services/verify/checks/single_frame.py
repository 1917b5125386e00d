"""Is it one picture?"""

from __future__ import annotations

from services.verify.checks.copy import Copy, Finding, FindingKind, refused


def single_frame(copy: Copy) -> tuple[Finding, ...]:
    """Refuse animations and files of several pages: nobody would look at the later ones.

    A phone's JPEG may carry further pictures behind the first (MPO: depth, preview). Those never reach a
    viewer; `metadata` tells about them and `raster` leaves them behind.
    """
    if copy.format == "JPEG" or getattr(copy.opened, "n_frames", 1) == 1:
        return ()
    reason = "The file holds several pictures or pages. Send one photo, of the front of the document."
    return refused(FindingKind.SEVERAL_PICTURES, reason)
