"""What the machine room knows of a message: an id, a type, a body. What it means stands in the contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Message(Protocol):
    """A fact that was said, or a thing that was asked."""

    @property
    def id(self) -> str:
        """Deterministic: the same fact has the same id, so saying it twice is saying it once."""
        ...

    @property
    def type(self) -> str:
        """The routing key, such as `parcel.sent`."""
        ...

    def body(self) -> str:
        """The message as JSON text, without personal data in clear."""
        ...


@dataclass(frozen=True)
class Parcel:
    """A message on its way: only what the bus needs to see."""

    id: str
    type: str
    body: str


class Reader(Protocol):
    """Turns a body back into a message (the contracts do)."""

    def __call__(self, body: str) -> Message | None:
        """The message, or None when its type or version is not known here yet; raises ValueError when unreadable."""
        ...


@dataclass(frozen=True)
class Topology:
    """Who hears what: each service's queue and the message types bound to it."""

    queues: Mapping[str, Sequence[str]]

    def hearers(self, type_: str) -> list[str]:
        """The services that hear this type."""
        return [service for service, types in self.queues.items() if type_ in types]


class NobodyHears(Exception):
    """A message was said that no service is bound to: a fault of the program, never of the input."""
