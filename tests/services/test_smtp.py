"""The way out: what is known of a mail when servers misbehave, how it is composed, and that nothing goes in clear."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from services.notify.rules.mail import compose
from services.notify.rules.markup import Rendered
from services.notify.rules.sending import message_id
from services.notify.smtp import NOBODY, Refused, SafeToRetry, Uncertain, connect
from shared.contracts.settings_mail import Smtp
from shared.vocabulary import Letter
from tests.servers.certificate import make_certificate
from tests.servers.ports import LOOPBACK

DESK, SAM = "privacy@desk.example", "sam@clients.example"
LETTER = Rendered("[zaak 2026-0001] Überschrift", "Beste Zoë,\n.\nTot ziens\n", "<p>Beste Zoë</p>\n")
ID = message_id("0d6c", Letter.T01, "1", "desk.example")
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


class Postbox:
    """A server that takes mail, with replies that a test can spoil."""

    def __init__(self, rcpt: str = "", data: str = "") -> None:
        self.taken: list[Envelope] = []
        self.rcpt, self.data = rcpt, data
        self.cut = self.stall = False

    async def handle_RCPT(self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]) -> str:  # noqa: N802 -- its name
        if not self.rcpt:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802 -- as above
        if self.data:
            return self.data
        self.taken.append(envelope)
        if self.cut:
            server.transport.abort()
        if self.stall:
            await asyncio.Event().wait()
        return f"250 2.0.0 queued as 4711 for {SAM}"


@asynccontextmanager
async def serving(make: Callable[[], asyncio.Protocol], **options: Any) -> AsyncIterator[Smtp]:
    """A server on a free port of loopback, and the settings to reach it."""
    server = await asyncio.get_running_loop().create_server(make, LOOPBACK, 0, **options)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield Smtp(host=LOOPBACK, port=port, security="plain", timeout_seconds=0.5)


def box(handler: Postbox, **options: Any) -> Callable[[], SMTP]:
    """An aiosmtpd server with this behaviour."""
    return lambda: SMTP(handler, hostname="mail.desk.example", enable_SMTPUTF8=True, **options)


class Script(asyncio.Protocol):
    """A server that says fixed lines, one for each thing it gets."""

    def __init__(self, *lines: str) -> None:
        self._lines = iter(lines)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say()

    def data_received(self, data: bytes) -> None:
        assert data
        self._say()

    def _say(self) -> None:
        line = next(self._lines, None)
        if line is None:
            self._transport.abort()
        else:
            self._transport.write(line.encode() + b"\r\n")


def mail(**changes: Any) -> EmailMessage:
    """The letter as a mail."""
    facts: dict[str, Any] = {
        "sender": DESK,
        "sender_name": "Privacybalie",
        "recipient": SAM,
        "message_id": ID,
        "date": NOON,
        "automatic": True,
    }
    return compose(LETTER, **{**facts, **changes})


async def send(settings: Smtp, sender: str = NOBODY, recipient: str = SAM) -> str:
    """All the steps."""
    async with connect(settings, "desk.example") as link:
        await link.envelope(sender, recipient)
        return await link.data(mail())


async def test_a_mail_arrives_whole() -> None:
    """Null sender, one recipient, both forms, a line with a lone dot, and the server's reply without an address."""
    postbox = Postbox()
    async with serving(box(postbox)) as settings:
        reply = await send(settings)
    assert reply == "250 2.0.0 queued as 4711 for (address)"
    [envelope] = postbox.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("<>", [SAM])
    got = message_from_bytes(envelope.content or b"", policy=default)
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().replace("\r\n", "\n") == LETTER.html
    assert got["Subject"] == LETTER.subject


@pytest.mark.parametrize(
    ("rcpt", "error", "said"),
    [
        ("450 4.2.0 sam@clients.example is busy", SafeToRetry, "450 4.2.0"),
        ("421 4.3.2 going down", SafeToRetry, "421 4.3.2"),
        ("550 5.1.1 <sam@clients.example> unknown", Refused, "550 5.1.1"),
        ("530 5.7.0 sign in first", SafeToRetry, "530 5.7.0"),
        ("252 maybe", SafeToRetry, "252"),
    ],
)
async def test_a_recipient_that_is_not_taken_is_said_before_data(rcpt: str, error: type[Exception], said: str) -> None:
    """A refusal never returns as a success, nothing was sent, and the error repeats no address."""
    postbox = Postbox(rcpt=rcpt)
    async with serving(box(postbox)) as settings:
        with pytest.raises(error) as told:
            await send(settings)
    assert str(told.value) == said
    assert postbox.taken == []


