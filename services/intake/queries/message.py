"""One message as its page shows it: what it says, what it rests on, and who else it has to do with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.mailparse import verdicts
from services.intake.mailparse.quotes import split
from services.intake.queries.shown import Shown, shown
from services.intake.rules.incoming import WAITS
from services.intake.rules.marking import Piece, marked
from services.intake.rules.receipt import is_late
from services.intake.store import BY_HAND, CaseKnown, Incoming, Removal, Said, cases_from, cases_of, find, removals
from shared.platform.desk import Desk

OTHERS_SHOWN: Final = 10


@dataclass(frozen=True)
class SenderCase:
    """A case of the sender; `received_at` is when the message came in that it came out of."""

    case: CaseKnown
    received_at: datetime | None


@dataclass(frozen=True)
class Opened:
    """One message. `text` is what its writer wrote, in pieces of which some are the cues; `quoted` the rest."""

    shown: Shown
    text: list[Piece]
    quoted: str
    cases: list[SenderCase]
    others: list[Shown]
    opened: Sequence[CaseKnown]
    evidence: list[tuple[str, str]]
    headers: list[tuple[str, Any]]
    late: bool = False
    """Whether it was registered by hand, later than it should have been (R4.3-4)."""
    removal: Removal | None = None
    """What became of its mail, if that had to leave the mailbox."""

    @property
    def open_cases(self) -> list[CaseKnown]:
        """The sender's cases that are open: it may belong to one of them."""
        return [each.case for each in self.cases if each.case.is_open]


async def opened(desk: Desk, incoming_id: str) -> Opened | None:
    """One message, whole, or None."""
    async with desk.look() as session:
        row = await find(session, incoming_id)
        if row is None:
            return None
        cases = [await _of_sender(session, case) for case in await cases_of(session, row.sender_index)]
        others = await _others(session, row)
        out_of_it = await cases_from(session, incoming_id)
        removal = await removals.find(session, incoming_id)
    whole = await shown(desk, row, whole=True)
    own, quoted = _parts(whole.said)
    return Opened(
        shown=whole,
        text=marked(own, whole.said.explanation),
        quoted=quoted,
        cases=[each for each in cases if each.case.case_id not in {case.case_id for case in out_of_it}],
        others=[await shown(desk, each, whole=False) for each in others],
        opened=out_of_it,
        evidence=_evidence(desk, row, whole.said),
        headers=_headers(whole.said),
        late=row.account == BY_HAND and is_late(row.received_at, row.seen_at, ZoneInfo(desk.settings.timezone)),
        removal=removal,
    )


async def _of_sender(session: AsyncSession, case: CaseKnown) -> SenderCase:
    origin = await find(session, case.incoming_id)
    return SenderCase(case, origin.received_at if origin else None)


async def _others(session: AsyncSession, row: Incoming) -> Sequence[Incoming]:
    """The other messages of the same sender that wait for a person."""
    if not row.sender_index:
        return []
    waiting = select(Incoming).where(
        Incoming.sender_index == row.sender_index, col(Incoming.state).in_(WAITS), Incoming.id != row.id
    )
    return (await session.exec(waiting.order_by(col(Incoming.received_at)).limit(OTHERS_SHOWN))).all()


def _parts(said: Said) -> tuple[str, str]:
    """What the writer wrote, and what was quoted from earlier mails."""
    own, quoted = split(said.text)
    return (own, quoted) if quoted else (said.text, "")


def _evidence(desk: Desk, row: Incoming, said: Said) -> list[tuple[str, str]]:
    """What speaks for and against the sender being who they say: codes by their names; only those that are there."""
    header = said.details.get("auth_results", "")
    server = desk.settings.intake.authserv_id
    found = verdicts(header, server) if server else None
    pairs = [
        ("DMARC", row.dmarc),
        ("SPF", found.spf if found else ""),
        ("DKIM", found.dkim if found else ""),
        ("Authentication-Results", header),
    ]
    return [(name, value) for name, value in pairs if value]


def _headers(said: Said) -> list[tuple[str, Any]]:
    """The headers that help to judge a message, by their names; only those that are there."""
    found = said.details
    shown_headers = [
        ("To", ", ".join(found.get("to", []))),
        ("Reply-To", found.get("reply_to", "")),
        ("Date", found.get("date", "")),
        ("Message-ID", found.get("message_id", "")),
        ("In-Reply-To", found.get("in_reply_to", "")),
    ]
    repaired = [(f"{name} (raw)", value) for name, value in found.get("raw_headers", [])]
    return [(name, value) for name, value in [*shown_headers, *repaired] if value]
