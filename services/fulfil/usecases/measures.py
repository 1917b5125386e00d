"""What extensions, pauses and fees share: proposed by one, approved by another exactly as it was seen, or taken back.

Until it is approved a proposal can be withdrawn or sent back, and a corrected one put in its place.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import date

from services.fulfil.rules.two_people import Measure, MeasureState, may_approve_measure, may_put
from services.fulfil.store.cases import CaseRow
from services.fulfil.store.measures import MeasureRow, living, living_of, next_number
from services.fulfil.usecases.casework import case_to_change, seal_note, tell, touch
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, EVIDENCE, WORDS
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, Unreadable
from shared.platform.sessions import Session
from shared.statetable import Verdict

WORDS_LONGEST = 1500  # bytes: sealed, with the rest of the message, they must fit 4 KiB
EVIDENCE_LONGEST = 600  # bytes, likewise


@dataclass(frozen=True)
class Content:
    """What is proposed: all that an approval is bound to."""

    what: Measure
    words: str
    parts: str = ""
    grounds: str = ""
    evidence: str = ""
    amount_cents: int | None = None
    cost_cents: int | None = None
    due: date | None = None

    def hash(self, row: CaseRow) -> str:
        """The content for this case and the receipt that its dates count from."""
        due = self.due.isoformat() if self.due else ""
        fee = [self.evidence, self.amount_cents, self.cost_cents]
        told = [self.what, self.words, self.parts, self.grounds, due, *fee]
        content = [row.id, row.received_at.isoformat(), row.kinds, *told]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def insist(verdict: Verdict) -> None:
    """Go on, or raise the verdict's no."""
    if not verdict.allowed:
        raise verdict.as_error()


def filled(field: str, text: str, longest: int) -> str:
    """A text that must be there; raises `Unreadable` for an empty or a long one."""
    text = text.strip()
    if not text:
        raise Unreadable(field, lazy("Fill this in."))
    if len(text.encode()) > longest:
        raise Unreadable(field, lazy("Use at most %(longest)s characters.", longest=longest))
    return text


async def put(desk: Desk, work: Work, by: Session, row: CaseRow, content: Content) -> None:
    """Put a measure before a second person; one of a kind at a time, and an extension once a term (D-10)."""
    insist(may_put(content.what, by.roles))
    if await living_of(work.session, row.id, content.what) is not None:
        raise NotAllowedNow(lazy("This was proposed or approved already for this case; it can be done once."))
    box, number = await desk.keyring.box(row.id, CONTACT), await next_number(work.session, row.id)
    work.session.add(
        MeasureRow(
            id=deterministic("measure", row.id, str(number)),
            case_id=row.id,
            number=number,
            what=str(content.what),
            parts=content.parts,
            grounds=content.grounds,
            words_sealed=box.seal(WORDS, content.words),
            evidence_sealed=box.seal(EVIDENCE, content.evidence) if content.evidence else None,
            amount_cents=content.amount_cents,
            cost_cents=content.cost_cents,
            due=content.due,
            content_hash=content.hash(row),
            proposed_by=by.staff_id,
            proposed_at=work.now,
        )
    )
    touch(work, row)
    tell(work, row, f"{content.what}_proposed", by.staff_id, codes={"measure": number})


async def agree(work: Work, by: Session, row: CaseRow, measure: MeasureRow, content: Content, seen: str) -> None:
    """Approve a measure, if it is still what this person saw; `content` is the proposal with the dates of now."""
    what = Measure(measure.what)
    insist(may_approve_measure(what, measure.proposed_by, by.staff_id, by.roles))
    now = content.hash(row)
    if not (hmac.compare_digest(now, measure.content_hash) and hmac.compare_digest(now, seen)):
        raise NotAllowedNow(lazy("What was proposed is not what you saw, or its dates changed. Open the case again."))
    measure.state = MeasureState.APPROVED.value
    measure.approved_by, measure.approved_at = by.staff_id, work.now
    work.session.add(measure)
    touch(work, row)
    tell(work, row, f"{what}_approved", by.staff_id, codes={"measure": measure.number})


async def content_of(desk: Desk, measure: MeasureRow, due: date | None) -> Content:
    """What was proposed, with the day that it leads to now."""
    box = await desk.keyring.box(measure.case_id, CONTACT)
    return Content(
        what=Measure(measure.what),
        words=box.unseal(WORDS, measure.words_sealed),
        parts=measure.parts,
        grounds=measure.grounds,
        evidence=_evidence(box, measure),
        amount_cents=measure.amount_cents,
        cost_cents=measure.cost_cents,
        due=due,
    )


def _evidence(box: Box, measure: MeasureRow) -> str:
    return box.unseal(EVIDENCE, measure.evidence_sealed) if measure.evidence_sealed else ""


async def proposed(work: Work, case_id: str, measure_id: str) -> MeasureRow:
    """The proposal that a form is about; raises `NotAllowedNow` when it is none any more."""
    measure = await work.session.get(MeasureRow, measure_id)
    if measure is None or measure.case_id != case_id or measure.state != MeasureState.PROPOSED:
        raise NotAllowedNow(lazy("This proposal does not wait any more."))
    return measure


async def send_back(desk: Desk, by: Session, case_id: str, version: int, measure_id: str, reason: str) -> None:
    """Return a proposal, with a word of why; for those who could approve it."""
    note = await seal_note(desk, case_id, filled("measure-reason", reason, 4000))
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        measure = await proposed(work, case_id, measure_id)
        insist(may_approve_measure(Measure(measure.what), measure.proposed_by, by.staff_id, by.roles))
        _end(work, measure, MeasureState.SENT_BACK, by.staff_id)
        touch(work, row)
        tell(work, row, "measure_sent_back", by.staff_id, note, codes={"what": measure.what})


async def withdraw(desk: Desk, by: Session, case_id: str, version: int, measure_id: str) -> None:
    """Take a proposal back; for those who could have made it."""
    async with desk.work() as work:
        row = await case_to_change(work, case_id, version)
        measure = await proposed(work, case_id, measure_id)
        insist(may_put(Measure(measure.what), by.roles))
        _end(work, measure, MeasureState.WITHDRAWN, by.staff_id)
        touch(work, row)
        tell(work, row, "measure_withdrawn", by.staff_id, codes={"what": measure.what})


async def withdraw_proposals(work: Work, row: CaseRow, actor: str) -> None:
    """The case is over: nothing waits any more."""
    for measure in await living(work.session, row.id):
        if measure.state == MeasureState.PROPOSED:
            _end(work, measure, MeasureState.WITHDRAWN, actor)


async def void(work: Work, row: CaseRow, actor: str) -> None:
    """The dates count from another receipt: what moved the earlier ones has no effect any more."""
    found = await living(work.session, row.id)
    row.extended_kinds, row.extension_id, row.paused_days, row.pause_id = "", None, 0, None
    work.session.add(row)
    await work.session.flush()  # the case refers to measures in force only
    for measure in found:
        _end(work, measure, MeasureState.VOID, actor)
    if found:
        tell(work, row, "measure_void", actor)


def end_as_void(work: Work, measure: MeasureRow, actor: str) -> None:
    """One measure has no effect, and nothing of the case's dates hangs on it."""
    _end(work, measure, MeasureState.VOID, actor)


def _end(work: Work, measure: MeasureRow, state: MeasureState, actor: str) -> None:
    measure.state, measure.ended_by, measure.ended_at = state.value, actor, work.now
    work.session.add(measure)
