"""That something ends: no figure of speed, which is what `bench/` is for, but the line between slow and run away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

RUN_AWAY = 30
"""CPU seconds, half of what the child that reads mail may use. A busy machine takes some; what runs away, hours."""


@contextmanager
def ends() -> Iterator[None]:
    """Fail when the block used more CPU than anything that grows with its input would."""
    began = time.process_time()
    yield
    assert time.process_time() - began < RUN_AWAY
