"""The tables of notify: what is known of each case's correspondence, and the deliveries.

Personal data and texts are sealed in `contact`: persons with the fields of the contracts, a delivery's facts and
texts with fields of its own (`Delivery.field`), so that no text opens as that of another letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.envelope import DESK
from shared.contracts.people import Person
from shared.platform import post
from shared.platform.instant import Instant
from shared.vocabulary import DeliveryState, Kind, Letter

ON_THE_WAY = (DeliveryState.QUEUED, DeliveryState.SENDING)


class Base(SQLModel, registry=registry()):
    """The tables of this service, apart from those of the others."""


class NoSuchDelivery(LookupError):
    """There is no delivery with this id."""


class Correspondence(Base, table=True):
    """What letters must know of a case. `attempt` is the latest question for identity; `round` counts openings."""

    __tablename__ = "correspondence"

    case_id: str = Field(primary_key=True)
    reference: str
    person_sealed: str
    kinds: str
    received_at: datetime = Field(sa_type=Instant)
    week_due: date
    statutory_due: date
    dates_version: int = 0  # of the newest change of dates
    due_sum: str = "[]"  # how that day was found: steps of the contracts, as JSON
    round: int = 1
    closed: bool = False
    reacted: bool = False
    attempt: int = 0
    asked_at: datetime | None = Field(default=None, sa_type=Instant)
    answer_by: datetime | None = Field(default=None, sa_type=Instant)
    link_sealed: str | None = None
    copy_waits: bool = False
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    message_id_sealed: str | None = None  # contact, request.message_id

    @property
    def person(self) -> Person:
        """The requester; name and address are sealed."""
        return Person.model_validate_json(self.person_sealed)

    @property
    def kind_list(self) -> list[Kind]:
        """What is asked, as confirmed last."""
        return [Kind(kind) for kind in self.kinds.split(",") if kind]


class Delivery(Base, table=True):
    """One letter on its way to one person. (case, letter, step) is unique: the same letter is never made twice.

    `attempts` numbers the messages that ask to send it; `tries` counts those put off since it was queued last, and
    `failures` how often fulfil was told that it failed.
    """

    __tablename__ = "delivery"

    id: str = Field(primary_key=True)
    case_id: str
    reference: str
    letter: str
    step: str
    language: str
    to_staff: bool
    automatic: bool
    state: str
    message_id: str
    person_sealed: str
    facts_sealed: str
    subject_sealed: str | None = None
    text_sealed: str | None = None
    html_sealed: str | None = None
    attempts: int = 1
    tries: int = 0
    failures: int = 0
    reason: str | None = None
    detail: str | None = None
    server_words: str | None = None
    created_at: datetime = Field(sa_type=Instant)
    next_at: datetime | None = Field(default=None, sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    sending_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    bounced_at: datetime | None = Field(default=None, sa_type=Instant)
    bounce_status: str | None = None
    delayed_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by: str | None = None
    decided_why: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=Instant)

    @property
    def person(self) -> Person:
        """Whom it goes to; name and address are sealed."""
        return Person.model_validate_json(self.person_sealed)

    @property
    def stands(self) -> DeliveryState:
        """Where it is."""
        return DeliveryState(self.state)

    @property
    def kind(self) -> Letter:
        """Which letter it is."""
        return Letter(self.letter)

    def field(self, name: str) -> str:
        """The name under which one of its own texts is sealed."""
        return f"delivery.{self.id}.{name}"


class CanarySent(Base, table=True):
    """A test mail of the desk that was handed over, or was about to be: it is never sent twice."""

    __tablename__ = "canary_sent"

    number: int = Field(primary_key=True)
    sent_at: datetime = Field(sa_type=Instant)


async def find_correspondence(session: AsyncSession, case_id: str) -> Correspondence | None:
    """What is known of a case, locked until the transaction ends."""
    mine = select(Correspondence).where(Correspondence.case_id == case_id)
    return (await session.exec(mine.with_for_update())).one_or_none()


async def is_queued(session: AsyncSession, case_id: str, letter: Letter, step: str) -> bool:
    """Whether this letter was made already."""
    same = select(Delivery.id).where(Delivery.case_id == case_id, Delivery.letter == letter, Delivery.step == step)
    return (await session.exec(same)).first() is not None


async def claim(session: AsyncSession, delivery_id: str) -> Delivery:
    """One delivery, locked until the transaction ends; raises `NoSuchDelivery`."""
    mine = select(Delivery).where(Delivery.id == delivery_id).with_for_update()
    found = (await session.exec(mine)).one_or_none()
    if found is None:
        raise NoSuchDelivery(delivery_id)
    return found


async def codes_since(session: AsyncSession, case_id: str, since: datetime) -> int:
    """How many download codes were made for a case after this instant, not counting those that stayed in."""
    codes = select(func.count()).where(
        Delivery.case_id == case_id,
        Delivery.letter == Letter.T39B,
        Delivery.state != DeliveryState.SKIPPED,
        col(Delivery.created_at) > since,
    )
    return (await session.exec(codes)).one()


async def thread_before(session: AsyncSession, delivery: Delivery) -> Sequence[str]:
    """The Message-IDs of the letters that went to the requester before this one, oldest first."""
    if delivery.case_id == DESK:
        return []  # letters without a case have nothing to do with one another
    before = select(Delivery.message_id).where(
        Delivery.case_id == delivery.case_id,
        Delivery.id != delivery.id,
        col(Delivery.to_staff).is_(False),
        Delivery.state == DeliveryState.SENT,
    )
    return (await session.exec(before.order_by(col(Delivery.sent_at)))).all()


async def by_message_id(session: AsyncSession, message_id: str) -> Delivery | None:
    """The letter that bore this Message-ID, locked; its case may have been joined into another one since."""
    mine = select(Delivery).where(Delivery.message_id == message_id)
    return (await session.exec(mine.with_for_update())).one_or_none()


async def last_sent(session: AsyncSession, case_id: str) -> Delivery | None:
    """The letter that went to the requester last and has not come back."""
    sent = select(Delivery).where(
        Delivery.case_id == case_id,
        col(Delivery.to_staff).is_(False),
        Delivery.state == DeliveryState.SENT,
        col(Delivery.bounced_at).is_(None),
    )
    newest = sent.order_by(col(Delivery.sent_at).desc()).limit(1)
    return (await session.exec(newest.with_for_update())).one_or_none()


async def on_the_way(session: AsyncSession) -> Sequence[Delivery]:
    """The deliveries that wait or are being sent."""
    return (await session.exec(select(Delivery).where(col(Delivery.state).in_(ON_THE_WAY)))).all()


async def is_waiting(session: AsyncSession, message_id: str) -> bool:
    """Whether the inbox still holds this message for later."""
    pending = select(post.inbox.c.id).where(
        post.inbox.c.id == message_id, post.inbox.c.state == post.InboxState.PENDING
    )
    return (await session.exec(pending)).first() is not None


async def standing(session: AsyncSession) -> dict[str, int]:
    """How many deliveries are in each state."""
    rows = await session.exec(select(Delivery.state, func.count()).group_by(Delivery.state))
    return dict(rows.all())
