"""The documents are true: what they name exists, and what must be named is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
DOCUMENTS = sorted([*HOUSE.glob("*.md"), *(HOUSE / "docs").rglob("*.md")])
TWO_PAGES = 110


def read(name: str) -> str:
    """The text of a document."""
    return (HOUSE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_inside_the_tree_lead_somewhere(document: Path) -> None:
    """Each relative link names a file or a folder that is there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_paths_that_are_named_exist(document: Path) -> None:
    """What stands in the text as a path of the product is there."""
    named = re.findall(r"`((?:services|shared|tests|deploy)/[\w./-]+)`", document.read_text(encoding="utf-8"))
    assert [path for path in named if not (HOUSE / path).exists()] == []


def test_every_abuse_case_names_tests_that_exist() -> None:
    """The threat model points at tests, and no test of it was renamed away."""
    named = set(re.findall(r"`(test_\w+)`", read("docs/threat-model.md")))
    tests = "\n".join(file.read_text(encoding="utf-8") for file in (HOUSE / "tests").rglob("test_*.py"))
    assert named - set(re.findall(r"def (test_\w+)", tests)) == set()
    rows = re.findall(r"^\| .+ \| .+ \| (`test_.+) \|$", read("docs/threat-model.md"), re.MULTILINE)
    assert len(rows) >= 40


def test_every_dependency_has_its_reason() -> None:
    """A package that is asked for has a line in the decision on libraries, and no other has."""
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    names = {match[0].lower() for one in asked if (match := re.match(r"[\w-]+", one))}
    told = set(re.findall(r"^\| ([a-z][\w-]*) \| ", read("docs/decisions/0004-libraries.md"), re.MULTILINE))
    assert told - {"package"} == names


def test_the_architecture_fits_on_two_pages() -> None:
    """Who needs more than two pages to say it has not understood it yet."""
    assert len(read("ARCHITECTURE.md").splitlines()) <= TWO_PAGES


def test_decisions_are_numbered_without_a_gap() -> None:
    """Each has its number in name and title."""
    files = sorted((HOUSE / "docs" / "decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    assert all(file.read_text(encoding="utf-8").startswith(f"# {file.name[:4]} ") for file in files)


def test_the_runbook_knows_every_part_of_readiness() -> None:
    """Each check that `/readyz` names is explained."""
    for service in ("intake", "verify", "fulfil", "notify"):
        found = re.search(r"checks=\{(.*?)\}", read(f"services/{service}/app.py"), re.DOTALL)
        for name in re.findall(r'"(\w+)":', found[1] if found else ""):
            assert f"`{service}.{name}`" in read("docs/runbook.md")


def test_the_runbook_knows_every_figure() -> None:
    """Each metric of the product is explained."""
    product = [file for folder in ("services", "shared") for file in (HOUSE / folder).rglob("*.py")]
    declared = re.compile(r'(?:Counter|Gauge|Histogram)\(\s*"(privacybalie_\w+)"')
    figures = {name for file in product for name in declared.findall(file.read_text(encoding="utf-8"))}
    assert figures
    assert {name for name in figures if name not in read("docs/runbook.md")} == set()
