"""What is packed into a file: the pages as they are seen, the same before redaction, and where the covers lie."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from tests.gate.page import Box, Page, fraction


@dataclass(frozen=True, slots=True)
class Parcel:
    """Pictures of one file; `before` is page for page the same without covers."""

    pages: list[Page]
    before: list[Page]
    text: str = ""
    """What a scanner's text layer would hold."""

    @property
    def picture(self) -> Image.Image:
        """The first page as it is seen."""
        return self.pages[0].picture

    @property
    def original(self) -> Image.Image:
        """The first page before redaction."""
        return self.before[0].picture

    def covers(self, at: int = 0) -> list[Box]:
        """Where covers lie on a page (fractions), a bit larger than what they cover."""
        page = self.pages[at]
        return [_wider(fraction(box, page.picture.size)) for box in page.regions.values()]


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Save a picture to bytes."""
    file = io.BytesIO()
    picture.save(file, kind, **options)  # type: ignore[arg-type]
    return file.getvalue()


def _wider(box: Box) -> Box:
    by = 0.008
    return max(0.0, box[0] - by), max(0.0, box[1] - by), min(1.0, box[2] + by), min(1.0, box[3] + by)
