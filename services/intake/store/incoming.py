"""Incoming messages and where they lay.

Personal data is here as sealed text only (scope: the message's id). The raw mail is a sealed file (see `raw`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.intake.rules.incoming import State
from services.intake.store.table import IntakeTable
from shared.contracts.people import ADDRESS, NAME, SUBJECT
from shared.platform.crypto import Box
from shared.platform.instant import Instant
from shared.vocabulary import Channel, Context, Kind, Language

TEXT = "message.text"
EXPLANATION = "message.explanation"
DETAILS = "message.details"
"""Fields that only intake seals, in the compartment `corr` of the message."""

ACKNOWLEDGEMENT_WINDOW = timedelta(hours=24)


BY_HAND = "by hand"
"""The account of what colleagues registered themselves."""
BY_FORM = "web form"
"""The account of what was told in own words in the form."""
BY_CHOICE = "chosen in the web form"
"""The account of what was chosen there; the machine proposed nothing."""


class NoSuchMessage(LookupError):
    """No message has this id."""


class Incoming(IntakeTable, table=True):
    """One message as it came in, and what became of it. What it says never changes."""

    __tablename__ = "incoming"

    id: str = Field(primary_key=True)
    account: str
    sha256: str
    size: int = Field(sa_type=BigInteger)
    channel: str = Channel.MAIL
    seen_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    state: str = State.STORED
    raw_name: str = ""
    reason: str = ""
    proposal: str = ""
    kinds: str = ""
    context: str = ""
    language: str = Language.NL
    confidence: float = 0.0
    automatic: bool = False
    dmarc: str = ""
    sender_index: str = ""
    message_id_index: str = ""
    case_id: str = ""
    reference: str = ""
    verified: bool = False
    acknowledged_at: datetime | None = Field(default=None, sa_type=Instant)
    read_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_from: str = ""
    decisions: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=Instant)
    snoozes: int = 0
    decision_sealed: str = Field(default="", sa_type=Text)
    name_sealed: str = Field(default="", sa_type=Text)
    address_sealed: str = Field(default="", sa_type=Text)
    subject_sealed: str = Field(default="", sa_type=Text)
    text_sealed: str = Field(default="", sa_type=Text)
    explanation_sealed: str = Field(default="", sa_type=Text)
    details_sealed: str = Field(default="", sa_type=Text)

    @property
    def stands(self) -> State:
        """Where the message is."""
        return State(self.state)

    @property
    def kind_list(self) -> list[Kind]:
        """The kinds that were proposed, or chosen."""
        return [Kind(each) for each in self.kinds.split(",") if each]

    @property
    def context_list(self) -> list[Context]:
        """The labels beside the kinds."""
        return [Context(each) for each in self.context.split(",") if each]


class Place(IntakeTable, table=True):
    """Where a mail lay when it was seen; a place is no identity: mailboxes are made anew and mails are moved."""

    __tablename__ = "place"

    account: str = Field(primary_key=True)
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(primary_key=True, sa_type=BigInteger)
    uid: int = Field(primary_key=True, sa_type=BigInteger)
    incoming_id: str = Field(foreign_key="incoming.id")


@dataclass(frozen=True)
class Said:
    """What a message says, open: only ever in memory."""

    name: str = ""
    address: str = ""
    subject: str = ""
    text: str = ""
    explanation: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def seal_into(self, row: Incoming, contact: Box, corr: Box) -> None:
        """Write it into its row, sealed."""
        row.name_sealed = contact.seal(NAME, self.name)
        row.address_sealed = contact.seal(ADDRESS, self.address)
        row.subject_sealed = corr.seal(SUBJECT, self.subject)
        row.text_sealed = corr.seal(TEXT, self.text)
        row.explanation_sealed = corr.seal(EXPLANATION, json.dumps(self.explanation))
        row.details_sealed = corr.seal(DETAILS, json.dumps(self.details))


def unseal(row: Incoming, contact: Box, corr: Box, *, whole: bool = True) -> Said:
    """What a message says; without its text and details unless `whole`. Raises `CannotOpen`."""
    if not row.subject_sealed:
        return Said()
    return Said(
        name=contact.unseal(NAME, row.name_sealed),
        address=contact.unseal(ADDRESS, row.address_sealed),
        subject=corr.unseal(SUBJECT, row.subject_sealed),
        text=corr.unseal(TEXT, row.text_sealed) if whole else "",
        explanation=tuple(json.loads(corr.unseal(EXPLANATION, row.explanation_sealed))),
        details=json.loads(corr.unseal(DETAILS, row.details_sealed)) if whole else {},
    )


async def find(session: AsyncSession, incoming_id: str) -> Incoming | None:
    """The message with this id."""
    return await session.get(Incoming, incoming_id)


async def messages_with(session: AsyncSession, ids: Collection[str]) -> dict[str, Incoming]:
    """Those of these messages that are here, by id."""
    mine = select(Incoming).where(col(Incoming.id).in_(ids))
    return {row.id: row for row in await session.exec(mine)}


async def claim(session: AsyncSession, incoming_id: str) -> Incoming:
    """The message, locked until the transaction ends; raises `NoSuchMessage`."""
    statement = select(Incoming).where(Incoming.id == incoming_id).with_for_update()
    found = (await session.exec(statement)).one_or_none()
    if found is None:
        raise NoSuchMessage(incoming_id)
    return found


async def known(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Which of these messages are here."""
    return set((await session.exec(select(Incoming.id).where(col(Incoming.id).in_(ids)))).all())


async def stored(session: AsyncSession, ids: Collection[str]) -> dict[str, Incoming]:
    """Those of these messages that were not read yet, by id."""
    mine = select(Incoming).where(col(Incoming.id).in_(ids), Incoming.state == State.STORED)
    return {row.id: row for row in await session.exec(mine)}


async def claim_stored(session: AsyncSession, ids: Collection[str]) -> Sequence[Incoming]:
    """Those of these messages that were not read yet, locked until the transaction ends."""
    mine = select(Incoming).where(col(Incoming.id).in_(ids), Incoming.state == State.STORED).order_by(Incoming.id)
    return (await session.exec(mine.with_for_update())).all()


_READING = (
    "received_at", "state", "reason", "proposal", "kinds", "context", "language", "confidence", "automatic", "dmarc",
    "sender_index", "message_id_index", "case_id", "reference", "verified", "acknowledged_at", "read_at",
)  # fmt: skip


def write_reading(row: Incoming) -> None:
    """Have all columns written that reading may change, so that many rows go to the database as one statement."""
    for name in _READING:
        flag_modified(row, name)


async def places(session: AsyncSession, account: str, folder: str, uidvalidity: int) -> set[int]:
    """The UIDs of this mailbox that were seen; for servers that take no keyword."""
    mine = select(Place.uid).where(Place.account == account, Place.folder == folder, Place.uidvalidity == uidvalidity)
    return set((await session.exec(mine)).all())


async def acknowledgements(session: AsyncSession, senders: Collection[str], now: datetime) -> dict[str, int]:
    """How many automatic acknowledgements each of these senders got in the last 24 hours; without those with none."""
    counted = (
        select(Incoming.sender_index, func.count())
        .where(
            col(Incoming.sender_index).in_(senders),
            col(Incoming.acknowledged_at) > now - ACKNOWLEDGEMENT_WINDOW,
        )
        .group_by(Incoming.sender_index)
    )
    return dict((await session.exec(counted)).all())


def codes(values: Collection[str]) -> str:
    """A list of codes as it is stored."""
    return ",".join(str(each) for each in values)
