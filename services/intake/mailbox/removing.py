"""Taking one mail out of the mailbox: that mail only, wherever it lies, and never by a plain EXPUNGE (mail 8)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from services.intake.mailbox.mails import MEGABYTE, Folder
from services.intake.rules.removal import Method, Step
from services.intake.usecases.removing import Unwanted
from shared.contracts.settings_mail import Mailbox
from shared.platform.crash import crash_point
from shared.platform.logs import log

MOST_FOLDERS = 200
LONGEST_MESSAGE_ID = 250
_NOT_OPENED = {b"\\noselect", b"\\nonexistent"}


class Removals(Protocol):
    """What the remover may ask of the desk and tell it."""

    def wanted(self) -> Sequence[Unwanted]:
        """The mails that are to leave this mailbox."""
        ...

    def begin(self, incoming_id: str, method: Method) -> None:
        """A mail was found and is being removed."""
        ...

    def settle(self, incoming_id: str, event: Step) -> None:
        """What became of it."""
        ...

    def failed(self, incoming_id: str) -> None:
        """The connection or the desk failed while it was looked for; it is tried again, but not for ever."""
        ...


class Remover:
    """Takes mails out of one account; belongs to one thread. It leaves another folder selected than it found."""

    def __init__(self, client: IMAPClient, settings: Mailbox, removals: Removals) -> None:
        self._client = client
        self._settings = settings
        self._removals = removals

    def run(self) -> None:
        """Remove all that is wanted. Raises one of `Failures` when the server or the desk fails."""
        for mail in self._removals.wanted():
            try:
                event = self._remove(mail)
                crash_point("intake.mail.removed")
                self._removals.settle(mail.incoming_id, event)
            except Exception:
                self._removals.failed(mail.incoming_id)
                raise
            log.info("mail.removal", message=mail.incoming_id, outcome=str(event))

    def _remove(self, mail: Unwanted) -> Step:
        method = self._method()
        if method is Method.NONE:
            return Step.REFUSE
        begun, left = mail.begun is not Method.NONE, False
        for folder, uids in self._found(mail):
            if not begun:
                self._removals.begin(mail.incoming_id, method)
                crash_point("intake.mail.found")
                begun = True
            left = not self._take_out(folder, uids, method) or left
        if left:
            return Step.REFUSE
        # Begun before and nowhere now: we removed it and died before we could say so.
        return Step.REMOVE if begun else Step.LOSE

    def _method(self) -> Method:
        able = self._client.capabilities()
        if b"UIDPLUS" in able:
            return Method.EXPUNGE
        return Method.MOVE if b"MOVE" in able and self._settings.removed_folder else Method.NONE

    def _found(self, mail: Unwanted) -> Iterator[tuple[Folder, list[int]]]:
        """Every place of this very mail, one selected folder after the other."""
        for name in self._folders(mail):
            folder = self._opened(name)
            if folder is None:
                continue
            known = {p.uid for p in mail.places if (p.folder, p.uidvalidity) == (folder.name, folder.uidvalidity)}
            candidates = sorted(known | self._namesakes(mail.message_id))
            same = [each.uid for each in folder.weigh(candidates) if self._is(mail, folder.bring_one(each))]
            if same:
                yield folder, same

    def _folders(self, mail: Unwanted) -> list[str]:
        """Where it may lie: where it was seen, then every other folder, for colleagues move and copy; the bin last."""
        if not _can_be_searched(mail.message_id):
            return list(dict.fromkeys(p.folder for p in mail.places))
        listed = [
            (b"\\trash" in lowered, str(name))
            for flags, _, name in self._client.list_folders()
            if not (lowered := {flag.lower() for flag in flags}) & _NOT_OPENED
        ]
        others = [name for _, name in sorted(listed, key=lambda entry: entry[0])][:MOST_FOLDERS]
        every = dict.fromkeys([self._settings.folder, *(p.folder for p in mail.places), *others])
        return [name for name in every if name != self._settings.removed_folder]

    def _opened(self, name: str) -> Folder | None:
        try:
            return Folder(self._client, name, self._settings.max_message_mb * MEGABYTE)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            return None  # gone, or not ours to open

    def _namesakes(self, message_id: str) -> set[int]:
        if not _can_be_searched(message_id):
            return set()
        return set(self._client.search(["HEADER", "Message-ID", message_id]))

    def _is(self, mail: Unwanted, found: object) -> bool:
        """Whether these are the very bytes that were taken in: a Message-ID proves nothing."""
        raw = getattr(found, "raw", None)
        return isinstance(raw, bytes) and hashlib.sha256(raw).hexdigest() == mail.sha256

    def _take_out(self, folder: Folder, uids: list[int], method: Method) -> bool:
        """Remove these mails from the selected folder; whether they are gone."""
        try:
            if method is Method.EXPUNGE:
                self._client.add_flags(uids, [b"\\Deleted"], silent=True)
                self._client.uid_expunge(uids)
            else:
                self._move(uids)
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            return False  # not allowed to us; a person must
        return not folder.weigh(uids)

    def _move(self, uids: list[int]) -> None:
        if not self._client.folder_exists(self._settings.removed_folder):
            self._client.create_folder(self._settings.removed_folder)
        self._client.move(uids, self._settings.removed_folder)


def _can_be_searched(message_id: str) -> bool:
    """Whether a Message-ID can be put into a SEARCH: strangers write what they like there."""
    plain = message_id.isascii() and message_id.isprintable() and not set(message_id) & set('"\\')
    return plain and 0 < len(message_id) <= LONGEST_MESSAGE_ID
