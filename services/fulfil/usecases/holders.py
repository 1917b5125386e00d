"""Who keeps data and how they are reached: an address or a staff account, and who stands in for them."""

from __future__ import annotations

from dataclasses import dataclass

from services.fulfil.store.routes import (
    LONGEST_NAME,
    HolderRow,
    all_holders,
    holder_named,
    holder_scope,
    holder_to_change,
)
from services.fulfil.store.staff import by_id
from services.fulfil.usecases.accounts import Details
from services.fulfil.usecases.routing import TABLE, holder_id, stamp, take_over, unchanged
from shared.contracts.people import ADDRESS, CONTACT
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotFound, Unreadable
from shared.platform.sessions import Session
from shared.vocabulary import Language


@dataclass(frozen=True)
class Reach:
    """How a holder is reached; address and account are not both given, and neither need be."""

    address: str = ""
    staff_id: str = ""
    stand_in: str = ""
    """The id of another holder, or empty."""
    language: Language = Language.NL


def address_index(desk: Desk, address: str) -> str:
    """By this a link knows whether a holder still has the address that it was sent to."""
    return desk.keyring.index("holder.address", address)


async def add(desk: Desk, by: Session, name: str, reach: Reach) -> str:
    """Add a holder under the name of a job or a team; returns its id."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise Unreadable("name", lazy("Give a name of at most %(longest)s signs.", longest=LONGEST_NAME))
    async with desk.work() as work:
        await take_over(desk, work)
        if await holder_named(work.session, name) is not None:
            raise Unreadable("name", lazy("There is a holder with this name already."))
        row = HolderRow(id=holder_id(name), name=name, changed_by=by.staff_id, changed_at=work.now)
        await _set(desk, work, row, reach)
        stamp(work, row, by.staff_id)
        work.note("holder.added", TABLE, by.staff_id, holder=row.id)
        return row.id


async def change(desk: Desk, by: Session, wanted: str, version: int, reach: Reach) -> None:
    """Change how a holder is reached, if nobody did since the form was shown; links to an old address end."""
    async with desk.work() as work:
        await take_over(desk, work)
        row = await holder_to_change(work.session, wanted)
        if row is None:
            raise NotFound
        await unchanged(desk, work, row, version)
        await _set(desk, work, row, reach)
        stamp(work, row, by.staff_id)
        work.note("holder.changed", TABLE, by.staff_id, holder=row.id, **_codes(row))


def _codes(row: HolderRow) -> dict[str, str | bool]:
    return {"mailed": row.address_sealed is not None, "account": bool(row.staff_id), "stand_in": row.stand_in or ""}


async def _set(desk: Desk, work: Work, row: HolderRow, reach: Reach) -> None:
    if reach.address.strip() and reach.staff_id:
        raise Unreadable("address", lazy("Give an address or an account, not both."))
    row.address_sealed, row.address_index = None, ""
    if reach.address.strip():
        address = Details(row.name, reach.address).checked().address
        row.address_sealed = (await desk.keyring.box(holder_scope(row.id), CONTACT)).seal(ADDRESS, address)
        row.address_index = address_index(desk, address)
    if reach.staff_id:
        account = await by_id(work.session, reach.staff_id)
        if account is None or not account.active:
            raise Unreadable("staff_id", lazy("Choose an account that is in use."))
    if reach.stand_in and reach.stand_in not in {each.id for each in await all_holders(work.session)} - {row.id}:
        raise Unreadable("stand_in", lazy("Choose another holder."))
    row.staff_id, row.stand_in, row.language = reach.staff_id or None, reach.stand_in or None, reach.language.value
