"""The archive: what was sent is found by its Message-ID, and an archive that cannot be asked says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from imapclient import IMAPClient

from services.notify.archive import ArchiveUnreachable, find
from services.notify.rules.sending import message_id
from shared.contracts.settings_mail import Archive
from shared.vocabulary import Letter
from tests.servers.dovecot import Dovecot
from tests.servers.ports import LOOPBACK, free_port

DESK = "archive@desk.example"
KEPT = message_id("0d6c", Letter.T01, "1", "desk.example")
OTHER = message_id("0d6c", Letter.T02, "1", "desk.example")


def settings(dovecot: Dovecot, secret: Path, **changes: object) -> Archive:
    """An archive over TLS, in the folder `Sent`."""
    secret.write_text(dovecot.add_user(DESK))
    facts = {
        "enabled": True,
        "host": LOOPBACK,
        "port": dovecot.imaps_port,
        "user": DESK,
        "password_file": secret,
        "ca_file": dovecot.certificate,
    }
    return Archive.model_validate({**facts, **changes})


def keep(dovecot: Dovecot) -> None:
    """Put one letter in the archive."""
    with IMAPClient(LOOPBACK, dovecot.imap_port, ssl=False) as box:
        box.login(DESK, dovecot.password(DESK))
        box.append("Sent", f"Message-ID: {KEPT}\r\nSubject: x\r\n\r\nx\r\n".encode())


@pytest.mark.servers
@pytest.mark.parametrize("security", ["tls", "starttls", "plain"])
async def test_a_letter_is_found_by_its_id(dovecot: Dovecot, tmp_path: Path, security: str) -> None:
    """The one that was kept, and no other."""
    port = dovecot.imaps_port if security == "tls" else dovecot.imap_port
    archive = settings(dovecot, tmp_path / "password", security=security, port=port)
    keep(dovecot)
    assert await find(archive, KEPT)
    assert not await find(archive, OTHER)


@pytest.mark.servers
@pytest.mark.parametrize("change", [{"folder": "Nowhere"}, {"ca_file": None}, {"user": "nobody@desk.example"}])
async def test_an_archive_that_cannot_be_asked_is_not_an_empty_one(
    dovecot: Dovecot, tmp_path: Path, change: dict[str, object]
) -> None:
    """No folder, no trust, no sign-in: an error, never a `not found` that would send the letter twice."""
    with pytest.raises(ArchiveUnreachable):
        await find(settings(dovecot, tmp_path / "password", **change), KEPT)


async def test_an_archive_nobody_answers_for_says_so(tmp_path: Path) -> None:
    """No server, and no password file either."""
    nobody = Archive(host=LOOPBACK, port=free_port(), security="plain")
    with pytest.raises(ArchiveUnreachable):
        await find(nobody, KEPT)
    with pytest.raises(ArchiveUnreachable):
        await find(nobody.model_copy(update={"token_file": tmp_path / "none"}), KEPT)
