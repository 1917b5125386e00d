"""A mail is to leave the mailbox (mail 8): what to look for, what was done, and what a person must do by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from services.intake import store
from services.intake.rules.removal import REMOVAL, Method, Removed, Step
from services.intake.store import Incoming, NoSuchMessage, Place, Removal, removals
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import SYSTEM, By

NUDGE: Final = "nudge"
"""On the desk: wakes whoever watches the mailboxes."""


@dataclass(frozen=True)
class Unwanted:
    """A mail that is to leave its mailbox, and how it is known again.

    `begun` says that it was found and being removed before; then it may be gone by our own doing.
    """

    incoming_id: str
    sha256: str
    message_id: str = ""
    places: tuple[Place, ...] = ()
    begun: Method = Method.NONE


async def wanted(desk: Desk, account: str) -> Sequence[Unwanted]:
    """What is to leave the mailbox of this account."""
    async with desk.look() as session:
        rows = await removals.wanted(session, account)
        places = {row.id: tuple(await removals.places_of(session, row.id)) for _, row in rows}
    return [
        Unwanted(row.id, row.sha256, await _message_id(desk, row), places[row.id], Method(removal.method))
        for removal, row in rows
    ]


async def _message_id(desk: Desk, row: Incoming) -> str:
    """The mail's Message-ID, by which a server can look for it; empty when it has none or its key was destroyed."""
    try:
        boxes = await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR)
        return str(store.unseal(row, *boxes).details.get("message_id", ""))
    except CannotOpen:
        return ""


async def begin(desk: Desk, incoming_id: str, method: Method) -> None:
    """It was found and is being removed; a crash after this is no reason to call it lost."""
    async with desk.work() as work:
        row = await removals.claim(work.session, incoming_id)
        row.method = method


async def settle(desk: Desk, incoming_id: str, event: Step) -> None:
    """Write down what became of it. Two threads may look for one mail: what the first did stays done."""
    async with desk.work() as work:
        row = await removals.claim(work.session, incoming_id)
        if event in REMOVAL.possible(row.stands, SYSTEM):
            await _step(work, row, event, SYSTEM, SYSTEM)


async def removed_by_hand(desk: Desk, incoming_id: str, by: Session) -> None:
    """A person took it out, or saw that it is gone.

    Raises `NoSuchMessage`; `NoSuchRemoval` or `NotAllowed` when nobody had to.
    """
    async with desk.work() as work:
        row = await _claim(work, incoming_id)
        await _step(work, row, Step.REMOVE_BY_HAND, by.roles, by.staff_id)
        row.method = Method.BY_HAND


async def ask_again(desk: Desk, incoming_id: str, by: Session) -> None:
    """The mailbox is looked through once more. Raises as `removed_by_hand`."""
    async with desk.work() as work:
        row = await _claim(work, incoming_id)
        REMOVAL.step(row.stands, Step.ASK_AGAIN, by.roles)
        await removals.want(work, incoming_id)
        work.note("mail.removal_asked", incoming_id, by.staff_id, message=incoming_id)


async def _claim(work: Work, incoming_id: str) -> Removal:
    if await store.find(work.session, incoming_id) is None:
        raise NoSuchMessage(incoming_id)
    return await removals.claim(work.session, incoming_id)


async def _step(work: Work, row: Removal, event: Step, by: By, actor: str) -> None:
    row.state, row.done_at = REMOVAL.step(row.stands, event, by), work.now
    if row.stands is Removed.DONE:
        await removals.forget_places(work.session, row.incoming_id)
    message = await store.find(work.session, row.incoming_id)
    case_id = message.case_id if message else ""
    work.note(_NOTES[row.stands], case_id or row.incoming_id, actor, message=row.incoming_id, method=row.method)


_NOTES: Final = {
    Removed.DONE: "mail.removed",
    Removed.NOT_FOUND: "mail.not_found",
    Removed.REFUSED: "mail.not_removed",
    Removed.NO_MAILBOX: "mail.no_mailbox",
}


async def strand(desk: Desk) -> bool:
    """Give to people what is wanted of a mailbox that is no longer read here, and back to the desk once it is again.

    Returns whether anything waits for a person because of that.
    """
    accounts = {each.account for each in desk.settings.mailboxes.values()}
    async with desk.look() as session:
        gone, back, left = await removals.by_account(session, accounts)
    if gone or back:
        async with desk.work() as work:
            for incoming_id in gone:
                await _step(work, await removals.claim(work.session, incoming_id), Step.STRAND, SYSTEM, SYSTEM)
            for incoming_id in back:
                await removals.want(work, incoming_id)
    return bool(gone or left)


def nudge(desk: Desk) -> None:
    """Wake whoever watches the mailboxes here; without one the next sweep removes it."""
    ring: Callable[[], None] | None = desk.tools.get(NUDGE)
    if ring is not None:
        ring()
