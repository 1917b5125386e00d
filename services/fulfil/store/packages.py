"""The tables of answer packages, their links and the fresh codes that open them.

Links and codes are kept as fingerprints only. A package that was destroyed keeps its row: what it was and when it went.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store import FulfilTable
from services.fulfil.store.cases import CaseRow, DecisionRow
from shared.platform.instant import Instant


class PackageRow(FulfilTable, table=True):
    """The package of one approved decision; `number` is the decision's. `tries` counts wrong codes.

    `renewal` counts how often it was made anew because its link had expired; `hash` is the content that was checked.
    """

    __tablename__ = "package"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id")
    number: int
    object_name: str = Field(unique=True)
    bytes: int
    sha256: str
    built_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    destroyed_at: datetime | None = Field(default=None, sa_type=Instant)
    tries: int = 0
    fetched: int = 0
    hash: str
    renewal: int = 0


class DownloadLinkRow(FulfilTable, table=True):
    """The link that the requester got."""

    __tablename__ = "download_link"

    fingerprint: str = Field(primary_key=True)
    package_id: str = Field(foreign_key="package.id", index=True)


class DownloadCodeRow(FulfilTable, table=True):
    """A fresh code; `number` counts the codes of a case. Only the newest unused one opens the package."""

    __tablename__ = "download_code"

    case_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    package_id: str = Field(foreign_key="package.id", index=True)
    fingerprint: str
    made_at: datetime = Field(sa_type=Instant)
    valid_until: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class DownloadGrantRow(FulfilTable, table=True):
    """What a right code gave: for some hours the file may be fetched, in one go or in parts. `number` is the code's."""

    __tablename__ = "download_grant"

    fingerprint: str = Field(primary_key=True)
    package_id: str = Field(foreign_key="package.id", index=True)
    case_id: str
    number: int
    made_at: datetime = Field(sa_type=Instant)
    valid_until: datetime = Field(sa_type=Instant)
    begun_at: datetime | None = Field(default=None, sa_type=Instant)


def scope_of(package: PackageRow) -> str:
    """The key scope of a package: its own, so that the next package of a reopened case gets a fresh key."""
    return f"package:{package.id}"


async def decision_numbered(session: AsyncSession, case_id: str, number: int) -> DecisionRow | None:
    """The decision that a package belongs to."""
    query = select(DecisionRow).where(DecisionRow.case_id == case_id, DecisionRow.number == number)
    return (await session.exec(query)).first()


async def by_number(session: AsyncSession, case_id: str, number: int, renewal: int = 0) -> PackageRow | None:
    """The package of a case's decision, held against changes."""
    query = select(PackageRow).where(PackageRow.case_id == case_id, PackageRow.number == number)
    return (await session.exec(query.where(PackageRow.renewal == renewal).with_for_update())).first()


async def newest_of(session: AsyncSession, case_id: str, number: int) -> PackageRow | None:
    """The newest package of a decision."""
    query = select(PackageRow).where(PackageRow.case_id == case_id, PackageRow.number == number)
    return (await session.exec(query.order_by(col(PackageRow.renewal).desc()).limit(1))).first()


async def by_link(session: AsyncSession, fingerprint: str) -> PackageRow | None:
    """The package behind a link, held against changes (so that tries are counted one by one)."""
    link = await session.get(DownloadLinkRow, fingerprint)
    if link is None:
        return None
    return (await session.exec(select(PackageRow).where(PackageRow.id == link.package_id).with_for_update())).first()


async def case_of(session: AsyncSession, case_id: str) -> CaseRow | None:
    """The case of a package, to read."""
    return await session.get(CaseRow, case_id)


async def grant_to_change(session: AsyncSession, fingerprint: str) -> DownloadGrantRow | None:
    """A grant, held against changes, so that a download that comes in several parts at once is told once."""
    query = select(DownloadGrantRow).where(DownloadGrantRow.fingerprint == fingerprint).with_for_update()
    return (await session.exec(query)).first()


async def newest_code(session: AsyncSession, package_id: str) -> DownloadCodeRow | None:
    """The last code made for a package."""
    query = select(DownloadCodeRow).where(DownloadCodeRow.package_id == package_id)
    return (await session.exec(query.order_by(col(DownloadCodeRow.number).desc()).limit(1))).first()


async def last_code_number(session: AsyncSession, case_id: str) -> int:
    """How many codes this case has seen."""
    query = select(func.max(DownloadCodeRow.number)).where(DownloadCodeRow.case_id == case_id)
    return (await session.exec(query)).one() or 0


async def codes_since(session: AsyncSession, package_id: str, since: datetime) -> int:
    """How many codes were made for a package since `since`."""
    query = select(func.count()).select_from(DownloadCodeRow)
    mine = query.where(col(DownloadCodeRow.package_id) == package_id, col(DownloadCodeRow.made_at) > since)
    return (await session.exec(mine)).one()
