"""Letters to the address on file (T02b, T02c): there, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.vocabulary import Kind
from tests.services.notify_desk import SAM
from tests.services.notify_world import (
    CONFIRM,
    OLD,
    Bureau,
    address_asked,
    bureau_in,
    closed,
    contact_changed,
    verified,
)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Bureau]:
    """An open case whose acknowledgement went out to the address of the request."""
    async with bureau_in(tmp_path) as made:
        await made.notify.hear(await made.notify.opened())
        yield made


async def test_the_link_and_its_code_go_to_the_address_on_file_only(opened: Bureau) -> None:
    """R4-3: the address that the request came from gets nothing; the letter says in part which that was."""
    await opened.notify.hear(await address_asked(opened.notify))
    acknowledged, asked = opened.mails()
    assert (acknowledged["To"], asked["To"]) == (SAM, OLD)
    text = asked.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our letters have one
    assert CONFIRM in text
    assert "48291302" in text
    assert "s•••@c•••.example" in text
    for kind in Kind:
        assert kind.value not in text
    assert "CV" not in text


async def test_a_link_that_grew_old_in_the_line_is_not_sent(opened: Bureau) -> None:
    """Half an hour after it was made it opens nothing."""
    asked = await address_asked(opened.notify)
    opened.notify.clock.jump(timedelta(minutes=31))
    await opened.notify.hear(asked)
    assert [mail["To"] for mail in opened.mails()] == [SAM]
    assert (await opened.states())["T02b"] == "skipped: expired"


@pytest.mark.parametrize("settled", [True, False], ids=["settled", "closed"])
async def test_nobody_is_asked_what_needs_no_answer(opened: Bureau, settled: bool) -> None:
    """Identity was settled meanwhile, or the case has ended."""
    asked = await address_asked(opened.notify)
    opened.notify.clock.jump(timedelta(minutes=1))
    await opened.notify.hear(await (verified if settled else closed)(opened.notify))
    await opened.notify.hear(asked)
    assert OLD not in [mail["To"] for mail in opened.mails()]


@pytest.mark.parametrize("voided", [True, False])
async def test_the_old_address_is_told_of_a_change(opened: Bureau, voided: bool) -> None:
    """R2.3-2: also when nothing was proved through it; the new address does not hear that it was told."""
    await opened.notify.hear(await contact_changed(opened.notify, voided=voided))
    told = opened.mails()[-1]
    assert told["To"] == OLD
    text = told.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # our letters have one
    assert ("Dat telt nu niet meer" in text) is voided
