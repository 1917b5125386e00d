"""The sweep: what is new in the folder is brought in batches and marked once the desk has it safe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from imapclient import IMAPClient

from services.intake.mailbox.mails import MEGABYTE, Folder, Mail, Weighed
from shared.contracts.settings_mail import Mailbox
from shared.platform.crash import crash_point

TAKEN = b"$PbTaken"
SIZES_AT_ONCE = 200
BATCH_BYTES = 8 * MEGABYTE

Take = Callable[[Sequence[Mail]], set[int]]
"""Stores a batch and returns the UIDs that are safe; the sweep waits for it, so the desk sets the pace."""
Known = Callable[[str, int], set[int]]
"""The UIDs seen before in a folder with this UIDVALIDITY; asked only where no keyword can be set."""


class Sweeper:
    """Brings what is new in one folder; belongs to one thread. Mails of before `since` are left alone."""

    def __init__(self, client: IMAPClient, settings: Mailbox, known: Known, since: datetime | None = None) -> None:
        self._client = client
        self._settings = settings
        self._known = known
        self._since = since
        self.takes_keywords = True
        """Set to False to treat the server as one that keeps no keywords."""
        self.uidvalidity = 0
        """That of the folder at the last look."""

    def sweep(self, take: Take) -> int:
        """Bring everything that is not stored yet, in batches; returns how many mails were made safe.

        The folder is selected anew each time: one that was renamed or made anew since is noticed. Raises one of
        `Failures` when the server or the desk fails; what was brought stays brought.
        """
        folder = self.select()
        self._client.noop()  # a search right after another session's delivery can miss it
        marks = self.takes_keywords and folder.takes(TAKEN)
        count = 0
        with ThreadPoolExecutor(1, "mailbox-take") as desk:
            before: list[tuple[list[Mail], Future[set[int]]]] = []
            for batch in self._batches(folder, self._new(folder, marks=marks)):
                # The desk stores this one while the next one is fetched; it is never more than that one ahead.
                taking = desk.submit(take, batch)
                count += sum(self._taken(*each, marks=marks) for each in before)
                before = [(batch, taking)]
            return count + sum(self._taken(*each, marks=marks) for each in before)

    def _taken(self, batch: Sequence[Mail], taking: Future[set[int]], *, marks: bool) -> int:
        """Wait until the desk has a batch, and mark what is safe."""
        safe = sorted(taking.result())
        crash_point("intake.batch.safe")
        if safe and marks:
            self._client.add_flags(safe, [TAKEN], silent=True)
            crash_point("intake.keyword.set")
        if len(safe) < len(batch):
            raise OSError("the desk could not store every mail")
        return len(safe)

    def select(self, *, readonly: bool = False) -> Folder:
        """The folder, selected."""
        settings = self._settings
        folder = Folder(self._client, settings.folder, settings.max_message_mb * MEGABYTE, readonly=readonly)
        self.uidvalidity = folder.uidvalidity
        return folder

    def waiting(self, folder: Folder) -> int:
        """How many mails a sweep would bring."""
        uids = self._new(folder, marks=True)
        return sum(len(weighed) for weighed in self._weighed(folder, uids)) if self._since else len(uids)

    def _new(self, folder: Folder, *, marks: bool) -> list[int]:
        # SINCE knows days only, each server's own; a day too many is asked for, and the exact date looked at after.
        since = ["SINCE", (self._since - timedelta(days=1)).date()] if self._since else []
        if marks:
            return sorted(self._client.search(["UNKEYWORD", TAKEN, *since]))
        seen = self._known(self._settings.folder, folder.uidvalidity)
        return sorted(set(self._client.search(since or ["ALL"])) - seen)

    def _weighed(self, folder: Folder, uids: Sequence[int]) -> Iterator[list[Weighed]]:
        for start in range(0, len(uids), SIZES_AT_ONCE):
            yield [mail for mail in folder.weigh(uids[start : start + SIZES_AT_ONCE]) if not self._is_before(mail)]

    def _is_before(self, mail: Weighed) -> bool:
        return bool(self._since and mail.internal_date and mail.internal_date < self._since)

    def _batches(self, folder: Folder, uids: Sequence[int]) -> Iterator[list[Mail]]:
        for some in self._weighed(folder, uids):
            known = {mail.uid: mail for mail in some}
            for group in budgeted((mail.uid, mail.size) for mail in some if mail.size <= folder.max_bytes):
                yield folder.bring([known[uid] for uid in group])
            yield from ([mail] for mail in folder.bring_headers(mail for mail in some if mail.size > folder.max_bytes))


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
