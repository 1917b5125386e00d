"""Sessions of staff, kept on the server so that they can be ended.

The browser holds a random token; the shared cabinet holds its fingerprint, never the token. The name shown on
the pages is sealed with a key made from the token, so that the table alone tells no names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy import Column, ColumnElement, Row, String, Table, delete, insert, or_, select, update

from shared.platform.clock import Clock
from shared.platform.crypto import Box, derive, fingerprint, new_code
from shared.platform.db import Database
from shared.platform.instant import Instant
from shared.platform.keyring import cabinet

IDLE_LIMIT = timedelta(minutes=30)
ABSOLUTE_LIMIT = timedelta(hours=10)
TOUCH_EVERY = timedelta(minutes=1)

session_table = Table(
    "session",
    cabinet,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", String(64), nullable=False, index=True),
    Column("name_sealed", String(600), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("revoked_at", Instant, nullable=True),
)


@dataclass(frozen=True)
class Session:
    """A signed-in member of staff: the actor of what follows."""

    staff_id: str
    display_name: str
    roles: frozenset[str]
    opened_at: datetime
    seen_at: datetime


SESSION = web.RequestKey("session", Session)


def session_of(request: web.Request) -> Session | None:
    """Who is signed in on this request, if anybody."""
    return request.get(SESSION)


def _name_box(token: str) -> Box:
    return Box(derive(token.encode(), "session name"), fingerprint(token), "session")


class Sessions:
    """Opens, finds and ends sessions. Idle limit 30 minutes, absolute limit 10 hours."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def open(self, staff_id: str, display_name: str, roles: Collection[str]) -> str:
        """Begin a session and return its new token: a token from before the sign-in is never taken over."""
        token, now = new_code(), self._clock.now()
        row = {
            "token_hash": fingerprint(token),
            "staff_id": staff_id,
            "name_sealed": _name_box(token).seal("name", display_name),
            "roles": ",".join(sorted(roles)),
            "created_at": now,
            "seen_at": now,
        }
        async with self._database.write() as connection:
            await connection.execute(insert(session_table).values(row))
        return token

    async def find(self, token: str) -> Session | None:
        """The session of a token, unless it was ended, lay idle too long or grew too old."""
        query = select(session_table).where(session_table.c.token_hash == fingerprint(token))
        async with self._database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None or not self._is_alive(row):
            return None
        name = _name_box(token).unseal("name", row.name_sealed)
        roles = frozenset(role for role in row.roles.split(",") if role)
        return Session(row.staff_id, name, roles, row.created_at, row.seen_at)

    def _is_alive(self, row: Row[tuple[object, ...]]) -> bool:
        now = self._clock.now()
        young = now - row.created_at < ABSOLUTE_LIMIT and now - row.seen_at < IDLE_LIMIT
        return row.revoked_at is None and young

    async def touch(self, token: str, session: Session) -> None:
        """Note that the session is in use; at most once a minute, for a page must not cost a write."""
        now = self._clock.now()
        if now - session.seen_at < TOUCH_EVERY:
            return
        mine = session_table.c.token_hash == fingerprint(token)
        async with self._database.write() as connection:
            await connection.execute(update(session_table).where(mine).values(seen_at=now))

    async def close(self, token: str) -> None:
        """End one session."""
        await self._revoke(session_table.c.token_hash == fingerprint(token))

    async def close_all(self, staff_id: str) -> None:
        """End every session of one person: password changed, account disabled, roles changed."""
        await self._revoke(session_table.c.staff_id == staff_id)

    async def _revoke(self, which: ColumnElement[bool]) -> None:
        change = update(session_table).where(which, session_table.c.revoked_at.is_(None))
        async with self._database.write() as connection:
            await connection.execute(change.values(revoked_at=self._clock.now()))

    async def sweep(self) -> int:
        """Remove the rows of sessions that ended or died; returns how many."""
        now = self._clock.now()
        old = or_(
            session_table.c.revoked_at.is_not(None),
            session_table.c.seen_at <= now - IDLE_LIMIT,
            session_table.c.created_at <= now - ABSOLUTE_LIMIT,
        )
        async with self._database.write() as connection:
            result = await connection.execute(delete(session_table).where(old))
        return int(result.rowcount)
