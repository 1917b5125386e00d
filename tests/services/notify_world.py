"""The service with a mail server beside it, and what the other services would say about one case."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from services.notify.rules.sending import Archive
from services.notify.usecases.tools import LOOK_UP
from shared.contracts.envelope import Envelope
from shared.contracts.fulfil import (
    AnswerApproved,
    CaseClosed,
    CaseTriaged,
    DeadlineNear,
    DownloadCodeAsked,
    StatusTold,
)
from shared.contracts.people import CAME_FROM, CODE, LINK, WORDS
from shared.contracts.verify import (
    AddressAsked,
    ContactChanged,
    CopyReceived,
    CopyRejected,
    IdentityNotNeeded,
    IdentityRefused,
    IdentityRequested,
    IdentityVerified,
)
from shared.vocabulary import DecisionOutcome, Kind, Level, Method
from tests.services.notify_desk import CASE, REFERENCE, START, Notify, make_settings, running
from tests.services.test_smtp import Postbox, box, serving

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWER_BY = START + 15 * DAY
OLD = "sam@oldmail.example"
CONFIRM = "https://desk.example/identity/confirm#abcdefghijklmnopqrstuvwxyz"
UPLOAD = "https://desk.example/identity/upload#upload-code-7"
DOWNLOAD = "https://desk.example/download#download-code-7"
ACCESS_FACTS = {
    "confirmation": "yes",
    "purposes": "P02",
    "categories": "C01; C13",
    "recipients": "package",
    "retention": "needed_for_purpose",
    "sources": "yourself",
    "automated": "no_automated_decisions",
    "transfers": "no_transfers",
}


@dataclass
class Bureau:
    """The service and the mail server that takes its letters."""

    notify: Notify
    postbox: Postbox

    def mails(self) -> list[EmailMessage]:
        """The mails that the server took."""
        raw = [e.original_content or b"" for e in self.postbox.taken]
        return [message_from_bytes(each, policy=default) for each in raw]

    def subjects(self) -> list[str]:
        """Their subjects."""
        return [str(mail["Subject"]) for mail in self.mails()]

    def text(self, number: int = -1) -> str:
        """The words of one mail, without its line breaks."""
        part = self.mails()[number].get_body(("plain",))
        assert part is not None
        return " ".join(part.get_content().split())

    async def states(self) -> dict[str, str]:
        """Each letter's state; a skipped or failed one with its reason."""
        return {d.letter: f"{d.state}: {d.reason}" if d.reason else d.state for d in await self.notify.deliveries()}

    def has_archive(self, says: Archive | None) -> None:
        """Let there be an archive with this answer."""

        async def look_up(_message_id: str) -> Archive | None:
            return says

        self.notify.desk.tools[LOOK_UP] = look_up


@asynccontextmanager
async def bureau_in(directory: Path, **overrides: Any) -> AsyncIterator[Bureau]:
    """A notify service with a mail server that behaves, until a test spoils it."""
    postbox = Postbox()
    async with serving(box(postbox)) as smtp:
        given = {"host": smtp.host, "port": smtp.port, "timeout_seconds": 2}
        async with running(make_settings(directory, given, **overrides)) as notify:
            yield Bureau(notify, postbox)


async def asked(notify: Notify, attempt: int = 1) -> IdentityRequested:
    """Verify asked for a copy."""
    return IdentityRequested(
        case_id=CASE,
        at=notify.clock.now(),
        attempt=attempt,
        reference=REFERENCE,
        requester=await notify.person(),
        link=await notify.seal(LINK, UPLOAD),
        why="no_address_on_file",
        answer_by=ANSWER_BY,
    )


async def address_asked(notify: Notify, number: int = 1, *, to: str = OLD, by_staff: bool = True) -> AddressAsked:
    """Verify asks the address on file."""
    return AddressAsked(
        case_id=CASE,
        at=notify.clock.now(),
        number=number,
        reference=REFERENCE,
        on_file=await notify.person(to, "Sam on File"),
        came_from=await notify.seal(CAME_FROM, "s•••@c•••.example"),
        link=await notify.seal(LINK, CONFIRM),
        code=await notify.seal(CODE, "48291302"),
        valid_until=notify.clock.now() + timedelta(minutes=30),
        by_staff=by_staff,
    )


