"""A colleague who tidies the desk's mailbox while the desk reads it: a second client, in a thread of its own."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random

from imapclient import IMAPClient

from services.intake.mailbox import TAKEN
from tests.services.mailbox_server import MailboxServer

_HEADER = b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
_NUMBER = re.compile(rb"Message-ID: <(\d+)@", re.IGNORECASE)

MOST = 20
"""So many mails are copied and deleted at most, so that some are left to play with."""
Act = Callable[[IMAPClient], bool]


class Colleague:
    """Reads, flags, copies, moves away and back, and deletes; the same for the same seed.

    The sets hold numbers of mails (see `requests`). `deleted_taken` are those that the desk had marked before they were
    deleted; `done` counts what was done.
    """

    def __init__(self, server: MailboxServer, seed: int) -> None:
        self._server = server
        self._dice = Random(seed)  # noqa: S311 -- a test repeats itself on purpose
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="colleague", daemon=True)
        self._error: Exception | None = None
        self._aside = f"{server.folder}-aside"
        self.read: set[int] = set()
        self.flagged: set[int] = set()
        self.deleted: set[int] = set()
        self.deleted_taken: set[int] = set()
        self.copied: set[int] = set()
        self.done: Counter[str] = Counter()

    def start(self) -> None:
        """Begin."""
        self._server.create(self._aside)
        self._thread.start()

    def finish(self) -> None:
        """End, with everything that was moved away moved back. An exception of the thread is raised here."""
        self._over.set()
        self._thread.join(60)
        assert not self._thread.is_alive()
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        try:
            with self._server.client() as client:
                while not self._over.is_set():
                    self._one_thing(client)
                while self._move_back(client):
                    pass
        except Exception as error:  # noqa: BLE001 -- the test hears of it when it is finished
            self._error = error

    def _one_thing(self, client: IMAPClient) -> None:
        acts = [self._read, self._flag, self._copy, self._move_away, self._move_back, self._delete]
        act: Act = self._dice.choices(acts, weights=[3, 3, 2, 3, 3, 1])[0]
        if act(client):
            self.done[act.__name__.strip("_")] += 1

    def _some(self, client: IMAPClient, folder: str) -> dict[int, int]:
        """Up to three mails of a folder: their UIDs and numbers."""
        client.select_folder(folder)
        uids = client.search(["ALL"])
        chosen = self._dice.sample(uids, min(len(uids), self._dice.randint(1, 3)))
        return numbers(client, chosen)

    def _read(self, client: IMAPClient) -> bool:
        return self._set(client, b"\\Seen", self.read)

    def _flag(self, client: IMAPClient) -> bool:
        return self._set(client, b"\\Flagged", self.flagged)

    def _set(self, client: IMAPClient, flag: bytes, known: set[int]) -> bool:
        some = self._some(client, self._server.folder)
        if some:
            client.add_flags(list(some), [flag])
        known.update(some.values())
        return bool(some)

    def _copy(self, client: IMAPClient) -> bool:
        some = self._some(client, self._server.folder) if len(self.copied) < MOST else {}
        if some:
            client.copy(list(some), self._server.folder)
        self.copied.update(some.values())
        return bool(some)

    def _move_away(self, client: IMAPClient) -> bool:
        return self._move(client, self._server.folder, self._aside)

    def _move_back(self, client: IMAPClient) -> bool:
        return self._move(client, self._aside, self._server.folder)

    def _move(self, client: IMAPClient, source: str, target: str) -> bool:
        some = self._some(client, source)
        if some:
            client.move(list(some), target)
        return bool(some)

    def _delete(self, client: IMAPClient) -> bool:
        if len(self.deleted) >= MOST:
            return False
        some = self._some(client, self._server.folder)
        for uid, number in some.items():
            if TAKEN in client.get_flags([uid]).get(uid, ()):
                self.deleted_taken.add(number)
            self.deleted.add(number)
            client.add_flags([uid], [b"\\Deleted"])
            client.uid_expunge([uid])
        return bool(some)


def numbers(client: IMAPClient, uids: Sequence[int]) -> dict[int, int]:
    """The numbers of mails (see `requests`) by their UIDs."""
    found = client.fetch(uids, [_HEADER]) if uids else {}
    return {uid: int(_NUMBER.findall(each[_HEADER.replace(b".PEEK", b"")])[0]) for uid, each in found.items()}
