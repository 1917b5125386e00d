"""What a confined job can end in, and what keeps a child confined."""

from __future__ import annotations

from dataclasses import dataclass


class JobFailed(Exception):
    """The job gave no answer; `kind` says how, and holds no word of the data.

    Kinds: `timeout` (too slow, by clock or by CPU), `died` (the process ended or broke its frames), `memory`,
    `busy` (too many jobs wait already), `raised:<TypeName>` (the function raised; its message stays behind).
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class NotProtected(RuntimeError):
    """This machine cannot cut a child off from the network, and the operator asked not to go on without."""


@dataclass(frozen=True, slots=True)
class Protection:
    """What holds in a child, as the child itself found out after it was locked."""

    network: bool
    """An attempt to open a connection cannot leave the process: refused, or an empty network."""
    seccomp: bool
    """System calls for sockets, new programs, signals and changes of files are refused."""
    namespaces: bool
    """It has a network and users of its own."""
    files: bool
    """It can open program files only, no data of the desk (Landlock)."""