async def contact_changed(notify: Notify, *, voided: bool = True) -> ContactChanged:
    """The contact data changes."""
    old = await notify.person(OLD, "Sam on File")
    return ContactChanged(case_id=CASE, at=notify.clock.now(), number=1, reference=REFERENCE, old=old, voided=voided)


async def refused_copy(notify: Notify, attempt: int = 1) -> CopyRejected:
    """Verify refused a copy and made a new link."""
    facts = (await asked(notify, attempt)).model_dump(exclude={"type", "why"})
    return CopyRejected(**facts, reasons=["face", "mrz"])


async def verified(notify: Notify) -> IdentityVerified:
    """Verify knows who it is."""
    return IdentityVerified(
        case_id=CASE,
        at=notify.clock.now(),
        method=Method.REDACTED_COPY,
        level=Level.L3,
        by="s1",
        reference=REFERENCE,
        requester=await notify.person(),
    )


async def status(notify: Notify, number: int = 1) -> StatusTold:
    """Fulfil tells how far it is."""
    return StatusTold(
        case_id=CASE,
        at=notify.clock.now(),
        number=number,
        reference=REFERENCE,
        requester=await notify.person(),
        words=await notify.seal(WORDS, "We hebben in alle systemen gezocht."),
        expected=date(2026, 11, 20),
        statutory_due=date(2026, 12, 2),
    )


async def answer(notify: Notify, **changes: Any) -> AnswerApproved:
    """Fulfil's answer."""
    facts: dict[str, Any] = {
        "case_id": CASE,
        "at": notify.clock.now(),
        "reference": REFERENCE,
        "requester": await notify.person(),
        "kinds": [Kind.ACCESS],
        "outcome": DecisionOutcome.GRANTED,
        "words": await notify.seal(WORDS, "Alles staat in de download."),
        "link": await notify.seal(LINK, DOWNLOAD),
        "expires_at": START + 14 * DAY,
        "withheld": False,
        "b_recht": False,
        "facts": ACCESS_FACTS,
    }
    return AnswerApproved(**(facts | changes))


async def code(notify: Notify, number: int = 1) -> DownloadCodeAsked:
    """The requester asked for a code."""
    return DownloadCodeAsked(
        case_id=CASE,
        at=notify.clock.now(),
        number=number,
        reference=REFERENCE,
        requester=await notify.person(),
        code=await notify.seal(CODE, "482 913"),
        valid_until=notify.clock.now() + 30 * MINUTE,
    )


async def near(notify: Notify, staff_id: str = "s1") -> DeadlineNear:
    """Fulfil warns one member of staff."""
    scope = f"staff:{staff_id}"
    return DeadlineNear(
        case_id=CASE,
        at=notify.clock.now(),
        alarm="work_due_soon",
        staff_id=staff_id,
        reference=REFERENCE,
        staff=await notify.person(f"{staff_id}@desk.example", "Noor Bakker", scope=scope),
        work_due=date(2026, 12, 2),
        statutory_due=date(2026, 12, 2),
        state="in_progress",
    )


async def closed(notify: Notify) -> CaseClosed:
    """The case ended."""
    return CaseClosed(case_id=CASE, at=notify.clock.now(), outcome="granted")


async def received(notify: Notify) -> Envelope:
    """A copy came in."""
    return CopyReceived(case_id=CASE, at=notify.clock.now(), attempt=1)


async def refused(notify: Notify) -> Envelope:
    """Nobody knows who it is."""
    return IdentityRefused(case_id=CASE, at=notify.clock.now(), by="s1")


async def not_needed(notify: Notify) -> Envelope:
    """A person saw that no proof is needed."""
    return IdentityNotNeeded(case_id=CASE, at=notify.clock.now(), rule="R4-1")


async def triaged(notify: Notify, number: int = 1, kind: Kind = Kind.ACCESS) -> CaseTriaged:
    """A person confirmed what is asked."""
    return CaseTriaged(
        case_id=CASE,
        at=notify.clock.now(),
        number=number,
        reference=REFERENCE,
        kinds=[kind],
        requester=await notify.person(),
        statutory_due=date(2026, 12, 2),
        work_due=date(2026, 12, 2),
        by="s1",
    )
