"""A half-filled form is kept for a day: sealed, and bound to the cookie of its reader.

The key is made of the cookie, of which only a fingerprint is kept; so a copy of the database opens no draft, and a
draft that is deleted is gone. Nobody reaches the draft of somebody else: there is nothing to name it by but the cookie.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from services.intake.rules.form_limits import Counted, place, wait
from services.intake.rules.request_form import Answers
from services.intake.store import drafts
from services.intake.store.drafts import Draft
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT
from shared.platform.crypto import Box, derive, fingerprint, new_code
from shared.platform.desk import Desk, Work

KEPT: Final = timedelta(hours=24)
COUNTS_KEPT: Final = timedelta(days=2)
AT_ONCE: Final = 200
"""How many drafts one round of tidying deletes."""
ANSWERS: Final = "form.answers"


class TooOften(Exception):
    """This place did this more often than one reader does; `wait` is how long it has to wait."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait

    @property
    def seconds(self) -> int:
        """The same in whole seconds."""
        return max(1, int(self.wait.total_seconds()))


@dataclass(frozen=True)
class Open:
    """A draft, open: its key, what was answered, and whether it was sent. Only ever in memory."""

    token: str
    key: str
    answers: Answers
    is_sent: bool = False


def scope_of(draft: Draft | Open) -> str:
    """The key scope of what a draft says to other services: whom its code goes to."""
    return f"draft:{draft.key}"


async def counted(desk: Desk, work: Work, what: Counted, where: str) -> timedelta | None:
    """Count one more; how long to wait when that is too often. `where` is a network address or an e-mail address."""
    mark = desk.keyring.index(f"form.{what}", place(where))
    row = await drafts.count(work.session, mark, what, work.now)
    return wait(what, row.count, row.since, work.now)


async def find(desk: Desk, token: str) -> Open | None:
    """The draft of this cookie; None when there is none (any more)."""
    if not token:
        return None
    async with desk.look() as session:
        row = await drafts.peek(session, fingerprint(token))
    return None if row is None or row.expires_at <= desk.clock.now() else opened(row, token)


async def begin(desk: Desk, answers: Answers, source: str) -> Open:
    """A new draft with its first answer. Raises `TooOften`."""
    token = new_code()
    mark = fingerprint(token)
    async with desk.work() as work:
        late = await counted(desk, work, Counted.DRAFT, source)
        if late is None:
            row = Draft(key=deterministic("draft", mark), token_mark=mark, made_at=work.now, expires_at=work.now + KEPT)
            seal(row, token, answers)
            work.session.add(row)
    if late is not None:
        raise TooOften(late)
    return opened(row, token)


async def save(desk: Desk, draft: Open, answers: Answers) -> None:
    """Keep what was answered; of a draft that was sent or is gone nothing is kept."""
    async with desk.work() as work:
        row = await drafts.by_token(work.session, fingerprint(draft.token))
        if row is not None and row.sent_at is None:
            seal(row, draft.token, answers)


def seal(row: Draft, token: str, answers: Answers) -> None:
    """Write the answers into the row, sealed."""
    row.sealed = _box(row, token).seal(ANSWERS, json.dumps(asdict(answers)))


def opened(row: Draft, token: str) -> Open:
    """The draft, open. Raises `CannotOpen`."""
    answers = json.loads(_box(row, token).unseal(ANSWERS, row.sealed)) if row.sealed else {}
    return Open(token, row.key, Answers(**answers), row.sent_at is not None)


def _box(row: Draft, token: str) -> Box:
    return Box(derive(token.strip().lower().encode(), "form.draft"), row.key, "draft")


async def purge(desk: Desk) -> int:
    """Delete the drafts whose day is over, with the key of what was said of them; gives how many."""
    async with desk.look() as session:
        late = bool(await drafts.expired(session, desk.clock.now(), 1))
    if not late:
        return 0
    async with desk.work() as work:
        rows = await drafts.expired(work.session, work.now, AT_ONCE)
        told = [scope_of(row) for row in rows if row.codes]
        for row in rows:
            await work.session.delete(row)
        await drafts.forget_counts(work.session, work.now - COUNTS_KEPT)
    await _shred(desk, told)
    return len(rows)


async def _shred(desk: Desk, scopes: Iterable[str]) -> None:
    for scope in scopes:
        await desk.keyring.destroy(scope, CONTACT)


def past(moment: datetime | None, now: datetime) -> bool:
    """Whether a moment is over, or never was."""
    return moment is None or moment <= now
