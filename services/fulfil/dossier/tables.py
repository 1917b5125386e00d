"""The machine-readable files: JSON of everything and by category, and the same as CSV for a spreadsheet (AVG 15(3))."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from services.fulfil.dossier.contents import Entry, Package
from services.fulfil.dossier.words import section, words
from shared.vocabulary import Category

FORMAT = "privacybalie-package/2"
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(package: Package) -> bytes:
    """Everything found, by category; keys are English and stable, values in the requester's language."""
    whole = {
        **_head(package),
        "controller": package.controller.name,
        "statement_version": package.statement_version,
        "purposes": {code: words("purposes", code, package.language) for code in package.content.purposes},
        "words": package.words.as_dict() if package.words else {},
        "categories": [_category(package, category, entries) for category, entries in _grouped(package)],
        "searched_without_result": [
            {"category": str(place.category), "system": words("systems", place.system, package.language)}
            for place in package.unfound
        ],
        "left_out": left_out(package),
    }
    return _written(whole)


def by_category(package: Package) -> Iterator[tuple[str, bytes]]:
    """For each category a JSON and a CSV file, with their names."""
    for category, entries in _grouped(package):
        yield f"gegevens/{category}.json", _written({**_head(package), **_category(package, category, entries)})
        yield f"gegevens/{category}.csv", as_csv(entries, package)


def left_out(package: Package) -> list[dict[str, str]]:
    """What the package does not show, and why."""
    masked = [
        {"category": str(left.category), "what": str(left.what), "why": words("left_out", left.what, package.language)}
        for left in package.left_out
    ]
    whole = [
        {"category": str(left.category), "what": "file", "system": left.system, "why": left.reason}
        for left in package.left_files
    ]
    return masked + whole


def _grouped(package: Package) -> list[tuple[Category, list[Entry]]]:
    return [(category, list(group)) for category, group in groupby(package.entries, key=lambda entry: entry.category)]


def _head(package: Package) -> dict[str, str]:
    return {
        "format": FORMAT,
        "reference": package.reference,
        "requester": package.requester,
        "request_received_on": package.received_on.isoformat(),
        "built_at": package.built_at.isoformat(timespec="seconds"),
        "language": str(package.language),
    }


def _category(package: Package, category: Category, entries: Iterable[Entry]) -> dict[str, Any]:
    return {
        "code": str(category),
        "name": words("categories", category, package.language),
        "entries": [_entry(entry, package) for entry in entries],
        "files": [
            {"name": file.name, "system_code": file.system, "bytes": file.size, "sha256": file.sha256}
            for file in package.files
            if file.category == category
        ],
    }


def _entry(entry: Entry, package: Package) -> dict[str, Any]:
    return {
        "system": words("systems", entry.system, package.language),
        "system_code": entry.system,
        "outcome": str(entry.outcome),
        "text": entry.text,
        "kept_until": entry.kept_until.isoformat() if entry.kept_until else None,
        "masked": sorted(str(kind) for kind in entry.hidden),
    }


def as_csv(entries: Iterable[Entry], package: Package) -> bytes:
    """One row for each system; columns and words in the requester's language."""
    rows = (
        (
            str(entry.category),
            words("categories", entry.category, package.language),
            words("systems", entry.system, package.language),
            words("outcomes", entry.outcome, package.language),
            entry.text,
            entry.kept_until.isoformat() if entry.kept_until else "",
        )
        for entry in entries
    )
    return sheet(list(section("columns", package.language).values()), rows)


def sheet(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file; a cell that a spreadsheet would calculate starts with an apostrophe."""
    made = io.StringIO()
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_STARTS_A_FORMULA) else cell


def _written(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
