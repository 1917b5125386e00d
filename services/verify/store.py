"""The tables of verify: verifications, upload links, evidence, and a counter of wrong codes.

Personal data is here as sealed text only; of a copy only codes and boxes are here, the picture lies in the vault.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify.rules.mailed import ASK_AGAIN, Fate
from services.verify.rules.verification import State
from services.verify.rules.whose import Whose
from shared.contracts.people import Person
from shared.platform.instant import Instant
from shared.vocabulary import Channel, Context, Kind, Level, Method


class Base(SQLModel, registry=registry()):
    """The tables of this service, apart from those of the others."""


class LinkState(StrEnum):
    """Whether an upload link still opens."""

    OPEN = "open"
    USED = "used"
    VOID = "void"


class NoSuchVerification(LookupError):
    """No verification was opened for this case."""


class Verification(Base, table=True):
    """What we know of one requester's identity. `version` grows with every change: forms carry it."""

    __tablename__ = "verification"

    case_id: str = Field(primary_key=True)
    reference: str
    kinds: str
    level: str
    need_rule: str
    need_text: str
    state: str
    person_sealed: str
    statutory_due: date
    opened_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    version: int = 1
    round: int = 1
    attempt: int = 0
    impossible: str = "{}"
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    answer_by: datetime | None = Field(default=None, sa_type=Instant)
    method: str | None = None
    document: str | None = None
    noted: str = "[]"
    decided_by: str | None = None
    decided_name_sealed: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    received_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the request came in; empty on rows from before this was said."""
    sorted_at: datetime | None = Field(default=None, sa_type=Instant)
    """When its case was last sorted: a date that moved before that is older than the one here."""
    voided: int = 0
    """How often a proof stopped counting because the contact data changed."""
    context: str = ""
    """The labels of the request, as codes."""
    mail_evidence: str | None = None
    """What our mail server found of the request's sender, as codes; None: it did not come by mail."""
    whose: str = Whose.SUBJECT
    """Whose ladder it is: of the person whose data it is, or of who acts for them."""
    agent_needed: bool = False
    """Whether a representative must prove who they are."""
    agent_method: str | None = None
    """The best way in which the representative proved who they are, in this round."""

    @property
    def agent(self) -> Method | None:
        """How the representative proved who they are, if they did."""
        return Method(self.agent_method) if self.agent_method else None

    @property
    def proves(self) -> Whose:
        """Who proves who they are on this ladder."""
        return Whose(self.whose)

    @property
    def labels(self) -> list[Context]:
        """What intake and staff noted beside the kinds: for somebody else, about a minor ..."""
        return [Context(code) for code in self.context.split(",") if code]

    @property
    def person(self) -> Person:
        """The requester; name and address are sealed."""
        return Person.model_validate_json(self.person_sealed)

    @property
    def kind_list(self) -> list[Kind]:
        """What is asked."""
        return [Kind(kind) for kind in json.loads(self.kinds)]

    @property
    def stands(self) -> State:
        """Where the verification is."""
        return State(self.state)

    @property
    def needs(self) -> Level:
        """The level that the request needs."""
        return Level(self.level)

    @property
    def ticked(self) -> dict[str, str]:
        """Which reason was ticked against each lighter rung."""
        found: dict[str, str] = json.loads(self.impossible)
        return found

    @property
    def notes(self) -> list[str]:
        """The codes noted with the last decision."""
        found: list[str] = json.loads(self.noted)
        return found


class UploadLink(Base, table=True):
    """A link for one copy; only the fingerprint of its code is kept."""

    __tablename__ = "upload_link"

    fingerprint: str = Field(primary_key=True)
    case_id: str
    attempt: int
    expires_at: datetime = Field(sa_type=Instant)
    tries: int = 0
    state: str = LinkState.OPEN
    refused: str = ""
    """What the last refused sending is known by: sent again, because its answer was lost, it is no further try."""


