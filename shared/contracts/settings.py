"""The configuration file of the desk: a contract with whoever runs it. Keys and defaults: spec section 11."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator, model_validator

from shared.contracts.connectors import Connector, RouteRow, Tasks
from shared.contracts.settings_mail import Archive, Letters, Mail, Mailbox, Smtp
from shared.platform.config import LOOPBACK, MachineSettings, Section


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
    """The name in our mail server's Authentication-Results (microsoft365: it writes none); empty: none is trusted."""
    sweep_seconds: int = Field(300, ge=5, le=300)
    """The longest time between two looks into a mailbox."""
    since: date | None = None
    """Mails that a mailbox got before this day are left alone; empty: every mail in the folder is read."""
    canary_days: int = Field(7, ge=0, le=90)
    """How often, in days, the desk writes a test request to itself and expects it back within the hour; 0: never."""


class Calendar(Section):
    """Choices of D-5 and D-6."""

    good_friday: bool = True
    """Good Friday is no working day."""
    use_equated: bool = False
    """Days that a royal decree equates with holidays are no working days either."""


class Pause(Section):
    """Pause while identity is not established (D-16, D-17)."""

    mode: Literal["show_only", "apply"] = "show_only"
    """show_only: a pause is shown beside the date that stays; apply: two people may let it count, case by case."""
    ask_within_working_days: int = Field(3, ge=1, le=10)
    """How soon proof of identity must be asked for, for a pause to count."""


class Fee(Section):
    """The statement's fee clause (R4.5-1 to R4.5-4)."""

    enabled: bool = False
    """Whether the data protection officer may propose a fee at all; nothing ever asks one by itself."""
    max_eur: float = Field(78.0, gt=0, le=78)
    """The most a fee can be, beside the real cost."""
    window_months: int = Field(6, ge=1, le=6)
    """Within so many months a second request for a correction shows the handler a neutral notice."""


class Identity(Section):
    """The ladder and the life of a copy (section 4)."""

    ladder_required: bool = True
    """A copy may be asked for only after the lighter rungs."""
    auto_redact: bool = False
    """On a copy that shows too much, paint that over and keep what then passes, instead of refusing the copy."""
    photo_must_be_hidden: bool = True
    """A copy that shows nothing but the photo is refused; false: the photo is painted over, and a person decides."""
    copy_max_days: int = Field(14, ge=1, le=14)
    """After so many days a copy is destroyed, decided or not."""
    link_days: int = Field(14, ge=1, le=28)
    """How long an upload link works."""
    max_upload_mb: int = Field(15, ge=1, le=15)
    """The largest file that is looked at."""


class ClientDirectory(Section):
    """What the bureau has on file of its clients, read only (R4-3): who is found here may be sent a link."""

    kind: Literal["none", "csv", "sql", "http"] = "none"
    """Where it is; none: staff look into the file themselves and type what it says."""
    csv_file: Path | None = None
    """csv: an export with a heading, at least the columns name, email, phone; also client, birth_date, since."""
    sql_url: str = ""
    """sql: the address of the database, such as postgresql://reader@host/clients; an account that may only read."""
    sql_query: str = ""
    """sql: one SELECT with :term (a client number, address or name) that gives the same columns."""
    http_url: str = ""
    """http: GET of this address with ?term= gives a JSON list of objects with the same names."""
    secret_file: Path | None = None
    """The file with the password (sql) or the bearer token (http)."""
    timeout_seconds: float = Field(5.0, gt=0, le=30)
    """http: how long an answer may take."""

    @model_validator(mode="after")
    def is_whole(self) -> ClientDirectory:
        """What the kind needs is given, and nothing crosses a network in clear."""
        if self.kind == "csv" and self.csv_file is None:
            raise ValueError("kind = 'csv' needs csv_file")
        if self.kind == "sql" and not (self.sql_url and _is_one_question(self.sql_query)):
            raise ValueError("kind = 'sql' needs sql_url, and in sql_query one SELECT with :term and no ';'")
        if self.kind == "http" and not _is_protected(self.http_url):
            raise ValueError("kind = 'http' needs http_url with https:// (http:// on loopback only)")
        return self


def _is_one_question(query: str) -> bool:
    words = query.split()
    return bool(words) and words[0].lower() in {"select", "with"} and ":term" in query and ";" not in query


