"""A request that came in elsewhere, by phone, post or at the counter, is registered by hand (R4.3-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from services.intake import store
from services.intake.rules.incoming import State
from services.intake.store import Incoming, Said
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.opening import Asked, open_request
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk
from shared.platform.insert import insert_once
from shared.platform.sessions import Session
from shared.vocabulary import Channel, Kind, Language, Proposal

BY_HAND = "by hand"
SUBJECT_WORDS = 80
_NOON = time(12)


async def register(
    desk: Desk,
    token: str,
    *,
    name: str,
    address: str,
    channel: Channel,
    received_on: date,
    language: Language,
    kinds: Sequence[Kind],
    text: str,
    by: Session,
) -> str:
    """Open a request for what somebody wrote or said; returns the message's id.

    `token` is of the form: sent twice, it registers once. `received_on` is the day it reached a colleague; the clock
    runs from then.
    """
    incoming_id = deterministic("incoming", BY_HAND, token)
    said = Said(name, address, next(iter(text.splitlines()), "")[:SUBJECT_WORDS], text)
    async with desk.work() as work:
        row = Incoming(
            id=incoming_id,
            account=BY_HAND,
            sha256=fingerprint(token),
            size=len(text.encode()),
            channel=channel,
            seen_at=work.now,
            received_at=arrival(received_on, work.now, ZoneInfo(desk.settings.timezone)),
            state=State.REQUEST,
            proposal=Proposal.REQUEST,
            confidence=1.0,
            read_at=work.now,
            decided_by=by.staff_id,
            decided_at=work.now,
        )
        said.seal_into(row, await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR))
        if not await insert_once(work.connection, Incoming.__table__, [row.model_dump()]):  # type: ignore[attr-defined]  # SQLModel gives it
            return incoming_id
        mine = await store.claim(work.session, incoming_id)
        reason = await hold_back(desk, work, address) if address else ""
        case_id = await open_request(desk, work, mine, said, Asked(name, address, language, tuple(kinds), (), reason))
        work.note("request.registered_manually", case_id, by.staff_id, message=incoming_id, channel=channel.value)
    return incoming_id


def arrival(day: date, now: datetime, zone: ZoneInfo) -> datetime:
    """An instant on the day of arrival: now, when that is today; else noon, which is on that day in any case."""
    return now if now.astimezone(zone).date() == day else datetime.combine(day, _NOON, zone)
