"""Reading mail: raw bytes in, a frozen ParsedMail out. Pure; the desk runs it in a confined child process."""

from __future__ import annotations

from services.intake.mailparse.authres import Verdicts, verdicts
from services.intake.mailparse.parse import parse, parse_frame
from services.intake.mailparse.parsed import (
    Address,
    Attachment,
    Forwarded,
    MachineKind,
    ParsedMail,
    Status,
    as_json,
    from_frame,
)

__all__ = [
    "Address",
    "Attachment",
    "Forwarded",
    "MachineKind",
    "ParsedMail",
    "Status",
    "Verdicts",
    "as_json",
    "from_frame",
    "parse",
    "parse_frame",
    "verdicts",
]
