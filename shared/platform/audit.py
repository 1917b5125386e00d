"""The audit trail: insert-only rows of ids and codes, chained by an HMAC with a key of its own.

Each row's code covers the row and the code before it, so a changed, removed or inserted row shows. Rows hold no text
of a case and no name: actor ids, case ids, action names, codes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Column, Integer, MetaData, String, Table, Text, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.platform.instant import Instant

trail = MetaData()

audit = Table(
    "audit",
    trail,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("action", String(64), nullable=False),
    Column("case_id", String(64), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("codes", Text, nullable=False),
    Column("mac", String(64), nullable=False),
)

_CHAIN_LOCK = 7_165_001  # any number, the same in every process: PostgreSQL's lock on the end of the chain


@dataclass(frozen=True)
class Note:
    """Who did what to which case, in codes."""

    action: str
    case_id: str
    actor: str
    codes: Mapping[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Break:
    """The first row at which the chain does not hold."""

    seq: int
    reason: str


def _mac(key: bytes, before: str, seq: int, at: datetime, note: Note, codes: str) -> str:
    parts = [before, seq, at.astimezone(UTC).isoformat(), note.action, note.case_id, note.actor, codes]
    return hmac.new(key, json.dumps(parts).encode(), hashlib.sha256).hexdigest()


async def append(connection: AsyncConnection, key: bytes, notes: Sequence[Note], now: datetime) -> None:
    """Add notes to the end of the chain, in the caller's transaction."""
    if not notes:
        return
    if connection.dialect.name != "sqlite":
        await connection.execute(
            text("SELECT pg_advisory_xact_lock(:n, hashtext(current_schema()))"), {"n": _CHAIN_LOCK}
        )
    last = (await connection.execute(select(audit.c.seq, audit.c.mac).order_by(audit.c.seq.desc()).limit(1))).first()
    seq, before = (last.seq, last.mac) if last else (0, "")
    rows = []
    for note in notes:
        seq += 1
        codes = json.dumps(dict(note.codes), sort_keys=True)
        before = _mac(key, before, seq, now, note, codes)
        row = {"seq": seq, "at": now, "action": note.action, "case_id": note.case_id, "actor": note.actor}
        rows.append(row | {"codes": codes, "mac": before})
    await connection.execute(audit.insert(), rows)


async def verify(connection: AsyncConnection, key: bytes) -> tuple[int, Break | None]:
    """Walk the chain; returns the number of good rows and the first bad one, if any.

    A chain cut off at its end cannot be seen from the chain alone: compare the count with the exported head.
    """
    before, count = "", 0
    async with connection.stream(select(audit).order_by(audit.c.seq)) as rows:
        async for row in rows:
            if row.seq != count + 1:
                return count, Break(count + 1, "a row is missing")
            note = Note(row.action, row.case_id, row.actor, {})
            if not hmac.compare_digest(row.mac, _mac(key, before, row.seq, row.at, note, row.codes)):
                return count, Break(row.seq, "the row was changed, or the row before it was removed")
            before, count = row.mac, count + 1
    return count, None
