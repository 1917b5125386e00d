"""A file of results, a line of JSON each, that a later run goes on with (`check-id --resume`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import FileIO
from pathlib import Path
from typing import Any, Self

from services.verify.checks.report import name_of

_START = b'{"file": "'

Key = tuple[str, int, int]
"""A file as it was: its path, its bytes and when it was changed (nanoseconds)."""


class NotResults(ValueError):
    """The file holds something else: nothing is written to it."""


def key_of(file: Path) -> Key:
    """The file as it is now; a file that is gone or closed to us has no size."""
    try:
        now = file.stat()
    except OSError:
        return name_of(file), -1, -1
    return name_of(file), now.st_size, now.st_mtime_ns


class Results:
    """What was found so far, and where more is added: each line whole and on its way to the disk at once.

    A file counts as done while path, size and time of change are the same, unless nobody could answer for it.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there. Raises `NotResults` for a file of something else, OSError when it cannot be read."""
        self._path = path
        self._file: FileIO | None = None
        self._done: dict[Key, dict[str, Any]] = {}
        self._good = 0
        if path.exists():
            self._read(path.read_bytes())

    def earlier(self, files: Iterable[Path]) -> dict[Path, dict[str, Any]]:
        """Of these files, those that are done, with their results."""
        return {file: self._done[key] for file in files if (key := key_of(file)) in self._done}

    def add(self, key: Key, result: dict[str, Any]) -> None:
        """Write one result down."""
        assert self._file is not None  # noqa: S101 -- written to within `with` only
        _, size, changed = key
        written = json.dumps(result | {"bytes": size, "changed": changed}, ensure_ascii=False)
        self._file.write(written.encode() + b"\n")

    def __enter__(self) -> Self:
        self._file = FileIO(self._path, "ab")
        self._file.truncate(self._good)
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def _read(self, data: bytes) -> None:
        """A last line without its end is what a killed run left of it; it is cut off before more is added."""
        whole, end, rest = data.rpartition(b"\n")
        if rest and not rest.startswith(_START[: len(rest)]):
            raise NotResults(str(self._path))
        self._good = len(whole) + len(end)
        for line in whole.splitlines():
            try:
                told = json.loads(line)
                key = (told["file"], told.pop("bytes"), told.pop("changed"))
                unanswered = any(finding["kind"] == "no_answer" for finding in told["findings"])
                told["verdict"]
            except (ValueError, KeyError, TypeError) as error:
                raise NotResults(str(self._path)) from error
            self._done.pop(key, None)
            if not unanswered:
                self._done[key] = told
