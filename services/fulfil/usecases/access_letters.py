"""The words of an access answer: proposed from configuration, completed by the handler, kept (R2.2A-1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from services.fulfil import dossier
from services.fulfil.rules.access_content import NAMED, AccessContent, access_content
from services.fulfil.rules.access_words import POINT_LABELS, AccessWords, missing
from services.fulfil.store.cases import CaseRow, TaskRow
from services.fulfil.store.releases import ACCESS_WORDS, AccessWordsRow
from services.fulfil.usecases.casework import kinds_of
from shared.contracts.people import CORR
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import Unreadable
from shared.vocabulary import Category, DecisionOutcome, Kind, Language, TaskOutcome

LONGEST = 4000  # characters of one point


def wants_words(case: CaseRow, outcome: DecisionOutcome) -> bool:
    """Whether the answer is one to a request for access that is not refused."""
    return Kind.ACCESS in kinds_of(case) and outcome is not DecisionOutcome.REFUSED


class Answered(Protocol):
    """A task as far as it matters here."""

    @property
    def category(self) -> str:
        """Its category."""
        ...

    @property
    def system(self) -> str:
        """Where it was looked for."""
        ...

    @property
    def outcome(self) -> str | None:
        """What came of it."""
        ...


def content_of(tasks: Iterable[Answered]) -> AccessContent:
    """The codes of what an access answer must say, by where data was found."""
    found = [task for task in tasks if task.outcome in {TaskOutcome.FOUND, TaskOutcome.KEPT}]
    return access_content((Category(task.category), task.system) for task in found)


def usual_words(desk: Desk, case: CaseRow, tasks: Iterable[Answered]) -> AccessWords:
    """What the desk proposes; a recipient whose name is not configured ends with a colon and waits for it."""
    language, content, given = Language(case.language), content_of(tasks), desk.settings.access_letter

    def lines(section: str, codes: Sequence[str]) -> str:
        return "\n".join(dossier.words(section, code, language) for code in codes)

    return AccessWords(
        recipients="\n".join(_recipient(code, language, given) for code in content.recipients),
        sources=lines("sources", content.sources),
        retention=lines("retention", content.retention),
        transfers=given.transfers.strip() or lines("transfers", content.transfers),
        automated=given.automated.strip() or dossier.words("page", "automated_none", language),
    )


def _recipient(code: str, language: Language, given: Any) -> str:
    said = dossier.words("recipients", code, language)
    return said if code in NAMED else f"{said}: {given.names[code]}".strip()


def complete(desk: Desk, case: CaseRow, tasks: Sequence[TaskRow], given: Mapping[str, str]) -> AccessWords:
    """The words as the handler left them; raises `Unreadable` at the first point that is empty or lacks a name."""
    words = usual_words(desk, case, tasks).changed(given)
    for point, text in words.as_dict().items():
        if len(text) > LONGEST:
            raise Unreadable(f"said-{point}", lazy("Use at most %(longest)s characters.", longest=LONGEST))
    lacking = missing(words)
    if lacking:
        what = lazy(POINT_LABELS[lacking[0]])
        raise Unreadable(f"said-{lacking[0]}", lazy("The access answer still lacks: %(what)s.", what=what))
    return words


async def keep_words(desk: Desk, work: Work, case: CaseRow, number: int, words: AccessWords) -> None:
    """Keep the words with the proposed answer."""
    box = await desk.keyring.box(case.id, CORR)
    sealed = box.seal(ACCESS_WORDS, json.dumps(words.as_dict()))
    await work.session.flush()  # they belong to the decision
    work.session.add(AccessWordsRow(case_id=case.id, number=number, words_sealed=sealed))


async def words_of(desk: Desk, session: Any, case_id: str, number: int) -> AccessWords | None:
    """The words that were proposed with a decision, if it had any."""
    row = await session.get(AccessWordsRow, (case_id, number))
    if row is None:
        return None
    box = await desk.keyring.box(case_id, CORR)
    return AccessWords(**json.loads(box.unseal(ACCESS_WORDS, row.words_sealed)))
