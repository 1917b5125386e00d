"""A filter of system calls, written in the kernel's small packet-filter language (seccomp(2), mode 2).

What it refuses gets EPERM, an ordinary error to the code that asked; everything else goes on.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

from shared.platform.confined.limits import prctl

# name: (number on x86_64, number on aarch64 or None where that machine never had the call)
DENIED: dict[str, tuple[int | None, int | None]] = {
    # the network
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206),
    "sendmsg": (46, 211), "sendmmsg": (307, 269), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    # other programs and processes
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424),
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    # the machine
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "setns": (308, 268), "unshare": (272, 97), "bpf": (321, 280), "perf_event_open": (298, 241),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "userfaultfd": (323, 282),
    "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104), "reboot": (169, 142),
    "open_by_handle_at": (304, 265), "fsopen": (430, 430), "move_mount": (429, 429), "open_tree": (428, 428),
    # changes of files
    "creat": (85, None), "openat2": (437, 437), "memfd_create": (319, 279),
    "truncate": (76, 45), "ftruncate": (77, 46), "fallocate": (285, 47),
    "unlink": (87, None), "unlinkat": (263, 35), "rmdir": (84, None),
    "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, None), "mkdirat": (258, 34), "mknod": (133, None), "mknodat": (259, 33),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
}  # fmt: skip

_MACHINES = {
    "x86_64": (0, 0xC000003E),
    "aarch64": (1, 0xC00000B7),
}  # column above, name in the kernel's audit.h
_OPEN_TO_WRITE = 0o1 | 0o2 | 0o100 | 0o1000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC: the same on both machines
_CLONE_THREAD = 0x10000
_NUMBER, _MACHINE, _ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data; arguments are 8 bytes each
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


def _line(code: int, value: int, hit: int = 0, miss: int = 0) -> bytes:
    return struct.pack("=HBBI", code, hit, miss, value)


def _refuse(number: int, error: int = errno.EPERM) -> list[bytes]:
    """Two lines: this call gets that error."""
    return [_line(_EQUAL, number, 0, 1), _line(_RETURN, _ERROR | error)]


def _refuse_if(number: int, argument: int, bits: int, *, present: bool) -> list[bytes]:
    """Refuse the call when one of the bits is (or is not) set in an argument; allow it otherwise."""
    chosen = (1, 0) if present else (0, 1)
    return [
        _line(_EQUAL, number, 0, 4),
        _line(_LOAD, _ARGUMENT + 8 * argument),
        _line(_ANY_BIT, bits, *chosen),
        _line(_RETURN, _ALLOW),
        _line(_RETURN, _ERROR | errno.EPERM),
    ]


def program(machine: str) -> bytes:
    """Write the filter for a machine, `x86_64` or `aarch64`. Raises KeyError for another."""
    column, audit = _MACHINES[machine]
    lines = [_line(_LOAD, _MACHINE), _line(_EQUAL, audit, 1, 0), _line(_RETURN, _KILL), _line(_LOAD, _NUMBER)]
    # x86_64 has a second set of numbers (x32) for the same calls; no program here uses it
    lines += [_line(_AT_LEAST, 0x40000000, 0, 1), _line(_RETURN, _ERROR | errno.EPERM)]
    for numbers in DENIED.values():
        number = numbers[column]
        lines += [] if number is None else _refuse(number)
    lines += _refuse((435, 435)[column], errno.ENOSYS)  # clone3 hides its flags; libc then falls back to clone
    lines += _refuse_if((56, 220)[column], 0, _CLONE_THREAD, present=False)  # clone: a thread yes, a process no
    lines += _refuse_if((257, 56)[column], 2, _OPEN_TO_WRITE, present=True)  # openat
    if machine == "x86_64":
        lines += _refuse_if(2, 1, _OPEN_TO_WRITE, present=True)  # open
    return b"".join([*lines, _line(_RETURN, _ALLOW)])


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.c_char_p))


def refuse_calls() -> bool:
    """Put the filter on this process, for good. True when it holds; needs no-new-privileges to be set."""
    try:
        lines = program(platform.machine())
        prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(_Program(len(lines) // 8, lines)))
    except (KeyError, OSError):
        return False
    return True
