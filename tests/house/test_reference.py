"""The generated reference says what the product does today, and leaves nothing out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from services.commands.reference import asyncapi, command_line, example, rules, settings
from services.commands.reference.__main__ import made, stale
from services.commands.reference.routes import routes
from shared.contracts import BY_TYPE, HEARD_BY
from shared.contracts.settings import Settings
from shared.platform.config import load

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference() -> str:
    """The reference as it stands in the tree."""
    return (HOUSE / "docs" / "reference.md").read_text(encoding="utf-8")


def test_the_reference_is_fresh() -> None:
    """Every generated file is what `make reference` would write now."""
    assert stale() == []


def test_the_reference_is_the_same_every_time() -> None:
    """Two runs give the same bytes."""
    assert made() == made()


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    """In a tree without the files, or with other ones, all are stale."""
    assert set(stale(tmp_path)) == set(made())


def test_every_route_is_in_it(reference: str) -> None:
    """Method, path and action of each route stand on one line."""
    for found in routes().values():
        for one in found:
            assert f"| {one.method} | `{one.path}` | {one.action} |" in reference


def test_every_route_declares_who_may_use_it() -> None:
    """A route without an action would be refused at run time, so it is a mistake here."""
    nobody = [one for found in routes().values() for one in found if not one.action or not one.roles]
    assert nobody == []


def test_every_setting_is_in_it_with_a_meaning(reference: str) -> None:
    """Each key has a row, and each row a sentence."""
    for _said, keys in settings.sections().values():
        for key in keys:
            assert f"| `{key.path}` |" in reference
            assert key.said, f"{key.path} has no docstring"


def test_every_message_is_in_it(reference: str) -> None:
    """Each type has a heading."""
    assert {name for name in BY_TYPE if f"#### `{name}`\n" not in reference} == set()


def test_every_command_is_in_it_with_an_example(reference: str) -> None:
    """Each command has a heading, and says how it is used."""
    for name, command in command_line.commands():
        assert f"### `{name}`" in reference
        assert "Example: " in (command.help or ""), f"{name} shows no example"


def test_the_asyncapi_document_names_who_says_and_who_hears() -> None:
    """It is YAML, and every message has its channel, one sender and its hearers."""
    told = yaml.safe_load(asyncapi.document())
    assert set(told["channels"]) == set(BY_TYPE)
    for model, services in HEARD_BY.items():
        name = model.model_fields["type"].default
        assert sum(f".says.{name}" in operation for operation in told["operations"]) == 1
        assert {f"{service}.hears.{name}" for service in services} <= set(told["operations"])


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    """No `$ref` points at nothing."""
    text = asyncapi.document()
    told = yaml.safe_load(text)
    for path in set(re.findall(r'\$ref: "#/([^"]+)"', text)):
        place = told
        for part in path.split("/"):
            place = place[part]


def test_the_example_file_holds_every_key_with_its_default(tmp_path: Path) -> None:
    """With every mark taken off, the file sets each key once and changes nothing."""
    text = re.sub(r"^# (?=\w+ = |\[\[)", "", example.document(), flags=re.MULTILINE)
    found = tomllib.loads(text)
    for section, (_said, keys) in settings.sections().items():
        table = found[section][0] if settings.is_repeated(section) else found[section] if section else found
        assert {key.name for key in keys} <= set(table), section
    plain = "\n".join(line for line in example.document().splitlines() if example.UNSET not in line)
    file = tmp_path / "privacybalie.toml"
    file.write_text(re.sub(r"^# (?=\w+ = )", "", plain.partition("# [[")[0], flags=re.MULTILINE), encoding="utf-8")
    assert load(Settings, file) == load(Settings, None)


def test_the_index_of_rules_knows_ranges() -> None:
    """`D-1..D-12` names twelve rules, and each is found."""
    index = rules.index()
    assert {f"D-{number}" for number in range(1, 13)} <= set(index)
    assert "services/fulfil/rules/deadlines.py" in index["D-10"]
