"""The watch: one thread that keeps a mailbox swept, whatever the server does."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import datetime

from imapclient import IMAPClient

from services.intake.mailbox.bell import Bell
from services.intake.mailbox.removing import Removals, Remover
from services.intake.mailbox.signin import connect, drop
from services.intake.mailbox.sweeping import Known, Sweeper, Take
from shared.contracts.settings_mail import Mailbox
from shared.platform.logs import log

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
POLL_SECONDS = 60.0
"""How often to sweep a server that cannot wait (no IDLE)."""


def sweep_once(
    settings: Mailbox, take: Take, known: Known, since: datetime | None = None, removals: Removals | None = None
) -> int:
    """Connect, sweep once, remove what is wanted, and hang up: for tests and the command line."""
    client = connect(settings)
    try:
        count = Sweeper(client, settings, known, since).sweep(take)
        if removals is not None:
            Remover(client, settings, removals).run()
        return count
    finally:
        drop(client)


class Watch:
    """The thread that watches one mailbox until it is told to stop."""

    def __init__(
        self,
        settings: Mailbox,
        take: Take,
        known: Known,
        swept: Callable[[], object],
        sweep_seconds: float = 300,
        *,
        since: datetime | None = None,
        removals: Removals | None = None,
        position: int = 1,
    ) -> None:
        self._settings = settings
        self._take = take
        self._known = known
        self._swept = swept
        self._sweep_seconds = sweep_seconds
        self._since = since
        self._removals = removals
        self._position = position
        self._pause = FIRST_PAUSE
        self._stop = threading.Event()
        self._bell = Bell()
        self._thread = threading.Thread(target=self._run, name="mailbox", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def nudge(self) -> None:
        """Have the mailbox looked at now, from any thread."""
        self._bell.ring()

    def stop(self, patience: float = 5.0) -> None:
        """Ask the thread to end and wait for it a little; a batch on its way is finished first."""
        self._stop.set()
        self._bell.ring()
        self._thread.join(patience)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the mailbox is tried again
                wait = self._pause * (0.5 + secrets.randbelow(1000) / 1000)  # jitter: not all desks at one moment
                log.warning("mailbox.failed", mailbox=self._position, error=type(error).__name__, wait=round(wait, 1))
                self._stop.wait(wait)
                self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._bell.close()

    def _watch(self) -> None:
        """Watch until something fails or the folder was made anew; both connections end together."""
        waiting = connect(self._settings)
        try:
            sweeping = connect(self._settings)
            try:
                self._take_turns(waiting, sweeping)
            finally:
                drop(sweeping)
        finally:
            drop(waiting)

    def _take_turns(self, waiting: IMAPClient, sweeping: IMAPClient) -> None:
        sweeper = Sweeper(sweeping, self._settings, self._known, self._since)
        remover = Remover(sweeping, self._settings, self._removals) if self._removals else None
        can_wait = b"IDLE" in waiting.capabilities()
        watched = int(waiting.select_folder(self._settings.folder, readonly=True)[b"UIDVALIDITY"])
        log.info("mailbox.watched", mailbox=self._position, state="idle" if can_wait else "poll")
        while not self._stop.is_set():
            if can_wait:
                waiting.idle()
            self._sweep(sweeper)
            if remover is not None:
                remover.run()
            if sweeper.uidvalidity != watched:
                return  # what waits still looks at the folder that was
            self._wait(waiting, can_wait=can_wait)

    def _sweep(self, sweeper: Sweeper) -> None:
        count = sweeper.sweep(self._take)
        self._pause = FIRST_PAUSE
        self._swept()
        if count:
            log.info("mailbox.swept", mailbox=self._position, count=count)

    def _wait(self, waiting: IMAPClient, *, can_wait: bool) -> None:
        """Wait until the server or somebody here says that something changed, or the next full sweep is due.

        A server that says nothing more is noticed by the sweep after this, on the other connection, and by the answer
        that is due here: both have a limit of time. Nobody waits for it when the watch is to stop.
        """
        if can_wait:
            # Not `idle_check`: it takes a line that comes in two pieces for a broken connection. What was said before
            # we looked is in the sweep already; a line that was cut can be read, too, and `idle_done` will say so.
            self._bell.wait(self._sweep_seconds, waiting.socket())
            if not self._stop.is_set():
                waiting.idle_done()
        else:
            self._bell.wait(min(self._sweep_seconds, POLL_SECONDS))
