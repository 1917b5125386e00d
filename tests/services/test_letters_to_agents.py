"""Letters to who asks for somebody else (T31-T34): to them, once, and never a word about the person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.notify.letters.catalogue import fields, forms
from services.notify.render import render
from shared.contracts.settings import Controller
from shared.contracts.verify import AuthorityAsked, DeceasedTold, LetterToAgent, MandateAsked, PlatformTold
from shared.vocabulary import Language, Letter
from tests.services.notify_desk import CASE, REFERENCE, SAM
from tests.services.notify_world import Bureau, bureau_in, closed

AGENTS = (Letter.T31, Letter.T32, Letter.T33, Letter.T34)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Bureau]:
    """An open case whose acknowledgement went out."""
    async with bureau_in(tmp_path) as made:
        await made.notify.hear(await made.notify.opened())
        yield made


async def wanted(opened: Bureau, kind: type[LetterToAgent], number: int = 1, **more: object) -> LetterToAgent:
    """A member of staff asked for the letter."""
    notify = opened.notify
    about = {"case_id": CASE, "at": notify.clock.now(), "number": number, "reference": REFERENCE}
    return kind.model_validate({**about, "requester": await notify.person(), **more})


@pytest.mark.parametrize("kind", [MandateAsked, AuthorityAsked, DeceasedTold, PlatformTold])
async def test_a_letter_goes_once_however_often_it_is_heard(opened: Bureau, kind: type[LetterToAgent]) -> None:
    """Once in a round; when the case was opened again it may go again."""
    ages = {"alone_from": 12, "alone_only_from": 16} if kind is AuthorityAsked else {}
    first = await wanted(opened, kind, **ages)
    await opened.notify.hear(first, first)
    await opened.notify.hear(first)
    assert [mail["To"] for mail in opened.mails()] == [SAM, SAM]
    await opened.notify.hear(await wanted(opened, kind, 2, **ages))
    assert len(opened.mails()) == 3


async def test_a_closed_case_sends_none(opened: Bureau) -> None:
    """It stays in, and says why."""
    await opened.notify.hear(await closed(opened.notify), await wanted(opened, MandateAsked))
    assert len(opened.mails()) == 1
    assert (await opened.states())["T31"].startswith("skipped")


@pytest.mark.parametrize("letter", AGENTS)
def test_a_letter_to_an_agent_says_nothing_of_the_person(letter: Letter) -> None:
    """R2.5-1: neither what was asked nor a date of the case can be in it, so it cannot confirm or deny."""
    assert {"kinds", "statutory_due", "due_sum", "words"}.isdisjoint(forms()[letter].fields)


@pytest.mark.parametrize("language", list(Language))
def test_the_age_rule_has_a_middle_only_where_the_law_has_one(language: Language) -> None:
    """Since September 2026 from 12 to 16 both may ask; before, 16 was the only line."""
    facts = {name: field.sample for name, field in fields().items() if name in forms()[Letter.T32].required}
    controller = Controller(name="Voorbeeld bv", email="privacy@desk.example")
    both = render(Letter.T32, language, {**facts, "alone_from": 12, "alone_only_from": 16}, controller).text
    one = render(Letter.T32, language, {**facts, "alone_from": 16, "alone_only_from": 16}, controller).text
    assert both.count("\n- ") == one.count("\n- ") + 1
    assert "12" in both
    assert " 12" not in one
