"""Mails as the mailbox holds them: their sizes first, then whole, or the beginning of their headers when too large."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from imapclient import IMAPClient

HEADER_BYTES = 64 * 1024
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Mail:
    """One mail of the mailbox. `too_large` is its size when it is over the limit; then `raw` is its headers only."""

    folder: str
    uidvalidity: int
    uid: int
    internal_date: datetime
    raw: bytes
    too_large: int = 0


@dataclass(frozen=True)
class Weighed:
    """What is known of a mail before it is fetched."""

    uid: int
    size: int
    internal_date: datetime | None


class Folder:
    """One selected folder of a connection; belongs to one thread."""

    def __init__(self, client: IMAPClient, name: str, max_bytes: int, *, readonly: bool = False) -> None:
        self.client = client
        self.name = name
        self.max_bytes = max_bytes
        selected = client.select_folder(name, readonly=readonly)
        self.uidvalidity = int(selected[b"UIDVALIDITY"])
        self.permitted = {flag.lower() for flag in selected.get(b"PERMANENTFLAGS", ())}

    def takes(self, keyword: bytes) -> bool:
        """Whether a mail of this folder can be marked with the keyword."""
        return bool(self.permitted & {b"\\*", keyword.lower()})

    def weigh(self, uids: Sequence[int]) -> list[Weighed]:
        """Size and date of mails; what was expunged meanwhile is left out."""
        found = self.client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"]) if uids else {}
        return [
            Weighed(uid, int(found[uid][b"RFC822.SIZE"]), _instant(found[uid].get(b"INTERNALDATE")))
            for uid in uids
            if b"RFC822.SIZE" in found.get(uid, {})
        ]

    def bring(self, weighed: Sequence[Weighed]) -> list[Mail]:
        """Whole mails; what was expunged meanwhile is left out."""
        found = self.client.fetch([each.uid for each in weighed], ["BODY.PEEK[]"])
        bodies = [(each, found.get(each.uid, {}).get(b"BODY[]")) for each in weighed]
        return [self._mail(each, body) for each, body in bodies if body is not None]

    def bring_headers(self, large: Iterable[Weighed]) -> Iterator[Mail]:
        """Mails over the limit: the beginning of their headers, never the body."""
        for each in large:
            found = self.client.fetch([each.uid], [f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"])
            if each.uid in found:
                yield self._mail(each, found[each.uid].get(b"BODY[HEADER]<0>"), each.size)

    def bring_one(self, each: Weighed) -> Mail | None:
        """One mail as it was taken: whole, or its headers when it is over the limit."""
        if each.size > self.max_bytes:
            return next(self.bring_headers([each]), None)
        return next(iter(self.bring([each])), None)

    def _mail(self, each: Weighed, raw: object, too_large: int = 0) -> Mail:
        return Mail(
            folder=self.name,
            uidvalidity=self.uidvalidity,
            uid=each.uid,
            internal_date=each.internal_date or datetime.max.replace(tzinfo=UTC),
            raw=raw if isinstance(raw, bytes) else b"",
            too_large=too_large,
        )


def _instant(found: object) -> datetime | None:
    return found.astimezone(UTC) if isinstance(found, datetime) else None
