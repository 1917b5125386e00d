"""The mailbox: the only place of intake that speaks IMAP.

One thread, two connections: one waits (IDLE), the other sweeps. The wait begins before the sweep, because what comes
in between a search and the IDLE after it would not be noticed. A keyword marks what is safely stored; the flag Seen
belongs to people and is neither read nor changed.
"""

from __future__ import annotations

import secrets
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from shared.contracts.settings import Mailbox
from shared.platform.config import BadConfiguration, read_secret
from shared.platform.crash import crash_point
from shared.platform.logs import log

TAKEN = b"$PbTaken"
TIMEOUT_SECONDS = 30.0
GLANCE_SECONDS = 1.0
"""How long one look at a waiting connection takes: the thread can be stopped that fast."""
SIZES_AT_ONCE = 200
BATCH_BYTES = 8 * 1024 * 1024
HEADER_BYTES = 64 * 1024
MEGABYTE = 1024 * 1024
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
POLL_SECONDS = 60.0
"""How often to sweep a server that cannot wait (no IDLE)."""

Failures = (OSError, IMAPClientError, ssl.SSLError, BadConfiguration)


@dataclass(frozen=True)
class Mail:
    """One mail of the mailbox. `too_large` is its size when it is over the limit; then `raw` is its headers only."""

    folder: str
    uidvalidity: int
    uid: int
    internal_date: datetime
    raw: bytes
    too_large: int = 0


Take = Callable[[Sequence[Mail]], set[int]]
"""Stores a batch and returns the UIDs that are safe; the thread waits for it, so the desk sets the pace."""
Known = Callable[[str, int], set[int]]
"""The UIDs seen before in a folder with this UIDVALIDITY; asked only where no keyword can be set."""


def connect(settings: Mailbox) -> IMAPClient:
    """A signed-in connection; a password or token is read from its file each time."""
    context = None if settings.security == "plain" else ssl.create_default_context(cafile=settings.ca_file)
    client = IMAPClient(
        settings.host,
        port=settings.port,
        ssl=settings.security == "tls",
        ssl_context=context,
        timeout=TIMEOUT_SECONDS,
    )
    try:
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.normalise_times = False  # dates with their offset, not in this machine's local time
        if settings.security == "starttls":
            client.starttls(context)
        if settings.token_file:
            client.oauth2_login(settings.user, read_secret(settings.token_file))
        else:
            client.login(settings.user, settings.password())
    except BaseException:
        drop(client)
        raise
    return client


def drop(client: IMAPClient) -> None:
    """Let go of a connection without a word; it may be dead."""
    with suppress(*Failures):
        client.shutdown()


