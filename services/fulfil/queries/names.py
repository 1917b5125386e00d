"""Names for pages: unsealed when they are shown, and empty when their key was destroyed."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.store.routes import all_holders
from services.fulfil.store.staff import everybody, person_of
from shared.contracts.people import CONTACT, NAME
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk


async def unsealed(desk: Desk, scope: str, compartment: str, field: str, sealed: str | None) -> str:
    """The text of one sealed field; empty when there is none or it cannot be opened any more."""
    if not sealed:
        return ""
    try:
        return (await desk.keyring.box(scope, compartment)).unseal(field, sealed)
    except CannotOpen:
        return ""


async def staff_names(desk: Desk, session: AsyncSession) -> dict[str, str]:
    """The names of all staff by id, those of former colleagues too."""
    people = [(row.id, person_of(row)) for row in await everybody(session)]
    return {id_: await unsealed(desk, who.scope, CONTACT, NAME, who.name) for id_, who in people}


async def holder_names(session: AsyncSession) -> dict[str, str]:
    """The names of all data holders, by how the line of time knows them."""
    return {f"holder:{row.id}": row.name for row in await all_holders(session)}