@pytest.mark.parametrize(
    ("data", "error"),
    [("451 4.3.0 later", SafeToRetry), ("554 5.7.1 never", Refused), ("452 4.2.2 full", SafeToRetry)],
)
async def test_a_refused_mail_is_known_not_to_be_sent(data: str, error: type[Exception]) -> None:
    """A reply after the final dot that says no."""
    async with serving(box(Postbox(data=data))) as settings:
        with pytest.raises(error):
            await send(settings)


@pytest.mark.parametrize("fault", ["cut", "stall"])
async def test_a_reply_lost_after_the_final_dot_is_uncertain(fault: str) -> None:
    """The server has the mail and we do not know it: never an error that looks like a safe retry."""
    postbox = Postbox()
    setattr(postbox, fault, True)
    async with serving(box(postbox)) as settings:
        with pytest.raises(Uncertain):
            await send(settings)
    assert len(postbox.taken) == 1


@pytest.mark.parametrize("last", ["what?", "250-never", "299 perhaps"])
async def test_a_reply_that_says_nothing_is_uncertain(last: str) -> None:
    """Gibberish, half a reply and an unheard-of code after the mail decide nothing."""
    lines = ("220 hi", "250 hi", "250 ok", "250 ok", "354 go", last)
    async with serving(lambda: Script(*lines)) as settings:
        with pytest.raises(Uncertain):
            await send(settings)


@pytest.mark.parametrize("lines", [(), ("554 no",), ("220 hi",), ("220 hi", "250 hi"), ("220 hi", "250 hi", "250 ok")])
async def test_a_server_that_hangs_up_before_data_leaves_a_safe_retry(lines: tuple[str, ...]) -> None:
    """At the greeting, at EHLO, at MAIL, at RCPT: nothing was sent."""
    async with serving(lambda: Script(*lines)) as settings:
        with pytest.raises(SafeToRetry):
            await send(settings)


async def test_a_connection_gone_between_rcpt_and_data_leaves_a_safe_retry() -> None:
    """Between the steps the desk writes down what it does; a server that leaves meanwhile has nothing."""
    async with serving(lambda: Script("220 hi", "250 hi", "250 ok", "421 bye")) as settings:
        with pytest.raises(SafeToRetry):
            await send(settings)


async def test_an_unreachable_server_leaves_a_safe_retry() -> None:
    """Nobody listens."""
    async with serving(Script) as settings:
        pass
    with pytest.raises(SafeToRetry):
        await send(settings)


async def test_a_bad_goodbye_changes_nothing() -> None:
    """The mail was taken; that QUIT fails is no reason to send it again."""
    lines = ("220 hi", "250 hi", "250 ok", "250 ok", "354 go", "250 taken")
    async with serving(lambda: Script(*lines)) as settings:
        assert await send(settings) == "250 taken"


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "sam",
        "a@b@c",
        "sam@clients.example, bob@x.example",
        "<sam@clients.example>",
        "sam@x.example\r\nDATA",
        "s m@x.example",
        "\ud800@x.example",
    ],
)
async def test_one_plain_address_or_nothing(recipient: str) -> None:
    """No second recipient and no second command can hide in an address."""
    async with serving(box(Postbox())) as settings:
        with pytest.raises(Refused):
            await send(settings, recipient=recipient)
        with pytest.raises(Refused):
            await send(settings, sender=recipient or "x")


async def test_an_address_beyond_ascii_needs_a_server_that_can() -> None:
    """With SMTPUTF8 it is delivered, without it is refused, and never mangled."""
    postbox = Postbox()
    zoe = "zoë@clients.example"
    async with serving(box(postbox)) as settings, connect(settings) as link:
        await link.envelope(NOBODY, zoe)
        await link.data(mail(recipient=zoe))
    assert postbox.taken[0].rcpt_tos == [zoe]
    async with serving(lambda: Script("220 hi", "250 hi")) as settings:
        with pytest.raises(Refused):
            await send(settings, recipient=zoe)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for loopback, and the server's side of it."""
    chain, key = make_certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain, key)
    return chain, context


async def test_the_link_is_encrypted_and_the_certificate_checked(certificate: tuple[Path, ssl.SSLContext]) -> None:
    """STARTTLS with the right authority goes, with an unknown one it is put off."""
    chain, context = certificate
    postbox = Postbox()
    async with serving(box(postbox, tls_context=context, require_starttls=True)) as settings:
        with pytest.raises(SafeToRetry):
            await send(settings.model_copy(update={"security": "starttls"}))
        await send(settings.model_copy(update={"security": "starttls", "ca_file": chain}))
    assert len(postbox.taken) == 1


