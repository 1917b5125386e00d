"""The desk's test mail: an everyday request, as a stranger would write it, with a mark that only we can make.

It says nothing about machines, or intake would be right to open no case for it (mail in, steps 7 and 10).
"""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from typing import Final

from services.notify.rules.sending import own_id
from shared.contracts.references import CANARY_HEADER

SUBJECT: Final = "Mijn gegevens"
TEXT: Final = """\
Hallo,

Ik ben een tijd bij jullie in begeleiding geweest. Ik wil graag weten welke gegevens jullie van mij hebben.
Kunnen jullie mij daar een kopie van sturen?

Groetjes,
Kim
"""


def canary(number: int, mark: str, *, sender: str, recipient: str, date: datetime) -> EmailMessage:
    """The n-th test mail. Its answers, if any machine gives one, come to the desk itself."""
    mail = EmailMessage(policy=SMTP if (sender + recipient).isascii() else SMTPUTF8)
    mail["From"] = Address("Kim", *sender.split("@"))
    mail["To"] = Address("", *recipient.split("@"))
    mail["Subject"] = SUBJECT
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = own_id(f"canary|{number}", sender.partition("@")[2])
    mail["X-Auto-Response-Suppress"] = "All"
    mail[CANARY_HEADER] = mark
    mail.set_content(TEXT, cte="quoted-printable")
    return mail
