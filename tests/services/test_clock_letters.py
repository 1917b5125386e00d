"""Letters about the clock: extension, fee, apology; and the sum of a date in every letter that names it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.notify.usecases.deciding import mark_sent
from shared.contracts.dates import SumStep
from shared.contracts.fulfil import DatesMoved, ExtensionApproved, FeeApproved, LateTold
from shared.contracts.people import EVIDENCE, WORDS
from shared.platform.sessions import Session
from shared.vocabulary import DeliveryState, ExtensionGround, Kind, Language, Letter
from tests.services.notify_desk import CASE, REFERENCE, START, Notify
from tests.services.notify_world import Bureau, asked, bureau_in, verified

LONGER = date(2027, 2, 2)
SUM = [
    SumStep(step="received", day=date(2026, 11, 2)),
    SumStep(step="month", day=date(2026, 12, 2)),
    SumStep(step="extended", day=LONGER),
    SumStep(step="working_day", day=LONGER),
]
SUM_NL = (
    "Ontvangen op maandag 2 november 2026; die dag zelf telt niet mee. Een maand later is woensdag 2 december 2026. "
    "Met twee maanden verlengd: dinsdag 2 februari 2027. Dat is een werkdag."
)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Bureau]:
    """A notify service with an open case."""
    async with bureau_in(tmp_path) as made:
        await made.notify.hear(await made.notify.opened())
        yield made


async def about(notify: Notify, **more: Any) -> dict[str, Any]:
    """What all these messages say."""
    said = {"case_id": CASE, "at": notify.clock.now(), "number": 1, "reference": REFERENCE}
    return {**said, "requester": await notify.person(), "words": await notify.seal(WORDS, "Vier systemen."), **more}


async def extension(notify: Notify, **more: Any) -> ExtensionApproved:
    """Two people approved an extension of access."""
    facts: dict[str, Any] = {
        "parts": [Kind.ACCESS],
        "grounds": [ExtensionGround.COMPLEX],
        "first_due": date(2026, 12, 2),
        "extended_due": LONGER,
        "due_sum": SUM,
        "letter_by": datetime.fromisoformat("2026-12-02T23:00:00+00:00"),
    }
    return ExtensionApproved(**await about(notify, **(facts | more)))


async def test_the_extension_letter_says_until_when_and_why(opened: Bureau) -> None:
    """D-11, R8-2: new day with its sum, the old day, grounds, reasons, and where to complain."""
    await opened.notify.hear(await extension(opened.notify))
    text = opened.text()
    assert "uiterlijk op dinsdag 2 februari 2027. Zonder verlenging was dat woensdag 2 december 2026." in text
    assert SUM_NL in text
    for words in ("inzage in je gegevens", "Je verzoek is ingewikkeld.", "Vier systemen.", "rechtbank"):
        assert words in text
    assert "Voor de rest van je verzoek" not in text
    [sent] = [m for m in await opened.notify.said("letter.sent") if m.letter is Letter.T10]
    assert sent.out_at == opened.notify.clock.now()


async def test_the_extension_letter_in_english_with_a_rest(opened: Bureau) -> None:
    """D-13: what is not extended keeps its day."""
    person = (await opened.notify.person()).model_copy(update={"language": Language.EN})
    rest = [Kind.OBJECTION_DIRECT_MARKETING]
    await opened.notify.hear(await extension(opened.notify, requester=person, rest=rest))
    text = opened.text()
    assert "You will have our answer on Tuesday 2 February 2027 at the latest." in text
    assert "For the rest of your request nothing changes. We answer that on Wednesday 2 December 2026" in text
    assert "an end to advertising and newsletters" in text
    assert "Received on Monday 2 November 2026; that day itself does not count." in text


async def test_an_extension_letter_whose_turn_comes_too_late_is_not_sent(opened: Bureau) -> None:
    """D-11: it would promise what the law does not allow any more."""
    past = START - timedelta(minutes=1)
    await opened.notify.hear(await extension(opened.notify, letter_by=past))
    assert (await opened.states())["T10"] == f"{DeliveryState.SKIPPED}: expired"
    assert [m for m in await opened.notify.said("letter.sent") if m.letter is Letter.T10] == []


async def test_a_fee_is_told_with_amount_evidence_and_ways_out(opened: Bureau) -> None:
    """R4.5-2: reason, evidence, amount, withdraw or narrow, rights."""
    evidence = await opened.notify.seal(EVIDENCE, "Het vierde verzoek in twee maanden.")
    fee = FeeApproved(**await about(opened.notify, evidence=evidence, cents=4550, statutory_due=date(2026, 12, 2)))
    await opened.notify.hear(fee)
    text = opened.text().replace("\xa0", " ")
    for words in ("€ 45,50", "Vier systemen.", "Het vierde verzoek", "je verzoek intrekken", "rechtbank"):
        assert words in text


async def test_an_apology_names_cause_and_new_day(opened: Bureau) -> None:
    """T40: what should have been, why it was not, and when it comes."""
    late = LateTold(**await about(opened.notify, expected=date(2026, 12, 9), statutory_due=date(2026, 12, 2)))
    await opened.notify.hear(late)
    text = opened.text()
    for words in ("woensdag 2 december 2026 moeten hebben", "Vier systemen.", "woensdag 9 december 2026", "rechtbank"):
        assert words in text


async def test_letters_after_it_name_the_new_day_with_its_sum(opened: Bureau) -> None:
    """Of two changes of dates the newer holds, in whatever order they are heard; T05 explains its day."""
    newer = DatesMoved(case_id=CASE, at=START, number=7, statutory_due=LONGER, due_sum=SUM)
    older = DatesMoved(case_id=CASE, at=START, number=5, statutory_due=date(2026, 11, 30), due_sum=SUM[:2])
    await opened.notify.hear(newer)
    await opened.notify.hear(older)
    await opened.notify.hear(await asked(opened.notify))
    await opened.notify.hear(await verified(opened.notify))
    assert "uiterlijk dinsdag 2 februari 2027 antwoord" in opened.text()
    assert SUM_NL in opened.text()


async def test_a_letter_on_paper_is_marked_as_posted(tmp_path: Path) -> None:
    """Who has no mail address gets paper: staff say that it went, and fulfil hears it, so an extension can hold."""
    async with bureau_in(tmp_path) as paper:
        nobody = await paper.notify.person("")
        await paper.notify.hear(await paper.notify.opened(requester=nobody))
        await paper.notify.hear(await extension(paper.notify, requester=nobody))
        [letter] = [d for d in await paper.notify.deliveries() if d.letter == "T10"]
        assert (letter.state, letter.reason) == (DeliveryState.SKIPPED, "no_address")
        handler = Session("s1", "Sam", frozenset({"handler"}), START, START)
        await mark_sent(paper.notify.desk, letter.id, letter.attempts, handler)
        assert [m.letter for m in await paper.notify.said("letter.sent")] == [Letter.T10]
