"""The way out: one mail, one connection, one recipient, in steps that say what is known of the mail afterwards.

`connect` and `envelope` may fail safely: nothing has been sent. From `data` on a lost reply means that nobody knows,
and that is an answer of its own (`Uncertain`). What these errors say is codes, never an address or a server's words.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from email.message import EmailMessage

from aiosmtplib import SMTP, SMTPException, SMTPRecipientRefused, SMTPResponseException, SMTPSenderRefused

from services.notify.rules.mail import is_one_address
from shared.contracts.settings_mail import Smtp
from shared.platform.config import BadConfiguration, read_secret

NOBODY = ""
"""The null sender `<>` of automatic letters: an answer to one would be an answer to a machine (RFC 3834)."""
GOODBYE_SECONDS = 5.0
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ABOUT_US = frozenset({503, 530, 534, 535, 538})
"""Refusals of our way of connecting (no sign-in, no encryption, out of step), not of the letter."""
_SOMEONE = re.compile(r"\S+@\S+")


class SafeToRetry(Exception):
    """Nothing was sent; the same mail may be tried again later."""


class Refused(Exception):
    """The server will never take this mail (5xx)."""


class Uncertain(Exception):
    """The mail was handed over and the reply is lost: it may or may not have been taken."""


class Link:
    """A connection that carries one mail. Made by `connect`."""

    def __init__(self, client: SMTP) -> None:
        self._client = client

    async def envelope(self, sender: str, recipient: str) -> None:
        """MAIL and RCPT. `sender` is an address or `NOBODY`; raises `SafeToRetry` or `Refused`; nothing is sent yet."""
        if not is_one_address(recipient) or not (sender == NOBODY or is_one_address(sender)):
            raise Refused("this is not one plain address")
        options = [] if (sender + recipient).isascii() else ["SMTPUTF8"]
        encoding = "utf-8" if options else "ascii"
        with _before_data():
            await self._client.ehlo()
            if options and not self._client.supports_extension(options[0]):
                raise Refused("the server cannot write to this address")
            await self._client.mail(sender, options=options, encoding=encoding)
            await self._client.rcpt(recipient, encoding=encoding)

    async def data(self, message: EmailMessage) -> str:
        """DATA and the mail; returns the server's reply. Raises `Refused`, `SafeToRetry` or `Uncertain`.

        Write down that the mail is being sent *before* this: what is cancelled or cut here is unknown.
        """
        content = message.as_bytes()
        if not self._client.is_connected:
            raise SafeToRetry("the connection was gone before DATA")
        try:
            reply = await self._client.data(content)
        except SMTPResponseException as error:
            raise _judged(error, otherwise=Uncertain) from None
        except (SMTPException, OSError) as error:
            raise Uncertain(type(error).__name__) from None
        return f"{reply.code} {_SOMEONE.sub('(address)', reply.message)}"[:200]


@asynccontextmanager
async def connect(settings: Smtp, local_name: str = "localhost") -> AsyncIterator[Link]:
    """A fresh connection, encrypted as configured and signed in; raises `SafeToRetry` when it cannot be made.

    `local_name` is how the desk introduces itself: the domain of its sender, never this machine's own name.
    """
    with _before_data():
        client = _client(settings, local_name)
        await client.connect()
    try:
        yield Link(client)
        await _say_goodbye(client)
    finally:
        client.close()


def _client(settings: Smtp, local_name: str) -> SMTP:
    encrypted = settings.security != "plain"
    context = ssl.create_default_context(cafile=settings.ca_file) if encrypted else None
    secret = settings.password() if settings.user and not settings.token_file else None

    async def token() -> str:
        return read_secret(settings.token_file)

    return SMTP(
        hostname=settings.host,
        port=settings.port,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",
        tls_context=context,
        username=settings.user or None,
        password=secret,
        oauth_token_generator=token if settings.user and settings.token_file else None,
        local_hostname=local_name,
        timeout=settings.timeout_seconds,
    )


@contextmanager
def _before_data() -> Iterator[None]:
    """Nothing has been sent yet: whatever goes wrong is safe, unless the server says never."""
    try:
        yield
    except (SMTPSenderRefused, SMTPRecipientRefused) as error:
        raise _judged(error, otherwise=SafeToRetry) from None
    except (SMTPException, OSError, BadConfiguration) as error:
        # A refused sign-in or a wrong certificate is about us, not about the letter: it may go when that is mended.
        raise SafeToRetry(type(error).__name__) from None


def _judged(
    error: SMTPResponseException, otherwise: type[SafeToRetry | Uncertain]
) -> SafeToRetry | Refused | Uncertain:
    found = _STATUS.match(error.message)
    said = f"{error.code} {found[0] if found else ''}".strip()
    if error.code in _ABOUT_US:
        return SafeToRetry(said)
    if error.code // 100 == 5:
        return Refused(said)
    return SafeToRetry(said) if error.code // 100 == 4 else otherwise(said)


async def _say_goodbye(client: SMTP) -> None:
    # What happened to the mail is known by now; how the server says goodbye changes nothing.
    with suppress(SMTPException, OSError):
        await client.quit(timeout=GOODBYE_SECONDS)
