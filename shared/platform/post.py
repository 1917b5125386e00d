"""The two tables that carry every message: the outbox (said, not yet handed over) and the inbox (heard, and when due).

A timer is an inbox row with a later `due_at`. A finished row stays as the horizon for deduplication. Each change of
state carries `WHERE state = 'pending'` and the attempt it belongs to: a connection cut at COMMIT may not undo what
is done. An attempt that was begun in company and never ended is `spared`: it does not count as a try.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Row, String, Table, Text, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.platform.insert import insert_once
from shared.platform.instant import Instant
from shared.platform.message import Message, Parcel

KEEP_FINISHED = timedelta(days=90)
post = MetaData()


class InboxState(StrEnum):
    """What became of a message that was heard."""

    PENDING = "pending"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


outbox = Table(
    "outbox",
    post,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("type", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("said_at", Instant, nullable=False),
)

inbox = Table(
    "inbox",
    post,
    Column("id", String(36), primary_key=True),
    Column("type", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("heard_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(10), nullable=False, default=InboxState.PENDING),
    Column("attempts", Integer, nullable=False, default=0),
    Column("spared", Integer, nullable=False, default=0),
    Column("leased", Boolean, nullable=False, default=False),
    Column("error", String(120), nullable=True),
    Column("finished_at", Instant, nullable=True),
    Index("inbox_due", "state", "due_at"),
)


async def put_outbox(connection: AsyncConnection, messages: Sequence[Message], now: datetime) -> None:
    """Say messages: they leave with the transaction, or not at all."""
    rows = [{"id": m.id, "type": m.type, "body": m.body(), "said_at": now} for m in messages]
    await insert_once(connection, outbox, rows)


async def put_inbox(connection: AsyncConnection, parcels: Sequence[Parcel], now: datetime) -> int:
    """Hear messages; one that was heard before changes nothing. Returns how many were new."""
    return await insert_once(connection, inbox, [_inbox_row(each, now, now) for each in parcels])


async def put_timers(connection: AsyncConnection, timers: Sequence[tuple[Message, datetime]], now: datetime) -> None:
    """Set timers: each message will be heard when it is due."""
    rows = [_inbox_row(Parcel(m.id, m.type, m.body()), now, due_at) for m, due_at in timers]
    await insert_once(connection, inbox, rows)


def _inbox_row(parcel: Parcel, now: datetime, due_at: datetime) -> dict[str, Any]:
    return {
        "id": parcel.id,
        "type": parcel.type,
        "body": parcel.body,
        "heard_at": now,
        "due_at": due_at,
        "state": InboxState.PENDING,
        "attempts": 0,
        "spared": 0,
        "leased": False,
    }


async def is_set(connection: AsyncConnection, message_id: str) -> bool:
    """Whether this timer was set before, or its message heard."""
    return (await connection.execute(select(inbox.c.id).where(inbox.c.id == message_id))).first() is not None


async def cancel(connection: AsyncConnection, message_id: str, now: datetime) -> bool:
    """Cancel a timer that is still pending; False when it was too late or never there."""
    statement = (
        inbox.update()
        .where(inbox.c.id == message_id, inbox.c.state == InboxState.PENDING)
        .values(state=InboxState.CANCELLED, finished_at=now)
    )
    return (await connection.execute(statement)).rowcount == 1


async def move(connection: AsyncConnection, message_id: str, due_at: datetime) -> bool:
    """Let a timer that is still pending go off at another moment; False when there is none (any more)."""
    pending = inbox.update().where(inbox.c.id == message_id, inbox.c.state == InboxState.PENDING)
    return (await connection.execute(pending.values(due_at=due_at))).rowcount == 1


async def forget_finished(connection: AsyncConnection, now: datetime) -> int:
    """Drop finished rows that are past the deduplication horizon; returns how many."""
    gone = inbox.delete().where(
        inbox.c.state.in_([InboxState.DONE, InboxState.CANCELLED]), inbox.c.finished_at < now - KEEP_FINISHED
    )
    return (await connection.execute(gone)).rowcount


async def forget_texts(connection: AsyncConnection, now: datetime, keep: timedelta) -> int:
    """Empty what was finished longer ago than `keep`: the ids stay against repetition, dead letters go whole."""
    old = inbox.c.finished_at < now - keep
    over = inbox.c.state.in_([InboxState.DONE, InboxState.CANCELLED])
    emptied = await connection.execute(inbox.update().where(over, old, inbox.c.body != "").values(body=""))
    dead = await connection.execute(inbox.delete().where(inbox.c.state == InboxState.DEAD, old))
    return emptied.rowcount + dead.rowcount


async def replay(connection: AsyncConnection, now: datetime, message_id: str | None = None) -> int:
    """Give dead rows (or one of them) a new life; returns how many."""
    statement = inbox.update().where(inbox.c.state == InboxState.DEAD)
    if message_id is not None:
        statement = statement.where(inbox.c.id == message_id)
    fresh = statement.values(
        state=InboxState.PENDING, attempts=0, spared=0, leased=False, due_at=now, error=None, finished_at=None
    )
    return (await connection.execute(fresh)).rowcount


async def figures(connection: AsyncConnection, now: datetime) -> dict[str, float]:
    """What the health page and the metrics tell of the post: counts, and ages in seconds."""
    oldest_said = (await connection.execute(select(func.min(outbox.c.said_at)))).scalar()
    waiting = inbox.c.state == InboxState.PENDING
    oldest_due = (
        await connection.execute(select(func.min(inbox.c.due_at)).where(waiting, inbox.c.due_at <= now))
    ).scalar()
    dead = (
        await connection.execute(select(func.count()).select_from(inbox).where(inbox.c.state == InboxState.DEAD))
    ).scalar()
    return {
        "outbox_oldest_seconds": (now - oldest_said).total_seconds() if oldest_said else 0.0,
        "inbox_oldest_due_seconds": (now - oldest_due).total_seconds() if oldest_due else 0.0,
        "inbox_dead": float(dead or 0),
    }


async def finish(connection: AsyncConnection, attempts: Mapping[str, int], now: datetime) -> bool:
    """Mark messages done in the caller's transaction, each by its id and the attempt that did it.

    False when one of them is not this attempt's any more; then nothing of the transaction may stay.
    """
    done = 0
    for attempt, group in groupby(sorted(attempts, key=lambda one: attempts[one]), key=lambda one: attempts[one]):
        statement = (
            inbox.update()
            .where(inbox.c.id.in_(list(group)), inbox.c.state == InboxState.PENDING, inbox.c.attempts == attempt)
            .values(state=InboxState.DONE, finished_at=now, error=None)
        )
        done += (await connection.execute(statement)).rowcount
    return done == len(attempts)


async def take_due(connection: AsyncConnection, now: datetime, most: int = 1) -> Sequence[Row[Any]]:
    """The messages that are due longest, locked against other processes for this transaction."""
    statement = (
        select(inbox)
        .where(inbox.c.state == InboxState.PENDING, inbox.c.due_at <= now)
        .order_by(inbox.c.due_at, inbox.c.heard_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return (await connection.execute(statement)).all()


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the next message of the inbox is due (it may be due already)."""
    waiting = select(func.min(inbox.c.due_at)).where(inbox.c.state == InboxState.PENDING)
    result: datetime | None = (await connection.execute(waiting)).scalar()
    return result


