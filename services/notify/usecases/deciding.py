"""A person decides about a letter: it was sent after all, or it goes (again)."""

from __future__ import annotations

from services.notify import store
from services.notify.rules.mail import is_one_address
from services.notify.rules.sending import DELIVERY, Event
from services.notify.rules.troubles import WhyAgain
from services.notify.store import Delivery
from services.notify.usecases.counting import count
from services.notify.usecases.queueing import due, write
from services.notify.usecases.unknown import sent
from shared.contracts.people import ADDRESS, CONTACT
from shared.platform.crypto import KeyDestroyed
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow
from shared.platform.sessions import Session
from shared.vocabulary import DeliveryState


async def mark_sent(desk: Desk, delivery_id: str, attempt: int, actor: Session) -> None:
    """A held letter turned out to have arrived. Raises `NotAllowed`, or `NotAllowedNow` when somebody was faster."""
    async with desk.work() as work:
        row = await _claim(work, delivery_id, attempt)
        sent(work, row, Event.MARK_SENT, "", actor.roles, actor.staff_id)
        _sign(work, row, actor, None)


async def send_again(desk: Desk, delivery_id: str, attempt: int, actor: Session, why: WhyAgain) -> None:
    """Put a letter that was held, failed or stayed in back into the line, with the same Message-ID.

    Raises `NotAllowed`, or `NotAllowedNow` when it cannot be sent as it is.
    """
    async with desk.work() as work:
        row = await _claim(work, delivery_id, attempt)
        skipped = row.stands is DeliveryState.SKIPPED
        row.state = DELIVERY.step(row.stands, Event.SEND_AGAIN, actor.roles)
        await _check(desk, work, row)
        row.attempts, row.tries, row.next_at, row.sending_at = row.attempts + 1, 0, work.now, None
        row.reason = row.detail = row.server_words = None
        row.automatic = row.automatic and not skipped  # a letter that a person let out was sent by a person
        _sign(work, row, actor, why)
        work.schedule(due(row, work.now), work.now)
        work.note("letter.sent_again", row.case_id, actor.staff_id, letter=row.letter, delivery=row.id, why=why)
        count(row.letter, Event.SEND_AGAIN, why)


async def _claim(work: Work, delivery_id: str, attempt: int) -> Delivery:
    row = await store.claim(work.session, delivery_id)
    if row.attempts != attempt:
        raise NotAllowedNow
    return row


async def _check(desk: Desk, work: Work, row: Delivery) -> None:
    """A letter must have somewhere to go, be of use still, and be complete (R8-1)."""
    if row.expires_at is not None and work.now >= row.expires_at:
        raise NotAllowedNow(lazy("What this letter says is no longer valid. A new one has to be asked for."))
    try:
        box = await desk.keyring.box(row.person.scope, CONTACT)
    except KeyDestroyed:
        raise NotAllowedNow(lazy("The personal data of this case was erased.")) from None
    if not is_one_address(box.unseal(ADDRESS, row.person.address)):
        raise NotAllowedNow(lazy("There is no e-mail address to send this letter to."))
    if row.subject_sealed is None and write(desk, box, row) is not None:
        raise NotAllowedNow(lazy("The letter is not complete, so it cannot be sent."))


def _sign(work: Work, row: Delivery, actor: Session, why: WhyAgain | None) -> None:
    row.decided_by, row.decided_why, row.decided_at = actor.staff_id, why, work.now
    work.session.add(row)
