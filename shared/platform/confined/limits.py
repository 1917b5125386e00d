"""What a child may use up, set by itself before it reads a byte that came from outside (trust 3)."""

from __future__ import annotations

import ctypes
import math
import os
import resource
import signal

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWIPC = 0x08000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

libc = ctypes.CDLL(None, use_errno=True)


def prctl(option: int, first: int = 0, second: object = 0) -> None:
    """Ask the kernel for a property of this process (prctl, section 2). Raises OSError when it refuses."""
    if libc.prctl(option, ctypes.c_ulong(first), second, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def bound(memory_mb: int, cpu_seconds: int) -> None:
    """Set the hard limits: memory, CPU over the child's life, no written byte, few files, no core dump."""
    _limit(resource.RLIMIT_AS, memory_mb * 1024 * 1024)
    _limit(resource.RLIMIT_CPU, cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_CORE, 0)
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(_PR_SET_NO_NEW_PRIVS, 1)


def alone() -> None:
    """No new processes or threads from here on, and no debugger or core dump that shows the memory."""
    _limit(resource.RLIMIT_NPROC, 0)
    prctl(_PR_SET_DUMPABLE, 0)


def _limit(kind: int, most: int) -> None:
    """Lower a limit for good; a limit that is lower already stays."""
    hard = resource.getrlimit(kind)[1]
    lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(kind, (lowest, lowest))


def allow_cpu(seconds: int) -> None:
    """Give the next job this many seconds of CPU; the kernel ends the process that takes more."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = math.ceil(usage.ru_utime + usage.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def separate() -> bool:
    """Leave the machine's network for an empty one. True when it worked.

    With users of its own this needs no rights; where the machine forbids that, root can still do the network.
    """
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC) == 0:
        return True
    return os.geteuid() == 0 and libc.unshare(_CLONE_NEWNET) == 0
