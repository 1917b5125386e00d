"""What all test servers share: start, wait until ready, stop, kill, restart, and the log when it fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Self

from tests.servers import processes

NOBODY = 65534
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
READY_SECONDS = 60.0  # a broker on two busy cores needs 10 s
STOP_SECONDS = 20.0
POLL_SECONDS = 0.05


class StartError(RuntimeError):
    """The server ended or kept silent; the message carries the last lines of its log."""


def make_directory(name: str) -> Path:
    """Make a new directory that every user on the machine can enter (servers run as nobody).

    pytest's own temporary directories are closed to other users, so they cannot serve.
    """
    places = (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"))  # noqa: S108 -- a fresh name is made inside
    for place in places:
        if all(parent.stat().st_mode & 0o001 for parent in (place, *place.parents)):
            directory = Path(tempfile.mkdtemp(prefix=f"desk-{name}-", dir=place))
            directory.chmod(0o755)
            return directory
    raise PermissionError(f"No temporary directory that user {NOBODY} can enter; point TMPDIR at one.")


def as_nobody(command: list[str]) -> list[str]:
    """Give up root's rights before the command; without them it runs as who we are."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--", *command]


def wait_for(done: Callable[[], bool], seconds: float) -> bool:
    """Poll until `done` or the deadline; say which of the two it was."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


class Daemon(ABC):
    """One private server. `directory` is its own; everything it writes stays below."""

    name: ClassVar[str]
    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.log = directory / f"{self.name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._prepared = False

    @classmethod
    @abstractmethod
    def missing(cls) -> str | None:
        """Return a sentence that says what this machine lacks, or None when the server can run."""

    @abstractmethod
    def prepare(self) -> None:
        """Write configuration and data directories, once."""

    @abstractmethod
    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Say whether the protocol answers."""

    def environment(self) -> dict[str, str]:
        """Return the whole environment of the server; nothing of ours leaks into it."""
        return {"PATH": PATH, "HOME": str(self.directory), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}

    def own(self, *paths: Path) -> None:
        """Hand the paths to the user the server runs as."""
        if os.geteuid() == 0:
            for path in paths:
                os.chown(path, NOBODY, NOBODY)

    def start(self) -> None:
        """Start the server and return when it answers; `StartError` with its log otherwise."""
        lacking = self.missing()
        if lacking is not None:
            raise StartError(lacking)
        if not self._prepared:
            self.prepare()
            self._prepared = True
        self._launch()
        if not wait_for(lambda: self._ended() or self.is_ready(), READY_SECONDS) or self._ended():
            self.kill()
            raise StartError(f"{self.name} did not start. Its last lines:\n{self.log_tail()}")

    def _launch(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.directory,
                env=self.environment(),
                start_new_session=True,
            )

    def _ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        """Ask the server to end; what is still there after 20 s is killed."""
        if self._process is None:
            return
        started = processes.tree(self._process.pid)
        self._process.send_signal(self.stop_signal)
        wait_for(self._ended, STOP_SECONDS)
        self._finish(started)

    def kill(self) -> None:
        """End the server and all its processes at once (SIGKILL), as a power cut would."""
        if self._process is not None:
            self._finish(processes.tree(self._process.pid))

    def _finish(self, started: list[int]) -> None:
        assert self._process is not None
        processes.send(filter(processes.is_running, started), signal.SIGKILL)
        self._process.wait()
        if not wait_for(lambda: not any(map(processes.is_running, started)), STOP_SECONDS):
            raise RuntimeError(f"{self.name} does not end.")
        self._process = None

    def restart(self) -> None:
        """Stop if it runs, then start again on the same ports and data."""
        self.stop()
        self.start()

    def log_tail(self, lines: int = 40) -> str:
        """Return the last lines of what the server said."""
        text = self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else "(no log)"
        return "\n".join(text.splitlines()[-lines:])

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            shutil.rmtree(self.directory, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)
