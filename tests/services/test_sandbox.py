"""The sandbox's mail world: mail in, mail kept, samples, and the webmail over it."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from imapclient import IMAPClient

from services.sandbox.posting import post_sample
from services.sandbox.samples import SAMPLES, build
from services.sandbox.webmail import add_routes
from services.sandbox.world import KEPT_MAILS, MESSAGE_BYTES, MailWorld
from shared.platform.clock import SystemClock
from shared.platform.web import Site, make_app

pytestmark = pytest.mark.slow

DESK = ("info@desk.example", "office@desk.example")
CLIENT = "noor.vanderlinden@post.example"
OURS = {"Sec-Fetch-Site": "same-origin"}
KEYS = {"message_id", "from", "to", "subject", "date", "text", "html", "headers"}

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def world() -> AsyncIterator[MailWorld]:
    """A running mail world of a desk with two addresses."""
    made = MailWorld(DESK, SystemClock())
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def browser(world: MailWorld) -> AsyncIterator[Client]:
    """A browser in front of the webmail."""
    app = make_app(Site("privacybalie", "Bureau Voorbeeld", "http://127.0.0.1:8080"))
    add_routes(app, world)
    async with TestClient(TestServer(app)) as client:
        yield client


TEXT = "Je verzoek is binnen. Kijk op http://127.0.0.1:8080/request#tóken\n"
HTML = "<p>Je verzoek is <b>binnen</b>.</p>\n"


def _letter(to: str = CLIENT, text: str = TEXT, html: str = HTML) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Privacyloket <{DESK[0]}>", to, "[zaak 2026-0001] Ontvangen"
    mail["Message-ID"], mail["Reply-To"] = "<letter.1@desk.example>", "info+2026-0001-abcde@desk.example"
    mail["Date"] = "Mon, 02 Nov 2026 10:00:00 +0100"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    return mail


def _send(world: MailWorld, mail: EmailMessage, mail_from: str, *to: str) -> None:
    with smtplib.SMTP(*world.smtp, local_hostname="localhost") as link:
        link.send_message(mail, from_addr=mail_from, to_addrs=to)


def _signed_in(world: MailWorld, folder: str = "INBOX") -> IMAPClient:
    box = IMAPClient(*world.imap, ssl=False, timeout=10)
    box.login(*world.desk_imap)
    box.select_folder(folder)
    return box


def _inbox(world: MailWorld, folder: str = "INBOX") -> list[bytes]:
    with _signed_in(world, folder) as box:
        found = box.search()
        return [each[b"BODY[]"] for each in box.fetch(found, ["BODY.PEEK[]"]).values()] if found else []


async def test_mail_to_any_address_of_the_desk_reaches_its_mailbox(world: MailWorld) -> None:
    """SMTP in, IMAP out, with the trace lines of a mail server; plus-addresses and capitals count as well."""
    for to in (*DESK, "INFO+2026-0001@desk.example"):
        await asyncio.to_thread(_send, world, _letter(to), CLIENT, to)
    mails = await asyncio.to_thread(_inbox, world)
    assert len(mails) == 3
    assert all(mail.startswith(f"Return-Path: <{CLIENT}>\r\nReceived: from ".encode()) for mail in mails)
    assert b"for <INFO+2026-0001@desk.example>" in mails[2]
    assert world.kept() == []


async def test_mail_to_others_is_kept_with_exactly_the_promised_keys(world: MailWorld, browser: Client) -> None:
    """`/sandbox/mail.json?to=` is what acceptance checks read."""
    await asyncio.to_thread(_send, world, _letter(), "", CLIENT, "somebody@else.example")
    (mail,) = await (await browser.get("/sandbox/mail.json", params={"to": CLIENT.upper()})).json()
    assert set(mail) == KEYS
    assert mail["message_id"] == "<letter.1@desk.example>"
    assert (mail["from"], mail["to"]) == (DESK[0], CLIENT)
    assert mail["subject"] == "[zaak 2026-0001] Ontvangen"
    assert mail["date"] == "2026-11-02T10:00:00+01:00"
    assert mail["text"] == TEXT
    assert mail["html"] == HTML
    assert mail["headers"]["Return-Path"] == "<>"
    assert len(await (await browser.get("/sandbox/mail.json")).json()) == 2


async def test_what_the_desk_sends_is_filed_in_its_sent_folder(world: MailWorld) -> None:
    """The archive in which a letter with unknown fate is looked up by its Message-ID."""
    await asyncio.to_thread(_send, world, _letter(), "", CLIENT)
    with await asyncio.to_thread(_signed_in, world, "Sent") as box:
        assert len(await asyncio.to_thread(box.search, ["HEADER", "Message-ID", "<letter.1@desk.example>"])) == 1
        assert await asyncio.to_thread(box.search, ["HEADER", "Message-ID", "<letter.2@desk.example>"]) == []


async def test_kept_mails_are_listed_oldest_first_and_bounded(world: MailWorld) -> None:
    """The memory of the sandbox has an end: the oldest go."""
    for number in range(KEPT_MAILS + 3):
        await world.deliver(f"Subject: {number}\r\n\r\nx\r\n".encode(), DESK[0], [CLIENT])
    kept = world.kept()
    assert len(kept) == KEPT_MAILS
    assert [kept[0].subject, kept[-1].subject] == ["3", str(KEPT_MAILS + 2)]


async def test_a_mail_over_the_limit_is_refused(world: MailWorld) -> None:
    """The limit is announced and kept."""
    with smtplib.SMTP(*world.smtp, local_hostname="localhost") as link:
        link.ehlo()
        assert link.esmtp_features["size"] == str(MESSAGE_BYTES)
        assert link.mail(CLIENT, [f"size={MESSAGE_BYTES + 1}"])[0] == 552


async def test_a_waiting_desk_hears_of_mail_and_marks_it_with_a_keyword(world: MailWorld) -> None:
    """IDLE wakes up, and a keyword stays on the mail for another connection to see."""

    def wait_and_mark() -> list[int]:
        with _signed_in(world) as box:
            box.idle()
            _send(world, _letter(DESK[0]), CLIENT, DESK[0])
            assert (1, b"EXISTS") in box.idle_check(timeout=10)
            box.idle_done()
            box.add_flags(box.search(["UNKEYWORD", "$PbTaken"]), ["$PbTaken"])
        with _signed_in(world) as other:
            assert other.search(["UNKEYWORD", "$PbTaken"]) == []
            found: list[int] = other.search(["KEYWORD", "$PbTaken"])
            return found

    assert len(await asyncio.to_thread(wait_and_mark)) == 1


async def test_a_wrong_password_opens_nothing(world: MailWorld) -> None:
    """The mailbox has one account, with a password of this start."""
    with (
        IMAPClient(*world.imap, ssl=False, timeout=10) as box,
        pytest.raises(IMAPClient.Error, match="Invalid authentication"),
    ):
        await asyncio.to_thread(box.login, world.desk_imap.user, "guess")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 no header at all",
        b"From: " + b"(" * 500 + b"\r\n\r\nx",
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nx",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(2_000)),
        b"Content-Type: text/plain; charset=no-such-charset\r\nDate: yesterday\r\n\r\n\xe9\r\n",
    ],
    ids=["empty", "binary", "nested comment", "encoded words", "nested parts", "unknown charset"],
)
async def test_a_mail_that_breaks_parsers_reaches_the_desk_byte_for_byte(world: MailWorld, raw: bytes) -> None:
    """What to do with an odd mail is for the desk to decide, not for the world around it."""
    await world.deliver(raw, CLIENT, [DESK[0], "somebody@else.example"])
    (mail,) = await asyncio.to_thread(_inbox, world)
    assert mail.endswith(raw)
    assert len(world.kept()) == len(world.received()) == 1


@pytest.mark.parametrize("key", SAMPLES)
async def test_every_sample_arrives_as_a_real_mail(world: MailWorld, key: str) -> None:
    """Each parses without a defect, has its own Message-ID and comes from an invented person."""
    sent = await post_sample(world, SAMPLES[key])
    (raw,) = await asyncio.to_thread(_inbox, world)
    mail = message_from_bytes(raw, policy=default)
    assert mail["Message-ID"] == sent["Message-ID"] != build(SAMPLES[key], world.clock.now(), DESK[0])["Message-ID"]
    assert not [defect for part in mail.walk() for defect in part.defects]
    assert mail["From"].addresses[0].domain.endswith(".example")
    assert (mail["Return-Path"] == "<>") == SAMPLES[key].null_sender


async def test_the_bounce_has_the_shape_of_a_delivery_report(world: MailWorld) -> None:
    """RFC 3464: words, fields, and the mail that came back."""
    await post_sample(world, SAMPLES["bounce"])
    (raw,) = await asyncio.to_thread(_inbox, world)
    mail = message_from_bytes(raw, policy=default)
    parts = [part.get_content_type() for part in mail.iter_parts()]
    assert parts == ["text/plain", "message/delivery-status", "message/rfc822"]
    assert mail.get_param("report-type") == "delivery-status"
    assert b"\r\nAction: failed\r\n" in raw


async def test_a_sample_is_sent_by_its_button(world: MailWorld, browser: Client) -> None:
    """The page offers each sample; pressing one sends a mail and shows its sender's mails."""
    page = await (await browser.get("/sandbox/mail")).text()
    assert all(f'value="{key}"' in page for key in SAMPLES)
    after = await browser.post("/sandbox/mail/sample", data={"sample": "access"}, headers=OURS)
    assert after.status == 200
    assert "Mijn gegevens" in await after.text()
    assert len(await asyncio.to_thread(_inbox, world)) == 1
    unknown = await browser.post("/sandbox/mail/sample", data={"sample": "gold"}, headers=OURS)
    assert unknown.status == 404


