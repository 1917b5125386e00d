"""The wrapped keys apart from the data, and the ledger: which keys were destroyed.

A line holds a scope, a compartment and a wrapped key, or the day on which that key was destroyed; ids and no more. What
stands in the ledger is destroyed again after every restore.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, select, text
from sqlalchemy.engine import URL

from shared.platform.backups import BadBackup, private
from shared.platform.db import connect_arguments
from shared.platform.insert import insert_missing
from shared.platform.keyring import data_key
from shared.platform.migrate import CABINET


@contextmanager
def _inside(cabinet: URL) -> Iterator[Connection]:
    """A transaction in the cabinet; on SQLite what is overwritten is overwritten in the file, too."""
    sqlite = cabinet.get_backend_name() == "sqlite"
    engine = create_engine(cabinet, connect_args={} if sqlite else connect_arguments(cabinet, CABINET))
    try:
        with engine.begin() as connection:
            if sqlite:
                connection.execute(text("PRAGMA secure_delete=ON"))
            yield connection
        if sqlite:
            with engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    finally:
        engine.dispose()


def write_keys(out: Path, cabinet: URL, left_out: str = "", *, only_destroyed: bool = False) -> int:
    """Write the wrapped keys and the ledger, or the ledger alone, a line each; returns how many lines.

    Keys of the compartment `left_out` are in no backup: only that they were destroyed.
    """
    draft, count = out.with_name(f"{out.name}.new"), 0
    query = select(data_key).order_by(data_key.c.scope, data_key.c.compartment)
    try:
        with _inside(cabinet) as connection, private(draft) as raw:
            for row in connection.execute(query):
                if row.wrapped is None or not (only_destroyed or row.compartment == left_out):
                    raw.write(json.dumps(_as_line(row)).encode() + b"\n")
                    count += 1
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _as_line(row: Any) -> dict[str, Any]:
    told = {"scope": row.scope, "compartment": row.compartment, "made_at": row.made_at.isoformat()}
    if row.wrapped is None:
        gone = row.destroyed_at or row.made_at
        return {**told, "destroyed_at": gone.isoformat()}
    return {**told, "wrapped": base64.b64encode(row.wrapped).decode(), "one_way": bool(row.one_way)}


def read_keys(file: Path) -> list[dict[str, Any]]:
    """The lines of a file of keys, or of a ledger. Raises `BadBackup`."""
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="ascii").splitlines() if line]
        return [_as_row(line) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadBackup(f"{file} holds no keys of this desk ({type(error).__name__})") from error


def _as_row(line: Mapping[str, Any]) -> dict[str, Any]:
    gone = line.get("destroyed_at")
    return {
        "scope": str(line["scope"]),
        "compartment": str(line["compartment"]),
        "made_at": datetime.fromisoformat(line["made_at"]),
        "destroyed_at": datetime.fromisoformat(gone) if gone else None,
        "wrapped": None if gone else base64.b64decode(line["wrapped"], validate=True),
        "one_way": bool(line.get("one_way", False)),
    }


def merge_keys(cabinet: URL, rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Bring keys into the cabinet: a key that is there stays, one destroyed on either side is destroyed.

    Returns how many came, and how many were destroyed by it.
    """
    came = gone = 0
    with _inside(cabinet) as connection:
        for row in rows:
            came += insert_missing(connection, data_key, row)
            if row["destroyed_at"] is not None:
                here = (data_key.c.scope == row["scope"], data_key.c.compartment == row["compartment"])
                there = data_key.update().where(*here, data_key.c.wrapped.is_not(None))
                gone += connection.execute(there.values(wrapped=None, destroyed_at=row["destroyed_at"])).rowcount
    return came, gone


def destroyed(cabinet: URL) -> list[tuple[str, str]]:
    """The ledger: scope and compartment of every key that was destroyed."""
    with _inside(cabinet) as connection:
        rows = connection.execute(select(data_key).where(data_key.c.wrapped.is_(None)))
        return [(row.scope, row.compartment) for row in rows]
