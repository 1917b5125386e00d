"""Signing in and the own password. A wrong name, a wrong password and a locked name get one and the same answer.

A try is counted before the password is looked at, so that many at once are not more tries than the limit allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.fulfil import passwords
from services.fulfil.store import staff
from services.fulfil.store.staff import SIGN_IN, StaffRow, scope_of
from shared.contracts.people import CONTACT, NAME
from shared.platform.desk import Desk
from shared.platform.i18n import lazy
from shared.platform.outcomes import Unreadable
from shared.platform.sessions import Sessions
from shared.vocabulary import Role

MAX_TRIES: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)

_WRONG = lazy("This is not your present password, or it was tried too often in a quarter of an hour.")
_SAME = lazy("This is the password that you have now. Choose another.")


@dataclass(frozen=True)
class SignedIn:
    """Who signed in."""

    staff_id: str
    name: str
    roles: frozenset[Role]


async def sign_in(desk: Desk, name: str, password: str) -> SignedIn | None:
    """The person with this sign-in name and password; None for every way in which it is not so."""
    index = desk.keyring.index(SIGN_IN, name)
    stored = await _begin_try(desk, index)
    if not await passwords.matches(stored, password):
        return None
    return await _enter(desk, index, stored)


async def _begin_try(desk: Desk, index: str) -> str | None:
    """Count the try; the stored hash, or None when nobody may come in under this name now."""
    async with desk.work() as work:
        allowed = await staff.count_try(work.session, index, work.now, MAX_TRIES, LOCKED_FOR)
        row = await staff.by_sign_in(work.session, index)
        if row is None or not row.active or not allowed:
            return None
        work.note("staff.sign_in_tried", scope_of(row.id), row.id)
        return row.password_hash


async def _enter(desk: Desk, index: str, stored: str | None) -> SignedIn | None:
    """The password was right: look again, for the account may have changed meanwhile."""
    async with desk.work() as work:
        row = await staff.by_sign_in(work.session, index)
        if row is None or not row.active or row.password_hash != stored:
            return None
        await staff.forget_tries(work.session, index)
        work.note("staff.signed_in", scope_of(row.id), row.id)
        return await _signed_in(desk, row, await staff.roles_of(work.session, row.id))


async def change_password(desk: Desk, staff_id: str, present: str, new: str) -> SignedIn:
    """Set another password and end every session of the person, who then gets a fresh one.

    Raises `Unreadable` with the field `present` or `password`; wrong tries count as at the sign-in.
    """
    async with desk.look() as session:
        row = await session.get(StaffRow, staff_id)
    if row is None or row.sign_in_index is None:
        raise Unreadable("present", _WRONG)
    hashed = await _new_hash(desk, row, present, new)
    stored = await _begin_try(desk, row.sign_in_index)
    if not await passwords.matches(stored, present):
        raise Unreadable("present", _WRONG)
    async with desk.work() as work:
        again = await staff.by_id(work.session, staff_id)
        if again is None or not again.active or again.password_hash != stored:
            raise Unreadable("present", _WRONG)
        again.password_hash = hashed
        work.session.add(again)
        await staff.forget_tries(work.session, row.sign_in_index)
        await Sessions(desk.cabinet, desk.clock).close_all(staff_id)
        work.note("staff.password_changed", scope_of(staff_id), staff_id)
        return await _signed_in(desk, again, await staff.roles_of(work.session, staff_id))


async def _new_hash(desk: Desk, row: StaffRow, present: str, new: str) -> str:
    box = await desk.keyring.box(scope_of(row.id), CONTACT)
    names = box.unseal(NAME, row.name_sealed), box.unseal(SIGN_IN, row.sign_in_sealed or "")
    wrong = _SAME if new == present else passwords.objection(new, *names)
    if wrong is not None:
        raise Unreadable("password", wrong)
    return await passwords.make_hash(new)


async def _signed_in(desk: Desk, row: StaffRow, roles: frozenset[Role]) -> SignedIn:
    box = await desk.keyring.box(scope_of(row.id), CONTACT)
    return SignedIn(row.id, box.unseal(NAME, row.name_sealed), roles)
