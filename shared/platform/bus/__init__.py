"""The bus carries messages from one service's outbox to other services' inboxes. It keeps nothing for itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from shared.platform.message import Parcel

Accept = Callable[[Sequence[Parcel]], Awaitable[None]]
"""Commits parcels to an inbox; when it returns, they are safe."""


class Bus(Protocol):
    """Both buses are this, and pass the same tests."""

    async def start(self) -> None:
        """Connect and declare the whole topology, before anything is published."""
        ...

    def attach(self, service: str, accept: Accept) -> None:
        """Bring what `service` hears to `accept`; call before `start`."""
        ...

    async def publish(self, parcels: Sequence[Parcel]) -> set[str]:
        """Hand parcels over; returns the ids that are safe now. The others are to be published again."""
        ...

    @property
    def connected(self) -> bool:
        """Whether publishing has a chance at this moment."""
        ...

    async def close(self) -> None:
        """Stop taking messages and give the connections back."""
        ...
