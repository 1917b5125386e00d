"""How the desk signs in to its mailbox, on a server that plays the provider or the one in the middle."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from services.commands import doctor
from services.intake.mailbox import Failures, connect, drop, sweep_once
from services.intake.mailbox.trial import Keeps, keeps
from shared.contracts.settings_mail import Mailbox
from tests.services.imap_script import scripted
from tests.services.intake_desk import ACCOUNT, make_settings

GOOD, OLD = "a-fresh-token", "yesterdays-token"


def box(tmp_path: Path, port: int, token: str = GOOD, **more: Any) -> Mailbox:
    """A mailbox that is signed in to with a token."""
    (tmp_path / "token").write_text(token, encoding="utf-8")
    given = {"host": "127.0.0.1", "port": port, "security": "plain", "user": ACCOUNT, "token_file": tmp_path / "token"}
    return Mailbox(**(given | more))


def sweep(settings: Mailbox) -> int:
    return sweep_once(settings, lambda mails: {mail.uid for mail in mails}, lambda _folder, _uidvalidity: set())


async def test_a_token_signs_in_by_xoauth2(tmp_path: Path) -> None:
    """User and token go out as the mechanism wants them, and no password does."""
    async with scripted(token=GOOD) as server:
        assert await asyncio.to_thread(sweep, box(tmp_path, server.port)) == 0
    assert server.signed_in == [ACCOUNT]
    assert "LOGIN" not in server.heard


async def test_a_token_is_read_anew_for_each_connection(tmp_path: Path) -> None:
    """It lasts an hour: what renews it writes the file, and the next connection uses it."""
    async with scripted(token=GOOD) as server:
        settings = box(tmp_path, server.port, OLD)
        with pytest.raises(Failures):
            await asyncio.to_thread(sweep, settings)
        (tmp_path / "token").write_text(GOOD, encoding="utf-8")
        await asyncio.to_thread(sweep, settings)
    assert server.signed_in == [ACCOUNT]


@pytest.mark.parametrize("greeting", ["* OK ready", "* PREAUTH you are signed in already"])
@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 STARTTLS"])
async def test_without_encryption_nothing_secret_is_said(tmp_path: Path, greeting: str, capabilities: str) -> None:
    """Somebody in the middle takes STARTTLS away, refuses it, or greets us as signed in: the desk hangs up."""
    (tmp_path / "password").write_text("a secret", encoding="utf-8")
    async with scripted(greeting=greeting, capabilities=capabilities) as server:
        settings = box(tmp_path, server.port, security="starttls", token_file=None, password_file=tmp_path / "password")
        with pytest.raises(Failures):
            drop(await asyncio.to_thread(connect, settings))
    assert not {"LOGIN", "AUTHENTICATE"} & set(server.heard)


async def findings(tmp_path: Path, port: int, **more: Any) -> list[doctor.Finding]:
    settings = make_settings(tmp_path, mailbox=box(tmp_path, port, **more).model_dump())
    return await doctor._mailbox(settings)


PASSWORD = {"token_file": None, "password_file": "password"}
WAYS = [pytest.param({}, id="token"), pytest.param(PASSWORD, id="password")]
EXCHANGE = "* OK The Microsoft Exchange IMAP4 service is ready."
ABLE = "IMAP4rev1 AUTH=XOAUTH2 IDLE UIDPLUS MOVE"
PROVIDERS = [
    pytest.param({"capabilities": f"{ABLE} X-GM-EXT-1"}, "All Mail", id="gmail"),
    pytest.param({"capabilities": ABLE, "greeting": EXCHANGE}, "14 to 30 days", id="microsoft"),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("how", "told"), PROVIDERS)
async def test_the_doctor_says_what_expunge_means_at_the_big_providers(
    tmp_path: Path, how: dict[str, str], told: str, way: dict[str, Any]
) -> None:
    """It may leave a copy there: the operator hears of it, and what to set, however the desk signs in (mail 1.8)."""
    (tmp_path / "password").write_text("a secret", encoding="utf-8")
    more = {key: value and tmp_path / value for key, value in way.items()}
    async with scripted(token=GOOD, **how) as server:
        found = await findings(tmp_path, server.port, **more)
    assert [(each.part, each.state) for each in found] == [("mailbox", "ok"), ("mailbox", "warning")]
    assert "EXPUNGE" in found[1].found
    assert told in found[1].found + found[1].remedy
    assert ("AUTHENTICATE" in server.heard, "LOGIN" in server.heard) == (not way, bool(way))


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("Outlook.Office365.com", Keeps.MICROSOFT),
        ("imap.gmail.com", Keeps.GMAIL),
        ("imap.buro.example", Keeps.NOTHING),
    ],
)
def test_the_doctor_knows_the_big_providers_by_their_names_too(host: str, who: Keeps) -> None:
    """Whatever their servers say of themselves."""
    assert keeps((b"IMAP4REV1",), b"* OK ready", Mailbox(host=host, user=ACCOUNT)) is who


@pytest.mark.parametrize(
    ("able", "folder", "lacking"),
    [
        ("IDLE UIDPLUS MOVE", "", []),
        ("IDLE UIDPLUS", "", []),
        ("UIDPLUS MOVE", "", ["IDLE"]),
        ("IDLE MOVE", "", ["UIDPLUS"]),
        ("IDLE MOVE", "Removed", []),
        ("IDLE", "Removed", ["UIDPLUS", "MOVE"]),
    ],
)
async def test_the_doctor_says_what_the_server_lacks(
    tmp_path: Path, able: str, folder: str, lacking: list[str]
) -> None:
    """Each lack in a line of its own, with what to do; but not one that something else makes up for."""
    async with scripted(token=GOOD, capabilities=f"IMAP4rev1 AUTH=XOAUTH2 {able}") as server:
        found = await findings(tmp_path, server.port, removed_folder=folder)
    assert found[0].state == "ok"
    assert [each.found.split()[1].rstrip(":") for each in found[1:]] == lacking
    assert all(each.remedy for each in found[1:])


async def test_the_doctor_explains_microsofts_refusal(tmp_path: Path) -> None:
    """The sign-in succeeds and the folder does not open: it was the token after all."""
    refusal = "User is authenticated but not connected."
    async with scripted(token=GOOD, refuses_folder=refusal) as server:
        (found,) = await findings(tmp_path, server.port)
    assert (found.state, "renew the token" in found.found) == ("failed", True)


async def test_the_doctor_looks_at_every_mailbox(tmp_path: Path) -> None:
    """Each under the key at which it stands in the file."""
    async with scripted(token=GOOD, capabilities="IMAP4rev1 AUTH=XOAUTH2 IDLE UIDPLUS MOVE") as server:
        one = box(tmp_path, server.port).model_dump()
        more = [one | {"folder": "Office"}, one | {"folder": "Closed", "enabled": False}]
        settings = make_settings(tmp_path, mailbox=one, more_mailboxes=more)
        found = await doctor._mailbox(settings)
    assert [(each.part, each.state) for each in found] == [
        ("mailbox", "ok"),
        ("more_mailboxes.0", "ok"),
        ("more_mailboxes.1", "warning"),
    ]
