"""Putting a package together: unsealing what was found, masking it, and setting it in order; all in memory."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from services.fulfil import dossier
from services.fulfil.dossier import Controller, Entry, Package, Unfound
from services.fulfil.rules.access_content import DESK, access_content
from services.fulfil.rules.masking import mask
from services.fulfil.store.cases import TASK_TEXT, CaseRow, DecisionRow, TaskRow
from services.fulfil.usecases.casework import local_day
from shared.contracts.people import ADDRESS, CONTACT, CORR, EXCERPT, NAME, SUBJECT, WORDS
from shared.platform.desk import Desk
from shared.vocabulary import Category, Language, TaskOutcome


async def contents(desk: Desk, case: CaseRow, decision: DecisionRow, tasks: Sequence[TaskRow]) -> Package:
    """Everything that goes into the package of this decision, masked (R2.2A-1, R3-2, R3-3, R3-6)."""
    person = (await desk.keyring.box(case.person_scope, CONTACT)).unseal(NAME, case.name_sealed)
    entries = [*await _own_record(desk, case), *await _found(desk, case, tasks)]
    entries.sort(key=lambda entry: (entry.category, entry.system != DESK))
    vain = [task for task in tasks if task.outcome == TaskOutcome.NOTHING_FOUND]
    return Package(
        reference=case.reference,
        language=Language(case.language),
        requester=person,
        received_on=local_day(case.received_at),
        built_at=desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)),
        statement_version=case.statement_version,
        explanation=(await desk.keyring.box(case.id, CONTACT)).unseal(WORDS, decision.reasons_sealed),
        controller=_controller(desk),
        entries=tuple(entries),
        unfound=tuple(Unfound(Category(task.category), task.system) for task in vain),
        content=access_content((entry.category, entry.system) for entry in entries),
    )


def _controller(desk: Desk) -> Controller:
    given = desk.settings.controller
    return Controller(given.name, given.kvk, given.address, given.phone, given.email, given.fg_name)


async def _found(desk: Desk, case: CaseRow, tasks: Sequence[TaskRow]) -> list[Entry]:
    box = await desk.keyring.box(case.id, CORR)
    found = [task for task in tasks if task.outcome in {TaskOutcome.FOUND, TaskOutcome.KEPT}]
    texts = [box.unseal(TASK_TEXT, task.text_sealed) if task.text_sealed else "" for task in found]
    return [_entry(desk, case, task, text) for task, text in zip(found, texts, strict=True)]


def _entry(desk: Desk, case: CaseRow, task: TaskRow, text: str) -> Entry:
    category, own = Category(task.category), (desk.settings.controller.phone, desk.settings.controller.kvk)
    masked = mask(category, text, dossier.masking_words(Language(case.language)), own)
    return Entry(
        category, task.system, TaskOutcome(task.outcome or ""), masked.text, masked.hidden, kept_until=task.kept_until
    )


async def _own_record(desk: Desk, case: CaseRow) -> list[Entry]:
    """What this desk itself holds of the requester is part of the answer (R2.2-8)."""
    contact = await desk.keyring.box(case.person_scope, CONTACT)
    corr = await desk.keyring.box(case.id, CORR)
    person = "\n".join((contact.unseal(NAME, case.name_sealed), contact.unseal(ADDRESS, case.address_sealed)))
    asked = corr.unseal(SUBJECT, case.subject_sealed), corr.unseal(EXCERPT, case.excerpt_sealed)
    asked_text = "\n\n".join(part for part in (f"{case.reference} · {local_day(case.received_at)}", *asked) if part)
    words = dossier.masking_words(Language(case.language))
    texts = {Category.C01: person, Category.C11: asked_text}
    masked = {category: mask(category, text, words) for category, text in texts.items()}
    return [Entry(c, DESK, TaskOutcome.FOUND, done.text, done.hidden) for c, done in masked.items()]
