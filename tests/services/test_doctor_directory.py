"""The doctor and the client directory: whether it answers, and what to do when it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from services.commands import doctor
from tests.harness import make_settings


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("name;email;phone\nNoor;noor@clients.example;085 000 00 01\n", "ok", "csv: 1 people"),
        ("naam;email\nNoor;noor@clients.example\n", "failed", "csv: columns missing: name, phone"),
        (None, "failed", "csv: FileNotFoundError"),
    ],
)
async def test_the_doctor_looks_into_the_directory(tmp_path: Path, text: str | None, state: str, found: str) -> None:
    """Each failure says what to do next, and nobody's name."""
    file = tmp_path / "clients.csv"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    given: dict[str, Any] = {"kind": "csv", "csv_file": file}
    [finding] = await doctor._directory(make_settings(tmp_path / "data", client_directory=given))
    assert (finding.state, finding.found) == (state, found)
    assert bool(finding.remedy) is (state == "failed")


async def test_a_desk_without_a_directory_is_well(tmp_path: Path) -> None:
    """Then people look into the file."""
    [finding] = await doctor._directory(make_settings(tmp_path / "data"))
    assert finding.state == "ok"


@pytest.mark.parametrize(
    ("columns", "state", "found"),
    [
        ("id;name;email", "ok", "csv: 1 files as declared"),
        ("id;name", "failed", "csv: 'client.csv' lacks: email"),
    ],
)
async def test_the_doctor_looks_into_connected_systems(tmp_path: Path, columns: str, state: str, found: str) -> None:
    """Each by its name, with what to do; none is no trouble."""
    (tmp_path / "client.csv").write_text(f"{columns}\n", encoding="utf-8")
    table = {"category": "C01", "table": "client.csv", "match": {"email": "address"}, "columns": ["name"]}
    given: dict[str, Any] = {"system": "KVS", "kind": "csv", "directory": tmp_path, "tables": [table]}
    [finding] = await doctor._connectors(make_settings(tmp_path / "data", connectors=[given]))
    assert (finding.part, finding.state, finding.found) == ("connector KVS", state, found)
    assert bool(finding.remedy) is (state == "failed")
    [none] = await doctor._connectors(make_settings(tmp_path / "data"))
    assert none.state == "ok"
