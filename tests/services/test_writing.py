"""A letter in staff's own words: it fits the case, goes out once, and stands in the line of time."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.contracts.fulfil import LetterAsked
from shared.contracts.people import CONTACT, WORDS
from shared.vocabulary import Kind, Letter
from tests.services.fulfil_desk import CASE, running

QUESTION = "Wil je stoppen met het traject, of wil je dat we je gegevens wissen?"


async def test_a_question_goes_out_and_the_clock_goes_on(tmp_path: Path) -> None:
    """T08, R2-7: the words are sealed on their way, the dates stay, and it counts as a first reaction."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.ERASURE))
        before = await office.row()
        assert await office.press("write", letter="T08", **{"letter-words": QUESTION}) == 303
        [asked] = await office.said("letter.asked")
        assert isinstance(asked, LetterAsked)
        assert asked.letter is Letter.T08
        assert QUESTION not in asked.body()
        assert (await office.desk.keyring.box(CASE, CONTACT)).unseal(WORDS, asked.words) == QUESTION
        row = await office.row()
        assert (row.statutory_due, row.work_due) == (before.statutory_due, before.work_due)
        assert row.reacted_at is not None
        assert QUESTION in await office.page(f"/staff/cases/{CASE}")


@pytest.mark.parametrize("letter", ["T20", "T26", "T11", "nonsense", ""])
async def test_a_letter_that_does_not_fit_is_not_sent(tmp_path: Path, letter: str) -> None:
    """No complaint, no restriction, and the answer itself takes two people; what was written is kept."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.ERASURE))
        status, page = await office.post(
            f"/staff/cases/{CASE}/write", {"version": 1, "letter": letter, "letter-words": QUESTION}
        )
        assert status in {400, 409}
        assert QUESTION in page
        assert await office.said("letter.asked") == []


@pytest.mark.parametrize(("text", "says"), [("  ", "Fill this in."), ("x" * 1501, "at most 1500")])
async def test_an_empty_or_endless_letter_is_refused(tmp_path: Path, text: str, says: str) -> None:
    """Each with its reason beside the field."""
    async with running(tmp_path) as office:
        await office.hear(await office.request(Kind.COMPLAINT))
        form = {"version": 1, "letter": "T26", "letter-words": text}
        status, page = await office.post(f"/staff/cases/{CASE}/write", form)
        assert status == 400
        assert says in page
