"""The key cabinet: one random data key per scope and compartment, wrapped by the compartment's own key.

The wrapped keys lie apart from the data (own file or schema). A process holds the wrapping keys of its compartments
only, so it can open no other. Destroying one wrapped key makes every copy of what it sealed unreadable: in databases,
queues, dead letters and backups.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Column, LargeBinary, MetaData, String, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.platform.clock import Clock
from shared.platform.crypto import Box, KeyDestroyed, blind_index, new_key, seal_bytes, unseal_bytes
from shared.platform.db import Database
from shared.platform.insert import insert_once
from shared.platform.instant import Instant

cabinet = MetaData()

data_key = Table(
    "data_key",
    cabinet,
    Column("scope", String(80), primary_key=True),
    Column("compartment", String(16), primary_key=True),
    Column("wrapped", LargeBinary, nullable=True),
    Column("made_at", Instant, nullable=False),
    Column("destroyed_at", Instant, nullable=True),
)


class NoSuchCompartment(Exception):
    """This process does not hold the key of that compartment, on purpose."""


class Keyring:
    """Hands out the boxes of the compartments that this service may open."""

    def __init__(self, database: Database, wrapping: Mapping[str, bytes], index_key: bytes, clock: Clock) -> None:
        self._database = database
        self._wrapping = dict(wrapping)
        self._index_key = index_key
        self._clock = clock

    @property
    def compartments(self) -> frozenset[str]:
        """The compartments that this service can open."""
        return frozenset(self._wrapping)

    def index(self, purpose: str, value: str) -> str:
        """The blind index of a value, to find its sealed row again."""
        return blind_index(self._index_key, purpose, value)

    async def box(self, scope: str, compartment: str) -> Box:
        """The box of one scope, made when it is first asked for; raises `KeyDestroyed`."""
        wrapping = self._wrapping_key(compartment)
        async with self._database.read() as connection:
            wrapped = await self._wrapped(connection, scope, compartment)
        if wrapped is None:
            wrapped = await self._make(scope, compartment, wrapping)
        return Box(unseal_bytes(wrapping, _place(scope, compartment), wrapped), scope, compartment)

    async def destroy(self, scope: str, compartment: str) -> None:
        """Shred: what this key sealed can never be read again, wherever it lies."""
        self._wrapping_key(compartment)
        here = (data_key.c.scope == scope, data_key.c.compartment == compartment)
        async with self._database.write() as connection:
            now = self._clock.now()
            await insert_once(connection, data_key, [{"scope": scope, "compartment": compartment, "made_at": now}])
            await connection.execute(
                data_key.update().where(*here, data_key.c.destroyed_at.is_(None)).values(wrapped=None, destroyed_at=now)
            )
        await self._database.empty_log()

    def _wrapping_key(self, compartment: str) -> bytes:
        if compartment not in self._wrapping:
            raise NoSuchCompartment(f"this service holds no key for compartment '{compartment}'")
        return self._wrapping[compartment]

    async def _wrapped(self, connection: AsyncConnection, scope: str, compartment: str) -> bytes | None:
        row = (
            await connection.execute(
                select(data_key.c.wrapped, data_key.c.destroyed_at).where(
                    data_key.c.scope == scope, data_key.c.compartment == compartment
                )
            )
        ).first()
        if row is None:
            return None
        if row.wrapped is None:
            raise KeyDestroyed(f"the key '{compartment}' of {scope} was destroyed")
        return bytes(row.wrapped)

    async def _make(self, scope: str, compartment: str, wrapping: bytes) -> bytes:
        # Two services may need the first key of a case at once: the first row wins and both read it back.
        fresh = seal_bytes(wrapping, _place(scope, compartment), new_key())
        row = {"scope": scope, "compartment": compartment, "wrapped": fresh, "made_at": self._clock.now()}
        async with self._database.write() as connection:
            await insert_once(connection, data_key, [row])
            wrapped = await self._wrapped(connection, scope, compartment)
        if wrapped is None:
            raise KeyDestroyed(f"the key '{compartment}' of {scope} could not be made")
        return wrapped


def _place(scope: str, compartment: str) -> str:
    return f"{scope}|{compartment}|data-key"