async def lease(connection: AsyncConnection, rows: Sequence[Row[Any]], until: datetime) -> None:
    """Begin an attempt at each of these messages, as they were taken: nobody else sees them before `until`.

    One of several is spared until it fails of itself: if the process ends, nobody knows which of them it was.
    """
    spare = int(len(rows) > 1)
    await connection.execute(
        inbox.update()
        .where(inbox.c.id == bindparam("this"), inbox.c.state == InboxState.PENDING)
        .where(inbox.c.attempts == bindparam("before"))
        .values(attempts=bindparam("before") + 1, spared=inbox.c.spared + spare, leased=True, due_at=until),
        [{"this": row.id, "before": row.attempts} for row in rows],
    )


async def hold(connection: AsyncConnection, message_id: str, attempt: int, until: datetime) -> bool:
    """Keep a leased message until `until`; False when it is not this attempt's any more."""
    held = await connection.execute(
        inbox.update()
        .where(inbox.c.id == message_id, inbox.c.state == InboxState.PENDING, inbox.c.attempts == attempt)
        .where(inbox.c.leased)
        .values(due_at=until)
    )
    return held.rowcount == 1


async def held(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """The messages that somebody leased and neither finished nor put off."""
    leased = select(inbox).where(inbox.c.state == InboxState.PENDING, inbox.c.leased)
    return (await connection.execute(leased)).all()


async def free(connection: AsyncConnection, row: Row[Any], until: datetime) -> None:
    """End the lease of a message whose holder is gone: it is due again at `until`."""
    await connection.execute(
        inbox.update()
        .where(inbox.c.id == row.id, inbox.c.state == InboxState.PENDING, inbox.c.attempts == row.attempts)
        .values(leased=False, due_at=until)
    )


async def put_off(
    connection: AsyncConnection,
    message_id: str,
    attempt: int,
    until: datetime,
    error: str,
    *,
    counts: bool,
    spared: int = 0,
) -> None:
    """An attempt failed: try again at `until`. `attempt` is the count that the row must still have.

    `spared` is how many of them do not count.
    """
    await connection.execute(
        inbox.update()
        .where(inbox.c.id == message_id, inbox.c.state == InboxState.PENDING, inbox.c.attempts == attempt)
        .values(attempts=attempt + (1 if counts else 0), spared=spared, leased=False, due_at=until, error=error)
    )


async def bury(connection: AsyncConnection, message_id: str, attempt: int, error: str, now: datetime) -> None:
    """Give up on a message: it waits as dead until a person replays it."""
    await connection.execute(
        inbox.update()
        .where(inbox.c.id == message_id, inbox.c.state == InboxState.PENDING, inbox.c.attempts == attempt)
        .values(state=InboxState.DEAD, error=error, finished_at=now)
    )
