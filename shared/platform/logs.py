"""Logs: one line an event, an action name and an allow-list of fields. Never a text, a name or an address.

What is not on the list is dropped and counted; a scrubber goes over the rest as a net.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

# fmt: off
ALLOWED = frozenset({
    "action", "attempt", "attempts", "bus", "bytes", "case", "count", "database", "error", "error_id",
    "error_type", "event", "exception", "host", "kind", "letter", "level", "mailbox", "message", "method",
    "migrations", "outcome", "path", "port", "protection", "queue", "reason", "request", "route", "seconds",
    "service", "services", "state", "status", "timestamp", "type", "url", "verdict", "version", "wait", "where",
})
# fmt: on
_NET = (
    (re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+"), "<address>"),
    (re.compile(r"\b[A-Z]{2}\d{2}[A-Z]{4}\d{10}\b"), "<iban>"),
    (re.compile(r"(?<![\w-])\d{9}(?![\w-])"), "<nine digits>"),
)


def _allow(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    dropped = [name for name in event if name not in ALLOWED]
    for name in dropped:
        del event[name]
    if dropped:
        event["count"] = len(dropped)
        event["reason"] = "fields left out"
    return event


def scrub(text: str) -> str:
    """Replace what looks like an address, an IBAN or a nine-digit number."""
    for pattern, word in _NET:
        text = pattern.sub(word, text)
    return text


def _scrub_all(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: scrub(value) if isinstance(value, str) else value for name, value in event.items()}


class _Bare(logging.Formatter):
    """Other libraries' records: logger and level and the type of the exception; their text may hold anything."""

    def format(self, record: logging.LogRecord) -> str:
        exception = record.exc_info[0] if record.exc_info else None
        kind = f" {exception.__name__}" if exception else ""
        return f'{{"event": "library", "kind": "{record.name}", "level": "{record.levelname.lower()}"}}{kind}'


def _to_stderr(*_arguments: object) -> structlog.PrintLogger:
    """Whatever stderr is at this moment: a stream that was swapped and closed is not written to."""
    return structlog.PrintLogger(sys.stderr)


def set_up(form: Literal["json", "text"] = "json") -> None:
    """Configure logging for the process; call once at the start."""
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _allow,
            _scrub_all,
            last,
        ],
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Bare())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


log: structlog.stdlib.BoundLogger = structlog.get_logger()
