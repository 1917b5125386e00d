"""A mail, read and weighed: who wrote it, what our server vouches for, what it asks. Pure; run in the confined child.

Nothing is decided here: what becomes of a message also depends on what is known of its sender (see `routing`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.intake.mailparse import parse, parse_frame, verdicts
from services.intake.rules.classify import classify
from services.intake.rules.understood import Own, Understood, pieces, to_frame
from services.intake.rules.writer import answered_ids, writer


def understand(raw: bytes, own: Own) -> Understood:
    """Read and weigh one raw mail."""
    # notify writes the desk's own address into X-Loop; that is how a letter that came back is known.
    mail = parse(raw, own.sender)
    dmarc = verdicts(mail.auth_results, own.authserv_id).dmarc if own.authserv_id else ""
    who = writer(mail, own.domains, dmarc)
    result = classify(who.subject, who.own_text, mail.automatic_kind or "")
    return Understood(mail, who, result, dmarc, answered_ids(mail))


def answer(data: bytes, facts: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """One job of the confined child: several mails end to end, with their `lengths`, and `own` as a dict.

    Gives the lengths of as many JSON objects, and these: a mail for `from_frame`, or nothing for one that broke its
    reader. Without lengths it is a job about one mail, see `mailparse.parse_frame`; or, as `chat`, a text to weigh.
    """
    if "chat" in facts:
        return {"result": asdict(classify("", data.decode()))}, b""
    if "lengths" not in facts:
        return parse_frame(data, facts)
    own = Own(**facts["own"])
    frames = [_frame(raw, own) for raw in pieces(data, facts["lengths"])]
    return {"lengths": [len(each) for each in frames]}, b"".join(frames)


def _frame(raw: bytes, own: Own) -> bytes:
    try:
        return json.dumps(to_frame(understand(raw, own)), allow_nan=False).encode()
    except Exception:  # noqa: BLE001 -- one hostile mail costs the others of its job nothing
        return b""
