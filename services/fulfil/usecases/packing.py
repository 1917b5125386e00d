"""Putting a package together from its draft: masking, naming files, and setting all in order; only texts in memory."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from services.fulfil import dossier
from services.fulfil.dossier import Attached, Controller, Entry, LeftFile, Package, Unfound
from services.fulfil.rules.access_words import AccessWords
from services.fulfil.rules.entry_names import entry_name
from services.fulfil.rules.masking import Words, hide
from services.fulfil.store.cases import CaseRow, DecisionRow, TaskRow
from services.fulfil.usecases.access_letters import content_of
from services.fulfil.usecases.casework import kinds_of, local_day
from services.fulfil.usecases.drafts import Draft, FileSource, Source
from shared.contracts.people import CONTACT, NAME, WORDS
from shared.platform.desk import Desk
from shared.vocabulary import Category, Kind, Language, TaskOutcome


async def contents(
    desk: Desk, case: CaseRow, decision: DecisionRow, tasks: Sequence[TaskRow], draft: Draft, words: AccessWords | None
) -> Package:
    """Everything that goes into the package of this decision, masked (R2.2A-1, R3-2, R3-3, R3-6).

    `words` are those of an access answer; without them only what the requester gave goes along (AVG 20).
    """
    person = (await desk.keyring.box(case.person_scope, CONTACT)).unseal(NAME, case.name_sealed)
    in_place, whole = dossier.masking_words(Language(case.language)), words is not None
    sources = [source for source in draft.sources if whole or source.provided]
    files = [file for file in draft.files if whole or file.provided]
    vain = [task for task in tasks if task.outcome == TaskOutcome.NOTHING_FOUND and whole]
    return Package(
        reference=case.reference,
        language=Language(case.language),
        requester=person,
        received_on=local_day(case.received_at),
        built_at=desk.clock.now().astimezone(ZoneInfo(desk.settings.timezone)),
        statement_version=case.statement_version,
        explanation=(await desk.keyring.box(case.id, CONTACT)).unseal(WORDS, decision.reasons_sealed),
        controller=_controller(desk),
        entries=tuple(_entry(source, draft, in_place) for source in sources),
        unfound=tuple(Unfound(Category(task.category), task.system) for task in vain),
        content=content_of(tasks),
        words=words,
        portable=Kind.PORTABILITY in kinds_of(case),
        files=_attached(files, draft),
        left_files=tuple(
            LeftFile(file.category, file.system, made.reason) for file in files if (made := draft.left(file))
        ),
    )


def _controller(desk: Desk) -> Controller:
    given = desk.settings.controller
    return Controller(given.name, given.kvk, given.address, given.phone, given.email, given.fg_name)


def _entry(source: Source, draft: Draft, words: Words) -> Entry:
    masked = hide(source.text, draft.hidden(source), words)
    return Entry(
        source.category,
        source.system,
        source.outcome,
        masked.text,
        masked.hidden,
        kept_until=source.kept_until,
        provided=source.provided,
    )


def _attached(files: Sequence[FileSource], draft: Draft) -> tuple[Attached, ...]:
    going = [file for file in files if draft.left(file) is None]
    return tuple(
        Attached(
            category=each.category,
            system=each.system,
            name=entry_name(each.category, each.system, number, each.file.name),
            size=each.file.size,
            sha256=each.file.sha256,
            pieces=each.file.pieces,
            provided=each.provided,
        )
        for number, each in enumerate(going, start=1)
    )
