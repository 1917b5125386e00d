"""Mail out and mail in again, through real mail servers: threads, the desk's test mail, letters that come back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient
from sqlmodel import select

from services.fulfil.store.cases import CaseRow
from services.fulfil.usecases import accounts
from services.intake.app import sweep
from services.intake.usecases import alarms, canaries
from services.notify.store import Delivery
from services.sandbox.posting import post
from services.sandbox.world import MailWorld
from shared.platform.clock import JumpingClock
from shared.vocabulary import Role
from tests.harness import PASSWORD, START, House, running
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.services.mailbox_server import MailboxServer

pytestmark = pytest.mark.slow

DESK, NOOR = "info@desk.example", "noor@clients.example"
ASKED = "Beste mensen,\n\nIk wil graag weten welke gegevens jullie van mij hebben.\n\nGroet,\nNoor Bakker\n"


@asynccontextmanager
async def desk_in(world: MailWorld, directory: Path, clock: JumpingClock, **overrides: Any) -> AsyncIterator[House]:
    """The whole desk, with the sandbox's mail servers around it."""
    password = directory / "password"
    password.write_text(world.desk_imap.password, encoding="utf-8")
    imap = {"host": world.imap.host, "port": world.imap.port, "security": "plain", "user": world.desk_imap.user}
    given = {
        "mailbox": {"enabled": True, "password_file": str(password), **imap},
        "smtp": {"host": world.smtp.host, "port": world.smtp.port, "security": "plain"},
        "mail": {"sender": DESK, "plus_address": True},
        "intake": {"official_addresses": [DESK]},
    }
    async with running(directory, clock, **(given | overrides)) as house:
        yield house


@pytest.fixture
async def clock() -> JumpingClock:
    """One clock for the desk and the world around it."""
    return JumpingClock(START)


@pytest.fixture
async def world(clock: JumpingClock) -> AsyncIterator[MailWorld]:
    """The mail servers."""
    made = MailWorld([DESK], clock)
    await made.start()
    yield made
    await made.stop()


