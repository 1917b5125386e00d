"""The configuration file of the desk: a contract with whoever runs it. Keys and defaults: spec section 11."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from shared.platform.config import MachineSettings, MailServer, Section
from shared.vocabulary import Language


class Controller(Section):
    """Who answers for the data; stands in every letter (R1.0-1)."""

    name: str = "LeerWerkburo vof"
    kvk: str = "69 59 76 34"
    address: str = "Stationsplein 99-193, 1703 WE Heerhugowaard"
    phone: str = "085 - 30 30 213"
    email: str = "info@leerwerkbuuro.nl"
    fg_name: str = "de Functionaris voor Gegevensbescherming"
    contact_person: str = "de privacybalie"


class Intake(Section):
    """What counts as an official address (R1.0-2)."""

    official_addresses: tuple[str, ...] = (
        "info@leerwerkbuuro.nl",
        "info@leerwerkburo.nl",
        "office@leerwerkburo.nl",
        "office@leerwerkbuuro.nl",
    )
    authserv_id: str = ""
    """The name under which the own mail server writes Authentication-Results; empty: none is trusted."""
    sweep_seconds: int = Field(300, ge=5, le=300)


class Mailbox(MailServer):
    """The mailbox that intake reads."""

    enabled: bool = True
    port: int = Field(993, ge=0, le=65535)
    folder: str = "INBOX"
    max_message_mb: int = Field(40, ge=1, le=200)


class Smtp(MailServer):
    """The server that takes our letters."""

    port: int = Field(465, ge=0, le=65535)
    timeout_seconds: float = Field(30.0, gt=0, le=300)


class Archive(MailServer):
    """A mailbox that gets a copy of each letter; looked at when it is unknown whether a letter went out."""

    enabled: bool = False
    port: int = Field(993, ge=0, le=65535)
    folder: str = "Sent"


class Mail(Section):
    """The one address that the desk writes from (R1.0-3)."""

    sender: str = "info@leerwerkbuuro.nl"
    sender_name: str = "Privacybalie LeerWerkburo"

    @field_validator("sender")
    @classmethod
    def is_an_address(cls, value: str) -> str:
        """One plain address, nothing that could start a second header."""
        if value.count("@") != 1 or any(c.isspace() for c in value):
            raise ValueError("give one plain e-mail address, such as privacy@company.example")
        return value


class Calendar(Section):
    """Choices of D-5 and D-6."""

    good_friday: bool = True
    use_equated: bool = False


class Pause(Section):
    """Pause while identity is not established (D-16, D-17)."""

    mode: Literal["show_only", "apply"] = "show_only"
    ask_within_working_days: int = Field(3, ge=1, le=10)


class Identity(Section):
    """The ladder and the life of a copy (section 4)."""

    ladder_required: bool = True
    copy_max_days: int = Field(14, ge=1, le=14)
    link_days: int = Field(14, ge=1, le=28)
    max_upload_mb: int = Field(15, ge=1, le=25)


class Download(Section):
    """The protected download (R6.1-2)."""

    expiry_days: int = Field(14, ge=1, le=30)
    max_tries: int = Field(5, ge=1, le=10)
    code_minutes: int = Field(30, ge=5, le=120)


class Letters(Section):
    """Form of address and languages."""

    form: Literal["je"] = "je"
    languages: tuple[Language, ...] = (Language.NL, Language.EN)


class RouteRow(Section):
    """One row of the routing table: which category lies in which system, and who answers (spec 7.1)."""

    category: str
    system: str
    holder: str = ""
    """Empty: as in the model of spec 7.1, by the name of the system."""
    actions: tuple[str, ...] = ()
    """Empty: as in the model, by the category."""


class Settings(MachineSettings):
    """Everything that can be set."""

    timezone: str = "Europe/Amsterdam"
    controller: Controller = Controller()
    intake: Intake = Intake()
    mailbox: Mailbox = Mailbox()
    smtp: Smtp = Smtp()
    archive: Archive = Archive()
    mail: Mail = Mail()
    calendar: Calendar = Calendar()
    pause: Pause = Pause()
    identity: Identity = Identity()
    download: Download = Download()
    letters: Letters = Letters()
    routing: tuple[RouteRow, ...] = ()
    """Empty: the model of spec 7.1."""
    statement_version: date = date(2018, 5, 25)

    @field_validator("timezone")
    @classmethod
    def is_known(cls, value: str) -> str:
        """A zone that this machine knows."""
        try:
            ZoneInfo(value)
        except (KeyError, ValueError) as error:
            raise ValueError(f"unknown time zone '{value}'; use a name such as Europe/Amsterdam") from error
        return value

    def routes(self) -> list[dict[str, Any]]:
        """The routing table as plain rows."""
        return [row.model_dump() for row in self.routing]
