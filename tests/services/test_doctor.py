"""The doctor on PostgreSQL, set up as the containers are: a role and a password a service, an account for `migrate`."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from services import composition
from services.commands import doctor
from shared.contracts.settings import Settings
from shared.platform.config import BadConfiguration
from tests.harness import make_settings
from tests.servers.postgres import Postgres

pytestmark = pytest.mark.servers


@pytest.fixture
def settings(postgres: Postgres, tmp_path: Path) -> Settings:
    """The settings of the container called operator, on an empty database."""
    name = f"doctor_{secrets.token_hex(4)}"
    postgres.create_database(name)
    for service in composition.OFFICES:
        (tmp_path / f"database_{service}").write_text("a long pass phrase\n", encoding="utf-8")
    return make_settings(
        tmp_path,
        database_url=postgres.url(name, "{service}"),
        database_password_file=str(tmp_path / "database_{service}"),
        database_admin_url=postgres.url(name),
    )


async def test_every_database_answers_once_it_is_migrated(settings: Settings) -> None:
    """Before: not of this version, with the remedy. After: all five are well."""
    before = await doctor._databases(settings)
    composition.prepare(settings)
    after = await doctor._databases(settings)
    assert {finding.state for finding in before} == {"failed"}
    assert {finding.remedy for finding in before} == {"privacybalie migrate"}
    assert [finding.state for finding in after] == ["ok"] * 5


def test_a_service_looks_at_its_own_database_only(settings: Settings, tmp_path: Path) -> None:
    """A container that holds one password starts with it; another's it cannot ask for."""
    composition.prepare(settings)
    for service in ("verify", "fulfil", "notify"):
        (tmp_path / f"database_{service}").unlink()
    composition.check_prepared(settings, ["intake"])
    with pytest.raises(BadConfiguration, match="database_verify"):
        composition.check_prepared(settings, ["verify"])


def test_a_service_refuses_a_database_of_another_version(settings: Settings, postgres: Postgres) -> None:
    """The sentence names the database and the command."""
    composition.prepare(settings)
    composition.check_prepared(settings, list(composition.OFFICES))
    empty = settings.model_copy(update={"database_url": postgres.url("postgres", "{service}")})
    with pytest.raises(BadConfiguration, match="privacybalie migrate"):
        composition.check_prepared(empty, ["intake"])
