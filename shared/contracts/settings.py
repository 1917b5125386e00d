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
    """The name of the controller."""
    kvk: str = "69 59 76 34"
    """Its number in the trade register."""
    address: str = "Stationsplein 99-193, 1703 WE Heerhugowaard"
    """Its postal address."""
    phone: str = "085 - 30 30 213"
    """Its telephone number."""
    email: str = "info@leerwerkbuuro.nl"
    """The address that letters name for questions."""
    fg_name: str = "de Functionaris voor Gegevensbescherming"
    """How letters name the data protection officer."""
    contact_person: str = "de privacybalie"
    """Whom letters name as the person to ask."""


class Intake(Section):
    """What counts as an official address (R1.0-2)."""

    official_addresses: tuple[str, ...] = (
        "info@leerwerkbuuro.nl",
        "info@leerwerkburo.nl",
        "office@leerwerkburo.nl",
        "office@leerwerkbuuro.nl",
    )
    """Mail to one of these has reached the desk."""
    authserv_id: str = ""
    """The name under which the own mail server writes Authentication-Results; empty: none is trusted."""
    sweep_seconds: int = Field(300, ge=5, le=300)
    """The longest time between two looks into the mailbox."""


class Mailbox(MailServer):
    """The mailbox that intake reads."""

    enabled: bool = True
    """Whether a mailbox is read at all."""
    port: int = Field(993, ge=0, le=65535)
    """The port of the IMAP server."""
    folder: str = "INBOX"
    """The folder where requests arrive."""
    max_message_mb: int = Field(40, ge=1, le=200)
    """Larger messages are not fetched; a person hears of them."""


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
    """Good Friday is no working day."""
    use_equated: bool = False
    """Days that a royal decree equates with holidays are no working days either."""


class Pause(Section):
    """Pause while identity is not established (D-16, D-17)."""

    mode: Literal["show_only"] = "show_only"
    """What a pause does: it is shown beside the date that stays. Nothing applies one yet (D-16)."""
    ask_within_working_days: int = Field(3, ge=1, le=10)
    """How soon proof of identity must be asked for, for a pause to count."""


class Identity(Section):
    """The ladder and the life of a copy (section 4)."""

    ladder_required: bool = True
    """A copy may be asked for only after the lighter rungs."""
    copy_max_days: int = Field(14, ge=1, le=14)
    """After so many days a copy is destroyed, decided or not."""
    link_days: int = Field(14, ge=1, le=28)
    """How long an upload link works."""
    max_upload_mb: int = Field(15, ge=1, le=25)
    """The largest file that is looked at."""


class Download(Section):
    """The protected download (R6.1-2)."""

    expiry_days: int = Field(14, ge=1, le=30)
    """How long a package can be fetched before it is destroyed."""
    max_tries: int = Field(5, ge=1, le=10)
    """Wrong codes after which a link is void."""
    code_minutes: int = Field(30, ge=5, le=120)
    """How long a fresh code works."""


class Letters(Section):
    """Form of address and languages."""

    form: Literal["je"] = "je"
    """The form of address in Dutch."""
    languages: tuple[Language, ...] = (Language.NL, Language.EN)
    """The languages in which letters are written."""


class RouteRow(Section):
    """One row of the routing table: which category lies in which system, and who answers (spec 7.1)."""

    category: str
    """The category of data, C01 to C13."""
    system: str
    """Where it lies."""
    holder: str = ""
    """Empty: as in the model of spec 7.1, by the name of the system."""
    actions: tuple[str, ...] = ()
    """Empty: as in the model, by the category."""


class Settings(MachineSettings):
    """Everything that can be set."""

    timezone: str = "Europe/Amsterdam"
    """The zone in which days are counted and times are shown."""
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
    """The version of the privacy statement that letters refer to."""

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
