"""A backup of PostgreSQL goes through its own tools; without them the command says what to install."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from shared.platform import backups, migrate
from shared.platform.backups import CannotBackUp
from shared.platform.db import locate
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.servers

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


def quiet(_: str) -> None:
    """Nobody listens."""


def test_a_schema_goes_into_the_backup_and_comes_back(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What changed after the backup is as it was; a missing tool is a sentence."""
    admin = postgres.create_database(f"backup_{uuid4().hex[:8]}")
    migrate.make_roles(locate(admin, migrate.CABINET), {"fulfil": ""})
    home = migrate.Home("fulfil", locate(admin, "fulfil"), "services.fulfil.migrations")
    migrate.upgrade(home)
    engine, out = create_engine(locate(admin, "fulfil")), tmp_path / "monday"
    count = text("SELECT last FROM fulfil.reference_counter WHERE year = 2026")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO fulfil.reference_counter (year, last) VALUES (2026, 7)"))
    made = backups.write(out, [home], tmp_path, (), NOW, quiet)
    assert backups.look(out, ["fulfil"]) == made
    with engine.begin() as connection:
        connection.execute(text("UPDATE fulfil.reference_counter SET last = 99"))
    backups.put_back(out, [home], tmp_path, quiet)
    with engine.connect() as connection:
        assert connection.execute(count).scalar_one() == 7
    engine.dispose()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CannotBackUp, match="postgresql-client"):
        backups.write(out, [home], tmp_path, (), NOW, quiet)
