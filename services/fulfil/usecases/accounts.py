"""Accounts of staff: invited by an administrator, begun by a one-time link, ended by disabling (no default password).

Every change that takes rights away ends the person's sessions at once. One administrator always remains.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import uuid4

from services.fulfil import passwords
from services.fulfil.store import staff
from services.fulfil.store.staff import SIGN_IN, InvitationRow, StaffRow, scope_of
from shared.contracts.people import ADDRESS, CONTACT, NAME
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import Expired, NotAllowedNow, NotFound, Outcome, Unreadable
from shared.platform.sessions import Sessions
from shared.vocabulary import Language, Role

INVITATION_LASTS: Final = timedelta(hours=48)
WELCOME: Final = "/staff/welcome"
COMMAND_LINE: Final = "command-line"
"""The actor of what the operator does on the machine itself."""
NotPossible = Outcome
"""What every step here raises when it cannot be done; its text is the reason."""

_NOT_AN_ADDRESS = lazy("Give one plain e-mail address, such as noor@company.example.")
_TAKEN = lazy("Somebody else has this sign-in name.")
_NO_ROLE = lazy("Choose at least one role.")
_LAST_ADMIN = lazy("One administrator must remain. Make somebody else an administrator first.")
_DISABLED = lazy("This account is disabled. Enable it first.")


@dataclass(frozen=True)
class Details:
    """Who an account is for. The sign-in name is the address when none is given."""

    name: str
    address: str
    sign_in: str = ""

    def checked(self) -> Details:
        """The same without outer blanks; raises `Unreadable` with the field at fault."""
        name, address = self.name.strip(), self.address.strip()
        if not name:
            raise Unreadable("name", lazy("Fill this in."))
        plain = address.isprintable() and not any(sign in address for sign in ' <>,;:"\\()')
        if not plain or address.count("@") != 1 or address.strip("@") != address:
            raise Unreadable("address", _NOT_AN_ADDRESS)
        return Details(name, address, self.sign_in.strip() or address)


@dataclass(frozen=True)
class Account:
    """An account as lists show it; `invited` until its link was used."""

    id: str
    name: str
    address: str
    sign_in: str
    roles: frozenset[Role]
    active: bool
    invited: bool


@dataclass(frozen=True)
class Invited:
    """What the welcome page shows; without `sign_in` the person still has to say who they are."""

    name: str
    sign_in: str


async def first_invitation(desk: Desk) -> str | None:
    """The one-time link for the first administrator; None once anybody has an account.

    Each start gives a fresh link and voids the one before, so that a lost one locks nobody out.
    """
    async with desk.work() as work:
        rows = await staff.everybody(work.session)
        if any(row.password_hash for row in rows):
            return None
        nameless = next((row for row in rows if row.sign_in_index is None), None)
        if nameless is None:
            nameless = await _new_row(desk, work, Details("", ""))
            await staff.set_roles(work.session, nameless.id, [Role.ADMIN])
        work.note("staff.first_invitation", scope_of(nameless.id), COMMAND_LINE)
        return await _new_link(desk, work, nameless)


async def invite(desk: Desk, name: str, address: str, roles: Collection[Role], *, by: str, sign_in: str = "") -> str:
    """Make an account and return the one-time link that begins it; it lives for 48 hours and is shown once.

    Raises `Unreadable` for a poor address, a sign-in name that is taken, or no role.
    """
    details = Details(name, address, sign_in).checked()
    if not roles:
        raise Unreadable("roles", _NO_ROLE)
    async with desk.work() as work:
        row = await _new_row(desk, work, details)
        await staff.set_roles(work.session, row.id, roles)
        work.note("staff.invited", scope_of(row.id), by, roles=_listed(roles))
        return await _new_link(desk, work, row)


async def listed(desk: Desk) -> list[Account]:
    """Every account, oldest first; the first administrator counts from the moment they said who they are."""
    async with desk.look() as session:
        rows = [row for row in await staff.everybody(session) if row.sign_in_sealed is not None]
        return [await _account(desk, row, await staff.roles_of(session, row.id)) for row in rows]


async def _account(desk: Desk, row: StaffRow, roles: frozenset[Role]) -> Account:
    box = await desk.keyring.box(scope_of(row.id), CONTACT)
    return Account(
        id=row.id,
        name=box.unseal(NAME, row.name_sealed),
        address=box.unseal(ADDRESS, row.address_sealed),
        sign_in=box.unseal(SIGN_IN, row.sign_in_sealed or ""),
        roles=roles,
        active=row.active,
        invited=row.password_hash is None,
    )


async def invite_again(desk: Desk, staff_id: str, *, by: str) -> str:
    """A fresh link for who lost theirs or forgot their password; the password of now works until it is used."""
    async with desk.work() as work:
        row = await _known(work, staff_id)
        if not row.active:
            raise NotAllowedNow(_DISABLED)
        work.note("staff.invited_again", scope_of(row.id), by)
        return await _new_link(desk, work, row)


async def look_at_invitation(desk: Desk, code: str) -> Invited:
    """Whose invitation this is; raises `Expired` for an unknown, used or old one. Changes nothing."""
    async with desk.look() as session:
        found = await staff.invitation(session, fingerprint(code), desk.clock.now())
        row = await session.get(StaffRow, found.staff_id) if found else None
    if row is None or not row.active:
        raise Expired
    box = await desk.keyring.box(scope_of(row.id), CONTACT)
    sign_in = box.unseal(SIGN_IN, row.sign_in_sealed) if row.sign_in_sealed else ""
    return Invited(box.unseal(NAME, row.name_sealed), sign_in)


async def accept(
    desk: Desk, code: str, password: str, language: Language = Language.NL, details: Details | None = None
) -> None:
    """Use an invitation: set the password (and, for the first account, who it is). Works once.

    Raises `Expired`, or `Unreadable` when the password or the details will not do; the link then still works.
    """
    invited = await look_at_invitation(desk, code)
    if invited.sign_in:
        details = Details(invited.name, invited.sign_in, invited.sign_in)
    else:
        details = (details or Details("", "")).checked()
    hashed = await _hash(password, details)
    async with desk.work() as work:
        found = await staff.invitation(work.session, fingerprint(code), work.now)
        row = await staff.by_id(work.session, found.staff_id) if found else None
        if found is None or row is None or not row.active:
            raise Expired
        if row.sign_in_index is None:
            await _name(desk, work, row, details)
        row.password_hash, row.language, found.used_at = hashed, language.value, work.now
        work.session.add_all([row, found])
        await _end_sessions(desk, row)
        work.note("staff.accepted", scope_of(row.id), row.id)


async def change_roles(desk: Desk, staff_id: str, roles: Collection[Role], *, by: str) -> None:
    """Give an account these roles and end its sessions; the last administrator stays one."""
    if not roles:
        raise Unreadable("roles", _NO_ROLE)
    async with desk.work() as work:
        row = await _known(work, staff_id)
        if await staff.roles_of(work.session, row.id) == frozenset(roles):
            return
        if Role.ADMIN not in roles:
            await _keep_one_admin(work, row)
        await staff.set_roles(work.session, row.id, roles)
        await _end_sessions(desk, row)
        work.note("staff.roles_changed", scope_of(row.id), by, roles=_listed(roles))


async def disable(desk: Desk, staff_id: str, *, by: str) -> None:
    """End an account: no sign-in, no session, no open invitation. Disabling twice is disabling once."""
    async with desk.work() as work:
        row = await _known(work, staff_id)
        if not row.active:
            return
        await _keep_one_admin(work, row)
        row.active = False
        work.session.add(row)
        await staff.drop_invitations(work.session, row.id)
        await _end_sessions(desk, row)
        work.note("staff.disabled", scope_of(row.id), by)


async def enable(desk: Desk, staff_id: str, *, by: str) -> None:
    """Take a disabled account back into use, with its old password and roles."""
    async with desk.work() as work:
        row = await _known(work, staff_id)
        if row.active:
            return
        row.active = True
        work.session.add(row)
        work.note("staff.enabled", scope_of(row.id), by)


async def _known(work: Work, staff_id: str) -> StaffRow:
    row = await staff.by_id(work.session, staff_id)
    if row is None:
        raise NotFound
    return row


async def _new_row(desk: Desk, work: Work, details: Details) -> StaffRow:
    row = StaffRow(id=str(uuid4()), name_sealed="", address_sealed="", created_at=work.now)
    await _name(desk, work, row, details)
    return row


async def _name(desk: Desk, work: Work, row: StaffRow, details: Details) -> None:
    """Seal who an account is for; a sign-in name belongs to one person."""
    box = await desk.keyring.box(scope_of(row.id), CONTACT)
    row.name_sealed, row.address_sealed = box.seal(NAME, details.name), box.seal(ADDRESS, details.address)
    if details.sign_in:
        index = desk.keyring.index(SIGN_IN, details.sign_in)
        if await staff.by_sign_in(work.session, index) is not None:
            raise Unreadable("sign_in", _TAKEN)
        row.sign_in_index, row.sign_in_sealed = index, box.seal(SIGN_IN, details.sign_in)
    work.session.add(row)
    await work.session.flush()


async def _new_link(desk: Desk, work: Work, row: StaffRow) -> str:
    code = new_code()
    await staff.drop_invitations(work.session, row.id)
    lasts = work.now + INVITATION_LASTS
    work.session.add(InvitationRow(fingerprint=fingerprint(code), staff_id=row.id, expires_at=lasts))
    return f"{desk.settings.web.public_url.rstrip('/')}{WELCOME}#{code}"


async def _hash(password: str, details: Details) -> str:
    wrong = passwords.objection(password, details.name, details.sign_in, details.address)
    if wrong is not None:
        raise Unreadable("password", wrong)
    return await passwords.make_hash(password)


async def _keep_one_admin(work: Work, row: StaffRow) -> None:
    admins = {admin.id for admin in await staff.at_work(work.session, [Role.ADMIN])}
    if admins == {row.id}:
        raise NotAllowedNow(_LAST_ADMIN)


async def _end_sessions(desk: Desk, row: StaffRow) -> None:
    """Before the commit: a crash in between signs somebody out needlessly, and never leaves a right behind."""
    await Sessions(desk.cabinet, desk.clock).close_all(row.id)


def _listed(roles: Collection[Role]) -> str:
    return ",".join(sorted(role.value for role in roles))
