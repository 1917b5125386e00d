"""The tables of the ladder: what is on file, links to the address on file, and every step that was taken.

What is on file is sealed in `id`, in a scope of its own for each case and round, so that it can be shredded apart.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Field, col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify.rules.challenge import ChallengeState
from services.verify.rules.on_file import Source
from services.verify.rules.representation import Confirm, Situation
from services.verify.rules.rungs import Outcome, Step
from services.verify.rules.whose import Whose
from services.verify.store import Base, Verification, claim
from shared.contracts.people import Person
from shared.platform.instant import Instant
from shared.vocabulary import Level, Method


class FileEntry(Base, table=True):
    """What the bureau has on file of the requester of one case; sealed, shredded when the case closes."""

    __tablename__ = "file_entry"

    case_id: str = Field(primary_key=True)
    round: int
    source: str
    found_sealed: str
    """Name, addresses, numbers, client number, as JSON."""
    addresses: int
    numbers: int
    """How many of each there are."""
    since: date | None = None
    by: str
    at: datetime = Field(sa_type=Instant)

    @property
    def said_by(self) -> Source:
        """Who says it."""
        return Source(self.source)


class Challenge(Base, table=True):
    """A link and code to the address on file; only fingerprints of both are kept."""

    __tablename__ = "challenge"

    fingerprint: str = Field(primary_key=True)
    case_id: str
    number: int
    round: int
    code_mark: str
    person_sealed: str
    """To whom it went: name and address as on file, sealed in `contact`."""
    made_at: datetime = Field(sa_type=Instant)
    sent_at: datetime = Field(sa_type=Instant)
    """When a person sent the first of these; the reader's own fresh codes carry it on."""
    expires_at: datetime = Field(sa_type=Instant)
    fresh: int = 0
    tries: int = 0
    state: str = ChallengeState.OPEN
    by: str
    by_name_sealed: str

    @property
    def person(self) -> Person:
        """To whom it went."""
        return Person.model_validate_json(self.person_sealed)


class Rung(Base, table=True):
    """One step on the ladder, written down once and never changed."""

    __tablename__ = "rung"

    case_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    round: int
    level: str
    method: str
    outcome: str
    why: str = ""
    """A code that says more: the reason for leaving it out, or the questions that were asked."""
    by: str
    whose: str = Whose.SUBJECT
    """Who proved who they are by it, or tried."""
    by_name_sealed: str | None = None
    """The name of who did it, sealed in `contact`; empty for the requester."""
    at: datetime = Field(sa_type=Instant)

    @property
    def step(self) -> Step:
        """What the rules see of it."""
        return Step(Level(self.level), Method(self.method), Outcome(self.outcome), self.at)


class Representing(Base, table=True):
    """For whom the requester asks, and what staff confirmed of it: codes, and an age in years."""

    __tablename__ = "representing"

    case_id: str = Field(primary_key=True)
    situation: str
    confirmed: str = "[]"
    age: int | None = None
    by: str
    at: datetime = Field(sa_type=Instant)

    @property
    def stands_for(self) -> Situation:
        """For whom they ask."""
        return Situation(self.situation)

    @property
    def confirmations(self) -> frozenset[Confirm]:
        """What was confirmed."""
        return frozenset(Confirm(code) for code in json.loads(self.confirmed))


async def rungs_of(session: AsyncSession, case_id: str) -> Sequence[Rung]:
    """Every step of a case, oldest first."""
    return (await session.exec(select(Rung).where(Rung.case_id == case_id).order_by(col(Rung.number)))).all()


async def steps_of(session: AsyncSession, verification: Verification, whose: Whose | None = None) -> list[Step]:
    """The steps of this round of a case: an earlier round proves nothing of what was tried in this one.

    Those of who proves themselves on this ladder, unless `whose` says another.
    """
    rows = await rungs_of(session, verification.case_id)
    return these_steps(rows, verification, whose or verification.proves)


def these_steps(rows: Sequence[Rung], verification: Verification, whose: Whose) -> list[Step]:
    """Of all steps of a case, those of one person in this round."""
    return [row.step for row in rows if row.round == verification.round and row.whose == whose]


async def next_rung(session: AsyncSession, case_id: str) -> int:
    """The number of the next step. The verification is locked by whoever asks."""
    last = select(func.max(Rung.number)).where(Rung.case_id == case_id)
    return ((await session.exec(last)).one() or 0) + 1


async def entry_of(session: AsyncSession, verification: Verification) -> FileEntry | None:
    """What is on file for this round of a case."""
    found = await session.get(FileEntry, verification.case_id)
    return found if found is not None and found.round == verification.round else None


async def forget_entry(session: AsyncSession, case_id: str) -> None:
    """Drop what was on file; its key is destroyed after the commit."""
    await session.exec(delete(FileEntry).where(col(FileEntry.case_id) == case_id))


async def newest_challenge(session: AsyncSession, case_id: str) -> Challenge | None:
    """The latest link of a case."""
    mine = select(Challenge).where(Challenge.case_id == case_id).order_by(col(Challenge.number).desc())
    return (await session.exec(mine.limit(1))).first()


async def claim_challenge(session: AsyncSession, fingerprint: str) -> tuple[Challenge, Verification] | None:
    """A link and its verification, both locked by the lock on the verification; None when there never was one."""
    case_id = (await session.exec(select(Challenge.case_id).where(Challenge.fingerprint == fingerprint))).one_or_none()
    if case_id is None:
        return None
    verification = await claim(session, case_id)
    return await session.get_one(Challenge, fingerprint), verification


async def void_challenges(session: AsyncSession, case_id: str) -> None:
    """No earlier link of this case can be answered any more."""
    mine = select(Challenge).where(Challenge.case_id == case_id, Challenge.state == ChallengeState.OPEN)
    for challenge in await session.exec(mine):
        challenge.state = ChallengeState.VOID


async def representing(session: AsyncSession, case_id: str) -> Representing | None:
    """For whom the requester of a case asks, if staff said so."""
    return await session.get(Representing, case_id)


async def forget_for_whom(session: AsyncSession, case_id: str) -> None:
    """The request that came again points to somebody else: staff say anew for whom it is."""
    await session.exec(delete(Representing).where(col(Representing.case_id) == case_id))
