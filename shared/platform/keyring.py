"""The key cabinet: one random data key per scope and compartment, wrapped by the compartment's own key.

The wrapped keys lie apart from the data (own file or schema). A process holds the wrapping keys of its compartments
only, so it can open no other. Destroying one wrapped key makes every copy of what it sealed unreadable: in databases,
queues, dead letters and backups.

A compartment that a process may fill but not open it knows by a sealing key: the data key that it makes is wrapped one
way, for the holder of the wrapping key only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Boolean, Column, LargeBinary, MetaData, String, Table, false, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.platform.clock import Clock
from shared.platform.crypto import (
    Box,
    KeyDestroyed,
    Sealer,
    blind_index,
    new_key,
    seal_bytes,
    unseal_bytes,
    unwrap_one_way,
    wrap_one_way,
)
from shared.platform.db import Database
from shared.platform.insert import insert_new, insert_once
from shared.platform.instant import Instant

cabinet = MetaData()
Place = tuple[str, str]
"""A scope and a compartment: where a data key belongs."""

data_key = Table(
    "data_key",
    cabinet,
    Column("scope", String(80), primary_key=True),
    Column("compartment", String(16), primary_key=True),
    Column("wrapped", LargeBinary, nullable=True),
    Column("made_at", Instant, nullable=False),
    Column("destroyed_at", Instant, nullable=True),
    Column("one_way", Boolean, nullable=False, default=False, server_default=false()),
)


@dataclass(frozen=True)
class Wrapped:
    """A data key as its row holds it."""

    key: bytes
    one_way: bool

    def open(self, wrapping: bytes, place: str) -> bytes:
        """The data key; raises `CannotOpen`."""
        return (unwrap_one_way if self.one_way else unseal_bytes)(wrapping, place, self.key)


class NoSuchCompartment(Exception):
    """This process does not hold the key of that compartment, on purpose."""


class ScopeTaken(Exception):
    """This scope has a key already: what is sealed one way needs a fresh one."""


class Keyring:
    """Hands out the boxes of the compartments that this service may open, and sealers of those it may only fill.

    `wrapping` holds a key for each of the former, `sealing` the public half of one for each of the latter.
    """

    def __init__(
        self,
        database: Database,
        wrapping: Mapping[str, bytes],
        index_key: bytes,
        clock: Clock,
        sealing: Mapping[str, bytes] | None = None,
    ) -> None:
        self._database = database
        self._wrapping = dict(wrapping)
        self._sealing = dict(sealing or {})
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
        return (await self.boxes([(scope, compartment)]))[0]

    async def boxes(self, wanted: Sequence[Place], *, are_new: bool = False) -> list[Box]:
        """The boxes of several scopes and compartments, in this order; raises `KeyDestroyed` when one is gone.

        One look into the cabinet, and one transaction for all that must be made. Who thinks that all `are_new` spares
        the look; one that is not new is found all the same.
        """
        for _, compartment in wanted:
            self._wrapping_key(compartment)
        if not wanted:
            return []
        wrapped: dict[Place, Wrapped] = {}
        if not are_new:
            async with self._database.read() as connection:
                wrapped = await self._wrapped(connection, wanted)
        found = {place: self._unwrap(place, each) for place, each in wrapped.items()}
        missing = [one for one in dict.fromkeys(wanted) if one not in found]
        if missing:
            found |= await self._make(missing)
        return [found[one] for one in wanted]

    async def one_way(self, scope: str, compartment: str) -> Sealer:
        """A sealer with a fresh key for a compartment that this process may fill and not open.

        Raises `NoSuchCompartment` without its sealing key, `ScopeTaken` when the scope had a key before.
        """
        if compartment not in self._sealing:
            raise NoSuchCompartment(f"this service holds no sealing key for compartment '{compartment}'")
        key = new_key()
        wrapped = wrap_one_way(self._sealing[compartment], _place(scope, compartment), key)
        row = {"scope": scope, "compartment": compartment, "wrapped": wrapped, "one_way": True}
        async with self._database.write() as connection:
            if not await insert_once(connection, data_key, [row | {"made_at": self._clock.now()}]):
                raise ScopeTaken(f"{scope} has a key of compartment '{compartment}' already")
        return Sealer(key, scope, compartment)

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

    def _unwrap(self, place: Place, wrapped: Wrapped) -> Box:
        return Box(wrapped.open(self._wrapping_key(place[1]), _place(*place)), *place)

    async def _wrapped(self, connection: AsyncConnection, wanted: Sequence[Place]) -> dict[Place, Wrapped]:
        scopes, compartments = {scope for scope, _ in wanted}, {compartment for _, compartment in wanted}
        rows = await connection.execute(
            select(data_key).where(data_key.c.scope.in_(scopes), data_key.c.compartment.in_(compartments))
        )
        found = {(row.scope, row.compartment): row for row in rows}
        here = {place: found[place] for place in wanted if place in found}
        for (scope, compartment), row in here.items():
            if row.wrapped is None:
                raise KeyDestroyed(f"the key '{compartment}' of {scope} was destroyed")
        return {place: Wrapped(bytes(row.wrapped), row.one_way) for place, row in here.items()}

    async def _make(self, missing: Sequence[Place]) -> dict[Place, Box]:
        # Two services may need the first key of a case at once: the first row wins and both use it.
        now = self._clock.now()
        made = {place: new_key() for place in sorted(missing)}
        rows = [
            {
                "scope": scope,
                "compartment": compartment,
                "wrapped": seal_bytes(self._wrapping_key(compartment), _place(scope, compartment), key),
                "made_at": now,
            }
            for (scope, compartment), key in made.items()
        ]
        async with self._database.write() as connection:
            won = {(row.scope, row.compartment) for row in await insert_new(connection, data_key, rows)}
            lost = [place for place in missing if place not in won]
            theirs = await self._wrapped(connection, lost) if lost else {}
        boxes = {place: Box(made[place], *place) for place in won}
        return boxes | {place: self._unwrap(place, each) for place, each in theirs.items()}


def _place(scope: str, compartment: str) -> str:
    return f"{scope}|{compartment}|data-key"
