"""Bringing databases to the present shape: one Alembic environment a service, the same scripts on both databases.

On PostgreSQL it also makes each service's schema and role, and keeps them apart with GRANT.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL

from shared.platform.config import BadConfiguration
from shared.platform.db import connect_arguments

CABINET = "cabinet"


@dataclass(frozen=True)
class Home:
    """One database to migrate: its name (schema), its address, the package with its scripts."""

    name: str
    url: URL
    package: str


def _config(home: Home) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files(home.package)))
    config.set_main_option("path_separator", "os")
    return config


def _engine(home: Home) -> Engine:
    if home.url.get_backend_name() == "sqlite":
        return create_engine(home.url)
    return create_engine(home.url, connect_args=connect_arguments(home.url, home.name))


def upgrade(home: Home) -> None:
    """Run the scripts that are not run yet, in one transaction."""
    engine = _engine(home)
    try:
        with engine.begin() as connection:
            config = _config(home)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def pending(home: Home) -> bool:
    """Whether the database lacks a script that this version has."""
    head = ScriptDirectory.from_config(_config(home)).get_current_head()
    engine = _engine(home)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() != head
    finally:
        engine.dispose()


def run_env() -> None:
    """What each `migrations/env.py` calls: use the connection of `upgrade`."""
    connection: Connection | None = context.config.attributes.get("connection")
    if connection is None:
        raise BadConfiguration("run migrations with `privacybalie migrate`, not with the alembic command")
    context.configure(connection=connection, render_as_batch=True)
    context.run_migrations()


def make_roles(admin: URL, homes: Mapping[str, str]) -> None:
    """PostgreSQL only: a schema and a login role for each service (`homes`: name -> password, may be empty)."""
    engine = create_engine(admin)
    try:
        with engine.begin() as connection:
            for name, password in homes.items():
                _make_role(connection, name, password)
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {CABINET}"))
    finally:
        engine.dispose()


def _make_role(connection: Connection, name: str, password: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name}).first()
    verb = "ALTER" if known else "CREATE"
    secret = f" PASSWORD '{password.replace(chr(39), chr(39) * 2)}'" if password else ""
    connection.exec_driver_sql(f"{verb} ROLE {quote(name)} LOGIN{secret}".replace("%", "%%"))
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {quote(name)}"))


def grant(admin: URL, services: tuple[str, ...]) -> None:
    """PostgreSQL only: each role sees its own schema and the cabinet; nobody changes or deletes an audit row."""
    engine = create_engine(admin)
    try:
        with engine.begin() as connection:
            quote = connection.dialect.identifier_preparer.quote
            for role in map(quote, services):
                for schema in (role, CABINET):
                    connection.execute(text(f"GRANT USAGE ON SCHEMA {schema} TO {role}"))
                    rights = "SELECT, INSERT, UPDATE, DELETE"
                    connection.execute(text(f"GRANT {rights} ON ALL TABLES IN SCHEMA {schema} TO {role}"))
                    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"))
                connection.execute(text(f"REVOKE UPDATE, DELETE, TRUNCATE ON {role}.audit FROM {role}"))
    finally:
        engine.dispose()
