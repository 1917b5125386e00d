"""What the page of a verification says of the mails of its case: codes in words, and never an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.verify import case_store, ladder_store
from services.verify.rules.on_file import OnFile
from services.verify.rules.vouching import ORIGIN_LABELS, VOUCHED_LABELS, Sender, origin, vouched
from services.verify.rules.whose import Whose
from services.verify.store import Verification
from services.verify.usecases.looking_up import opened
from shared.contracts.people import ADDRESS, CONTACT, SENDER_INDEX
from shared.platform.desk import Desk


@dataclass(frozen=True)
class Mail:
    """One mail of the case; `is_request` for the one that opened it."""

    received_at: datetime
    sender: Sender
    is_request: bool


@dataclass(frozen=True)
class MailView:
    """The mails of a case, the request first. `warns`: one came from elsewhere than it should."""

    mails: Sequence[Mail]
    warns: bool


async def view(desk: Desk, row: Verification) -> MailView:
    """What there is to say of the mails of a case.

    Who acts for somebody else writes from their own address: only another one than that, and the one on file, warns.
    """
    async with desk.look() as session:
        later = await case_store.mails_of(session, row.case_id)
        entry = await ladder_store.entry_of(session, row)
    known = OnFile() if entry is None else await opened(desk, entry)
    box = await desk.keyring.box(row.person.scope, CONTACT)
    on_file = frozenset(mark(desk, address) for address in known.addresses)
    theirs = mark(desk, box.unseal(ADDRESS, row.person.address))
    senders = [(each.received_at, each.sender_mark, each.evidence, False) for each in later]
    if row.mail_evidence is not None:
        senders.insert(0, (row.received_at or row.opened_at, theirs, row.mail_evidence, True))
    may_write = on_file | {theirs} if row.agent_needed and row.proves is Whose.SUBJECT else on_file
    return MailView(
        mails=[
            Mail(at, Sender(origin(sent_by, on_file), vouched(evidence)), is_request)
            for at, sent_by, evidence, is_request in senders
        ],
        warns=bool(on_file) and any(sent_by not in may_write for _, sent_by, _, _ in senders),
    )


def mark(desk: Desk, address: str) -> str:
    """The keyed index of an address, as intake makes it of a sender."""
    return desk.keyring.index(SENDER_INDEX, address) if address else ""


async def on_page(desk: Desk, row: Verification) -> dict[str, Any]:
    """What the template of the mails needs."""
    return {"mails": await view(desk, row), "origins": ORIGIN_LABELS, "vouches": VOUCHED_LABELS}