def _is_protected(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


class AgeRow(Section):
    """From which age a minor asks for themselves, and from which day that holds (R2.5-2)."""

    effective_from: date
    """The first day of receipt to which this applies."""
    alone_from: int = Field(ge=0, le=18)
    """Below this age only the legal representative asks."""
    alone_only_from: int = Field(ge=0, le=18)
    """From this age only the minor asks."""


class Download(Section):
    """The protected download (R6.1-2)."""

    expiry_days: int = Field(14, ge=1, le=30)
    """How long a package can be fetched before it is destroyed."""
    max_tries: int = Field(5, ge=1, le=10)
    """Wrong codes after which a link is void."""
    code_minutes: int = Field(30, ge=5, le=120)
    """How long a fresh code works."""
    max_mb: int = Field(2048, ge=1, le=16384)
    """The largest package, in millions of bytes of attached files; more than that goes another way."""
    hours: int = Field(24, ge=1, le=72)
    """How long a download that was begun with a code can be resumed without a fresh one."""


class AccessLetter(Section):
    """What an access answer names (R2.2A-1); proposed to the handler, who checks and completes it."""

    hosting: str = ""
    """Who runs the website and its accounts."""
    mail_host: str = ""
    """Who runs the mailboxes."""
    mail_sender: str = ""
    """Who sends the newsletters."""
    survey: str = ""
    """Who carries out the satisfaction survey."""
    payments: str = ""
    """Who processes payments."""
    telephony: str = ""
    """Who provides the telephony."""
    chat: str = ""
    """Who provides the chat."""
    transfers: str = ""
    """Transfers outside the EEA with their safeguards, a line each; empty: as worked out from where data was found."""
    automated: str = ""
    """Decisions by computer and their logic, a line each; empty: there are none."""

    @property
    def names(self) -> dict[str, str]:
        """The recipients by code; empty for one whose name is not set."""
        return {
            "hosting": self.hosting,
            "mail_host": self.mail_host,
            "mail_sender": self.mail_sender,
            "survey": self.survey,
            "payments": self.payments,
            "telephony": self.telephony,
            "chat": self.chat,
        }


class Retention(Section):
    """How long the desk keeps its own things (R6-9 to R6-13)."""

    case_months: int = Field(24, ge=1, le=60)
    """So long after a case was closed its content is kept: mails, notes, letters, task answers (R6-9)."""
    register_months: int = Field(60, ge=12, le=120)
    """So long after that day its line in the register is kept: number, kinds, dates, outcome (R6-9)."""
    backup_days: int = Field(35, ge=1, le=365)
    """How long you keep backups; the letters about erasing say so, so keep to it (R6-13)."""


CLOCK_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


class Chat(Section):
    """The chat with requesters, at `/chat`."""

    enabled: bool = True
    """Whether there is a chat at all."""
    opens: str = Field("09:00", pattern=CLOCK_TIME)
    """From this time on working days a colleague can be asked for."""
    closes: str = Field("17:00", pattern=CLOCK_TIME)
    """Until this time; outside the hours the chat goes on and says when somebody answers."""
    idle_minutes: int = Field(30, ge=5, le=1440)
    """After so long without a word the chat is laid aside; it goes on where it stopped."""
    keep_days: int = Field(14, ge=1, le=90)
    """So many days after its last word a chat is destroyed; what became a request is kept with its case."""
    messages_a_minute: int = Field(20, ge=5, le=120)
    """More messages of one chat in a minute are refused."""
    chats_an_hour: int = Field(20, ge=1, le=1000)
    """More new chats of one network address in an hour are refused."""
    most_connections: int = Field(500, ge=10, le=5000)
    """More open connections than this are refused; a browser then asks now and then."""
    embed_on: tuple[str, ...] = ()
    """The origins (https://www.company.example) whose pages may show the chat in a frame; empty: none."""

    @field_validator("embed_on")
    @classmethod
    def are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Scheme and host, nothing behind it, nothing that could end the header they go into."""
        for one in value:
            parts = urlsplit(one)
            plain = f"{parts.scheme}://{parts.netloc}" == one and not set(one) & set(" ;,*'\"")
            if not plain or not (parts.scheme == "https" or parts.hostname in LOOPBACK):
                raise ValueError(f"'{one}' is no origin; write it as https://www.company.example")
        return value

    @model_validator(mode="after")
    def opens_before_it_closes(self) -> Chat:
        """A day of office hours has a beginning and an end."""
        if self.opens >= self.closes:
            raise ValueError("chat.opens must be earlier than chat.closes")
        return self


class Settings(MachineSettings):
    """Everything that can be set."""

    timezone: str = "Europe/Amsterdam"
    """The zone in which days are counted and times are shown."""
    controller: Controller = Controller()
    intake: Intake = Intake()
    mailbox: Mailbox = Mailbox()
    more_mailboxes: tuple[Mailbox, ...] = ()
    """Further mailboxes that are read beside the first."""
    smtp: Smtp = Smtp()
    archive: Archive = Archive()
    mail: Mail = Mail()
    calendar: Calendar = Calendar()
    pause: Pause = Pause()
    fee: Fee = Fee()
    identity: Identity = Identity()
    client_directory: ClientDirectory = ClientDirectory()
    representation: tuple[AgeRow, ...] = ()
    """Empty: the ages of the law (UAVG 5(4)), before and from 1 September 2026."""
    download: Download = Download()
    access_letter: AccessLetter = AccessLetter()
    letters: Letters = Letters()
    retention: Retention = Retention()
    chat: Chat = Chat()
    routing: tuple[RouteRow, ...] = ()
    """Empty: the model of spec 7.1. Counts until staff edit the table on its page."""
    tasks: Tasks = Tasks()
    connectors: tuple[Connector, ...] = ()
    """The systems that the desk reaches by itself; each system once."""
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

    @field_validator("connectors")
    @classmethod
    def each_system_once(cls, value: tuple[Connector, ...]) -> tuple[Connector, ...]:
        """Of two connectors to one system nobody would know which one works."""
        names = [each.system for each in value]
        if len(set(names)) < len(names):
            raise ValueError("a system has two connectors; leave one")
        return value

    @field_validator("more_mailboxes")
    @classmethod
    def are_different(cls, value: tuple[Mailbox, ...], known: ValidationInfo) -> tuple[Mailbox, ...]:
        """Each mail has one place and one account."""
        boxes = [known.data["mailbox"], *value] if "mailbox" in known.data else list(value)
        for one, other in combinations((box for box in boxes if box.enabled), 2):
            if clash := one.clashes(other):
                raise ValueError(clash)
        return value

    @property
    def mailboxes(self) -> dict[int, Mailbox]:
        """The mailboxes that are read, by their position in the file: `mailbox` is 1."""
        every = enumerate((self.mailbox, *self.more_mailboxes), start=1)
        return {position: box for position, box in every if box.enabled}

    def routes(self) -> list[dict[str, Any]]:
        """The routing table as plain rows."""
        return [row.model_dump() for row in self.routing]
