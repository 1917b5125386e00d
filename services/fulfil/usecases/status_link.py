"""The link to the status page: made with the case, good for thirty days, and good again with a code by mail.

Whoever asks hears the same of a link that is unknown, past its day or mistyped. Codes go only to the address of the
case, and opening the page discloses nothing of what is kept about anybody.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Final

from services.fulfil.rules.lifecycle import SUBJECT
from services.fulfil.store import status
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.finding import find_case
from services.fulfil.store.status import StatusLinkRow
from services.fulfil.usecases.casework import person_of
from shared.contracts.fulfil import STATUS_DAYS, StatusCodeAsked
from shared.contracts.people import CODE, CONTACT, LINK
from shared.platform.crypto import Box, CannotOpen, fingerprint, new_code, short_code
from shared.platform.desk import Desk, Work

PATH: Final = "/status"
CODE_MINUTES: Final = 30
CODE_TRIES: Final = 5
CODE_AGAIN: Final = timedelta(minutes=5)
"""Sooner after a code no other one is sent."""
GUESS_WINDOW: Final = timedelta(hours=1)
GUESSES: Final = 20
"""Wrong links and codes from one place within the window; nobody mistypes that often."""


class TooManyGuesses(Exception):
    """More wrong links or codes from this place than anybody mistypes."""


def make_link(desk: Desk, work: Work, case_id: str, contact: Box) -> str:
    """A link for a new case, sealed for its letter; only its fingerprint is kept here."""
    token = new_code()
    until = work.now + timedelta(days=STATUS_DAYS)
    work.session.add(StatusLinkRow(fingerprint=fingerprint(token), case_id=case_id, valid_until=until))
    return contact.seal(LINK, f"{desk.settings.web.public_url.rstrip('/')}{PATH}#{token}")


async def case_behind(desk: Desk, link: str) -> str | None:
    """The case of a link that is good now; None for every other one."""
    async with desk.look() as session:
        row = await session.get(StatusLinkRow, fingerprint(token_of(link)))
    return row.case_id if row is not None and row.valid_until > desk.clock.now() else None


async def wrong_guess(desk: Desk, source: str) -> None:
    """Count a link or code that opened nothing. Raises `TooManyGuesses`."""
    async with desk.work() as work:
        place = desk.keyring.index("status.source", source)
        count = await status.count_guess(work.session, place, work.now, GUESS_WINDOW)
    if count > GUESSES:
        raise TooManyGuesses


async def ask_code(desk: Desk, link: str) -> None:
    """Send a fresh code to the address of the case, if this link has one; says nothing of whether it has."""
    async with desk.work() as work:
        row = await status.by_link(work.session, fingerprint(token_of(link)))
        if row is None or (row.code_made_at is not None and row.code_made_at > work.now - CODE_AGAIN):
            return
        case = await find_case(work.session, row.case_id)
        if case is not None:
            await _send_code(desk, work, row, case)


async def _send_code(desk: Desk, work: Work, row: StatusLinkRow, case: CaseRow) -> None:
    try:
        contact = await desk.keyring.box(case.id, CONTACT)
    except CannotOpen:
        return  # what was known of this person was erased
    code, until = short_code(), work.now + timedelta(minutes=CODE_MINUTES)
    row.codes, row.code_tries = row.codes + 1, 0
    row.code_mark, row.code_made_at, row.code_until = _mark(desk, row, code), work.now, until
    work.session.add(row)
    work.note("case.status_code_sent", case.id, SUBJECT, number=row.codes)
    work.say(
        StatusCodeAsked(
            case_id=case.id,
            at=work.now,
            number=row.codes,
            reference=case.reference,
            requester=person_of(case),
            code=contact.seal(CODE, code),
            valid_until=until,
        )
    )


async def renew(desk: Desk, link: str, code: str) -> bool:
    """Whether this is the newest code of the link: then it is good for another thirty days. A wrong one costs a try."""
    async with desk.work() as work:
        row = await status.by_link(work.session, fingerprint(token_of(link)))
        if row is None or row.code_until is None or row.code_until <= work.now or row.code_tries >= CODE_TRIES:
            return False
        right = hmac.compare_digest(row.code_mark, _mark(desk, row, code))
        if right:
            row.code_mark, row.code_until = "", None
            row.valid_until = work.now + timedelta(days=STATUS_DAYS)
        else:
            row.code_tries += 1
        work.session.add(row)
        work.note("case.status_renewed" if right else "case.status_wrong_code", row.case_id, SUBJECT, number=row.codes)
    return right


def token_of(link: str) -> str:
    """The code of a pasted link, or the code itself."""
    return link.strip().rpartition("#")[2]


def _mark(desk: Desk, row: StatusLinkRow, code: str) -> str:
    """What is kept of a code: keyed, for eight digits are soon guessed from a plain hash."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    return desk.keyring.index(f"status.code|{row.fingerprint}", digits)
