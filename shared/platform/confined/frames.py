"""A frame: two lengths (4 bytes each, big-endian), a JSON object, then raw bytes. The same both ways."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any

PREFIX = struct.Struct(">II")
MOST_FACTS = 4 * 1024 * 1024  # bytes of JSON
MOST_DATA = 256 * 1024 * 1024  # bytes of payload


class BadFrame(ValueError):
    """The other side did not send a frame."""


def pack(facts: Mapping[str, Any], data: bytes) -> tuple[bytes, bytes]:
    """Shape a frame as (prefix and facts, data): two pieces, so that large data is not copied.

    Raises:
        TypeError, ValueError: facts that JSON cannot hold.
        BadFrame: more than a frame may carry.
    """
    head = json.dumps(facts, allow_nan=False).encode()
    _bounded(len(head), len(data))
    return PREFIX.pack(len(head), len(data)) + head, data


def lengths(prefix: bytes) -> tuple[int, int]:
    """Read the prefix: (bytes of facts, bytes of data). Raises BadFrame when it is none or says too much."""
    if len(prefix) != PREFIX.size:
        raise BadFrame("no prefix")
    head, data = PREFIX.unpack(prefix)
    _bounded(head, data)
    return head, data


def _bounded(head: int, data: int) -> None:
    if head > MOST_FACTS or data > MOST_DATA:
        raise BadFrame("longer than a frame may be")


def facts(head: bytes) -> dict[str, Any]:
    """Read the JSON part. Raises BadFrame for anything but an object; a hostile child may have written it."""
    try:
        found = json.loads(head)
    except (ValueError, RecursionError):
        raise BadFrame("no JSON") from None
    if not isinstance(found, dict):
        raise BadFrame("no object")
    return found
