"""The real servers of the tests start, do one real piece of work, and survive a restart and a kill."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage

import aio_pika
import psycopg
import pytest
from imapclient import IMAPClient

from tests.conftest import CLIENT, DESK
from tests.servers.daemon import Daemon, StartError, make_directory, wait_for
from tests.servers.dovecot import Dovecot
from tests.servers.ports import LOOPBACK, free_port
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMQ

pytestmark = pytest.mark.servers


async def _publish(url: str, queue: str, body: bytes) -> None:
    async with await aio_pika.connect(url) as link:
        channel = await link.channel()
        await channel.declare_queue(queue, durable=True)
        lasting = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(lasting, routing_key=queue)


async def _get(url: str, queue: str) -> bytes:
    async with await aio_pika.connect(url) as link:
        channel = await link.channel()
        message = await (await channel.declare_queue(queue, durable=True)).get(no_ack=True)
        assert message is not None
        return message.body


def _mail(to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = CLIENT, to, subject
    mail.set_content("Graag een kopie van mijn gegevens.\n")
    return mail


def _send(postfix: Postfix, mail: EmailMessage) -> None:
    with smtplib.SMTP(LOOPBACK, postfix.smtp_port) as link:
        link.send_message(mail)


def _arrived(dovecot: Dovecot, user: str, subject: str) -> bytes:
    """Wait for the one mail with that subject and return it."""
    with IMAPClient(LOOPBACK, dovecot.imap_port, ssl=False) as box:
        box.login(user, dovecot.password(user))
        box.select_folder("INBOX")
        found: list[int] = []

        def look() -> bool:
            box.noop()
            found[:] = box.search(["SUBJECT", subject])
            return bool(found)

        assert wait_for(look, 20), f"no mail about {subject}\n{dovecot.log_tail()}"
        assert len(found) == 1
        raw: bytes = box.fetch(found, ["BODY.PEEK[]"])[found[0]][b"BODY[]"]
        return raw


async def test_a_persistent_message_outlives_a_restart_of_the_broker(rabbitmq: RabbitMQ) -> None:
    """What was published before the restart is there afterwards, on the same address."""
    url = rabbitmq.fresh_url()
    await _publish(url, "desk", b"kept")
    rabbitmq.restart()
    assert await _get(url, "desk") == b"kept"


async def test_a_fresh_virtual_host_is_empty(rabbitmq: RabbitMQ) -> None:
    """Two tests with a queue of the same name do not see each other's messages."""
    first, second = rabbitmq.fresh_url(), rabbitmq.fresh_url()
    await _publish(first, "desk", b"one")
    await _publish(second, "desk", b"two")
    assert (await _get(second, "desk"), await _get(first, "desk")) == (b"two", b"one")


def test_a_committed_row_outlives_a_power_cut(postgres: Postgres) -> None:
    """A commit before SIGKILL is read back after the recovery."""
    url = postgres.create_database("power_cut")
    with psycopg.connect(url) as link:
        link.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    postgres.kill()
    postgres.start()
    with psycopg.connect(url) as link:
        assert link.execute("SELECT answer FROM kept").fetchone() == (42,)
        assert link.execute("SHOW fsync").fetchone() == ("on",)


def test_an_appended_mail_is_fetched_over_tls_after_a_restart(dovecot: Dovecot) -> None:
    """IMAP sign-in, APPEND and FETCH, with a certificate the client checks."""
    user = "append@desk.example"
    password = dovecot.add_user(user)
    mail = bytes(_mail(user, "appended"))
    with IMAPClient(LOOPBACK, dovecot.imap_port, ssl=False) as box:
        box.login(user, password)
        box.append("INBOX", mail)
    dovecot.restart()
    trusted = ssl.create_default_context(cafile=str(dovecot.certificate))
    with IMAPClient(LOOPBACK, dovecot.imaps_port, ssl_context=trusted) as box:
        box.login(user, password)
        box.select_folder("INBOX")
        (uid,) = box.search()
        assert b"kopie van mijn gegevens" in box.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"]
    assert list(dovecot.maildir(user).rglob("*.*")), "the mail lies in the mailbox directory"


def test_mail_goes_through_the_mta_into_the_mailbox(postfix: Postfix, dovecot: Dovecot) -> None:
    """SMTP -> Postfix -> LMTP -> Dovecot -> IMAP, also for a plus-address, and after both were restarted."""
    _send(postfix, _mail(DESK, "before"))
    assert b"Return-Path: <noor@clients.example>" in _arrived(dovecot, DESK, "before")
    postfix.restart()
    dovecot.restart()
    _send(postfix, _mail(DESK.replace("@", "+2026-0001@"), "after"))
    assert b"Delivered-To: info+2026-0001@desk.example" in _arrived(dovecot, DESK, "after")


def test_mail_taken_before_the_mta_was_killed_still_arrives(postfix: Postfix, dovecot: Dovecot) -> None:
    """The queue on disk outlives SIGKILL of the MTA, and of the store it delivers to."""
    dovecot.kill()
    _send(postfix, _mail(DESK, "queued"))
    postfix.kill()
    dovecot.start()
    postfix.start()
    assert b"kopie van mijn gegevens" in _arrived(dovecot, DESK, "queued")


@pytest.mark.parametrize("address", [f"gone@{Postfix.refusing_domain}", "nobody-here@desk.example"])
def test_a_refused_mail_comes_back_as_a_delivery_status_notification(
    postfix: Postfix, dovecot: Dovecot, address: str
) -> None:
    """The sender gets a multipart/report with a null return path, made by a real MTA."""
    sender = f"sender-of-{address.partition('@')[0]}@desk.example"
    dovecot.add_user(sender)
    mail = _mail(address, "refused")
    mail.replace_header("From", sender)
    _send(postfix, mail)
    report = _arrived(dovecot, sender, "Undelivered Mail")
    assert b"Return-Path: <>" in report
    assert b"report-type=delivery-status" in report
    assert f"Final-Recipient: rfc822; {address}".encode() in report


def test_a_failed_start_tells_the_end_of_the_log() -> None:
    """The error names the server and carries its last lines; nothing is left running."""

    class Broken(Daemon):
        name = "broken"

        @classmethod
        def missing(cls) -> None:
            return None

        def prepare(self) -> None:
            self.port = free_port()

        def command(self) -> list[str]:
            return ["sh", "-c", "echo the disk is on fire; exit 3"]

        def is_ready(self) -> bool:
            return False

    broken = Broken(make_directory("broken"))
    with pytest.raises(StartError, match=r"broken did not start[\s\S]*the disk is on fire"):
        broken.start()
    broken.log.unlink()
    broken.directory.rmdir()
