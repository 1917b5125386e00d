"""A request that came in elsewhere, by phone, post or in a colleague's mailbox, is registered by hand (R4.3-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.intake import store
from services.intake.rules.incoming import State
from services.intake.rules.receipt import is_late
from services.intake.store import BY_HAND, CaseKnown, Incoming, Said
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.attaching import attach
from services.intake.usecases.opening import Asked, name_index, open_request, sender_index
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk, Work
from shared.platform.insert import insert_once
from shared.platform.sessions import Session
from shared.vocabulary import Channel, Kind, Language, Proposal

SUBJECT_WORDS = 80
_NOON = time(12)


@dataclass(frozen=True)
class Told:
    """What a colleague writes down. `arrived_at` is when it reached `reached` (a colleague's name, may be empty)."""

    name: str
    address: str
    channel: Channel
    arrived_at: datetime
    language: Language
    kinds: tuple[Kind, ...]
    text: str
    reached: str = ""


async def register(desk: Desk, token: str, told: Told, by: Session, case_id: str = "") -> str:
    """Open a request for what somebody wrote or said, or lay it with a case; returns the message's id.

    `token` is of the form: sent twice, it registers once. The clock runs from when it reached a colleague.
    """
    incoming_id = deterministic("incoming", BY_HAND, token)
    async with desk.work() as work:
        row = _row(incoming_id, token, told, by, work.now)
        said = _said(told, by)
        said.seal_into(row, await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR))
        if not await insert_once(work.connection, Incoming.__table__, [row.model_dump()]):  # type: ignore[attr-defined]  # SQLModel gives it
            return incoming_id
        mine = await store.claim(work.session, incoming_id)
        case = await work.session.get(CaseKnown, case_id) if case_id else None
        if case is None:
            await _open(desk, work, mine, said, told)
        else:
            mine.state = State.ATTACHED
            await attach(desk, work, mine, said, case, verified=False)
        late = is_late(told.arrived_at, work.now, ZoneInfo(desk.settings.timezone))
        codes = {"message": incoming_id, "channel": told.channel.value, "late": late}
        work.note("request.registered_manually", mine.case_id, by.staff_id, **codes)
    return incoming_id


async def _open(desk: Desk, work: Work, row: Incoming, said: Said, told: Told) -> None:
    reason = await hold_back(desk, work, told.address) if told.address else ""
    asked = Asked(told.name, told.address, told.language, told.kinds, hold_back=reason)
    await open_request(desk, work, row, said, asked)


def _row(incoming_id: str, token: str, told: Told, by: Session, now: datetime) -> Incoming:
    return Incoming(
        id=incoming_id,
        account=BY_HAND,
        sha256=fingerprint(token),
        size=len(told.text.encode()),
        channel=told.channel,
        seen_at=now,
        received_at=told.arrived_at,
        state=State.REQUEST,
        proposal=Proposal.REQUEST,
        confidence=1.0,
        language=told.language,
        read_at=now,
        decided_by=by.staff_id,
        decided_at=now,
    )


def _said(told: Told, by: Session) -> Said:
    subject = next(iter(told.text.splitlines()), "")[:SUBJECT_WORDS]
    details = {"registered_by": by.display_name, "reached": told.reached}
    return Said(told.name, told.address, subject, told.text, details=details)


async def same_person(desk: Desk, name: str, address: str) -> Sequence[CaseKnown]:
    """The cases of somebody with this address or this name: it may be the same request."""
    async with desk.look() as session:
        return await store.cases_of(session, sender_index(desk, address), name_index(desk, name))


def arrival(day: date, now: datetime, zone: ZoneInfo, hour: time | None = None) -> datetime:
    """An instant on the day of arrival: at `hour` if that is known; else now, when that is today; else noon."""
    if hour is not None:
        return min(datetime.combine(day, hour, zone), now)
    return now if now.astimezone(zone).date() == day else datetime.combine(day, _NOON, zone)
