"""What would go into a package as things stand: every text with what is hidden in it, every file, and one fingerprint.

The second person's check, the approval and the build each make this anew and compare fingerprints (R3-4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from services.fulfil.rules.access_content import DESK
from services.fulfil.rules.mask_changes import WHOLE, Change, Turn, gives_package, hidden_passages, release_hash
from services.fulfil.rules.masking import Hidden, Passage, passages
from services.fulfil.rules.provided import is_provided
from services.fulfil.rules.tasks import Action
from services.fulfil.store.cases import TASK_TEXT, CaseRow, DecisionRow, TaskRow
from services.fulfil.store.releases import MASK_REASON, MaskChangeRow, living_changes
from services.fulfil.usecases.casework import kinds_of, local_day
from services.fulfil.usecases.task_files import TaskFile, files_of
from shared.contracts.people import ADDRESS, CONTACT, CORR, EXCERPT, NAME, SUBJECT
from shared.platform.desk import Desk
from shared.vocabulary import Category, DecisionOutcome, TaskOutcome


@dataclass(frozen=True)
class Source:
    """One text as it was found. `mark` says which version of it this is; `found` is what the desk would hide."""

    id: str
    mark: str
    category: Category
    system: str
    outcome: TaskOutcome
    text: str
    found: tuple[Passage, ...]
    kept_until: date | None = None
    provided: bool = False


@dataclass(frozen=True)
class FileSource:
    """One file, and the task that it answers."""

    id: str
    category: Category
    system: str
    file: TaskFile
    provided: bool


@dataclass(frozen=True)
class Made:
    """A change that a person made, with its reason in clear."""

    row: MaskChangeRow
    reason: str

    @property
    def change(self) -> Change:
        """As the rules see it."""
        return Change(Turn(self.row.turn), self.row.start, self.row.end, Hidden(self.row.what))


@dataclass(frozen=True)
class Draft:
    """All that would go into a package now."""

    sources: tuple[Source, ...]
    files: tuple[FileSource, ...]
    changes: tuple[Made, ...]
    about: str
    """The fingerprint of the proposed answer."""

    def of(self, source: Source | FileSource) -> list[Made]:
        """The changes that hold for a text or file as it is now."""
        mark = source.mark if isinstance(source, Source) else source.file.sha256
        return [made for made in self.changes if (made.row.source, made.row.mark) == (source.id, mark)]

    def hidden(self, source: Source) -> list[Passage]:
        """What is hidden of a text in the end."""
        return hidden_passages(source.found, [made.change for made in self.of(source)])

    def left(self, file: FileSource) -> Made | None:
        """Why a file stays behind, if it does."""
        return next((made for made in self.of(file) if made.change.place == WHOLE), None)

    @property
    def size(self) -> int:
        """The length of all files that go along."""
        return sum(each.file.size for each in self.files if self.left(each) is None)

    @property
    def hash(self) -> str:
        """The fingerprint of all of it."""
        texts = [
            [s.id, s.mark, s.outcome, str(s.kept_until), [[p.start, p.end, p.what] for p in self.hidden(s)]]
            for s in self.sources
        ]
        files = [[f.id, f.file.sha256, f.file.size, f.file.name, self.left(f) is None] for f in self.files]
        return release_hash([["about", self.about], *texts, *files])


def has_package(case: CaseRow, decision: DecisionRow) -> bool:
    """Whether this answer comes with a package."""
    return gives_package(kinds_of(case), DecisionOutcome(decision.outcome))


async def draft_of(
    desk: Desk, session: AsyncSession, case: CaseRow, decision: DecisionRow, tasks: Sequence[TaskRow]
) -> Draft:
    """What would go into the package of this decision."""
    found = [task for task in tasks if task.outcome in {TaskOutcome.FOUND, TaskOutcome.KEPT}]
    sources = [*await _own_record(desk, case), *await _found(desk, case, found)]
    box = await desk.keyring.box(case.id, CORR)
    changes = await living_changes(session, case.id)
    return Draft(
        sources=tuple(sorted(sources, key=lambda each: (each.category, each.system != DESK, each.system))),
        files=await _files(desk, case, found),
        changes=tuple(Made(row, box.unseal(MASK_REASON, row.reason_sealed)) for row in changes),
        about=decision.content_hash,
    )


async def _found(desk: Desk, case: CaseRow, tasks: Sequence[TaskRow]) -> list[Source]:
    box = await desk.keyring.box(case.id, CORR)
    owner = desk.settings.controller
    made = []
    for task in tasks:
        text = box.unseal(TASK_TEXT, task.text_sealed) if task.text_sealed else ""
        category = Category(task.category)
        made.append(
            Source(
                id=task.id,
                mark=_mark(task.text_sealed or ""),
                category=category,
                system=task.system,
                outcome=TaskOutcome(task.outcome or ""),
                text=text,
                found=tuple(passages(category, text, (owner.phone, owner.kvk))),
                kept_until=task.kept_until,
                provided=_is_provided(task),
            )
        )
    return made


def _is_provided(task: TaskRow) -> bool:
    actions = [Action(action) for action in task.actions.split(",")]
    return task.outcome == TaskOutcome.FOUND and is_provided(Category(task.category), task.system, actions)


async def _own_record(desk: Desk, case: CaseRow) -> list[Source]:
    """What this desk itself holds of the requester is part of the answer (R2.2-8)."""
    contact = await desk.keyring.box(case.person_scope, CONTACT)
    corr = await desk.keyring.box(case.id, CORR)
    person = "\n".join((contact.unseal(NAME, case.name_sealed), contact.unseal(ADDRESS, case.address_sealed)))
    asked = corr.unseal(SUBJECT, case.subject_sealed), corr.unseal(EXCERPT, case.excerpt_sealed)
    asked_text = "\n\n".join(part for part in (f"{case.reference} · {local_day(case.received_at)}", *asked) if part)
    texts = {
        Category.C01: (person, case.name_sealed + case.address_sealed),
        Category.C11: (asked_text, case.subject_sealed + case.excerpt_sealed),
    }
    return [
        Source(f"desk:{c}", _mark(sealed), c, DESK, TaskOutcome.FOUND, text, tuple(passages(c, text)))
        for c, (text, sealed) in texts.items()
    ]


async def _files(desk: Desk, case: CaseRow, tasks: Sequence[TaskRow]) -> tuple[FileSource, ...]:
    known = {task.id: task for task in tasks}
    files = [file for file in await files_of(desk, case.id) if file.task_id in known]
    made = [
        FileSource(
            id=f"file:{number}:{file.task_id}",
            category=Category(known[file.task_id].category),
            system=known[file.task_id].system,
            file=file,
            provided=_is_provided(known[file.task_id]),
        )
        for number, file in enumerate(files, start=1)
    ]
    return tuple(sorted(made, key=lambda each: (each.category, each.system)))


def _mark(sealed: str) -> str:
    """Which version of a sealed text this is: sealing the same words again gives another mark."""
    return hashlib.sha256(sealed.encode()).hexdigest()
