"""The house keeps its shape: sizes, names, rooms, words, and nothing of the machine it was built on."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from shared import vocabulary

HOUSE = Path(__file__).parents[2]
PRODUCT = ("services", "shared")
MODULE_LINES = 400
FUNCTION_LINES = 50
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "constants", "misc"}
ROOMS = {"app", "listen", "store", "usecases", "queries", "rules", "migrations", "templates", "locales"}
OFFICES = ("intake", "verify", "fulfil", "notify")
WORDS = [
    member
    for _, member in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(member, StrEnum) and member is not StrEnum
]
MARKS = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|NotImplemented" + r"Error)\b")
# Written in pieces, so that this file does not find itself.
STRANGE = [
    (
        "a package registry",
        "|".join(("py" + r"pi\.org", "python" + r"hosted", "registry\\.npm" + "js", "deb\\.deb" + "ian")),
    ),
    (
        "a path of a machine",
        "|".join(("/wo" + "rk/(?:main|shared|steering|\\.library)", "/fa" + "rm/", "/ro" + "ot/")),
    ),
]


@cache
def tracked() -> tuple[Path, ...]:
    """The files that are or could be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOUSE, capture_output=True, check=True, text=True).stdout
    return tuple(file for name in listed.split("\0") if name and (file := HOUSE / name).is_file())


def modules(*folders: str) -> list[Path]:
    """The Python files of these folders."""
    return [file for file in tracked() if file.suffix == ".py" and file.relative_to(HOUSE).parts[0] in folders]


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its number of lines."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield f"{file.relative_to(HOUSE)}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


def test_no_module_is_too_long() -> None:
    """Four hundred lines is where a module must have become two."""
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in modules(*PRODUCT, "bench")}
    assert {str(file.relative_to(HOUSE)): n for file, n in lengths.items() if n > MODULE_LINES} == {}


def test_no_function_is_too_long() -> None:
    """Fifty lines is where a function must have become two; migrations list columns and may be long."""
    files = [file for file in modules(*PRODUCT) if "migrations" not in file.parts]
    found = chain.from_iterable(map(functions, files))
    assert {name: lines for name, lines in found if lines >= FUNCTION_LINES} == {}


def test_functions_are_short_as_a_rule() -> None:
    """Half of them have at most ten lines, nine of ten at most thirty."""
    lines = sorted(n for file in modules(*PRODUCT) for _, n in functions(file))
    assert lines[len(lines) // 2] <= 10
    assert lines[len(lines) * 9 // 10] <= 30


def test_no_module_is_named_after_nothing() -> None:
    """A line that fits nowhere is a missing word, not a module for what is left."""
    assert [file for file in modules(*PRODUCT) if file.stem in NAMES_OF_NOTHING] == []


@pytest.mark.parametrize("office", OFFICES)
def test_every_service_has_the_same_rooms(office: str) -> None:
    """Learn one and you know four: the same names, as a module or as a folder."""
    there = {entry.stem for entry in (HOUSE / "services" / office).iterdir()}
    assert ROOMS - there == set()
    assert any(name == "web" or name.endswith("_web") for name in there)


def test_every_module_says_what_it_is() -> None:
    """Each file that holds anything begins with a docstring."""
    texts = {file: file.read_text(encoding="utf-8") for file in modules(*PRODUCT, "tests", "bench")}
    assert [file for file, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))] == []


def test_nothing_is_left_for_later() -> None:
    """No mark of unfinished work in the product."""
    marked = [file for file in modules(*PRODUCT) if MARKS.search(file.read_text(encoding="utf-8"))]
    assert marked == []


def test_no_upload_is_spooled_to_disk() -> None:
    """`request.post()` of aiohttp writes large files to a temporary file; only `reading` reads bodies."""
    calls = re.compile(r"await \w*request\.post\(")
    assert [file for file in modules(*PRODUCT) if calls.search(file.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.__name__)
def test_every_word_of_the_vocabulary_stands_in_the_glossary(words: type[StrEnum]) -> None:
    """An enum and each of its values are explained, in Dutch and in English."""
    glossary = (HOUSE / "docs" / "glossary.md").read_text(encoding="utf-8")
    section = glossary.partition(f"### {words.__name__}\n")[2].partition("\n### ")[0]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE))
    assert set(rows) == {str(value) for value in words}
    assert all(all(cell.strip() for cell in row.split(" | ")) and row.count(" | ") == 1 for row in rows.values())


@pytest.mark.parametrize(("what", "pattern"), STRANGE, ids=[what for what, _ in STRANGE])
def test_nothing_names_the_place_where_it_was_made(what: str, pattern: str) -> None:
    """A clone on another machine finds nothing that holds only here."""
    strange = re.compile(pattern)
    found = [file for file in tracked() if strange.search(file.read_text(encoding="utf-8", errors="replace"))]
    assert found == [], f"these name {what}"
