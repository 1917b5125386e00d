"""The ZIP: its files, and a manifest with the SHA-256 of each."""

from __future__ import annotations

import hashlib
import json
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from services.fulfil.dossier.contents import Package
from services.fulfil.dossier.overview import as_html
from services.fulfil.dossier.tables import as_csv, as_json

OVERVIEW = "overzicht.html"
DATA = "gegevens.json"
SHEET = "gegevens.csv"
MANIFEST = "manifest.json"


def write(package: Package, sink: IO[bytes]) -> None:
    """Write the ZIP; `sink` need not be able to go back."""
    made = {OVERVIEW: as_html(package), DATA: as_json(package), SHEET: as_csv(package)}
    made[MANIFEST] = _manifest(package, made)
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for name, data in made.items():
            entry = ZipInfo(name, package.built_at.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)


def _manifest(package: Package, made: dict[str, bytes]) -> bytes:
    listed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in made.items()
    ]
    built = package.built_at.isoformat(timespec="seconds")
    return json.dumps({"reference": package.reference, "built_at": built, "files": listed}, indent=2).encode()
