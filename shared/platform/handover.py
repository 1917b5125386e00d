"""Files that one service lays down for another, sealed one way: the giver cannot open them again.

In a compartment that both of them open, they are sealed with a key of that compartment.

Messages carry a name only, so no queue and no dead letter ever holds a file. What is fetched is removed, key and all;
what nobody fetches is destroyed by the one who should have.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Column, LargeBinary, String, Table, select

from shared.platform.clock import Clock
from shared.platform.crypto import new_code
from shared.platform.db import Database
from shared.platform.instant import Instant
from shared.platform.keyring import Keyring, cabinet

handover = Table(
    "handover",
    cabinet,
    Column("name", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("made_at", Instant, nullable=False),
)

_FIELD: Final = "handover"


class Gone(LookupError):
    """Nothing lies under this name: it was removed, or waited too long."""


class Handover:
    """The table of one compartment, as seen by who may fill it or by who may open it."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock, compartment: str) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock
        self._compartment = compartment

    async def put(self, clear: bytes) -> str:
        """Lay a file down, sealed with a key of its own; gives the name under which it lies."""
        name = new_code()
        shared = self._compartment in self._keyring.compartments
        sealer = await (self._keyring.box if shared else self._keyring.one_way)(_scope(name), self._compartment)
        row = {"name": name, "sealed": sealer.seal_file(_FIELD, clear), "made_at": self._clock.now()}
        async with self._database.write() as connection:
            await connection.execute(handover.insert().values(**row))
        return name

    async def open(self, name: str) -> bytes:
        """The file; raises `Gone`, or `CannotOpen` when its key was destroyed."""
        async with self._database.read() as connection:
            sealed = (await connection.execute(select(handover.c.sealed).where(handover.c.name == name))).scalar()
        if sealed is None:
            raise Gone(name)
        return (await self._keyring.box(_scope(name), self._compartment)).unseal_file(_FIELD, bytes(sealed))

    async def remove(self, name: str) -> None:
        """Shred the key, then remove the row; doing it again does nothing."""
        await self._keyring.destroy(_scope(name), self._compartment)
        async with self._database.write() as connection:
            await connection.execute(handover.delete().where(handover.c.name == name))
        await self._database.empty_log()

    async def waiting_since(self, before: datetime) -> list[str]:
        """The names of what was laid down before this instant and still lies there."""
        old = select(handover.c.name).where(handover.c.made_at < before)
        async with self._database.read() as connection:
            return list((await connection.execute(old)).scalars())


def _scope(name: str) -> str:
    return f"handover:{name}"