class Sweeper:
    """Brings what is new in one folder; belongs to one thread."""

    def __init__(self, client: IMAPClient, settings: Mailbox, known: Known) -> None:
        self._client = client
        self._settings = settings
        self._known = known
        selected = client.select_folder(settings.folder)
        self._uidvalidity = int(selected[b"UIDVALIDITY"])
        permitted = {flag.lower() for flag in selected.get(b"PERMANENTFLAGS", ())}
        self._marks = bool(permitted & {b"\\*", TAKEN.lower()})

    def sweep(self, take: Take) -> int:
        """Bring everything that is not stored yet, in batches; returns how many mails were made safe.

        Raises one of `Failures` when the server or the desk fails; what was brought stays brought.
        """
        self._client.noop()  # a search right after another session's delivery can miss it
        count = 0
        for batch in self._batches(self._new()):
            safe = sorted(take(batch))
            crash_point("intake.batch.safe")
            if safe and self._marks:
                self._client.add_flags(safe, [TAKEN], silent=True)
                crash_point("intake.keyword.set")
            count += len(safe)
            if len(safe) < len(batch):
                raise OSError("the desk could not store every mail")
        return count

    def _new(self) -> list[int]:
        if self._marks:
            return sorted(self._client.search(["UNKEYWORD", TAKEN]))
        seen = self._known(self._settings.folder, self._uidvalidity)
        return sorted(set(self._client.search(["ALL"])) - seen)

    def _batches(self, uids: Sequence[int]) -> Iterator[list[Mail]]:
        for start in range(0, len(uids), SIZES_AT_ONCE):
            some = list(uids[start : start + SIZES_AT_ONCE])
            sizes = self._client.fetch(some, ["RFC822.SIZE"])
            # What was expunged meanwhile is missing from the answer.
            known = [(uid, int(sizes[uid][b"RFC822.SIZE"])) for uid in some if uid in sizes]
            limit = self._settings.max_message_mb * MEGABYTE
            for group in budgeted([each for each in known if each[1] <= limit]):
                yield self._bodies(group)
            yield from ([mail] for mail in self._headers([each for each in known if each[1] > limit]))

    def _bodies(self, uids: Sequence[int]) -> list[Mail]:
        found = self._client.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE"])
        return [self._mail(uid, found[uid], b"BODY[]") for uid in uids if found.get(uid, {}).get(b"BODY[]") is not None]

    def _headers(self, large: Iterable[tuple[int, int]]) -> Iterator[Mail]:
        """Mails over the limit: the beginning of their headers, never the body."""
        for uid, size in large:
            found = self._client.fetch([uid], [f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>", "INTERNALDATE"])
            if uid in found:
                yield self._mail(uid, found[uid], b"BODY[HEADER]<0>", size)

    def _mail(self, uid: int, found: dict[bytes, object], part: bytes, too_large: int = 0) -> Mail:
        date, raw = found.get(b"INTERNALDATE"), found.get(part)
        return Mail(
            folder=self._settings.folder,
            uidvalidity=self._uidvalidity,
            uid=uid,
            internal_date=date.astimezone(UTC) if isinstance(date, datetime) else datetime.max.replace(tzinfo=UTC),
            raw=raw if isinstance(raw, bytes) else b"",
            too_large=too_large,
        )


def budgeted(sizes: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    """Groups of UIDs of at most 8 MiB together; a larger mail comes alone."""
    group: list[int] = []
    total = 0
    for uid, size in sizes:
        if group and total + size > BATCH_BYTES:
            yield group
            group, total = [], 0
        group.append(uid)
        total += size
    if group:
        yield group


def try_out(settings: Mailbox) -> list[str]:
    """Sign in and open the folder as the watch would; what the server lacks for watching it well, as words.

    Raises one of `Failures` when the mailbox cannot be read as configured.
    """
    client = connect(settings)
    try:
        able = client.capabilities()
        selected = client.select_folder(settings.folder, readonly=True)
        lacking = [name for name in ("IDLE", "UIDPLUS") if name.encode() not in able]
        # Opened to read only, a server may permit nothing at all; then there is nothing to say about keywords.
        permitted = {flag.lower() for flag in selected.get(b"PERMANENTFLAGS", ())}
        return lacking if not permitted or permitted & {b"\\*", TAKEN.lower()} else [*lacking, "keywords"]
    finally:
        drop(client)


def sweep_once(settings: Mailbox, take: Take, known: Known) -> int:
    """Connect, sweep once and hang up: for tests and the command line."""
    client = connect(settings)
    try:
        return Sweeper(client, settings, known).sweep(take)
    finally:
        drop(client)


class Watch:
    """The thread that watches one mailbox until it is told to stop."""

    def __init__(
        self, settings: Mailbox, take: Take, known: Known, swept: Callable[[], object], sweep_seconds: int = 300
    ) -> None:
        self._settings = settings
        self._take = take
        self._known = known
        self._swept = swept
        self._sweep_seconds = sweep_seconds
        self._pause = FIRST_PAUSE
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mailbox", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self, patience: float = 5.0) -> None:
        """Ask the thread to end and wait for it a little; a batch on its way is finished first."""
        self._stop.set()
        self._thread.join(patience)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch()
            except Exception as error:  # noqa: BLE001 -- whatever it is, the mailbox is tried again
                wait = self._pause * (0.5 + secrets.randbelow(1000) / 1000)  # jitter: not all desks at one moment
                log.warning("mailbox.failed", error=type(error).__name__, wait=round(wait, 1))
                self._stop.wait(wait)
                self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _watch(self) -> None:
        """Watch until something fails; both connections end together."""
        waiting = connect(self._settings)
        try:
            sweeping = connect(self._settings)
            try:
                self._take_turns(waiting, Sweeper(sweeping, self._settings, self._known))
            finally:
                drop(sweeping)
        finally:
            drop(waiting)

    def _take_turns(self, waiting: IMAPClient, sweeper: Sweeper) -> None:
        can_wait = b"IDLE" in waiting.capabilities()
        waiting.select_folder(self._settings.folder, readonly=True)
        log.info("mailbox.watched", state="idle" if can_wait else "poll")
        while not self._stop.is_set():
            if can_wait:
                waiting.idle()
            count = sweeper.sweep(self._take)
            self._pause = FIRST_PAUSE
            self._swept()
            if count:
                log.info("mailbox.swept", count=count)
            self._wait(waiting, can_wait=can_wait)

    def _wait(self, waiting: IMAPClient, *, can_wait: bool) -> None:
        """Wait until the server says that something changed, or the next full sweep is due."""
        seconds = self._sweep_seconds if can_wait else min(self._sweep_seconds, POLL_SECONDS)
        until = time.monotonic() + seconds
        while not self._stop.is_set() and time.monotonic() < until:
            if not can_wait:
                self._stop.wait(GLANCE_SECONDS)
            # Not `idle_check`: it takes a line that comes in two pieces for a broken connection. What was said before
            # we looked is in the sweep already; a line that was cut can be read, too, and `idle_done` will say so.
            elif select.select([waiting.socket()], [], [], GLANCE_SECONDS)[0]:
                break
        if can_wait:
            waiting.idle_done()
        else:
            waiting.noop()
