"""The post of the invented people: their mails go to the desk by SMTP, as anybody's would."""

from __future__ import annotations

import asyncio
import smtplib
from email.message import EmailMessage

from services.sandbox.samples import Sample, build
from services.sandbox.world import MailWorld

SECONDS = 30.0


async def post(world: MailWorld, mail: EmailMessage, mail_from: str, to: str) -> None:
    """Hand one mail to the world's SMTP server; a refusal raises `smtplib.SMTPException`."""
    await asyncio.to_thread(_post, world, mail, mail_from, to)


def _post(world: MailWorld, mail: EmailMessage, mail_from: str, to: str) -> None:
    with smtplib.SMTP(*world.smtp, local_hostname="localhost", timeout=SECONDS) as link:
        link.send_message(mail, from_addr=mail_from, to_addrs=[to])


async def post_sample(world: MailWorld, sample: Sample) -> EmailMessage:
    """Send a sample to the desk's first address and return the mail."""
    to = world.desk_addresses[0]
    mail = build(sample, world.clock.now(), to)
    await post(world, mail, sample.mail_from, to)
    return mail
