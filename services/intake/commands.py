"""What the command line shows of intake: a mail as the desk reads it, and what a message asks. Pure: no I/O."""

from __future__ import annotations

from typing import Any

from services.intake.mailparse import as_json, parse
from services.intake.rules import classify as rules


def read_mail(raw: bytes, file: str) -> dict[str, Any]:
    """One object of `privacybalie read-mail`."""
    return as_json(parse(raw), file)


def classify_mail(raw: bytes, file: str) -> dict[str, Any]:
    """One object of `privacybalie classify FILE`: the file's name and what its mail asks."""
    mail = parse(raw)
    result = rules.classify(mail.subject, mail.own_text, mail.automatic_kind or "")
    return {"file": file, **rules.as_json(result)}


def classify_text(subject: str, text: str) -> dict[str, Any]:
    """One object of `privacybalie classify --jsonl`."""
    return rules.as_json(rules.classify(subject, text))