class Evidence(Base, table=True):
    """One copy that came in; `object_name` names its sealed file. Destroyed once `destroyed_at` is set.

    Between `destroy_asked_at` and `destroyed_at` the copy must go; `announce` is what is said when it is gone.
    """

    __tablename__ = "evidence"

    case_id: str = Field(primary_key=True)
    attempt: int = Field(primary_key=True)
    object_name: str
    received_at: datetime = Field(sa_type=Instant)
    verdict: str
    findings: str
    pages: int
    channel: str = Channel.FORM
    sender_proved: bool = True
    """Of one that came by mail: whether sender and thread were proved. A link proves itself."""
    destroy_asked_at: datetime | None = Field(default=None, sa_type=Instant)
    destroyed_at: datetime | None = Field(default=None, sa_type=Instant)
    announce: str | None = Field(default=None, sa_type=Text)

    @property
    def repainted(self) -> bool:
        """Whether it showed too much until the desk painted that over; a doubt that was covered does not count."""
        return any(finding.get("painted") and finding["kind"] != "suspect" for finding in self.finding_list)

    @property
    def finding_list(self) -> list[dict[str, Any]]:
        """What the checks found: kind, page and box of each."""
        found: list[dict[str, Any]] = json.loads(self.findings)
        return found


class MailedCopy(Base, table=True):
    """One copy that came by mail, and what became of it; `attempt` is the question it answers, 0 for none.

    Until `removed_at` is set it may still lie in the handover, under the name `handover`.
    """

    __tablename__ = "mailed_copy"

    incoming_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    case_id: str
    attempt: int
    received_at: datetime = Field(sa_type=Instant)
    judged_at: datetime = Field(sa_type=Instant)
    sender_proved: bool
    fate: str
    findings: str = "[]"
    handover: str = ""
    removed_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def became(self) -> Fate:
        """What became of it."""
        return Fate(self.fate)

    @property
    def finding_list(self) -> list[dict[str, Any]]:
        """What the checks found: kind, page and box of each."""
        found: list[dict[str, Any]] = json.loads(self.findings)
        return found


class GateTrouble(Base, table=True):
    """The latest trouble with the gate itself, in one row; `over_at` is empty while it lasts, `number` 0 before any."""

    __tablename__ = "gate_trouble"

    id: int = Field(default=1, primary_key=True)
    number: int = 0
    since: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    over_at: datetime | None = Field(default=None, sa_type=Instant)


class WrongCodes(Base, table=True):
    """How many wrong codes came from one place (a keyed index, not an address) since `since`."""

    __tablename__ = "wrong_codes"

    source: str = Field(primary_key=True)
    since: datetime = Field(sa_type=Instant)
    count: int = 0


def as_json(value: Sequence[object] | Mapping[str, object]) -> str:
    """A list or map of codes as it is stored."""
    return json.dumps(value)


async def claim(session: AsyncSession, case_id: str) -> Verification:
    """The verification of a case, locked until the transaction ends; raises `NoSuchVerification`."""
    statement = select(Verification).where(Verification.case_id == case_id).with_for_update()
    found = (await session.exec(statement)).one_or_none()
    if found is None:
        raise NoSuchVerification(case_id)
    return found


async def find_link(session: AsyncSession, fingerprint: str) -> UploadLink | None:
    """The link with this fingerprint, if there ever was one. To change it, use `claim_link`."""
    return await session.get(UploadLink, fingerprint)


async def claim_link(session: AsyncSession, fingerprint: str) -> tuple[UploadLink, Verification]:
    """A link and its verification, both locked by the lock on the verification; raises `NoSuchVerification`."""
    case_of = select(UploadLink.case_id).where(UploadLink.fingerprint == fingerprint)
    verification = await claim(session, (await session.exec(case_of)).one_or_none() or "")
    return await session.get_one(UploadLink, fingerprint), verification


async def void_links(session: AsyncSession, case_id: str) -> None:
    """No earlier link of this case opens any more."""
    mine = select(UploadLink).where(UploadLink.case_id == case_id, UploadLink.state == LinkState.OPEN)
    for link in await session.exec(mine):
        link.state = LinkState.VOID


async def kept_copy(session: AsyncSession, case_id: str) -> Evidence | None:
    """The copy of this case that is not destroyed, nor about to be."""
    mine = select(Evidence).where(Evidence.case_id == case_id, col(Evidence.destroy_asked_at).is_(None))
    return (await session.exec(mine)).one_or_none()


