"""Is everything hidden that must be hidden, on the picture that would be kept?"""

from __future__ import annotations

import numpy as np

from services.verify.checks.copy import Copy, Finding
from services.verify.checks.looking import look


def visible(copy: Copy) -> tuple[Finding, ...]:
    """Look at the redrawn pixels, and at nothing else: they are all that is kept.

    Raises:
        LookFailed: a question could not be answered.
    """
    return look(np.asarray(copy.drawn, np.uint8))
