"""The second person's check of a package: masks added and taken away, each with a reason, and the release (R3-4).

Every change voids a check that was made before it. The approval and the build compare what was checked with what is.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from services.fulfil.rules.access_words import AccessWords
from services.fulfil.rules.guards import may_approve
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.mask_changes import BY_PEOPLE, WHOLE, Turn, may_release, may_show
from services.fulfil.rules.masking import Hidden
from services.fulfil.store.cases import CaseRow, DecisionRow
from services.fulfil.store.finding import proposal_of, tasks_of
from services.fulfil.store.releases import MASK_REASON, MaskChangeRow, MaskCheckRow, check_of, forget_check
from services.fulfil.usecases.access_letters import words_of
from services.fulfil.usecases.casework import case_to_change, seal_note, tell, touch
from services.fulfil.usecases.drafts import Draft, FileSource, Source, draft_of, has_package
from shared.contracts.people import CONTACT, WORDS
from shared.platform.crypto import new_code
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import NotAllowedNow, NotFound, Unreadable
from shared.platform.sessions import Session

MOST_PLACES = 200  # of one text, hidden at once
MEGA = 1_000_000

Place = tuple[int, int]
Either = TypeVar("Either", Source, FileSource)


@dataclass(frozen=True)
class Pending:
    """The package of a proposed answer as the second person sees it; `said` are the words of an access answer."""

    case: CaseRow
    decision: DecisionRow
    draft: Draft
    said: AccessWords | None
    reasons: str
    check: MaskCheckRow | None

    @property
    def is_checked(self) -> bool:
        """Whether somebody checked exactly this."""
        return self.check is not None and self.check.hash == self.draft.hash


async def pending(desk: Desk, by: Session, case_id: str) -> Pending | None:
    """What waits for a check, if anything does; that this person saw it is noted (R1.3-1). Raises `NotFound`."""
    async with desk.look() as session:
        case = await session.get(CaseRow, case_id)
        if case is None:
            raise NotFound
        decision = await proposal_of(session, case_id)
        if case.state != State.AWAITING_APPROVAL or decision is None or not has_package(case, decision):
            return None
        draft = await draft_of(desk, session, case, decision, await tasks_of(session, case_id))
        said = await words_of(desk, session, case_id, decision.number)
        row = await check_of(session, case_id, decision.number)
    reasons = (await desk.keyring.box(case_id, CONTACT)).unseal(WORDS, decision.reasons_sealed)
    async with desk.work() as work:
        work.note("package.viewed", case_id, by.staff_id)
    return Pending(case, decision, draft, said, reasons, row)


@dataclass(frozen=True)
class Looking:
    """A second person who looks at the package of a proposed answer, within one transaction."""

    desk: Desk
    work: Work
    by: Session
    case: CaseRow
    decision: DecisionRow
    draft: Draft


@asynccontextmanager
async def _looking(desk: Desk, by: Session, case_id: str, version: int) -> AsyncIterator[Looking]:
    """Raises `NotAllowedNow` when nothing waits, and for who proposed it (R2-4)."""
    async with desk.work() as work:
        case = await case_to_change(work, case_id, version)
        decision = await proposal_of(work.session, case_id)
        if case.state != State.AWAITING_APPROVAL or decision is None or not has_package(case, decision):
            raise NotAllowedNow(lazy("No package waits for a check now."))
        verdict = may_approve(decision.proposed_by, by.staff_id)
        if not verdict.allowed:
            raise verdict.as_error()
        tasks = await tasks_of(work.session, case_id)
        draft = await draft_of(desk, work.session, case, decision, tasks)
        yield Looking(desk, work, by, case, decision, draft)


async def hide_words(
    desk: Desk, by: Session, case_id: str, version: int, source_id: str, words: str, what: Hidden, reason: str
) -> int:
    """Hide these words wherever they stand in one text; returns in how many places."""
    if what not in BY_PEOPLE:
        raise Unreadable("what", lazy("Make a choice."))
    async with _looking(desk, by, case_id, version) as looking:
        source = _one(looking.draft.sources, source_id)
        places = _places(source.text, words.strip())
        taken = {made.change.place for made in looking.draft.of(source) if made.change.turn is Turn.HIDE}
        fresh = [place for place in places if place not in taken]
        await _keep(looking, source.id, source.mark, Turn.HIDE, fresh, what, reason)
        await _changed(looking, "mask_added", places=len(places))
        return len(places)


async def show_passage(
    desk: Desk, by: Session, case_id: str, version: int, source_id: str, place: Place, reason: str
) -> None:
    """Take a mask of the desk away; never that of a secret (R3-2)."""
    async with _looking(desk, by, case_id, version) as looking:
        source = _one(looking.draft.sources, source_id)
        passage = next((each for each in source.found if (each.start, each.end) == place), None)
        if passage is None:
            raise NotFound
        verdict = may_show(passage.what)
        if not verdict.allowed:
            raise verdict.as_error()
        await _keep(looking, source.id, source.mark, Turn.SHOW, [place], passage.what, reason)
        await _changed(looking, "mask_taken_away", what=str(passage.what))


async def leave_file(desk: Desk, by: Session, case_id: str, version: int, source_id: str, reason: str) -> None:
    """Leave a whole file out of the package; the reason goes to the requester."""
    async with _looking(desk, by, case_id, version) as looking:
        source = _one(looking.draft.files, source_id)
        if looking.draft.left(source) is None:
            await _keep(looking, source.id, source.file.sha256, Turn.HIDE, [WHOLE], Hidden.OTHERS, reason)
            await _changed(looking, "file_left_out")


async def undo(desk: Desk, by: Session, case_id: str, version: int, change_id: str) -> None:
    """Undo a change: what was added goes away, what was taken away comes back."""
    async with _looking(desk, by, case_id, version) as looking:
        row = await looking.work.session.get(MaskChangeRow, change_id)
        if row is None or row.case_id != case_id or row.undone_at is not None:
            raise NotFound
        row.undone_by, row.undone_at = by.staff_id, looking.work.now
        looking.work.session.add(row)
        await _changed(looking, "mask_undone")


async def check(desk: Desk, by: Session, case_id: str, version: int, seen: str) -> None:
    """Say that all of it was looked at and may go out, as it was shown: `seen` is its fingerprint."""
    async with _looking(desk, by, case_id, version) as looking:
        now = looking.draft.hash
        if not hmac.compare_digest(seen, now):
            raise NotAllowedNow(lazy("What goes into the package changed while you looked. Look at it again."))
        _insist_on_size(desk, looking.draft)
        await forget_check(looking.work.session, case_id, looking.decision.number)
        looking.work.session.add(
            MaskCheckRow(
                case_id=case_id,
                number=looking.decision.number,
                hash=now,
                proposed_by=looking.decision.proposed_by,
                checked_by=by.staff_id,
                checked_at=looking.work.now,
            )
        )
        touch(looking.work, looking.case)
        tell(looking.work, looking.case, "package_checked", by.staff_id, codes={"number": looking.decision.number})


async def insist_on_check(desk: Desk, work: Work, case: CaseRow, decision: DecisionRow, draft: Draft) -> None:
    """Refuse to approve an answer whose package was not checked by a second person, as it stands now."""
    row = await check_of(work.session, case.id, decision.number)
    verdict = may_release(
        proposed_by=decision.proposed_by,
        checked_by=row.checked_by if row else None,
        checked=row.hash if row else "",
        now=draft.hash,
    )
    if not verdict.allowed:
        raise verdict.as_error()
    _insist_on_size(desk, draft)


def _insist_on_size(desk: Desk, draft: Draft) -> None:
    most = desk.settings.download.max_mb
    if draft.size > most * MEGA:
        have = -(-draft.size // MEGA)
        raise NotAllowedNow(
            lazy(
                "The files are %(have)s MB together, and a package holds at most %(most)s MB. Leave files out here and "
                "hand them over another way, or ask the administrator to raise download.max_mb.",
                have=have,
                most=most,
            )
        )


async def _keep(
    looking: Looking, source: str, mark: str, turn: Turn, places: Iterable[Place], what: Hidden, reason: str
) -> None:
    if not reason.strip():
        raise Unreadable("reason", lazy("Say why, in a few words."))
    sealed = await seal_note(looking.desk, looking.case.id, reason, MASK_REASON)
    for start, end in places:
        looking.work.session.add(
            MaskChangeRow(
                id=new_code(),
                case_id=looking.case.id,
                source=source,
                mark=mark,
                turn=str(turn),
                start=start,
                end=end,
                what=str(what),
                reason_sealed=sealed or "",
                made_by=looking.by.staff_id,
                made_at=looking.work.now,
            )
        )


async def _changed(looking: Looking, event: str, **codes: str | int) -> None:
    """What was checked before is void, and pages that show the case are out of date."""
    await forget_check(looking.work.session, looking.case.id, looking.decision.number)
    touch(looking.work, looking.case)
    tell(looking.work, looking.case, event, looking.by.staff_id, codes=codes)


def _places(text: str, words: str) -> list[Place]:
    """Where these words stand in a text; raises `Unreadable` when nowhere, or in too many places."""
    places: list[Place] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(places) < MOST_PLACES:
        places.append((at, at + len(words)))
        at = text.find(words, at + len(words))
    if not places:
        raise Unreadable("words", lazy("These words do not stand in the text. Copy them from it exactly."))
    if at >= 0:
        raise Unreadable("words", lazy("These words stand there too often. Choose a longer part."))
    return places


def _one(found: Iterable[Either], wanted: str) -> Either:
    one = next((each for each in found if each.id == wanted), None)
    if one is None:
        raise NotFound
    return one
