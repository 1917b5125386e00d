"""The bus on RabbitMQ: one topic exchange, one durable quorum queue per service, publisher confirms.

Two connections, so that a memory alarm that blocks the publisher does not stop the consumer. Only features that 3.10
and 4.3 share. A confirm that does not come means: publish again; the inbox on the other side drops the second one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import aio_pika
from aio_pika.abc import (
    AbstractIncomingMessage,
    AbstractRobustChannel,
    AbstractRobustConnection,
    AbstractRobustExchange,
)
from aio_pika.exceptions import AMQPError, PublishError

from shared.platform.bus import Accept
from shared.platform.logs import log
from shared.platform.message import NobodyHears, Parcel, Topology

EXCHANGE = "privacybalie"
_PREFETCH = 100
_CONFIRM_SECONDS = 15
_QUEUE_ARGUMENTS = {"x-queue-type": "quorum"}


class RabbitBus:
    """Carries messages over RabbitMQ; any number of processes per service."""

    def __init__(self, url: str, topology: Topology) -> None:
        self._url = url
        self._topology = topology
        self._accept: dict[str, Accept] = {}
        self._connections: list[AbstractRobustConnection] = []
        self._exchange: AbstractRobustExchange | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def attach(self, service: str, accept: Accept) -> None:
        """Consume the queue of `service` into `accept`, once started."""
        self._accept[service] = accept

    @property
    def connected(self) -> bool:
        """Whether the publisher's connection stands."""
        return bool(self._connections) and self._connections[0].connected.is_set()

    async def start(self) -> None:
        """Connect twice, declare every queue and binding of the desk, then begin to consume."""
        publisher = await aio_pika.connect_robust(self._url, timeout=30)
        self._connections.append(publisher)
        channel = await publisher.channel(publisher_confirms=True, on_return_raises=True)
        self._exchange = await self._declare(channel)
        if self._accept:
            await self._consume()

    async def _declare(self, channel: AbstractRobustChannel) -> AbstractRobustExchange:
        """Declare the whole topology, not only our part.

        A fact that is said before its hearer first started must wait for it.
        """
        exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
        for service, types in self._topology.queues.items():
            queue = await channel.declare_queue(f"{EXCHANGE}.{service}", durable=True, arguments=_QUEUE_ARGUMENTS)
            for type_ in types:
                await queue.bind(exchange, type_)
        return exchange

    async def _consume(self) -> None:
        consumer = await aio_pika.connect_robust(self._url, timeout=30)
        self._connections.append(consumer)
        for service, accept in self._accept.items():
            channel = await consumer.channel()
            await channel.set_qos(prefetch_count=_PREFETCH)
            queue = await channel.declare_queue(f"{EXCHANGE}.{service}", durable=True, arguments=_QUEUE_ARGUMENTS)
            arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
            await queue.consume(arrived.put)
            self._tasks.append(asyncio.create_task(_drain(service, arrived, accept), name=f"bus.{service}"))

    async def publish(self, parcels: Sequence[Parcel]) -> set[str]:
        """Publish all at once and wait for the confirms; what failed stays in the outbox."""
        results = await asyncio.gather(*(self._publish(parcel) for parcel in parcels))
        return {parcel.id for parcel, safe in zip(parcels, results, strict=True) if safe}

    async def _publish(self, parcel: Parcel) -> bool:
        if self._exchange is None:
            return False
        message = aio_pika.Message(
            parcel.body.encode(),
            message_id=parcel.id,
            type=parcel.type,
            content_type="application/json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            # The library's own timeout does not bound the wait while it reconnects.
            async with asyncio.timeout(_CONFIRM_SECONDS):
                await self._exchange.publish(message, routing_key=parcel.type, mandatory=True)
        except PublishError as error:
            raise NobodyHears(parcel.type) from error
        except (AMQPError, OSError, TimeoutError, RuntimeError) as error:
            log.warning("bus.publish_failed", error=type(error).__name__, message=parcel.id)
            return False
        return True

    async def close(self) -> None:
        """Stop consuming, then close both connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connection in reversed(self._connections):
            await connection.close()
        self._connections.clear()


async def _drain(service: str, arrived: asyncio.Queue[AbstractIncomingMessage], accept: Accept) -> None:
    """Take what has arrived, commit it in one transaction, then acknowledge: never the other way round."""
    while True:
        batch = [await arrived.get()]
        while not arrived.empty() and len(batch) < _PREFETCH:
            batch.append(arrived.get_nowait())
        await _hold(service, batch, accept)
        for message in batch:
            # The channel may be gone by now; the broker then brings the message again and the inbox drops it.
            with suppress(AMQPError, OSError, RuntimeError):
                await message.ack()


async def _hold(service: str, batch: Sequence[AbstractIncomingMessage], accept: Accept) -> None:
    """Commit a batch, however long the database is away: unacknowledged messages are safe with the broker."""
    parcels = [Parcel(m.message_id or "", m.type or "", m.body.decode("utf-8", "replace")) for m in batch]
    wait = 0.1
    while True:
        try:
            await accept(parcels)
        except Exception as error:  # noqa: BLE001 -- whatever the database says, the answer is: again, later
            log.warning("bus.inbox_unavailable", service=service, error=type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 5.0)
        else:
            return
