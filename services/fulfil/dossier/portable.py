"""Data to take elsewhere (AVG 20): JSON and CSV of what the person provided, in a format with a version and a schema.

The schema is `portability.schema.json`; it goes along in the ZIP and is explained in docs/portability.md. Codes and
keys are English and stay; only what stands in `value` is data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from services.fulfil.dossier.contents import PORTABLE, Entry, Package
from services.fulfil.dossier.tables import sheet
from services.fulfil.rules.provided import fields_of

FOLDER: Final = "overdraagbaar"
COLUMNS: Final = ("category", "system", "name", "value")


def portable_files(package: Package) -> Iterator[tuple[str, bytes]]:
    """The files of the format, with their names in the ZIP."""
    yield f"{FOLDER}/gegevens.json", _as_json(package)
    yield f"{FOLDER}/gegevens.csv", sheet(COLUMNS, _rows(package))
    yield f"{FOLDER}/schema.json", schema()


def schema() -> bytes:
    """The JSON Schema of the format."""
    return (files("services.fulfil.dossier") / "portability.schema.json").read_bytes()


def _as_json(package: Package) -> bytes:
    whole = {
        "format": PORTABLE,
        "reference": package.reference,
        "subject": package.requester,
        "controller": package.controller.name,
        "made_at": package.built_at.isoformat(timespec="seconds"),
        "records": [_record(entry) for entry in package.provided],
        "files": [
            {"name": file.name, "category": str(file.category), "bytes": file.size, "sha256": file.sha256}
            for file in package.files
            if file.provided
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _record(entry: Entry) -> dict[str, Any]:
    fields = [{"name": field.name, "value": field.value} for field in fields_of(entry.text)]
    return {"category": str(entry.category), "system": entry.system, "fields": fields}


def _rows(package: Package) -> Iterator[tuple[str, str, str, str]]:
    for entry in package.provided:
        for field in fields_of(entry.text):
            yield str(entry.category), entry.system, field.name, field.value
