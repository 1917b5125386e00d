"""The machine-readable files: JSON by category, and the same as CSV for a spreadsheet (AVG 15(3), 20)."""

from __future__ import annotations

import csv
import io
import json
from itertools import groupby
from typing import Any

from services.fulfil.dossier.contents import Entry, Package
from services.fulfil.dossier.words import section, words

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_json(package: Package) -> bytes:
    """Everything found, by category; keys are English and stable, values in the requester's language."""
    language = package.language
    whole = {
        "format": "privacybalie-package/1",
        "reference": package.reference,
        "requester": package.requester,
        "request_received_on": package.received_on.isoformat(),
        "built_at": package.built_at.isoformat(timespec="seconds"),
        "controller": package.controller.name,
        "statement_version": package.statement_version,
        "language": str(language),
        "purposes": {code: words("purposes", code, language) for code in package.content.purposes},
        "categories": [
            {
                "code": str(category),
                "name": words("categories", category, language),
                "entries": [_entry(entry, package) for entry in entries],
            }
            for category, entries in groupby(package.entries, key=lambda entry: entry.category)
        ],
        "searched_without_result": [
            {"category": str(place.category), "system": words("systems", place.system, language)}
            for place in package.unfound
        ],
        "left_out": [{"category": str(left.category), "what": str(left.what)} for left in package.left_out],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _entry(entry: Entry, package: Package) -> dict[str, Any]:
    return {
        "system": words("systems", entry.system, package.language),
        "system_code": entry.system,
        "outcome": str(entry.outcome),
        "text": entry.text,
        "kept_until": entry.kept_until.isoformat() if entry.kept_until else None,
        "masked": sorted(str(kind) for kind in entry.hidden),
    }


def as_csv(package: Package) -> bytes:
    """One row for each system of each category; a cell that a spreadsheet would calculate starts with an apostrophe."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(section("columns", package.language).values())
    for entry in package.entries:
        cells = [
            str(entry.category),
            words("categories", entry.category, package.language),
            words("systems", entry.system, package.language),
            words("outcomes", entry.outcome, package.language),
            entry.text,
            entry.kept_until.isoformat() if entry.kept_until else "",
        ]
        writer.writerow([_harmless(cell) for cell in cells])
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_STARTS_A_FORMULA) else cell