async def test_tls_from_the_first_byte(certificate: tuple[Path, ssl.SSLContext]) -> None:
    """`security = tls`."""
    chain, context = certificate
    postbox = Postbox()
    async with serving(box(postbox), ssl=context) as settings:
        await send(settings.model_copy(update={"security": "tls", "ca_file": chain}))
    assert len(postbox.taken) == 1


async def test_a_server_that_hides_starttls_gets_nothing() -> None:
    """Somebody in between may strip the offer: no fall back to clear text."""
    postbox = Postbox()
    async with serving(box(postbox)) as settings:
        with pytest.raises(SafeToRetry):
            await send(settings.model_copy(update={"security": "starttls"}))
    assert postbox.taken == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
async def test_a_wrong_password_is_about_us_not_about_the_letter(tmp_path: Path) -> None:
    """A 5xx at sign-in puts the letter off; with the right password it goes."""
    secret = tmp_path / "password"
    known: dict[bytes, bytes] = {b"desk": b"right"}
    postbox = Postbox()

    def judge(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=known.get(data.login) == data.password, handled=False)

    options = {"authenticator": judge, "auth_required": True, "auth_require_tls": False}
    async with serving(box(postbox, **options)) as plain:
        settings = plain.model_copy(update={"user": "desk", "password_file": secret})
        with pytest.raises(SafeToRetry, match="BadConfiguration"):
            await send(settings)
        secret.write_text("wrong")
        with pytest.raises(SafeToRetry, match="Authentication"):
            await send(settings)
        secret.write_text("right\n")
        await send(settings)
    assert len(postbox.taken) == 1


def test_clear_text_over_a_network_cannot_be_configured() -> None:
    """Plain is for loopback."""
    with pytest.raises(ValueError, match="loopback only"):
        Smtp(host="mail.desk.example", security="plain")


def test_a_mail_has_the_id_and_the_date_it_was_given() -> None:
    """Deterministic: sent again after a crash it is the same mail, from the one sender (R1.0-3)."""
    sent = mail()
    assert (sent["Message-ID"], sent["From"], sent["To"]) == (ID, f"Privacybalie <{DESK}>", SAM)
    assert sent["Date"] == "Mon, 02 Nov 2026 12:00:00 +0000"
    assert sent.get_content_type() == "multipart/alternative"
    assert sent["Reply-To"] is None


def test_machines_are_told_not_to_answer_an_automatic_letter() -> None:
    """RFC 3834: an answer to a mail, or made by itself; a person's letter carries neither."""
    assert mail()["Auto-Submitted"] == "auto-generated"
    assert mail(in_reply_to="<a@b>")["Auto-Submitted"] == "auto-replied"
    assert mail(automatic=False)["Auto-Submitted"] is None
    assert "OOF" in mail(automatic=False)["X-Auto-Response-Suppress"]
    assert mail()["X-Loop"] == DESK


def test_an_answer_joins_the_requesters_thread() -> None:
    """Their id last, at most ten, and nothing that is no Message-ID."""
    sent = mail(in_reply_to=" <9@x> ", references=["<1@x>", "junk", "<2@x>\r\nBcc: all@x", "<9@x>", "<3@x>"])
    assert sent["In-Reply-To"] == "<9@x>"
    assert sent["References"] == "<1@x> <3@x> <9@x>"
    assert len(mail(references=[f"<{n}@x>" for n in range(30)])["References"].split()) == 10
    assert mail(in_reply_to="<a@b> <c@d>")["In-Reply-To"] is None


def test_answers_come_back_to_a_tagged_address() -> None:
    """The tag leads an answer to its case; a tag that is no tag is refused."""
    assert mail(reply_tag="2026-0001.ab12")["Reply-To"] == "Privacybalie <privacy+2026-0001.ab12@desk.example>"
    for tag in ("a b", "x@y", "a\r\nBcc: x", "a" * 60):
        with pytest.raises(ValueError, match="tag"):
            mail(reply_tag=tag)


@pytest.mark.parametrize("subject", ["a\r\nBcc: all@x.example", "a\nb"])
def test_a_subject_is_one_line(subject: str) -> None:
    """The last of three nets."""
    with pytest.raises(ValueError, match="linefeed"):
        compose(
            Rendered(subject, "x", "x"),
            sender=DESK,
            sender_name="x",
            recipient=SAM,
            message_id=ID,
            date=NOON,
            automatic=False,
        )


def test_only_ascii_crosses_the_wire() -> None:
    """Quoted-printable text, encoded subject: no server may change a byte of it."""
    assert mail().as_bytes().isascii()
