"""Reading the configuration: a TOML file, the environment over it, secrets from files.

The only module that looks at the environment. A wrong setting stops the start with a sentence: which key, what is
wrong, what to do. The desk's own keys are declared in `shared.contracts.settings`; here are the keys of the machine
room.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "PRIVACYBALIE_"
NOT_OURS = frozenset({"CRASH_AT", "SITE", "BIND", "VERSION"})
"""Variables with our prefix that are no settings: the crash tests' and those of the compose file."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
Security = Literal["tls", "starttls", "plain"]


class BadConfiguration(Exception):
    """The configuration cannot be used; the text says which key, why, and what to do."""


def environment(name: str) -> str | None:
    """One variable of the environment, or None."""
    return os.environ.get(name)


class Section(BaseModel):
    """A table of the file; a key that is not declared is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Web(Section):
    """Where the pages are served, and under which address people see them."""

    host: str = "127.0.0.1"
    """The address of this machine on which the pages are served."""
    port: int = Field(8080, ge=0, le=65535)
    """The port of the pages."""
    public_url: str = "http://127.0.0.1:8080"
    """The address that people see, as it stands in links of letters."""
    behind_proxy: bool = False
    """Whether nobody reaches the pages but through a proxy that names the sender in X-Forwarded-For."""


class MailServer(Section):
    """How to reach a mail server. Plain text is for loopback only."""

    host: str = "127.0.0.1"
    """The name of the server."""
    port: int = Field(0, ge=0, le=65535)
    """The port of the server."""
    security: Security = "tls"
    """How the connection is protected; plain is for loopback only."""
    user: str = ""
    """The name to sign in with; empty: do not sign in."""
    password_file: Path | None = None
    """The file with the password."""
    token_file: Path | None = None
    """The file with an access token for XOAUTH2, instead of a password."""
    ca_file: Path | None = None
    """The certificate that the server's is checked against; empty: those of this machine."""

    @model_validator(mode="after")
    def no_plain_text_over_a_network(self) -> MailServer:
        """Passwords and letters do not cross a network in clear."""
        if self.security == "plain" and self.host not in LOOPBACK:
            raise ValueError("security = 'plain' is for loopback only; use 'tls' or 'starttls'")
        return self

    def password(self) -> str:
        """The password, read from its file each time so that a changed secret needs no restart."""
        return read_secret(self.password_file)


class MachineSettings(BaseSettings):
    """The keys that any product of this shape would have."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=True
    )

    data_dir: Path = Path("var")
    """Where files lie: databases of SQLite, raw mail, copies, packages."""
    bus_url: str = "embedded://"
    """'embedded://', or the address of RabbitMQ ('amqp://' or 'amqps://')."""
    bus_password_file: Path | None = None
    """The file with the password of the broker."""
    database_url: str = ""
    """'sqlite:///DIR' or 'postgresql://{service}@host/database'; empty: SQLite in data_dir."""
    database_password_file: str = ""
    """The file with the password of a role; {service} stands for its name."""
    database_admin_url: str = ""
    """PostgreSQL, for `migrate` only: the account that may make schemas and roles."""
    database_admin_password_file: Path | None = None
    """The file with the password of that account."""
    keys_dir: Path | None = None
    """Where the long-lived keys lie; empty: 'keys' in data_dir."""
    allow_unprotected_decoder: bool = False
    """Start even where the children that open uploads cannot be confined."""
    post_days: int = Field(14, ge=7, le=90)
    """So many days the texts of handled messages and of dead letters stay in the inboxes."""
    log_format: Literal["json", "text"] = "json"
    """Lines for machines or for people."""
    web: Web = Web()
    """The door for browsers."""

    @property
    def databases(self) -> str:
        """Where the databases are; by default SQLite files in `data_dir`."""
        return self.database_url or f"sqlite:///{self.data_dir}"

    @property
    def embedded(self) -> bool:
        """Whether all services share one process and its in-process bus."""
        return self.bus_url.startswith("embedded:")

    @property
    def keys(self) -> Path:
        """Where the wrapping keys lie."""
        return self.keys_dir or self.data_dir / "keys"

    @model_validator(mode="after")
    def bus_and_database_fit(self) -> MachineSettings:
        """The two addresses are of a kind that the product can use."""
        if not self.bus_url.startswith(("embedded://", "amqp://", "amqps://")):
            raise ValueError("bus_url: use 'embedded://' or 'amqp(s)://host/vhost'")
        if not self.databases.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("database_url: use 'sqlite:///DIR' or 'postgresql://{service}@host/database'")
        if self.databases.startswith("postgresql://") and "{service}" not in self.databases:
            raise ValueError("database_url: name the role as {service}, so that each service has its own")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes over the file (which comes in as arguments); nothing else is read."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


Model = TypeVar("Model", bound=MachineSettings)
_NO_SUCH_KEY = "no such key. Remove it, or look its name up in docs/reference.md."


def load(model: type[Model], file: Path | None, **overrides: Any) -> Model:
    """Read the settings; `overrides` (of the command line) win over the file, the environment wins over both.

    Raises `BadConfiguration` with one line for each wrong key.
    """
    wrong = [f"{name}: {_NO_SUCH_KEY}" for name in _unknown_variables(model)]
    try:
        settings = model(**{**_read_file(file), **overrides})
    except ValidationError as error:
        raise BadConfiguration("\n".join([*wrong, *(_sentence(e) for e in error.errors())])) from error
    if wrong:
        raise BadConfiguration("\n".join(wrong))
    return settings


def _unknown_variables(model: type[MachineSettings]) -> list[str]:
    """Variables with our prefix that name no key; wrong names below a section are found by the model itself."""
    ours = [name for name in os.environ if name.startswith(PREFIX)]
    known = NOT_OURS | {name.upper() for name in model.model_fields}
    return sorted(name for name in ours if name.removeprefix(PREFIX).partition("__")[0] not in known)


def _read_file(file: Path | None) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadConfiguration(
            f"{file}: cannot be read ({error.strerror}). Give --config the path of your file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfiguration(f"{file}: is not valid TOML: {error}") from error


def _sentence(error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"]) or "configuration"
    if error["type"] == "extra_forbidden":
        return f"{key}: {_NO_SUCH_KEY}"
    return f"{key}: {error['msg'].removeprefix('Value error, ')}."


def read_secret(file: Path | None) -> str:
    """The text of a secret file, without the line end; empty when none is configured."""
    if file is None:
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadConfiguration(
            f"{file}: the secret cannot be read ({error.strerror}). Check path and rights."
        ) from error
