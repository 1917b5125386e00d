"""What a person decided about a message: sealed in its row until it takes effect, then kept as codes to learn from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.rules.incoming import Event
from services.intake.rules.scores import Judged
from services.intake.store.incoming import Incoming
from services.intake.store.table import IntakeTable
from shared.platform.crypto import Box
from shared.platform.instant import Instant
from shared.vocabulary import Context, Kind, Language, Proposal

DECISION = "message.decision"
"""The field of a decision, in the compartment `corr` of the message."""


@dataclass(frozen=True)
class Part:
    """One request of a message; `text` is empty when it is the whole message."""

    name: str
    address: str
    language: Language
    kinds: tuple[Kind, ...]
    text: str = ""


@dataclass(frozen=True)
class Decided:
    """A decision that waits to take effect: requests (`accept`), a case by its id (`join`), or neither (`dismiss`)."""

    event: Event
    parts: tuple[Part, ...] = ()
    context: tuple[Context, ...] = ()
    case_id: str = ""
    takes_date: bool = False
    before_by: str = ""
    before_at: str = ""

    def after(self, row: Incoming) -> Decided:
        """The same, remembering who decided on the message before, so that undoing it can put that back."""
        return replace(self, before_by=row.decided_by, before_at=row.decided_at.isoformat() if row.decided_at else "")

    def decided_before(self) -> tuple[str, datetime | None]:
        """Who decided before, and when; empty and None for nobody."""
        return self.before_by, datetime.fromisoformat(self.before_at) if self.before_at else None

    def seal(self, box: Box) -> str:
        """The decision, sealed; `box` is of the message's `corr`."""
        return box.seal(DECISION, json.dumps(asdict(self)))


def unseal_decision(row: Incoming, box: Box) -> Decided:
    """The decision that waits in a message's row. Raises `CannotOpen`."""
    found = json.loads(box.unseal(DECISION, row.decision_sealed))
    parts = tuple(
        Part(**{**part, "language": Language(part["language"]), "kinds": tuple(Kind(each) for each in part["kinds"])})
        for part in found["parts"]
    )
    context = tuple(Context(each) for each in found["context"])
    return Decided(**{**found, "event": Event(found["event"]), "parts": parts, "context": context})


class Correction(IntakeTable, table=True):
    """What the machine proposed for a message and what people made of it, in codes: for the evaluation (spec 9.4)."""

    __tablename__ = "correction"

    incoming_id: str = Field(primary_key=True)
    proposal: str
    proposed_kinds: str
    proposed_context: str
    filed: bool
    outcome: str
    kinds: str
    context: str
    decided_at: datetime = Field(sa_type=Instant)

    def pair(self) -> tuple[Judged, Judged]:
        """What was meant, and what was proposed."""
        meant = Judged(_kinds(self.kinds), _context(self.context))
        unsure = self.proposal == Proposal.UNSURE
        return meant, Judged(_kinds(self.proposed_kinds), _context(self.proposed_context), unsure, self.filed)


REQUEST, NOT_A_REQUEST, ATTACHED = "request", "not_a_request", "attached"


async def corrections(session: AsyncSession) -> Sequence[Correction]:
    """What people judged to be a request or none; what was laid with a case says nothing of the proposal."""
    judged = select(Correction).where(col(Correction.outcome) != ATTACHED).order_by(Correction.incoming_id)
    return (await session.exec(judged)).all()


def _kinds(codes: str) -> frozenset[Kind]:
    return frozenset(Kind(each) for each in codes.split(",") if each)


def _context(codes: str) -> frozenset[Context]:
    return frozenset(Context(each) for each in codes.split(",") if each)