async def test_another_site_cannot_press_the_buttons(world: MailWorld, browser: Client) -> None:
    """The sandbox stands behind the same guards as the desk."""
    foreign = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    answer = await browser.post("/sandbox/mail/sample", data={"sample": "access"}, headers=foreign)
    assert answer.status == 403
    assert world.received() == []


async def test_a_letter_is_shown_as_text_with_its_link_or_as_html_in_a_cage(world: MailWorld, browser: Client) -> None:
    """Links work in the text; the HTML of a mail gets no rights and no way out of its attribute."""
    script = "<script>alert(1)</script>"
    letter = _letter(text=f"Zie http://127.0.0.1:8080/request#abc of {script}\n", html=f'<p title="x">hi</p>">{script}')
    await asyncio.to_thread(_send, world, letter, "", CLIENT)
    number = world.kept()[0].number
    text = await (await browser.get("/sandbox/mail", params={"open": number})).text()
    assert '<a href="http://127.0.0.1:8080/request#abc"' in text
    html = await (await browser.get("/sandbox/mail", params={"open": number, "view": "html"})).text()
    assert '<iframe sandbox="" srcdoc="&lt;p title=' in html
    assert "<script>alert" not in text + html
    assert (await browser.get("/sandbox/mail", params={"open": "999"})).status == 404


