"""A mail is made safe before anybody reads it: sealed and flushed, then one transaction (mail 1.3, 1.4).

What a mail is, is the hash of its bytes. Where it lay is only a place, and its Message-ID only a hint.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache

from services.intake import store
from services.intake.rules.incoming import State
from services.intake.rules.raw_names import first_name
from services.intake.store import Incoming, Place
from services.intake.usecases.tools import raw_of
from shared.contracts.envelope import deterministic
from shared.contracts.intake import MessageStored, TriageNeeded
from shared.contracts.people import CONTACT, CORR
from shared.platform.crash import crash_point
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.insert import insert_new, insert_once
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Channel

NEVER = datetime.min.replace(tzinfo=UTC)
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


@dataclass(frozen=True)
class Arrived:
    """A raw mail as it was brought, and where it lay.

    `too_large` is the size of a mail over the limit: then `raw` holds its headers only, and a person must look.
    """

    raw: bytes
    internal_date: datetime
    spot: Spot | None = None
    too_large: int = 0


@dataclass(frozen=True)
class _Named:
    """An arrived mail with its identity."""

    id: str
    sha256: str
    mail: Arrived


async def store_mail(
    desk: Desk, account: str, raw: bytes, internal_date: datetime, spot: Spot | None = None, *, too_large: int = 0
) -> Stored:
    """Take one raw mail in, see `store_mails`."""
    return (await store_mails(desk, account, [Arrived(raw, internal_date, spot, too_large)]))[0]


async def store_mails(desk: Desk, account: str, mails: Sequence[Arrived]) -> list[Stored]:
    """Take raw mails in, all of them or none; one that was seen before only gets its new place noted."""
    named = await asyncio.to_thread(lambda: [_name(account, mail) for mail in mails])
    async with desk.look() as session:
        known = await store.known(session, [one.id for one in named])
    fresh = {one.id: one for one in reversed(named) if one.id not in known}
    beside = [(id_, part) for id_ in fresh for part in (CONTACT, CORR)]
    await raw_of(desk).put_all({first_name(one.id): one.mail.raw for one in fresh.values()}, beside)
    for _ in fresh:
        crash_point("intake.raw.stored")
    async with desk.work() as work:
        rows = [_row(account, one, work.now) for one in fresh.values()]
        new = {row.id for row in await insert_new(work.connection, Incoming.__table__, rows)}  # type: ignore[attr-defined]  # SQLModel gives it
        places = [_place(account, one.mail.spot, one.id) for one in named if one.mail.spot is not None]
        await insert_once(work.connection, Place.__table__, places)  # type: ignore[attr-defined]  # as above
        for one in named:
            if one.id in new and fresh[one.id] is one:
                await _set_going(work, one)
    for _ in named:
        crash_point("intake.row.committed")
    if new:
        log.info("messages.stored", count=len(new), bytes=sum(len(fresh[id_].mail.raw) for id_ in new))
    return [Stored(one.id, one.id in new and fresh[one.id] is one) for one in named]


def _name(account: str, mail: Arrived) -> _Named:
    sha256 = hashlib.sha256(mail.raw).hexdigest()
    return _Named(deterministic("incoming", account, sha256), sha256, mail)


def _row(account: str, one: _Named, now: datetime) -> Mapping[str, object]:
    """The columns of a new message; what is not named is empty until it is read."""
    return {
        **_unread(),
        "id": one.id,
        "account": account,
        "sha256": one.sha256,
        "size": one.mail.too_large or len(one.mail.raw),
        "seen_at": now,
        "received_at": min(one.mail.internal_date, now),
        "raw_name": first_name(one.id),
    }


@cache
def _unread() -> Mapping[str, object]:
    """What every new mail begins with. Made once: to build a row costs more than to insert it."""
    known_later = {"id": "", "account": "", "sha256": "", "size": 0, "seen_at": NEVER, "received_at": NEVER}
    return Incoming.model_validate({**known_later, "channel": Channel.MAIL}).model_dump()


def _place(account: str, spot: Spot, incoming_id: str) -> Mapping[str, object]:
    return {"account": account, "incoming_id": incoming_id, **asdict(spot)}


async def _set_going(work: Work, one: _Named) -> None:
    """Have the message read, or put it before a person when it is too large to read."""
    work.note("message.stored", one.id, SYSTEM)
    if not one.mail.too_large:
        work.schedule(MessageStored(case_id=one.id, at=work.now), work.now)
        return
    row = await store.claim(work.session, one.id)
    row.state, row.reason = State.QUARANTINED, TOO_LARGE
    came = min(one.mail.internal_date, work.now)
    work.say(TriageNeeded(case_id=one.id, at=work.now, received_at=came, reason=TOO_LARGE))
