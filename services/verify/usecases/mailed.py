"""A copy came by mail (R4.4-2, R6.1-1): judged in memory like an upload, kept only when it answers an open question.

It lies sealed in the handover until its fate is committed; then it is shredded there, at once or by the next round.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from services.verify import store
from services.verify.rules.mailed import Fate, wanted
from services.verify.rules.upload_link import MAX_TRIES
from services.verify.store import LinkState, MailedCopy, UploadLink, Verification
from services.verify.usecases.receiving import take_in
from services.verify.usecases.tools import Judged, examine_of, vault_of
from shared.contracts.intake import IdCopyMailed
from shared.contracts.people import ID
from shared.contracts.verify import CopyNotKept
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job, NotYet
from shared.platform.handover import Gone, Handover
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Channel, Verdict

FORGOTTEN_AFTER: Final = timedelta(hours=24)


async def take(desk: Desk, mailed: IdCopyMailed, job: Job) -> None:
    """Judge a mailed copy, commit what becomes of it, and destroy it where it lay."""
    fate, judged = await _look(desk, mailed)
    if judged is None or judged.picture is None or fate is not Fate.KEPT:
        async with job.work() as work:
            await _turn_away(work, mailed, fate, judged)
    else:
        await _keep(desk, mailed, judged, job)
    await clear(desk)


async def clear(desk: Desk) -> int:
    """Shred in the handover what was judged; returns how many."""
    async with desk.look() as session:
        waiting = await store.handed_over(session)
    for copy in waiting:
        await _handover(desk).remove(copy.handover)
        async with desk.work() as work:
            gone = await work.session.get_one(MailedCopy, (copy.incoming_id, copy.number))
            gone.removed_at = work.now
    return len(waiting)


async def destroy_forgotten(desk: Desk) -> int:
    """Shred what lies in the handover for a day and was never heard of; returns how many."""
    names = await _handover(desk).waiting_since(desk.clock.now() - FORGOTTEN_AFTER)
    for name in names:
        await _handover(desk).remove(name)
    if names:
        log.warning("handover.forgotten", count=len(names))
    return len(names)


def _handover(desk: Desk) -> Handover:
    return Handover(desk.cabinet, desk.keyring, desk.clock, ID)


async def _look(desk: Desk, mailed: IdCopyMailed) -> tuple[Fate, Judged | None]:
    """What should become of it; it is opened only when it was asked for. Raises `NotYet` when nobody has time."""
    async with desk.look() as session:
        verification = await session.get(Verification, mailed.case_id)
        unwanted = await _unwanted(session, verification)
    if unwanted is not None:
        return unwanted, None
    if not mailed.handover:
        return Fate.TOO_LARGE, None
    try:
        copy = await _handover(desk).open(mailed.handover)
    except (Gone, CannotOpen):
        return Fate.GONE, None
    judged = await examine_of(desk)(copy, None)
    if judged.busy:
        raise NotYet(mailed.incoming_id)
    usable = judged.picture is not None and judged.verdict not in {Verdict.UNREADABLE, Verdict.REJECTED}
    return (Fate.KEPT if usable else Fate.UNUSABLE), judged


async def _unwanted(session: AsyncSession, verification: Verification | None) -> Fate | None:
    if verification is None:
        return wanted(None, had_one=False)
    had_one = await store.had_copy(session, verification.case_id, verification.attempt)
    return wanted(verification.stands, had_one=had_one)


async def _keep(desk: Desk, mailed: IdCopyMailed, judged: Judged, job: Job) -> None:
    """Commit that the copy is here, unless another came in while this one was judged: then this one goes at once."""
    assert judged.picture is not None  # noqa: S101 -- the caller asked
    async with vault_of(desk).storing(judged.picture) as name, job.work() as work:
        verification = await store.claim(work.session, mailed.case_id)
        fate = await _unwanted(work.session, verification)
        if fate is None:
            link = await store.link_of(work.session, mailed.case_id, verification.attempt)
            take_in(desk, work, verification, name, judged, channel=Channel.MAIL, sender_proved=mailed.verified)
            _use_up(link)
            _write_down(work, mailed, Fate.KEPT, verification.attempt, judged)
        else:
            await _turn_away(work, mailed, fate, judged)
    if fate is not None:
        await vault_of(desk).destroy(name)


def _use_up(link: UploadLink | None) -> None:
    if link is not None and link.state == LinkState.OPEN:
        link.state = LinkState.USED


async def _turn_away(work: Work, mailed: IdCopyMailed, fate: Fate, judged: Judged | None) -> None:
    """Nothing is kept: note it, count it against the link, and tell whoever follows the case."""
    verification = await work.session.get(Verification, mailed.case_id)
    attempt = verification.attempt if verification is not None and fate is not Fate.NOT_ASKED else 0
    if fate is Fate.UNUSABLE and mailed.verified:
        # A stranger's mail, sent in another's name, may not use up that person's tries.
        await _count(work, mailed.case_id, attempt)
    _write_down(work, mailed, fate, attempt, judged)
    work.say(
        CopyNotKept(
            case_id=mailed.case_id,
            at=work.now,
            incoming_id=mailed.incoming_id,
            number=mailed.number,
            attempt=attempt,
            why=fate.value,
        )
    )


async def _count(work: Work, case_id: str, attempt: int) -> None:
    link = await store.link_of(work.session, case_id, attempt)
    if link is not None and link.state == LinkState.OPEN:
        link.tries += 1
        link.state = LinkState.VOID if link.tries >= MAX_TRIES else LinkState.OPEN


def _write_down(work: Work, mailed: IdCopyMailed, fate: Fate, attempt: int, judged: Judged | None) -> None:
    findings = () if judged is None else judged.findings
    work.session.add(
        MailedCopy(
            incoming_id=mailed.incoming_id,
            number=mailed.number,
            case_id=mailed.case_id,
            attempt=attempt,
            received_at=mailed.received_at,
            judged_at=work.now,
            sender_proved=mailed.verified,
            fate=fate,
            findings=store.as_json(findings),
            handover=mailed.handover,
        )
    )
    kinds = ",".join(sorted({str(finding["kind"]) for finding in findings}))
    what, message, proved = f"identity.mailed_copy_{fate}", mailed.incoming_id, mailed.verified
    work.note(what, mailed.case_id, SYSTEM, attempt=attempt, message=message, proved=proved, kinds=kinds)
