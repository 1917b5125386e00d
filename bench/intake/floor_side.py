"""The floor: what any program must do at the least.

`python -m bench.intake.floor_side PORT USER PASSWORD_FILE DIRECTORY COUNT`. Fetch 50 at a time, parse with
`policy.default`, decode every part, hash, and keep a row of SQLite for each, one transaction a batch.
"""

from __future__ import annotations

import email
import hashlib
import sqlite3
import sys
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from imapclient import IMAPClient

BATCH = 50


def _row(raw: bytes) -> tuple[str, str, str, str, int]:
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    texts, sizes = [], 0
    for part in mail.walk():
        if part.is_multipart():
            continue
        content = part.get_content()
        if part.get_content_type() == "text/plain":
            texts.append(content)
        sizes += len(content)
    return hashlib.sha256(raw).hexdigest(), str(mail["From"]), str(mail["Subject"]), "".join(texts), sizes


def main() -> None:
    """Read the mailbox once."""
    port, user, password_file, directory, _ = sys.argv[1:]
    rows = sqlite3.connect(f"{directory}/floor.db")
    rows.execute("PRAGMA journal_mode=WAL")
    rows.execute("PRAGMA synchronous=FULL")
    rows.execute("CREATE TABLE mail (sha256 PRIMARY KEY, sender, subject, text, bytes)")
    client = IMAPClient("127.0.0.1", port=int(port), ssl=False, timeout=30)
    client.login(user, Path(password_file).read_text())
    print("begin", flush=True)
    client.select_folder("INBOX", readonly=True)
    uids = client.search(["ALL"])
    for start in range(0, len(uids), BATCH):
        found = client.fetch(uids[start : start + BATCH], ["BODY.PEEK[]"])
        mails = [_row(one[b"BODY[]"]) for one in found.values()]
        with rows:
            rows.executemany("INSERT INTO mail VALUES (?, ?, ?, ?, ?)", mails)
    count = rows.execute("SELECT count(*) FROM mail").fetchone()[0]
    print(f"end {count} {count} rows", flush=True)


if __name__ == "__main__":
    main()
