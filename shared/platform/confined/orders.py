"""What a child process is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Orders:
    """How a child is to be set up."""

    entry: str
    """`package.module:function`."""
    memory_mb: int
    seconds: int
    """CPU a job may take."""
    jobs: int
    """Jobs in the child's life."""
    readable: tuple[str, ...]
    """Where program files lie."""
