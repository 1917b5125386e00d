"""The tables of staff: accounts, their roles, and one-time invitations.

Names, addresses and sign-in names are sealed in `contact` of the scope `staff:<id>`; a sign-in name is found again by
its blind index. Of an invitation only the fingerprint of its code is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Field, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from shared.contracts.people import Person
from shared.platform.insert import insert_once
from shared.platform.instant import Instant
from shared.vocabulary import Language, Role

SIGN_IN = "staff.sign_in"
"""The sealed field of a sign-in name, and the purpose of its blind index."""


class StaffRow(FulfilTable, table=True):
    """One account. It is invited until it has a password; a disabled one keeps its row for the audit trail."""

    __tablename__ = "staff"

    id: str = Field(primary_key=True)
    name_sealed: str  # contact, person.name
    address_sealed: str  # contact, person.address
    sign_in_index: str | None = Field(default=None, unique=True)
    sign_in_sealed: str | None = None  # contact, staff.sign_in
    password_hash: str | None = None
    language: str = Language.NL.value
    active: bool = True
    created_at: datetime = Field(sa_type=Instant)


class StaffRoleRow(FulfilTable, table=True):
    """One role of one account."""

    __tablename__ = "staff_role"

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    role: str = Field(primary_key=True)


class InvitationRow(FulfilTable, table=True):
    """A one-time link to set a password."""

    __tablename__ = "invitation"

    fingerprint: str = Field(primary_key=True)
    staff_id: str = Field(foreign_key="staff.id")
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class SignInTryRow(FulfilTable, table=True):
    """Wrong tries under a sign-in name, whether or not anybody has it: both must look and cost the same."""

    __tablename__ = "sign_in_try"

    sign_in_index: str = Field(primary_key=True)
    failed: int = 0
    last_at: datetime = Field(sa_type=Instant)


@dataclass(frozen=True)
class StaffContact:
    """Whom to write to."""

    staff_id: str
    person: Person


def scope_of(staff_id: str) -> str:
    """The key scope of an account's personal fields."""
    return f"staff:{staff_id}"


def person_of(row: StaffRow) -> Person:
    """The account's name and address as they travel, sealed."""
    return Person(
        scope=scope_of(row.id), name=row.name_sealed, address=row.address_sealed, language=Language(row.language)
    )


def is_at_work(row: StaffRow) -> bool:
    """Whether this account can sign in: it has a password and is not disabled."""
    return row.active and row.password_hash is not None


async def by_id(session: AsyncSession, staff_id: str) -> StaffRow | None:
    """An account, held against changes until the transaction ends."""
    return (await session.exec(select(StaffRow).where(StaffRow.id == staff_id).with_for_update())).first()


async def by_sign_in(session: AsyncSession, index: str) -> StaffRow | None:
    """The account with this blind index of a sign-in name, held against changes."""
    return (await session.exec(select(StaffRow).where(StaffRow.sign_in_index == index).with_for_update())).first()


async def everybody(session: AsyncSession) -> Sequence[StaffRow]:
    """Every account, oldest first."""
    return (await session.exec(select(StaffRow).order_by(col(StaffRow.created_at), col(StaffRow.id)))).all()


async def roles_of(session: AsyncSession, staff_id: str) -> frozenset[Role]:
    """The roles of an account."""
    rows = await session.exec(select(StaffRoleRow.role).where(StaffRoleRow.staff_id == staff_id))
    return frozenset(Role(role) for role in rows)


async def set_roles(session: AsyncSession, staff_id: str, roles: Collection[Role]) -> None:
    """Replace the roles of an account."""
    await session.exec(delete(StaffRoleRow).where(col(StaffRoleRow.staff_id) == staff_id))
    session.add_all([StaffRoleRow(staff_id=staff_id, role=role.value) for role in sorted(set(roles))])
    await session.flush()


async def at_work(session: AsyncSession, roles: Collection[Role]) -> list[StaffRow]:
    """The accounts that can sign in and have one of `roles`, held against changes."""
    having = select(StaffRoleRow.staff_id).where(col(StaffRoleRow.role).in_([role.value for role in roles]))
    rows = await session.exec(
        select(StaffRow).where(col(StaffRow.id).in_(having)).order_by(col(StaffRow.id)).with_for_update()
    )
    return [row for row in rows if is_at_work(row)]


async def active_roles(session: AsyncSession) -> frozenset[Role]:
    """The roles that somebody who can sign in holds."""
    working = select(StaffRow.id).where(col(StaffRow.active), col(StaffRow.password_hash).is_not(None))
    rows = await session.exec(select(StaffRoleRow.role).where(col(StaffRoleRow.staff_id).in_(working)))
    return frozenset(Role(role) for role in rows)


async def recipients(session: AsyncSession, roles: Collection[Role]) -> list[StaffContact]:
    """Whom a letter to the holders of `roles` goes to, each once."""
    having = select(StaffRoleRow.staff_id).where(col(StaffRoleRow.role).in_([role.value for role in roles]))
    rows = await session.exec(select(StaffRow).where(col(StaffRow.id).in_(having)).order_by(col(StaffRow.id)))
    return [StaffContact(row.id, person_of(row)) for row in rows if is_at_work(row)]


async def count_try(session: AsyncSession, index: str, now: datetime, most: int, forget_after: timedelta) -> bool:
    """Count one more try before it is made; False when there were `most` of them not longer ago than that."""
    await session.exec(delete(SignInTryRow).where(col(SignInTryRow.last_at) <= now - forget_after))
    fresh = {"sign_in_index": index, "failed": 0, "last_at": now}
    await insert_once(await session.connection(), SignInTryRow.metadata.tables[SignInTryRow.__tablename__], [fresh])
    mine = select(SignInTryRow).where(SignInTryRow.sign_in_index == index).with_for_update()
    row = (await session.exec(mine)).one()
    if row.failed >= most:
        return False
    row.failed, row.last_at = row.failed + 1, now
    session.add(row)
    return True


async def forget_tries(session: AsyncSession, index: str) -> None:
    """The right password came: what went wrong before does not count any more."""
    await session.exec(delete(SignInTryRow).where(col(SignInTryRow.sign_in_index) == index))


async def invitation(session: AsyncSession, fingerprint: str, now: datetime) -> InvitationRow | None:
    """The invitation with this fingerprint if it can still be used, held against a second use."""
    query = select(InvitationRow).where(InvitationRow.fingerprint == fingerprint).with_for_update()
    found = (await session.exec(query)).first()
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    return found


async def drop_invitations(session: AsyncSession, staff_id: str) -> None:
    """Take back the open invitations of an account: only the newest link works."""
    mine = col(InvitationRow.staff_id) == staff_id
    await session.exec(delete(InvitationRow).where(mine, col(InvitationRow.used_at).is_(None)))
