"""What a connector is: the one interface behind which every connected system lies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Protocol

from services.fulfil.rules.connected import Change, Record, Subject, What
from shared.platform.desk import Desk
from shared.platform.outcomes import NotFound

CONNECTORS: Final = "connectors"
"""Under this name the desk has them at hand, by system."""
Done = Callable[[Mapping[int, bool]], Awaitable[None]]
"""Notes records as done, by their place in the order, each with whether it was still there."""


class ConnectorFails(Exception):
    """A system did not do what it was asked; says which kind of failure it was and nothing of anybody."""


class Connector(Protocol):
    """One connected system. What it finds is personal data: it is returned, never logged."""

    @property
    def can(self) -> frozenset[What]:
        """What it can be told to do with records."""
        ...

    @property
    def finishes(self) -> bool:
        """Whether a change is made when the connector says so; else a person makes it by what it wrote down."""
        ...

    def correctable(self, category: str) -> tuple[str, ...]:
        """The names of what can be corrected of a category."""
        ...

    async def search(self, subject: Subject, category: str) -> list[Record]:
        """Every record of a person; writes nothing. Raises `ConnectorFails`, also for too many."""
        ...

    async def change(self, change: Change, records: Mapping[int, Record], done: Done) -> None:
        """Change these records, telling `done` as soon as some of it is lasting. Raises `ConnectorFails`."""
        ...

    async def check(self) -> str:
        """Whether it answers and fits its configuration, in a few words; raises `ConnectorFails`."""
        ...


def connector_of(desk: Desk, system: str) -> Connector:
    """The connector of a system; raises `NotFound` for one that is done by hand."""
    found = connectors(desk).get(system)
    if found is None:
        raise NotFound
    return found


def connectors(desk: Desk) -> Mapping[str, Connector]:
    """Every connected system."""
    known: Mapping[str, Connector] = desk.tools.get(CONNECTORS, {})
    return known


def within(records: Sequence[Record], most: int) -> list[Record]:
    """The records, if there are not more than one person can have; else nothing may be done with them."""
    if len(records) > most:
        raise ConnectorFails(f"more than {most} records: the mapping fits more than one person")
    return list(records)
