"""The bus of a single process: publishing puts the messages straight into each hearer's inbox."""

from __future__ import annotations

from collections.abc import Sequence

from shared.platform.bus import Accept
from shared.platform.message import NobodyHears, Parcel, Topology


class EmbeddedBus:
    """Carries messages between services of one process, without a broker."""

    def __init__(self, topology: Topology) -> None:
        self._topology = topology
        self._accept: dict[str, Accept] = {}

    def attach(self, service: str, accept: Accept) -> None:
        """Bring what `service` hears to `accept`."""
        self._accept[service] = accept

    async def start(self) -> None:
        """Check that every queue of the topology has somebody behind it; else messages would get lost."""
        missing = set(self._topology.queues) - set(self._accept)
        if missing:
            raise RuntimeError(f"the embedded bus needs every service in this process; missing: {sorted(missing)}")

    @property
    def connected(self) -> bool:
        """Always: there is no line to lose."""
        return True

    async def publish(self, parcels: Sequence[Parcel]) -> set[str]:
        """Commit the parcels to each hearer's inbox, one transaction a hearer."""
        batches: dict[str, list[Parcel]] = {}
        for parcel in parcels:
            hearers = self._topology.hearers(parcel.type)
            if not hearers:
                raise NobodyHears(parcel.type)
            for service in hearers:
                batches.setdefault(service, []).append(parcel)
        for service, batch in batches.items():
            await self._accept[service](batch)
        return {parcel.id for parcel in parcels}

    async def close(self) -> None:
        """Nothing to give back."""
