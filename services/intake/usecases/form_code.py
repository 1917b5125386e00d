"""A code by mail to the address in the form shows that its reader has that mailbox. It is offered, never demanded.

Who goes on without is helped all the same; staff see that the address was not confirmed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from services.intake.rules.form_limits import Counted, same_code
from services.intake.store import drafts
from services.intake.store.drafts import Draft
from services.intake.usecases.drafting import Open, TooOften, counted, past, scope_of, seal
from shared.contracts.intake import AddressCodeAsked
from shared.contracts.people import ADDRESS, CODE, CONTACT, NAME, Person
from shared.platform.crypto import fingerprint, short_code
from shared.platform.desk import Desk, Work
from shared.vocabulary import Language

MINUTES: Final = 30
TRIES: Final = 5
"""Wrong codes after which a fresh one is needed."""
CODES: Final = 5
"""Letters with a code that one form sends at most."""


async def send(desk: Desk, draft: Open, language: Language, source: str) -> None:
    """Send a code to the address of the draft, unless it has had enough of them. Raises `TooOften`."""
    address = draft.answers.address
    contact = await desk.keyring.box(scope_of(draft), CONTACT)
    code = short_code()
    async with desk.work() as work:
        late = await counted(desk, work, Counted.CODE, source)
        late = late or await counted(desk, work, Counted.ADDRESS, address)
        row = await drafts.by_token(work.session, fingerprint(draft.token))
        if late is None and row is not None and row.codes < CODES and row.sent_at is None:
            row.codes, row.code_tries = row.codes + 1, 0
            row.code_mark, row.code_until = _mark(desk, row, address, code), work.now + timedelta(minutes=MINUTES)
            person = Person(
                scope=scope_of(draft),
                name=contact.seal(NAME, draft.answers.name),
                address=contact.seal(ADDRESS, address),
                language=language,
            )
            _say(work, row, person, contact.seal(CODE, code))
    if late is not None:
        raise TooOften(late)


def _say(work: Work, row: Draft, person: Person, code: str) -> None:
    until = row.code_until or work.now
    work.say(
        AddressCodeAsked(at=work.now, draft=row.key, number=row.codes, requester=person, code=code, valid_until=until)
    )


async def confirm(desk: Desk, draft: Open, code: str) -> bool:
    """Whether this is the code that went to the address; then the draft knows that the address was confirmed."""
    async with desk.work() as work:
        row = await drafts.by_token(work.session, fingerprint(draft.token))
        if row is None or row.sent_at is not None or row.code_tries >= TRIES or past(row.code_until, work.now):
            return False
        fits = same_code(_mark(desk, row, draft.answers.address, code), row.code_mark)
        if fits:
            seal(row, draft.token, replace(draft.answers, confirmed=True, unconfirmed=False))
        else:
            row.code_tries += 1
    return fits


def _mark(desk: Desk, row: Draft, address: str, code: str) -> str:
    """What is kept of a code: keyed, and good for this draft and this address only."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    return desk.keyring.index(f"form.code|{row.key}|{address.casefold()}", digits)
