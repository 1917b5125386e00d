"""What the page of a verification shows of the letters to who asks for somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.verify import case_store, ladder_store
from services.verify.rules.representation import Situation
from services.verify.rules.to_agents import AGENT_LETTER_LABELS, LETTER_FOR, may_write
from services.verify.store import Verification
from services.verify.usecases.looking_up import ASKING
from services.verify.usecases.representing import for_whom_is_clear
from services.verify.usecases.steps import DECIDER
from shared.contracts.people import CONTACT
from shared.platform.desk import Desk
from shared.statetable import Verdict
from shared.vocabulary import Letter


@dataclass(frozen=True)
class Told:
    """A letter that went out in this round."""

    letter: Letter
    label: str
    at: datetime
    name: str
    """Who sent it."""


@dataclass(frozen=True)
class LetterView:
    """Which letter fits for whom they ask, and what went."""

    letter: Letter | None
    """The one that fits; None while it was not said that they ask for somebody else, or the question is closed."""
    label: str
    may: Verdict
    told: Sequence[Told]


async def on_page(desk: Desk, row: Verification) -> dict[str, Any]:
    """What the template of these letters needs."""
    async with desk.look() as session:
        said = await ladder_store.representing(session, row.case_id)
        sent = await case_store.letters_of(session, row.case_id, row.round)
        clear = await for_whom_is_clear(desk, session, row)
    box = await desk.keyring.box(row.case_id, CONTACT)
    told = [
        Told(
            Letter(each.letter),
            AGENT_LETTER_LABELS[Letter(each.letter)],
            each.at,
            box.unseal(DECIDER, each.by_name_sealed),
        )
        for each in sent
    ]
    situation = Situation.SELF if said is None else said.stands_for
    letter = LETTER_FOR.get(situation) if row.stands in ASKING else None
    may = may_write(situation, {each.letter for each in told}, clear=clear.allowed)
    label = AGENT_LETTER_LABELS[letter] if letter else ""
    return {"letters": LetterView(letter, label, may, told)}
