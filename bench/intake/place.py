"""One Dovecot, one mailbox for each side, the same mails in each: written once, linked into every Maildir."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.intake.mails import Sample
from tests.servers.dovecot import Dovecot


def fill(dovecot: Dovecot, users: Sequence[str], samples: Iterable[Sample]) -> int:
    """Lay the mails into the mailboxes as a delivery would have; returns how many of them are requests."""
    folders = [_maildir(dovecot, user) for user in users]
    requests = 0
    for number, sample in enumerate(samples):
        requests += sample.is_request
        wire = len(sample.raw) + sample.raw.count(b"\n")  # IMAP counts CRLF; Maildir tells it in the name
        name = f"{1793600000 + number}.M{number}P1.bench,S={len(sample.raw)},W={wire}"
        first = folders[0] / name
        first.write_bytes(sample.raw)
        dovecot.own(first)
        for other in folders[1:]:
            os.link(first, other / name)
    return requests


def _maildir(dovecot: Dovecot, user: str) -> Path:
    folder = dovecot.maildir(user)
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
        dovecot.own(folder / name)
    dovecot.own(folder)
    return folder / "new"