async def condemned(session: AsyncSession, asked_before: datetime | None = None) -> Sequence[Evidence]:
    """The copies that must go and are not gone, oldest first."""
    waiting = select(Evidence).where(col(Evidence.destroy_asked_at).is_not(None), col(Evidence.destroyed_at).is_(None))
    if asked_before is not None:
        waiting = waiting.where(col(Evidence.destroy_asked_at) < asked_before)
    return (await session.exec(waiting.order_by(col(Evidence.destroy_asked_at)))).all()


async def claim_evidence(session: AsyncSession, case_id: str, attempt: int) -> Evidence:
    """One copy's row, locked until the transaction ends."""
    mine = select(Evidence).where(Evidence.case_id == case_id, Evidence.attempt == attempt)
    return (await session.exec(mine.with_for_update())).one()


async def is_kept(session: AsyncSession, object_name: str) -> bool:
    """Whether a sealed file belongs to a copy that is not destroyed yet."""
    mine = select(Evidence.attempt).where(Evidence.object_name == object_name, col(Evidence.destroyed_at).is_(None))
    return (await session.exec(mine)).first() is not None


async def had_copy(session: AsyncSession, case_id: str, attempt: int) -> bool:
    """Whether this question brought a copy before, kept or gone."""
    return await session.get(Evidence, (case_id, attempt)) is not None


async def link_of(session: AsyncSession, case_id: str, attempt: int) -> UploadLink | None:
    """The link of one question."""
    mine = select(UploadLink).where(UploadLink.case_id == case_id, UploadLink.attempt == attempt)
    return (await session.exec(mine)).one_or_none()


async def mailed_copies(session: AsyncSession, case_id: str) -> Sequence[MailedCopy]:
    """Every copy of this case that came by mail, oldest first."""
    mine = select(MailedCopy).where(MailedCopy.case_id == case_id)
    return (await session.exec(mine.order_by(col(MailedCopy.judged_at), col(MailedCopy.number)))).all()


async def in_vain(session: AsyncSession, case_id: str, attempt: int) -> MailedCopy | None:
    """The last copy that came by mail in answer to this question and could not be used."""
    mine = select(MailedCopy).where(MailedCopy.case_id == case_id, MailedCopy.attempt == attempt)
    latest = (col(MailedCopy.judged_at).desc(), col(MailedCopy.number).desc())
    return (await session.exec(mine.where(col(MailedCopy.fate).in_(ASK_AGAIN)).order_by(*latest).limit(1))).first()


async def handed_over(session: AsyncSession) -> Sequence[MailedCopy]:
    """What was judged and may still lie in the handover."""
    waiting = select(MailedCopy).where(col(MailedCopy.removed_at).is_(None), col(MailedCopy.handover) != "")
    return (await session.exec(waiting)).all()


async def count_wrong_code(session: AsyncSession, source: str, now: datetime, window: timedelta) -> int:
    """Count one more wrong code from `source`; returns how many there were within the window."""
    row = await session.get(WrongCodes, source, with_for_update=True)
    if row is None or now - row.since >= window:
        row = await session.merge(WrongCodes(source=source, since=now, count=0))
    row.count += 1
    return row.count


async def gate_trouble(session: AsyncSession, now: datetime) -> GateTrouble:
    """The latest trouble of the gate, locked; a first row without any."""
    row = await session.get(GateTrouble, 1, with_for_update=True)
    if row is None:
        row = GateTrouble(since=now, last_at=now)
        session.add(row)
    return row


async def gate_fails(session: AsyncSession, last_before: datetime) -> bool:
    """Whether the gate is in trouble of which nothing new was seen since this instant."""
    lasting = select(GateTrouble.id).where(col(GateTrouble.over_at).is_(None), col(GateTrouble.last_at) <= last_before)
    return (await session.exec(lasting)).first() is not None


async def forget_wrong_codes(session: AsyncSession, before: datetime) -> None:
    """Drop the counters that began before this instant."""
    await session.exec(delete(WrongCodes).where(col(WrongCodes.since) < before))
