"""Every sentence that people see has its Dutch text, with the same values in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po

HOUSE = Path(__file__).parents[2]
PACKAGES = sorted([HOUSE / "shared" / "platform", *(path for path in (HOUSE / "services").iterdir() if path.is_dir())])
PYTHON = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy": None}
VALUE = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def _in_file(path: Path) -> Iterator[str]:
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    keywords = PYTHON if path.suffix == ".py" else {"_": None, "gettext": None, "ngettext": (1, 2)}
    options = {"trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do", "encoding": "utf-8"}
    with path.open("rb") as source:
        for _line, found, _comments, _context in extract(method, source, keywords, options=options):
            yield found[0] if isinstance(found, tuple) else found


def sentences(package: Path) -> dict[str, Path]:
    """All msgids of a package's templates and Python files, each with a file that says it."""
    files = [*package.rglob("templates/**/*.html"), *package.rglob("*.py")]
    return {sentence: path for path in files for sentence in _in_file(path) if sentence}


def dutch(package: Path) -> Catalog:
    """The Dutch texts of a package."""
    source = package / "locales" / "nl.po"
    if not source.exists():
        return Catalog(locale="nl")
    with source.open("rb") as opened:
        return read_po(opened, locale="nl")


def known(package: Path) -> set[str]:
    """The msgids of a package and of the platform that have a Dutch text."""
    messages = [*dutch(package), *dutch(HOUSE / "shared" / "platform")]
    return {_msgid(message) for message in messages if message.id and message.string and not message.fuzzy}


def _msgid(message: Message) -> str:
    return _all(message.id)[0]


def _all(text: object) -> list[str]:
    """A sentence and, if it has one, its plural."""
    return [text] if isinstance(text, str) else [str(each) for each in text] if isinstance(text, list | tuple) else []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_sentence_is_translated(package: Path) -> None:
    """What is marked for translation in a template or a Python file stands in `locales/nl.po`."""
    have = known(package)
    missing = {f"{path.relative_to(HOUSE)}: {text!r}" for text, path in sentences(package).items() if text not in have}
    assert not missing, "\n".join(["not in nl.po:", *sorted(missing)])


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_a_translation_carries_the_same_values(package: Path) -> None:
    """A `%(name)s` of the English sentence is in the Dutch one, and no other is."""
    for message in dutch(package):
        expected = {value for msgid in _all(message.id) for value in VALUE.findall(msgid)}
        said = {value for string in _all(message.string) for value in VALUE.findall(string)}
        assert not message.id or said == expected, message.id
