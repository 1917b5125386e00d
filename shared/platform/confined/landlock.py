"""Which files a child can open: those of the program, to read (Landlock, Linux 5.13 and later)."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from shared.platform.confined.limits import libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_EVERYTHING = (1 << 13) - 1  # all rights that the first version of Landlock knows


def read_only(paths: Iterable[str]) -> bool:
    """Let this process open only files under these paths, and only to read. True when it holds."""
    handled = struct.pack("=Q", _EVERYTHING)
    ruleset = libc.syscall(_CREATE_RULESET, handled, ctypes.c_size_t(len(handled)), 0)
    if ruleset < 0:
        return False
    try:
        for path in paths:
            with suppress(OSError):  # a path that this machine does not have needs no rule
                _allow(ruleset, path)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str) -> None:
    rights = _READ_FILE | _READ_DIR if Path(path).is_dir() else _READ_FILE
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        libc.syscall(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)
