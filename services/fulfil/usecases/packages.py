"""The answer package: built once two people approved, kept sealed, destroyed on its last day (R6.1-2, R6-9).

Building is slow work: the row is leased, the ZIP is sealed while it is made, and the package, its link and the word to
notify are committed together. For an answer without a package only the word goes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from services.fulfil import dossier
from services.fulfil.rules.access_content import AccessContent
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
from services.fulfil.usecases.casework import kinds_of, person_of, tell
from services.fulfil.usecases.packing import contents
from shared.contracts.envelope import deterministic
from shared.contracts.fulfil import AnswerApproved, PackageAsked, PackageExpires
from shared.contracts.people import CONTACT, LINK, PKG
from shared.platform.crash import crash_point
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Job, LostLease
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Category, DecisionOutcome, ErasureOutcome, Kind, TaskOutcome

WITH_PACKAGE: Final = frozenset({Kind.ACCESS, Kind.PORTABILITY})
DOWNLOAD: Final = "/download"


@dataclass(frozen=True)
class Answer:
    """An approved answer with what was found for it."""

    case: CaseRow
    decision: DecisionRow
    tasks: Sequence[TaskRow]
    choices: Mapping[str, Choice]
    """What becomes of what was found, by task."""

    @property
    def has_package(self) -> bool:
        """Whether there is something to hand over: a copy was asked for, and not refused (AVG 15(3), 20)."""
        granted = self.decision.outcome != DecisionOutcome.REFUSED
        return granted and not WITH_PACKAGE.isdisjoint(kinds_of(self.case))

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
    content: AccessContent
    left_out: bool


async def ask_for_package(desk: Desk, work: Work, case: CaseRow, decision: DecisionRow) -> None:
    """Let the answer be prepared, after this transaction; the same decision is prepared once."""
    del desk
    work.schedule(PackageAsked(case_id=case.id, at=work.now, number=decision.number), work.now)


async def on_package_asked(desk: Desk, message: PackageAsked, job: Job) -> None:
    """Build the package if the answer has one, then say that the answer may go."""
    answer = await _approved(desk, message)
    if answer is None:
        async with job.work() as work:
            work.note("package.not_built", message.case_id, SYSTEM, number=message.number)
        return
    built = await _build(desk, answer, job.attempt) if answer.has_package else None
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
        tasks = await tasks_of(session, message.case_id)
        choices = {id_: row.choice() for id_, row in (await choices_of(session, message.case_id)).items()}
    if case is None or decision is None or decision.state != DecisionState.APPROVED:
        return None
    if not may_disclose(State(case.state), case.identity in SETTLED).allowed:
        return None
    return Answer(case, decision, tasks, choices)


async def _hand_over(desk: Desk, work: Work, answer: Answer, built: Built | None) -> None:
    """Commit the package with its link, its last day and the word to notify, all at once."""
    case, decision = answer.case, answer.decision
    expires = work.now + timedelta(days=desk.settings.download.expiry_days)
    address = ""
    if built is not None:
        code = new_code()
        built.row.built_at, built.row.expires_at = work.now, expires
        work.session.add(built.row)
        await work.session.flush()  # the link points at it
        work.session.add(DownloadLinkRow(fingerprint=fingerprint(code), package_id=built.row.id))
        work.schedule(PackageExpires(case_id=case.id, at=work.now, number=decision.number), expires)
        tell(work, case, "package_built", SYSTEM, codes={"bytes": built.row.bytes, "number": decision.number})
        log.info("package.built", case=case.id, bytes=built.row.bytes)
        address = f"{desk.settings.web.public_url.rstrip('/')}{DOWNLOAD}#{code}"
    left_out = built is not None and built.left_out
    work.say(
        AnswerApproved(
            case_id=case.id,
            at=work.now,
            number=decision.number,
            reference=case.reference,
            requester=person_of(case),
            kinds=list(kinds_of(case)),
            outcome=DecisionOutcome(decision.outcome),
            words=decision.reasons_sealed,
            link=(await desk.keyring.box(case.id, CONTACT)).seal(LINK, address),
            expires_at=expires,
            withheld=decision.withheld or left_out,
            b_recht=decision.b_recht or left_out,
            facts=built.content.facts() if built else {},
            found=answer.found,
            searched=sorted({Category(task.category) for task in answer.tasks}),
            erasure=letter_lines(answer.fates()),
        )
    )


async def _build(desk: Desk, answer: Answer, attempt: int) -> Built:
    """Put the sealed ZIP on the shelf, under a name of this attempt."""
    number = answer.decision.number
    now = desk.clock.now()
    row = PackageRow(
        id=deterministic("package", answer.case.id, str(number)),
        case_id=answer.case.id,
        number=number,
        object_name="",
        bytes=0,
        sha256="",
        built_at=now,
        expires_at=now,
    )
    row.object_name = f"{row.id}-{attempt}"
    package = await contents(desk, answer.case, answer.decision, answer.tasks)
    box = await desk.keyring.box(packages.scope_of(row), PKG)
    path = path_of(desk, row)
    stored = await asyncio.to_thread(shelf.fill, path, box, row.id, partial(dossier.write, package))
    row.bytes, row.sha256 = stored.bytes, stored.sha256
    left_out = any(left.what is not Hidden.BSN for left in package.left_out)
    return Built(row, package.content, left_out)


async def on_package_expires(desk: Desk, message: PackageExpires, work: Work) -> None:
    """The last day: the key is destroyed, then the file; what stays is the row that says so (R6-9)."""
    row = await packages.by_number(work.session, message.case_id, message.number)
    if row is None or row.destroyed_at is not None:
        return
    await desk.keyring.destroy(packages.scope_of(row), PKG)
    crash_point("fulfil.package.key_destroyed")
    await asyncio.to_thread(shelf.remove, shelf_of(desk), row.id)
    row.destroyed_at = work.now
    work.session.add(row)
    case = await find_case(work.session, row.case_id)
    if case is not None:
        tell(work, case, "package_destroyed", SYSTEM, codes={"number": row.number})


def shelf_of(desk: Desk) -> Path:
    """The directory of sealed packages."""
    return Path(desk.settings.data_dir) / "packages"


def path_of(desk: Desk, row: PackageRow) -> Path:
    """The sealed file of a package; its name is ours alone."""
    return shelf_of(desk) / f"{row.object_name}.sealed"
