"""Opens a file: an ordered list of questions about its bytes, one file each; what comes out is bare pixels.

Everything here reads hostile bytes, so it runs in a child process of its own (decision 0014): the process that holds
the models only ever sees pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from services.verify.checks.copy import Copy, Finding, FindingKind, refused
from services.verify.checks.opened import Opened
from services.verify.checks.opening.decoded import decoded
from services.verify.checks.opening.embedded import embedded
from services.verify.checks.opening.filetype import filetype
from services.verify.checks.opening.metadata import metadata
from services.verify.checks.opening.size import size

OPENING: tuple[Callable[[Copy], Sequence[Finding]], ...] = (size, filetype, decoded, metadata, embedded)


def open_copy(data: bytes, declared_name: str | None = None) -> Opened:
    """Ask every question of `OPENING` about a file, until one ends it.

    Args:
        data: the file.
        declared_name: what the sender calls it; used for the wording of a refusal, never as a path.

    Raises:
        MemoryError: the process must be replaced. Any other failure is a finding, with its kind.
    """
    copy = Copy(data, declared_name)
    for question in OPENING:
        try:
            copy.findings += question(copy)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 -- a decoder may raise anything; each is a counted refusal
            copy.findings += refused(FindingKind.DAMAGED, "The picture is damaged or incomplete. Send another photo.")
            copy.failure = f"{question.__name__}:{type(error).__name__}"
        if copy.ended:
            return Opened(tuple(copy.findings), (), copy.failure)
    return Opened(tuple(copy.findings), tuple(copy.leaves), copy.failure)
