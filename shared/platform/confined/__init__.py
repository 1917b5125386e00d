"""Hostile bytes are read here: in child processes that hold no key, reach no network and write no file.

`Confined` keeps the children; each runs one named pure function, `(bytes, dict) -> (dict, bytes)`.
"""

from __future__ import annotations

from shared.platform.confined.outcome import JobFailed, NotProtected, Protection
from shared.platform.confined.pool import Confined

__all__ = ["Confined", "JobFailed", "NotProtected", "Protection"]
