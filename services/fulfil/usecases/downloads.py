"""Fetching the package: a link, a fresh code to the address on file, then the file, whole or in parts (R6.1-2).

Whoever asks hears the same whether the link is right, unknown, used up or past its day. Wrong codes are counted in the
database before anything is handed out. A right code gives a grant: for some hours the file may be fetched with it, and
the first time that happens the address on file is told.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.fulfil.store import packages, shelf
from services.fulfil.store.finding import find_case
from services.fulfil.store.packages import DownloadCodeRow, DownloadGrantRow, PackageRow
from services.fulfil.usecases.building import path_of
from services.fulfil.usecases.casework import person_of, tell
from shared.contracts.fulfil import DownloadCodeAsked, PackageFetched
from shared.contracts.people import CODE, CONTACT, PKG
from shared.platform.crypto import fingerprint, new_code, short_code
from shared.platform.desk import Desk, Work

SUBJECT: Final = "subject"
AGAIN_AFTER: Final = timedelta(minutes=1)
"""A second click within this time sends no second code."""
CODES_AN_HOUR: Final = 5


@dataclass(frozen=True)
class Granted:
    """A package that may be fetched now."""

    row: PackageRow
    reference: str
    begun: bool
    until: datetime
    """The moment after which a fresh code is needed."""

    @property
    def file_name(self) -> str:
        """How the file is called at the requester's."""
        return f"privacyverzoek-{self.reference}.zip"

    @property
    def etag(self) -> str:
        """The same for as long as the file is."""
        return f'"{self.row.sha256[:32]}"'


async def ask_code(desk: Desk, link: str) -> None:
    """Send a fresh code, if this link has a package that can be fetched; says nothing of whether it has."""
    async with desk.work() as work:
        row = await packages.by_link(work.session, fingerprint(code_of(link)))
        if row is None or not is_open(desk, row, work.now) or await _is_too_soon(work, row):
            return
        await _send_code(desk, work, row)


async def _is_too_soon(work: Work, row: PackageRow) -> bool:
    newest = await packages.newest_code(work.session, row.id)
    if newest is not None and newest.used_at is None and newest.made_at > work.now - AGAIN_AFTER:
        return True
    return await packages.codes_since(work.session, row.id, work.now - timedelta(hours=1)) >= CODES_AN_HOUR


async def _send_code(desk: Desk, work: Work, row: PackageRow) -> None:
    case = await find_case(work.session, row.case_id)
    if case is None:
        return
    code = short_code()
    number = await packages.last_code_number(work.session, row.case_id) + 1
    until = work.now + timedelta(minutes=desk.settings.download.code_minutes)
    work.session.add(
        DownloadCodeRow(
            case_id=row.case_id,
            number=number,
            package_id=row.id,
            fingerprint=_mark(desk, row, code),
            made_at=work.now,
            valid_until=until,
        )
    )
    tell(work, case, "code_sent", SUBJECT, codes={"number": number})
    work.say(
        DownloadCodeAsked(
            case_id=case.id,
            at=work.now,
            number=number,
            reference=case.reference,
            requester=person_of(case),
            code=(await desk.keyring.box(case.id, CONTACT)).seal(CODE, code),
            valid_until=until,
        )
    )


async def enter_code(desk: Desk, link: str, code: str) -> str | None:
    """The grant for a link and its fresh code, which is used up by this; None for every reason why not.

    A wrong code costs a try; after the last one the link opens nothing any more.
    """
    async with desk.work() as work:
        row = await packages.by_link(work.session, fingerprint(code_of(link)))
        if row is None or not is_open(desk, row, work.now):
            return None
        newest = await packages.newest_code(work.session, row.id)
        if newest is None or not hmac.compare_digest(newest.fingerprint, _mark(desk, row, code)):
            await _wrong(desk, work, row)
            return None
        if newest.used_at is not None or newest.valid_until <= work.now:
            return None  # once right, now late: no guess, so no try
        newest.used_at = work.now
        grant = new_code()
        work.session.add_all([newest, _grant(desk, work, row, newest.number, grant)])
        return grant


def _grant(desk: Desk, work: Work, row: PackageRow, number: int, grant: str) -> DownloadGrantRow:
    until = min(work.now + timedelta(hours=desk.settings.download.hours), row.expires_at)
    return DownloadGrantRow(
        fingerprint=fingerprint(grant),
        package_id=row.id,
        case_id=row.case_id,
        number=number,
        made_at=work.now,
        valid_until=until,
    )


async def granted(desk: Desk, grant: str) -> Granted | None:
    """What a grant gives now; None when it is over, or none at all."""
    async with desk.look() as session:
        known = await session.get(DownloadGrantRow, fingerprint(grant)) if grant else None
        row = await session.get(PackageRow, known.package_id) if known else None
        case = await packages.case_of(session, row.case_id) if row else None
    now = desk.clock.now()
    if known is None or row is None or case is None or known.valid_until <= now or not _is_there(row, now):
        return None
    return Granted(row, case.reference, known.begun_at is not None, known.valid_until)


async def begin(desk: Desk, grant: str) -> None:
    """The file begins to leave: that is written down and told, once for each grant however many parts it takes."""
    async with desk.work() as work:
        known = await packages.grant_to_change(work.session, fingerprint(grant))
        if known is None or known.begun_at is not None:
            return
        row = await work.session.get_one(PackageRow, known.package_id, with_for_update=True)
        case = await find_case(work.session, row.case_id)
        known.begun_at = work.now
        row.fetched += 1
        work.session.add_all([known, row])
        if case is None:
            return
        tell(work, case, "package_fetched", SUBJECT, codes={"number": row.number, "times": row.fetched})
        told = PackageFetched(
            case_id=case.id,
            at=work.now,
            number=known.number,
            reference=case.reference,
            requester=person_of(case),
            begun_at=work.now,
        )
        work.say(told)


async def _wrong(desk: Desk, work: Work, row: PackageRow) -> None:
    row.tries += 1
    work.session.add(row)
    work.note("package.wrong_code", row.case_id, SUBJECT, tries=row.tries)
    case = await find_case(work.session, row.case_id)
    if case is not None and row.tries >= desk.settings.download.max_tries:
        tell(work, case, "link_void", SUBJECT, codes={"number": row.number})


async def pieces(desk: Desk, row: PackageRow, start: int, stop: int) -> Iterator[bytes]:
    """The bytes of a part, the first piece opened already, so that a broken file shows before the answer begins."""
    box = await desk.keyring.box(packages.scope_of(row), PKG)
    rest = shelf.stretch(path_of(desk, row), box, row.id, start, stop)
    first = await asyncio.to_thread(next, rest, b"")

    def chained() -> Iterator[bytes]:
        yield first
        yield from rest

    return chained()


def is_open(desk: Desk, row: PackageRow, now: datetime) -> bool:
    """Whether a link still opens its package."""
    return _is_there(row, now) and row.tries < desk.settings.download.max_tries


def _is_there(row: PackageRow, now: datetime) -> bool:
    return row.destroyed_at is None and row.expires_at > now


def code_of(link: str) -> str:
    """The code of a pasted link, or the code itself."""
    return link.strip().rpartition("#")[2]


def _mark(desk: Desk, row: PackageRow, code: str) -> str:
    """What is kept of a fresh code: keyed, for eight digits are soon guessed from a plain hash."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    return desk.keyring.index(f"download.code|{row.id}", digits)
