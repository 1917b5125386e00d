"""What a long-lived process tells the machine and Python about its memory."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
LARGE_BYTES = 512 * 1024
POOLS = 2


def give_back() -> None:
    """Large buffers go back to the machine as soon as they are freed; call before the process starts threads.

    glibc keeps them in its pools otherwise, one pool a thread: a process that passes large mails on would grow to
    several times what it uses (measured: 211 MB against 150 MB). Where the C library is another one, nothing is done.
    """
    with suppress(AttributeError, OSError):
        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
        library.mallopt(_M_ARENA_MAX, POOLS)


def leave_the_program_alone() -> None:
    """What is loaded by now stays: the collector of cycles need not go through it again and again."""
    gc.collect()
    gc.freeze()
