"""libmagic, from its wheel: the library and its table of signatures fit together whatever the machine has."""

from __future__ import annotations

import os
from typing import Protocol

_before = dict(os.environ)

import pylibmagic  # noqa: E402 -- shows python-magic the wheel's library, through the environment, see below

# isort: split
import magic  # noqa: E402 -- loads the library while it is imported

# the search paths that the wheel set were for that one load; nothing that we start later is to follow them
for _name in (*pylibmagic.keys, "MAGIC"):
    os.environ.pop(_name, None)
    if _name in _before:
        os.environ[_name] = _before[_name]


class Signatures:
    """Tells the media type of bytes."""

    def __init__(self) -> None:
        self._magic: _Magic = magic.Magic(mime=True, magic_file=str(pylibmagic.data / "magic.mgc"))

    def from_buffer(self, data: bytes) -> str:
        """Say the media type, such as `image/png`; `application/octet-stream` when nothing fits."""
        return self._magic.from_buffer(data)


class _Magic(Protocol):
    def from_buffer(self, data: bytes, /) -> str: ...
