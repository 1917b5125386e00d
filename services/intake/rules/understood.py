"""A mail, read and weighed, as data: in memory, and on its way through the pipe of the confined child."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from services.intake.mailparse import ParsedMail, frames
from services.intake.rules.classification import Classification
from services.intake.rules.writer import Writer
from shared.vocabulary import Context, Kind, Language, Proposal


@dataclass(frozen=True, slots=True)
class Understood:
    """A mail, read and weighed; nothing is decided or written yet.

    `dmarc` is what our own server found (empty for nothing), `answered` the Message-IDs it answers, nearest first.
    """

    mail: ParsedMail
    writer: Writer
    result: Classification
    dmarc: str
    answered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """Whose desk it is: the address it writes from, the domains of its own, and the name of its mail server (or "")."""

    sender: str
    domains: tuple[str, ...] = ()
    authserv_id: str = ""


def pieces(data: bytes, lengths: Sequence[int]) -> Iterator[bytes]:
    """Cut what was laid end to end."""
    start = 0
    for length in lengths:
        yield data[start : start + length]
        start += length


def to_frame(found: Understood) -> dict[str, Any]:
    """Turn it into a dict of plain JSON values."""
    return {
        "mail": frames.to_frame(found.mail),
        "writer": asdict(found.writer),
        "result": asdict(found.result),
        "dmarc": found.dmarc,
        "answered": found.answered,
    }


def from_frame(frame: Mapping[str, Any]) -> Understood:
    """Turn a dict made by `to_frame` back; raises KeyError, TypeError or ValueError on any other."""
    return Understood(
        mail=frames.from_frame(frame["mail"]),
        writer=Writer(**frame["writer"]),
        result=classification(frame["result"]),
        dmarc=str(frame["dmarc"]),
        answered=tuple(str(each) for each in frame["answered"]),
    )


def classification(frame: Mapping[str, Any]) -> Classification:
    """Turn a classification that went through the pipe back; raises KeyError, TypeError or ValueError on any other."""
    result: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in frame.items()}
    result["proposal"], result["language"] = Proposal(result["proposal"]), Language(result["language"])
    result["kinds"] = tuple(Kind(each) for each in result["kinds"])
    result["context"] = tuple(Context(each) for each in result["context"])
    return Classification(**result)
