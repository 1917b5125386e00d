"""Who received data, and that they are told of what was corrected, erased or restricted (art. 19); and who stays out.

Telling a recipient happens outside the desk; a case with such a kind is not closed before each one is told, or a reason
stands beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from services.fulfil.rules.telling import may_close, needs_telling
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.disclosures import (
    NOT_TOLD_WHY,
    RECIPIENT,
    DisclosureRow,
    SuppressionRow,
    Told,
    disclosures_of,
    next_disclosure,
)
from services.fulfil.usecases.casework import case_to_change, kinds_of, seal_note, tell, touch
from services.fulfil.usecases.measures import filled, insist
from shared.contracts.envelope import deterministic
from shared.contracts.people import ADDRESS, CONTACT
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow
from shared.platform.sessions import Session
from shared.statetable import SYSTEM
from shared.vocabulary import Category

RECIPIENT_LONGEST, REASON_LONGEST = 200, 1000
SUPPRESSION = "suppression.address"


async def note_recipient(
    desk: Desk,
    by: Session,
    case_id: str,
    version: int,
    recipient: str,
    categories: Collection[Category],
    disclosed_on: date | None,
) -> None:
    """Write down who got which data; the name is sealed."""
    name = filled("recipient", recipient, RECIPIENT_LONGEST)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        number = await next_disclosure(work.session, case_id)
        work.session.add(
            DisclosureRow(
                id=deterministic("disclosure", case_id, str(number)),
                case_id=case_id,
                number=number,
                recipient_sealed=await seal_note(desk, case_id, name, RECIPIENT),
                categories=",".join(sorted(categories)),
                disclosed_on=disclosed_on,
                noted_by=by.staff_id,
                noted_at=work.now,
            )
        )
        touch(work, row)
        tell(work, row, "recipient_noted", by.staff_id, codes={"recipient": number})


async def settle_recipient(
    desk: Desk, by: Session, case_id: str, version: int, disclosure_id: str, *, why_not: str | None
) -> None:
    """Note that a recipient was told, or with `why_not` that it was impossible or took disproportionate effort."""
    reason = None if why_not is None else filled("why-not", why_not, REASON_LONGEST)
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        found = await work.session.get(DisclosureRow, disclosure_id, with_for_update=True)
        if found is None or found.case_id != case_id or found.state != Told.TO_TELL:
            raise NotAllowedNow(lazy("This recipient does not wait any more."))
        found.state = (Told.TOLD if reason is None else Told.NOT_TOLD).value
        found.reason_sealed = await seal_note(desk, case_id, reason, NOT_TOLD_WHY) if reason else None
        found.settled_by, found.settled_at = by.staff_id, work.now
        work.session.add(found)
        touch(work, row)
        event = "recipient_told" if reason is None else "recipient_not_told"
        tell(work, row, event, by.staff_id, codes={"recipient": found.number})


async def insist_all_told(work: Work, row: CaseRow) -> None:
    """A case that corrected, erased or restricted is not closed while a recipient waits (art. 19)."""
    if needs_telling(kinds_of(row)):
        rows = await disclosures_of(work.session, row.id)
        insist(may_close(sum(each.state == Told.TO_TELL for each in rows)))


async def suppress(desk: Desk, work: Work, row: CaseRow) -> None:
    """Keep the fingerprint of the address, so that a mailing list can be checked for it; not the address (R6-5)."""
    address = (await desk.keyring.box(row.person_scope, CONTACT)).unseal(ADDRESS, row.address_sealed)
    fingerprint = mark_of(desk, address)
    if fingerprint and await work.session.get(SuppressionRow, fingerprint) is None:
        work.session.add(SuppressionRow(fingerprint=fingerprint, added_at=work.now, case_id=row.id))
        work.note("address.suppressed", row.id, SYSTEM)


def mark_of(desk: Desk, address: str) -> str:
    """The keyed fingerprint of an address; empty for none."""
    plain = address.strip().lower()
    return desk.keyring.index(SUPPRESSION, plain) if plain else ""


async def suppressed(desk: Desk, addresses: Collection[str]) -> list[str]:
    """Which of these addresses may not come back into a mailing list, in their order."""
    found = []
    async with desk.look() as session:
        for address in dict.fromkeys(addresses):
            mark = mark_of(desk, address)
            if mark and await session.get(SuppressionRow, mark) is not None:
                found.append(address)
    return found
