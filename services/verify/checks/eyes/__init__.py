"""The models that see: text, faces and codes. Loaded once per process, before it is locked.

After `load` no file is opened and no thread is started: the child that judges may do neither. The libraries are
imported there too, so that the process that only asks a child for a judgement carries none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.verify.checks.eyes.codes import CodeReader
    from services.verify.checks.eyes.faces import FaceFinder
    from services.verify.checks.eyes.reading import Reader

__all__ = ["Eyes", "load"]


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looks at a page."""

    reader: Reader
    faces: FaceFinder
    codes: CodeReader


@cache
def load() -> Eyes:
    """Load the models, once. Raises OSError or ValueError when a model is not there or is another."""
    import cv2  # noqa: PLC0415 -- see above, here and below

    from services.verify.checks.eyes.codes import CodeReader  # noqa: PLC0415
    from services.verify.checks.eyes.faces import FaceFinder  # noqa: PLC0415
    from services.verify.checks.eyes.reading import Reader  # noqa: PLC0415

    cv2.setNumThreads(1)
    return Eyes(Reader(), FaceFinder(), CodeReader())
