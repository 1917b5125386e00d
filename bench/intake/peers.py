"""django-helpdesk 2.6.1, in an environment of its own that is made once and kept in a cache directory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.intake.watching import Figures, run
from tests.servers.dovecot import Dovecot

CACHE = Path("~/.cache/privacybalie-bench").expanduser()
WANTED = ("django-helpdesk==2.6.1", "django>=5.2,<5.3")
SIDE = Path(__file__).with_name("helpdesk_side.py")
Run = Callable[[Dovecot, str, int, Path], Figures]


class NotInstalled(Exception):
    """The peer could not be installed; the message says why."""


def make(cache: Path) -> Run:
    """Install it unless it is there; gives what runs it. Raises `NotInstalled`."""
    home = cache / "-".join(WANTED[0].split("=="))
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        _do(sys.executable, "-m", "venv", str(home))
        _do(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *WANTED)
        (home / "complete").touch()
    return partial(_run, python)


def _do(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotInstalled(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{command[1:4]} failed")


def _run(python: Path, dovecot: Dovecot, user: str, count: int, directory: Path) -> Figures:
    secret = directory / "password"
    secret.write_text(dovecot.password(user))
    command = [str(python), "-P", str(SIDE), str(dovecot.imap_port), user, str(secret), str(directory), str(count)]
    return run(command, directory / "log")
