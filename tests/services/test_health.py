"""`privacybalie health`: what a container's health check hears."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.__main__ import app
from services.commands.health import ask
from tests.harness import running


async def test_a_running_desk_is_ready(tmp_path: Path) -> None:
    """Every service names itself among the parts, and each is well."""
    async with running(tmp_path) as house:
        parts, complaint = await ask(str(house.web.make_url("/")))
    assert complaint == ""
    assert {"intake", "verify", "fulfil", "notify"} <= set(parts)
    assert all(parts.values()), parts


async def test_a_desk_without_its_database_is_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The part that fails is named."""
    async with running(tmp_path) as house:
        monkeypatch.setattr(house.desk("verify").database, "read", _down)
        parts, complaint = await ask(str(house.web.make_url("/")))
    assert complaint == ""
    assert parts["verify"] is False
    assert parts["notify"] is True


def _down() -> None:
    raise ConnectionError


def test_nobody_there_is_a_no() -> None:
    """Exit code 1 and a sentence, never a traceback."""
    result = CliRunner().invoke(app, ["health", "--url", "http://127.0.0.1:9", "--json"])
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["ready"] is False
    assert "does not answer" in told["complaint"]


async def test_another_web_server_is_not_a_desk(tmp_path: Path) -> None:
    """An answer without parts counts as no answer."""
    async with running(tmp_path) as house:
        parts, complaint = await ask(str(house.web.make_url("/healthz")))
    assert parts == {}
    assert complaint
