"""Named points at which a test may kill the process, as a power cut would.

Each use case that changes state names its points. `PRIVACYBALIE_CRASH_AT=name` (or `name:3` for the third
passing) ends the process there at once, without clean-up, exit code 137. Without the variable a point costs a look-up.
"""

from __future__ import annotations

import os

from shared.platform.config import environment

VARIABLE = "PRIVACYBALIE_CRASH_AT"


class CrashPoints:
    """The armed point, if any, and how often it was passed."""

    def __init__(self, armed: str | None) -> None:
        name, _, count = (armed or "").partition(":")
        self._name = name
        self._left = int(count or 1)

    def __call__(self, name: str) -> None:
        """Die here if this is the armed point and its count is reached."""
        if name != self._name:
            return
        self._left -= 1
        if self._left == 0:
            os._exit(137)


crash_point = CrashPoints(environment(VARIABLE))
