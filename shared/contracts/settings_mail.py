"""Settings of mailboxes, of outgoing mail and of letters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from shared.platform.config import MailServer, Section
from shared.vocabulary import Language

LOCAL_PART, TAGGED = 64, len("+2026-000001-K7QWB3TZ")


class Mailbox(MailServer):
    """The mailbox that intake reads."""

    enabled: bool = True
    """Whether this mailbox is read at all."""
    name: str = Field("", max_length=100)
    """Under this name its mails are known, also after it moved to another server; empty: the name to sign in with."""
    port: int = Field(993, ge=0, le=65535)
    """The port of the IMAP server."""
    folder: str = "INBOX"
    """The folder where requests arrive."""
    max_message_mb: int = Field(40, ge=1, le=200)
    """Larger messages are not fetched; a person hears of them."""
    timeout_seconds: float = Field(30.0, gt=0, le=300)
    """How long the server may be silent when an answer is due; then the connection is given up and made anew."""
    removed_folder: str = ""
    """Where a mail is moved that must leave its folder, if the server cannot expunge it alone; empty: people do it."""

    @model_validator(mode="after")
    def moves_away(self) -> Mailbox:
        """What is removed goes elsewhere."""
        if self.removed_folder and self.removed_folder == self.folder:
            raise ValueError("removed_folder is the folder that is read; name another one")
        return self

    @property
    def account(self) -> str:
        """The name under which mails of this mailbox are known."""
        return self.name or self.user.lower() or "mailbox"

    @property
    def _place(self) -> tuple[str, str, str]:
        folder = "INBOX" if self.folder.upper() == "INBOX" else self.folder
        return self.user.lower(), self.host.lower(), folder

    def clashes(self, other: Mailbox) -> str:
        """Why the two cannot be read side by side, and what to do; empty when they can."""
        if self._place == other._place:
            return "two mailboxes have the same user, host and folder; remove one of them"
        if self.account == other.account and self.host.lower() != other.host.lower():
            return "two mailboxes on different hosts have the same user; give one of them an own name"
        return ""


class Smtp(MailServer):
    """The server that takes our letters."""

    port: int = Field(465, ge=0, le=65535)
    """The port of the SMTP server."""
    timeout_seconds: float = Field(30.0, gt=0, le=300)
    """How long one answer of the server may take."""


class Archive(MailServer):
    """A mailbox that gets a copy of each letter; looked at when it is unknown whether a letter went out."""

    enabled: bool = False
    """Whether there is such a mailbox; without one a person decides about an unknown delivery."""
    port: int = Field(993, ge=0, le=65535)
    """The port of the IMAP server."""
    folder: str = "Sent"
    """The folder where copies of letters arrive."""


class Mail(Section):
    """The one address that the desk writes from (R1.0-3)."""

    sender: str = "info@leerwerkbuuro.nl"
    """The address of the sender."""
    sender_name: str = "Privacybalie LeerWerkburo"
    """The name beside it."""
    plus_address: bool = False
    """Whether answers come to the sender's plus-address with the case in it; only if the server takes those."""

    @field_validator("sender")
    @classmethod
    def is_an_address(cls, value: str) -> str:
        """One plain address, nothing that could start a second header."""
        if value.count("@") != 1 or any(c.isspace() for c in value):
            raise ValueError("give one plain e-mail address, such as privacy@company.example")
        return value

    @model_validator(mode="after")
    def has_room_for_the_case(self) -> Mail:
        """A plus-address holds at most 64 signs before the @ (RFC 5321)."""
        if self.plus_address and len(self.sender.partition("@")[0]) > LOCAL_PART - TAGGED:
            most = LOCAL_PART - TAGGED
            raise ValueError(f"the sender is too long for plus_address: at most {most} signs before the @")
        return self


class Letters(Section):
    """Form of address and languages."""

    form: Literal["je"] = "je"
    """The form of address in Dutch."""
    languages: tuple[Language, ...] = (Language.NL, Language.EN)
    """The languages in which letters are written."""