def letter(text: str, *, subject: str = "Mijn gegevens", message_id: str = "<1@clients.example>") -> EmailMessage:
    """A mail of the requester."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Message-ID"] = f"Noor Bakker <{NOOR}>", DESK, subject, message_id
    made.set_content(text)
    return made


async def bring(house: House) -> None:
    """Sweep, and let everything come to its end."""
    await sweep(house.desk("intake"))
    await house.settle()


async def cases(house: House) -> list[CaseRow]:
    """Every case."""
    async with house.desk("fulfil").look() as session:
        return list((await session.exec(select(CaseRow))).all())


async def test_an_answer_by_a_mail_program_comes_back_to_its_case(
    world: MailWorld, clock: JumpingClock, tmp_path: Path
) -> None:
    """Reply-To carries the tag, References the thread: even an answer whose subject was changed is verified."""
    async with desk_in(world, tmp_path, clock) as house:
        await post(world, letter(ASKED), NOOR, DESK)
        await bring(house)
        [sent] = world.kept(NOOR)
        known = sent.headers
        assert (known["In-Reply-To"], known["Auto-Submitted"]) == ("<1@clients.example>", "auto-replied")
        assert sent.subject.startswith("[zaak 2026-0001] ")
        answer = letter(
            "Wanneer hoor ik iets over mijn verzoek?\n", subject="nog iets", message_id="<2@clients.example>"
        )
        answer.replace_header("To", known["Reply-To"])
        await post(world, answer, NOOR, parseaddr(known["Reply-To"])[1])
        await bring(house)
        [case] = await cases(house)
        await hire(house)
        page = await house_page(house, f"/staff/cases/{case.id}")
        assert "answers a letter of ours" in page and "seems to ask where the answer stays" in page


async def hire(house: House) -> None:
    """Sanne is hired as a handler and signs in."""
    desk = house.desk("fulfil")
    link = await accounts.invite(desk, "Sanne", "sanne@desk.example", [Role.HANDLER], by="test")
    await accounts.accept(desk, link.partition("#")[2], PASSWORD)
    await sign_in(house)


async def sign_in(house: House) -> None:
    """Sanne signs in, for the first time today or again after an hour without a click."""
    signed = await house.post("/staff/sign-in", name="sanne@desk.example", password=PASSWORD)
    assert signed.status == 303, await signed.text()


async def house_page(house: House, path: str) -> str:
    """A page as whoever signed in sees it."""
    async with house.web.get(path, headers={"Accept-Language": "en"}) as found:
        assert found.status == 200
        return (await found.text()).replace("&#39;", "'")


async def test_the_desks_test_mail_goes_all_the_way_round(
    world: MailWorld, clock: JumpingClock, tmp_path: Path
) -> None:
    """Sent, delivered, swept, read, recognised, heard of, taken out of the mailbox; and no case in the books."""
    async with desk_in(world, tmp_path, clock) as house:
        intake = house.desk("intake")
        await canaries.keep_going(intake)
        clock.jump(timedelta(minutes=5))
        await house.settle()
        assert len(world.received()) == 1
        await bring(house)
        await bring(house)  # what was recognised is taken out at the next sweep
        assert await asyncio.to_thread(_subjects, world) == []
        clock.jump(timedelta(hours=2))
        await house.settle()
        assert await cases(house) == []
        assert await alarms.lasting_alarms(intake) == []
        assert world.kept() == []


async def test_a_mailbox_that_swallows_mail_is_noticed_within_the_hour(
    world: MailWorld, clock: JumpingClock, tmp_path: Path
) -> None:
    """Nothing brings the test mail in: the handler gets a letter, the queue a notice; when it comes, that is over."""
    async with desk_in(world, tmp_path, clock) as house:
        await hire(house)
        assert "did not come through" not in await house_page(house, "/staff/queue")
        intake = house.desk("intake")
        await canaries.keep_going(intake)
        clock.jump(timedelta(minutes=5))
        await house.settle()
        clock.jump(timedelta(hours=1))
        await house.settle()
        [told] = world.kept("sanne@desk.example")
        assert told.subject == "[privacybalie] Er is iets mis met de privacybalie"
        assert "Onze proefmail is niet als verzoek aangekomen" in " ".join(told.text.split())
        await sign_in(house)
        assert "did not come through" in await house_page(house, "/staff/queue")
        await bring(house)
        assert "did not come through" not in await house_page(house, "/staff/queue")


def _subjects(world: MailWorld) -> list[bytes]:
    with IMAPClient(*world.imap, ssl=False, timeout=10) as box:
        box.login(*world.desk_imap)
        box.select_folder("INBOX", readonly=True)
        found = box.search()
        return [each[b"ENVELOPE"].subject for each in box.fetch(found, ["ENVELOPE"]).values()] if found else []


@asynccontextmanager
async def letter_to(
    domain: str, postfix: Postfix, dovecot: Dovecot, directory: Path
) -> AsyncIterator[tuple[House, CaseRow]]:
    """A requester at this domain gets an acknowledgement and a person's letter, both by way of Postfix.

    Reports come to the desk's real mailbox.
    """
    (directory / "secrets").mkdir()
    box = await asyncio.to_thread(MailboxServer, dovecot.imap_port, DESK, dovecot.password(DESK), directory / "secrets")
    overrides: dict[str, Any] = {
        "mailbox": box.settings(folder="INBOX"),
        "smtp": {"host": "127.0.0.1", "port": postfix.smtp_port, "security": "plain"},
        "intake": {"official_addresses": [DESK], "canary_days": 0},
    }
    asked = letter(ASKED, message_id=f"<{directory.name}@{domain}>")
    asked.replace_header("From", f"kim@{domain}")
    async with running(directory / "desk", **overrides) as house:
        await asyncio.to_thread(_empty, box)
        await asyncio.to_thread(box_put, box, asked.as_bytes())
        await bring(house)
        [case] = await cases(house)
        await hire(house)
        told = await house.post(
            f"/staff/cases/{case.id}/status", version=str(case.version), words="We zoeken nog.", expected="2026-11-20"
        )
        assert told.status == 303
        yield house, case


async def reported(house: House) -> dict[str, Delivery]:
    """The letters, once a report of one of them came in (Postfix needs some seconds)."""
    for _ in range(120):
        await bring(house)
        found = {str(each.letter): each for each in await deliveries(house)}
        if any(each.bounce_status for each in found.values()):
            break
        await asyncio.to_thread(pause)
    # Automatic letters have no sender to report to (RFC 3834): T01 can never come back.
    assert found["T01"].bounce_status is None
    return found


@pytest.mark.servers
async def test_real_reports_of_failed_delivery_name_their_letter(
    postfix: Postfix, dovecot: Dovecot, tmp_path: Path
) -> None:
    """Postfix takes the letter, is refused by the requester's server, and reports it to the desk's real mailbox."""
    async with letter_to(Postfix.refusing_domain, postfix, dovecot, tmp_path) as (house, case):
        status = str((await reported(house))["T09"].bounce_status)
        assert status.startswith("5.")
        page = await house_page(house, f"/staff/cases/{case.id}")
        assert "A letter came back" in page and "letter T09" in page and status in page


@pytest.mark.servers
async def test_a_real_notice_of_delay_is_no_failure(postfix: Postfix, dovecot: Dovecot, tmp_path: Path) -> None:
    """The requester's server says "later"; Postfix goes on trying and tells the desk, which shows it as a delay."""
    async with letter_to(Postfix.delaying_domain, postfix, dovecot, tmp_path) as (house, case):
        told = (await reported(house))["T09"]
        assert str(told.bounce_status).startswith("4.")
        assert (told.bounced_at, told.delayed_at is None) == (None, False)
        assert "A letter came back" not in await house_page(house, f"/staff/cases/{case.id}")
        assert "delayed" in await house_page(house, f"/staff/letters/{told.id}")
        assert len(await cases(house)) == 1, "a report opens no case"


def pause() -> None:
    """Give the mail servers half a second."""
    time.sleep(0.5)


async def deliveries(house: House) -> list[Delivery]:
    """Every delivery."""
    async with house.desk("notify").look() as session:
        return list((await session.exec(select(Delivery))).all())


def box_put(box: MailboxServer, raw: bytes) -> None:
    """Lay a mail into the inbox."""
    with box.client() as client:
        client.append("INBOX", raw)


def _empty(box: MailboxServer) -> None:
    with box.client() as client:
        client.select_folder("INBOX")
        if found := client.search():
            client.delete_messages(found)
            client.expunge()
