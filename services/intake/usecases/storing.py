"""A mail is made safe before anybody reads it: sealed and flushed, then one transaction (mail 1.3, 1.4).

What a mail is, is the hash of its bytes. Where it lay is only a place, and its Message-ID only a hint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.intake import store
from services.intake.rules.incoming import State
from services.intake.store import Incoming, Place
from services.intake.usecases.tools import raw_of
from shared.contracts.envelope import deterministic
from shared.contracts.intake import MessageStored, TriageNeeded
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.insert import insert_once
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Channel

TOO_LARGE = lazy("the mail is larger than the limit: only its headers were fetched").msgid


@dataclass(frozen=True)
class Spot:
    """Where a mail lies in a mailbox."""

    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class Stored:
    """The message's id, and whether it was new."""

    incoming_id: str
    is_new: bool


async def store_mail(
    desk: Desk,
    account: str,
    raw: bytes,
    internal_date: datetime,
    spot: Spot | None = None,
    *,
    too_large: int = 0,
) -> Stored:
    """Take a raw mail in; one that was seen before only gets its new place noted.

    `too_large` is the size of a mail over the limit: then `raw` holds its headers only, and a person must look.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    incoming_id = deterministic("incoming", account, sha256)
    async with desk.look() as session:
        known = await store.find(session, incoming_id)
    if known is None:
        await raw_of(desk).put(incoming_id, raw)
        crash_point("intake.raw.stored")
    async with desk.work() as work:
        row = _row(incoming_id, account, sha256, too_large or len(raw), internal_date, work.now)
        is_new = bool(await insert_once(work.connection, Incoming.__table__, [row]))  # type: ignore[attr-defined]  # SQLModel gives it
        if spot is not None:
            await _note_place(work, account, spot, incoming_id)
        if is_new:
            await _set_going(work, incoming_id, internal_date, too_large=bool(too_large))
    crash_point("intake.row.committed")
    if is_new:
        log.info("message.stored", message=incoming_id, bytes=len(raw))
    return Stored(incoming_id, is_new)


def _row(
    incoming_id: str, account: str, sha256: str, size: int, received_at: datetime, now: datetime
) -> Mapping[str, object]:
    """The columns of a new message; what is not named is empty until it is read."""
    row = Incoming(
        id=incoming_id,
        account=account,
        sha256=sha256,
        size=size,
        channel=Channel.MAIL,
        seen_at=now,
        received_at=min(received_at, now),
        raw_name=incoming_id,
    )
    return row.model_dump()


async def _note_place(work: Work, account: str, spot: Spot, incoming_id: str) -> None:
    place = Place(
        account=account,
        folder=spot.folder,
        uidvalidity=spot.uidvalidity,
        uid=spot.uid,
        incoming_id=incoming_id,
    )
    await insert_once(work.connection, Place.__table__, [place.model_dump()])  # type: ignore[attr-defined]  # as above


async def _set_going(work: Work, incoming_id: str, received_at: datetime, *, too_large: bool) -> None:
    """Have the message read, or put it before a person when it is too large to read."""
    work.note("message.stored", incoming_id, SYSTEM)
    if not too_large:
        work.schedule(MessageStored(case_id=incoming_id, at=work.now), work.now)
        return
    row = await store.claim(work.session, incoming_id)
    row.state, row.reason = State.QUARANTINED, TOO_LARGE
    work.say(TriageNeeded(case_id=incoming_id, at=work.now, received_at=min(received_at, work.now), reason=TOO_LARGE))
