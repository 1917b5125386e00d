"""The answer package: built once two people approved, kept sealed, destroyed on its last day (R6.1-2, R6-9).

Building is slow work: the row is leased, the ZIP is sealed while it is made, and the package, its link and the word to
notify are committed together. For an answer without a package only the word goes out. What is built is what a second
person checked, or nothing goes out at all (R3-4).
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.fulfil.dossier import NotAsApproved, Package
from services.fulfil.rules.erasure import Choice, letter_lines
from services.fulfil.rules.guards import may_disclose
from services.fulfil.rules.lifecycle import State
from services.fulfil.rules.masking import Hidden
from services.fulfil.rules.tasks import Action
from services.fulfil.store import packages, shelf
from services.fulfil.store.cases import SETTLED, CaseRow, DecisionRow, DecisionState, TaskRow
from services.fulfil.store.erasing import choices_of, needs_choice
from services.fulfil.store.finding import find_case, tasks_of
from services.fulfil.store.packages import DownloadLinkRow, PackageRow
from services.fulfil.store.releases import BuildRow, BuildState, MaskCheckRow, check_of
from services.fulfil.usecases.access_letters import usual_words, wants_words, words_of
from services.fulfil.usecases.building import build, build_row, shelf_of
from services.fulfil.usecases.casework import kinds_of, person_of, tell
from services.fulfil.usecases.drafts import Draft, draft_of, has_package
from services.fulfil.usecases.packing import contents
from shared.contracts.envelope import deterministic
from shared.contracts.fulfil import AnswerApproved, PackageRenewed
from shared.contracts.fulfil_timers import PackageAsked, PackageExpires
from shared.contracts.people import CONTACT, LINK, PKG
from shared.platform.crash import crash_point
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job, LostLease
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Category, DecisionOutcome, ErasureOutcome, TaskOutcome

DOWNLOAD: Final = "/download"


@dataclass(frozen=True)
class Answer:
    """An approved answer with what was found for it, and the check of its package."""

    case: CaseRow
    decision: DecisionRow
    tasks: Sequence[TaskRow]
    draft: Draft
    check: MaskCheckRow | None
    choices: Mapping[str, Choice]
    """What becomes of what was found, by task."""

    @property
    def has_package(self) -> bool:
        """Whether there is something to hand over."""
        return has_package(self.case, self.decision)

    @property
    def is_as_checked(self) -> bool:
        """Whether what would be built is what a second person looked at."""
        return self.check is not None and self.check.hash == self.draft.hash

    @property
    def found(self) -> bool:
        """Whether a holder found anything; with nothing to look for, the answer is about something all the same."""
        return not self.tasks or any(task.outcome != TaskOutcome.NOTHING_FOUND for task in self.tasks)

    def fates(self) -> list[tuple[str, Choice]]:
        """Each category with what becomes of it in one system; one that was looked for and not found once."""
        chosen = [(task.category, self.choices[task.id]) for task in self.tasks if self._decided(task)]
        there = {category for category, _ in chosen}
        gone = {task.category for task in self.tasks if Action.ERASE in task.actions.split(",")} - there
        return [*chosen, *((category, Choice(ErasureOutcome.NOT_FOUND)) for category in sorted(gone))]

    def _decided(self, task: TaskRow) -> bool:
        return needs_choice(task) and task.id in self.choices


@dataclass(frozen=True)
class Built:
    """A package on the shelf that no row tells of yet."""

    row: PackageRow
    package: Package

    @property
    def left_out(self) -> bool:
        """Whether more is left out than the first digits of a number."""
        return bool(self.package.left_files) or any(left.what is not Hidden.BSN for left in self.package.left_out)


async def ask_for_package(work: Work, case: CaseRow, decision: DecisionRow, renewal: int = 0) -> None:
    """Let the answer be prepared, after this transaction; the same decision is prepared once (and once a renewal)."""
    if has_package(case, decision):
        work.session.add(build_row(case.id, decision.number, renewal, work.now))
    asked = PackageAsked(case_id=case.id, at=work.now, number=decision.number, renewal=renewal)
    work.schedule(asked, work.now)


async def on_package_asked(desk: Desk, message: PackageAsked, job: Job) -> None:
    """Build the package if the answer has one, then say that the answer may go."""
    answer = await _approved(desk, message)
    if answer is None:
        async with job.work() as work:
            work.note("package.not_built", message.case_id, SYSTEM, number=message.number)
        return
    try:
        built = await _build(desk, job, answer, message.renewal) if answer.has_package else None
    except NotAsApproved:
        async with job.work() as work:
            await _stop(work, answer, message.renewal)
        return
    crash_point("fulfil.package.built")
    try:
        async with job.work() as work:
            await _hand_over(desk, work, answer, built)
    except LostLease:
        if built is not None:
            await asyncio.to_thread(shelf.remove, shelf_of(desk), built.row.object_name)
        raise


async def _approved(desk: Desk, message: PackageAsked) -> Answer | None:
    """The answer as approved; None when the case was opened again before it could go."""
    async with desk.look() as session:
        case = await session.get(CaseRow, message.case_id)
        decision = await packages.decision_numbered(session, message.case_id, message.number)
        if case is None or decision is None or decision.state != DecisionState.APPROVED:
            return None
        if not may_disclose(State(case.state), case.identity in SETTLED).allowed:
            return None
        tasks = await tasks_of(session, message.case_id)
        draft = await draft_of(desk, session, case, decision, tasks)
        choices = {id_: row.choice() for id_, row in (await choices_of(session, message.case_id)).items()}
        return Answer(case, decision, tasks, draft, await check_of(session, case.id, decision.number), choices)


async def _build(desk: Desk, job: Job, answer: Answer, renewal: int) -> Built:
    """Put the sealed ZIP on the shelf, under a name of this attempt; raises `NotAsApproved`."""
    if answer.check is None or not answer.is_as_checked:
        raise NotAsApproved(answer.decision.id)
    row = _row(desk, answer, answer.check, renewal, job.attempt)
    case, decision, tasks = answer.case, answer.decision, answer.tasks
    async with desk.look() as session:
        said = await words_of(desk, session, case.id, decision.number)
    if said is None and wants_words(case, DecisionOutcome(decision.outcome)):
        said = usual_words(desk, case, tasks)  # an answer from before these words were kept
    package = await contents(desk, case, decision, tasks, answer.draft, said)
    stored = await build(desk, job, row, package)
    row.bytes, row.sha256 = stored.bytes, stored.sha256
    return Built(row, package)


def _row(desk: Desk, answer: Answer, check: MaskCheckRow, renewal: int, attempt: int) -> PackageRow:
    case, number, now = answer.case, answer.decision.number, desk.clock.now()
    id_ = deterministic("package", case.id, str(number), *([str(renewal)] if renewal else []))
    return PackageRow(
        id=id_,
        case_id=case.id,
        number=number,
        object_name=f"{id_}-{attempt}",
        bytes=0,
        sha256="",
        built_at=now,
        expires_at=now,
        hash=check.hash,
        renewal=renewal,
    )


async def _stop(work: Work, answer: Answer, renewal: int) -> None:
    """What would go out is not what was checked: nothing goes, and staff see why."""
    case, number = answer.case, answer.decision.number
    row = await work.session.get(BuildRow, (case.id, number, renewal)) or build_row(case.id, number, renewal, work.now)
    row.state, row.trouble, row.changed_at = BuildState.STOPPED.value, "changed", work.now
    work.session.add(row)
    tell(work, case, "package_stopped", SYSTEM, codes={"number": number})
    log.warning("package.stopped", case=case.id)


async def _hand_over(desk: Desk, work: Work, answer: Answer, built: Built | None) -> None:
    """Commit the package with its link, its last day and the word to notify, all at once."""
    expires = work.now + timedelta(days=desk.settings.download.expiry_days)
    address = ""
    if built is not None:
        code = new_code()
        await _shelve(work, answer, built, code)
        expiry = PackageExpires(case_id=answer.case.id, at=work.now, number=built.row.number, renewal=built.row.renewal)
        built.row.expires_at = expires
        work.schedule(expiry, expires)
        address = f"{desk.settings.web.public_url.rstrip('/')}{DOWNLOAD}#{code}"
    link = (await desk.keyring.box(answer.case.id, CONTACT)).seal(LINK, address)
    if built is not None and built.row.renewal:
        work.say(_renewed(work, answer, built.row, link))
    else:
        work.say(_answered(work, answer, built, link).model_copy(update={"expires_at": expires}))


async def _shelve(work: Work, answer: Answer, built: Built, code: str) -> None:
    row = built.row
    row.built_at = row.expires_at = work.now
    work.session.add(row)
    await work.session.flush()  # the link points at it
    work.session.add(DownloadLinkRow(fingerprint=fingerprint(code), package_id=row.id))
    making = await work.session.get(BuildRow, (row.case_id, row.number, row.renewal))
    if making is not None:
        making.state, making.done_bytes, making.changed_at = BuildState.DONE.value, making.total_bytes, work.now
        work.session.add(making)
    tell(work, answer.case, "package_built", SYSTEM, codes={"bytes": row.bytes, "number": row.number})
    log.info("package.built", case=row.case_id, bytes=row.bytes)


def _answered(work: Work, answer: Answer, built: Built | None, link: str) -> AnswerApproved:
    case, decision = answer.case, answer.decision
    left_out = built is not None and built.left_out
    return AnswerApproved(
        case_id=case.id,
        at=work.now,
        number=decision.number,
        reference=case.reference,
        requester=person_of(case),
        kinds=list(kinds_of(case)),
        outcome=DecisionOutcome(decision.outcome),
        words=decision.reasons_sealed,
        link=link,
        expires_at=work.now,
        withheld=decision.withheld or left_out,
        b_recht=decision.b_recht or left_out,
        facts=built.package.content.facts() if built else {},
        found=answer.found,
        searched=sorted({Category(task.category) for task in answer.tasks}),
        erasure=letter_lines(answer.fates()),
    )


def _renewed(work: Work, answer: Answer, row: PackageRow, link: str) -> PackageRenewed:
    return PackageRenewed(
        case_id=answer.case.id,
        at=work.now,
        number=row.number,
        renewal=row.renewal,
        reference=answer.case.reference,
        requester=person_of(answer.case),
        link=link,
        expires_at=row.expires_at,
    )


async def on_package_expires(desk: Desk, message: PackageExpires, work: Work) -> None:
    """The last day: the key is destroyed, then the file; what stays is the row that says so (R6-9)."""
    row = await packages.by_number(work.session, message.case_id, message.number, message.renewal)
    if row is None or row.destroyed_at is not None:
        return
    await desk.keyring.destroy(packages.scope_of(row), PKG)
    crash_point("fulfil.package.key_destroyed")
    await asyncio.to_thread(shelf.remove, shelf_of(desk), row.object_name)
    row.destroyed_at = work.now
    work.session.add(row)
    case = await find_case(work.session, row.case_id)
    if case is not None:
        tell(work, case, "package_destroyed", SYSTEM, codes={"number": row.number})