async def test_an_answer_goes_to_the_address_the_letter_asks_for(world: MailWorld, browser: Client) -> None:
    """A person of the sandbox answers a letter: same thread, Reply-To honoured, subject on one line."""
    await asyncio.to_thread(_send, world, _letter(), "", CLIENT)
    number = world.kept()[0].number
    page = await (await browser.get("/sandbox/mail", params={"open": number})).text()
    assert 'value="info+2026-0001-abcde@desk.example"' in page
    fields = {
        "person": CLIENT,
        "to": "info+2026-0001-abcde@desk.example",
        "subject": "Re: [zaak 2026-0001]\r\nBcc: all@else.example",
        "text": "Dank je wel.",
        "answers": str(number),
    }
    assert (await browser.post("/sandbox/mail/write", data=fields, headers=OURS)).status == 200
    (raw,) = await asyncio.to_thread(_inbox, world)
    mail = message_from_bytes(raw, policy=default)
    assert mail["In-Reply-To"] == mail["References"] == "<letter.1@desk.example>"
    assert mail["Subject"] == "Re: [zaak 2026-0001] Bcc: all@else.example"
    assert mail["Bcc"] is None


@pytest.mark.parametrize(
    "wrong", [{"person": "stranger@else.example"}, {"to": "victim@else.example"}, {"text": " "}, {"subject": ""}]
)
async def test_a_form_that_is_not_right_sends_nothing(world: MailWorld, browser: Client, wrong: dict[str, str]) -> None:
    """Only invented people write, only to the desk, and never an empty mail."""
    fields = {"person": CLIENT, "to": DESK[0], "subject": "Vraag", "text": "Hallo"} | wrong
    assert (await browser.post("/sandbox/mail/write", data=fields, headers=OURS)).status == 400
    assert world.received() == []


async def test_an_occupied_port_is_told(world: MailWorld) -> None:
    """A second world on the same port says so and leaves nothing behind."""
    with pytest.raises(OSError, match="in use"):
        await MailWorld(DESK, SystemClock(), smtp_port=world.smtp.port).start()


async def test_the_world_stops_with_connections_open() -> None:
    """Clients that never hang up do not hold up the end of the demo."""
    world = MailWorld(DESK, SystemClock())
    await world.start()
    box = await asyncio.to_thread(_signed_in, world)
    await asyncio.to_thread(box.idle)
    link = await asyncio.to_thread(smtplib.SMTP, *world.smtp, local_hostname="localhost")
    async with asyncio.timeout(10):
        await world.stop()
    link.close()
    box.socket().close()
