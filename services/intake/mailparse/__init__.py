"""Reading mail: raw bytes in, a frozen ParsedMail out. Pure; the desk runs it in a confined child process."""

from __future__ import annotations

from services.intake.mailparse.authres import NAMELESS, Verdicts, verdicts
from services.intake.mailparse.frames import as_json, from_frame, to_frame
from services.intake.mailparse.parse import parse, parse_frame
from services.intake.mailparse.parsed import Address, Attachment, Forwarded, MachineKind, ParsedMail, Status
from services.intake.mailparse.quotes import own_words
from services.intake.mailparse.source import as_text

__all__ = [
    "NAMELESS",
    "Address",
    "Attachment",
    "Forwarded",
    "MachineKind",
    "ParsedMail",
    "Status",
    "Verdicts",
    "as_json",
    "as_text",
    "from_frame",
    "own_words",
    "parse",
    "parse_frame",
    "to_frame",
    "verdicts",
]
