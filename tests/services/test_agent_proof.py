"""Who acts for somebody else proves who they are too: a fact of its own beside mandate and subject (R2.5-1, R4-5)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from services.verify.ladder_store import rungs_of
from services.verify.rules.verification import State
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.people import ADDRESS, CONTACT, NAME, Person
from shared.vocabulary import Context, Kind, Method
from tests.pictures import card, saved
from tests.services.ladder_desk import LadderDesk, called, ladder_desk
from tests.services.verify_desk import CASE, CHECKED, LADDER

MANDATE = ["mandate_who", "mandate_whose", "mandate_rights", "mandate_date", "mandate_signed"]
BULK = [*MANDATE, "no_portal", "to_the_subject"]
BY_CALL = {"method": "call_back", "agent_seen": ["number_from_elsewhere", "named_in_mandate"]}
DOCUMENT = ["document_shown", "nothing_copied"]
TICKS = ["number_on_file", "two_answers"]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[LadderDesk]:
    """An office of verify with a client directory."""
    async with ladder_desk(tmp_path) as made:
        yield made


async def agents(office: LadderDesk) -> list[tuple[str, str, str]]:
    """The steps of the representative: level, way, outcome."""
    async with office.desk.look() as session:
        return [(row.level, row.method, row.outcome) for row in await rungs_of(session, CASE) if row.whose == "agent"]


@pytest.mark.parametrize(("situation", "confirmed"), [("agent", MANDATE), ("bulk", BULK)])
async def test_nothing_is_told_before_both_are_proved(office: LadderDesk, situation: str, confirmed: list[str]) -> None:
    """Mandate and client are right; without the agent's own proof identity stays open, in either order."""
    await office.asks_for_another()
    assert await office.press("for-whom", situation=situation, confirmed=confirmed) == 303
    assert await office.press("file", term="client-7") == 303
    assert await office.press("call", **called("both_right")) == 303
    assert (await office.row()).stands is State.OPEN
    assert await office.press("establish", method="call_back", seen=TICKS) == 409
    assert "not proved yet" in await office.page()
    assert await office.said("identity.verified") == []
    assert await office.press("agent", outcome="passed", **BY_CALL) == 303
    assert (await office.row()).stands is State.OPEN  # that stays a step of its own
    assert await office.press("establish", method="call_back", seen=TICKS) == 303
    row = await office.row()
    assert (row.stands, row.method, row.agent) == (State.VERIFIED, Method.CALL_BACK, Method.CALL_BACK)
    assert len(await office.said("identity.verified")) == 1


async def test_the_agent_first_then_the_client_settles_it_at_once(office: LadderDesk) -> None:
    """The client's own answer comes last: nothing more is needed of staff."""
    await office.asks_for_another()
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    assert await office.press("agent", outcome="passed", **BY_CALL) == 303
    await office.press("file", term="client-7")
    assert await office.press("call", **called("both_right")) == 303
    assert (await office.row()).stands is State.VERIFIED
    assert await agents(office) == [("L2", "call_back", "passed")]


async def test_the_agents_proof_proves_nothing_of_the_client(office: LadderDesk) -> None:
    """Steps of the one never count for the other: not as proof, not as a rung that was tried."""
    await office.asks_for_another()
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    assert await office.press("agent", outcome="passed", **BY_CALL) == 303
    assert await office.press("establish", method="call_back", seen=TICKS) == 409
    assert await office.press("ask", without_L1="no_address_on_file") == 409  # L2 was not tried with the client
    assert (await office.row()).stands is State.OPEN


async def test_tries_are_counted_and_three_failures_end_a_way(office: LadderDesk) -> None:
    """R4-4 for the representative too; ticks are needed only of what succeeded."""
    await office.asks_for_another()
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    assert await office.press("agent", method="call_back", outcome="passed", agent_seen=["named_in_mandate"]) == 409
    for _ in range(3):
        assert await office.press("agent", method="call_back", outcome="failed") == 303
    assert await office.press("agent", outcome="passed", **BY_CALL) == 409
    assert await office.press("agent", method="known_address", outcome="passed") == 409
    assert await office.press("agent", method="call_back", outcome="sent") == 400
    seen = ["agent_document", "nothing_copied"]
    assert await office.press("agent", method="in_person", outcome="passed", agent_seen=seen) == 303
    assert [step[2] for step in await agents(office)] == ["failed"] * 3 + ["passed"]


@pytest.mark.parametrize(
    ("situation", "confirmed", "born"),
    [("parent", ["authority"], "2018-05-01"), ("curator", ["court_decision", "within_powers"], "")],
)
async def test_who_acts_alone_by_law_has_the_ladder_to_themselves(
    office: LadderDesk, situation: str, confirmed: list[str], born: str
) -> None:
    """A parent or guardian: their own proof is what the ladder asks, and no second one."""
    await office.asks_for_another()
    assert await office.press("for-whom", situation=situation, confirmed=confirmed, born=born) == 303
    assert await office.press("agent", outcome="passed", **BY_CALL) == 409
    assert "Here the representative proves who they are" in await office.page()
    assert await office.press("establish", method="in_person", seen=DOCUMENT) == 303
    row = await office.row()
    assert (row.stands, row.agent) == (State.VERIFIED, Method.IN_PERSON)
    assert await agents(office) == [("L2", "in_person", "passed")]


async def test_a_copy_of_somebody_who_acts_alone_is_their_proof(office: LadderDesk) -> None:
    """The checklist is the same; the step is written down as theirs."""
    await office.asks_for_another()
    await office.press("for-whom", situation="curator", confirmed=["court_decision", "within_powers"])
    assert await office.press("ask", **LADDER) == 303
    assert (await office.send(await office.code(), saved(card()))).status == 303
    assert await office.press("for-whom", situation="curator", confirmed=["court_decision"]) == 303
    assert await office.press("approve", shown=CHECKED, document="passport") == 409
    assert await office.press("for-whom", situation="curator", confirmed=["court_decision", "within_powers"]) == 303
    assert await office.press("approve", shown=CHECKED, document="passport") == 303
    row = await office.row()
    assert (row.stands, row.agent) == (State.VERIFIED, Method.REDACTED_COPY)


async def test_no_doubt_about_the_mandate_spares_the_client(office: LadderDesk) -> None:
    """A person may say so; then the agent's own proof carries it, and what was on file of the client is let go."""
    await office.asks_for_another()
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    letter = await office.link()
    assert await office.press("for-whom", situation="agent", confirmed=[*MANDATE, "no_doubt"]) == 303
    assert (await office.confirm(letter)).status == 400
    assert await office.press("call", **called("both_right")) == 409  # nothing of the agent is on file
    assert await office.press("establish", method="in_person", seen=DOCUMENT) == 303
    assert (await office.row()).agent is Method.IN_PERSON


async def test_what_is_settled_is_not_said_anew(office: LadderDesk) -> None:
    """For whom they ask cannot change beneath an established identity."""
    await office.case(Kind.ACCESS)
    assert await office.press("establish", method="in_person", seen=DOCUMENT) == 303
    assert await office.press("for-whom", situation="agent", confirmed=MANDATE) == 409
    assert await office.press("agent", outcome="passed", **BY_CALL) == 409


async def again(office: LadderDesk, *labels: Context, turn: int = 2) -> None:
    """The same case, opened again and sorted."""
    box = await office.desk.keyring.box(CASE, CONTACT)
    await office.hear(
        CaseTriaged(
            case_id=CASE, at=office.clock.now(), number=turn, reference="2026-0001", kinds=[Kind.ACCESS], by="s-1",
            requester=Person(scope=CASE, name=box.seal(NAME, "R"), address=box.seal(ADDRESS, "r@agents.example")),
            statutory_due=date(2026, 12, 9), work_due=date(2026, 12, 8), context=list(labels),
        )
    )  # fmt: skip


async def test_both_proofs_last_into_a_later_round(office: LadderDesk) -> None:
    """Opened again for the same two people: nothing is asked anew, until what it rests on changes."""
    await office.asks_for_another()
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    await office.press("agent", outcome="passed", **BY_CALL)
    await office.press("file", term="client-7")
    assert await office.press("call", **called("both_right")) == 303
    await again(office, Context.REPRESENTATIVE)
    assert (await office.row()).stands is State.VERIFIED
    assert len(await office.said("identity.verified")) == 2
    assert await office.press("call", call="not_reached") == 409  # nothing is on file in this round
    row = await office.row()
    assert (row.stands, row.agent) == (State.VERIFIED, Method.CALL_BACK)


async def test_a_changed_address_takes_a_parents_proof_back(office: LadderDesk) -> None:
    """The ladder is theirs: a link that no longer counts is their proof that no longer counts."""
    await office.hear(await rectification(office))
    await office.press("for-whom", situation="parent", confirmed=["authority"], born="2018-05-01")
    letter = await office.link()
    assert (await office.confirm(letter)).status == 303
    row = await office.row()
    assert (row.stands, row.agent) == (State.VERIFIED, Method.KNOWN_ADDRESS)
    assert await office.press("contact-changed") == 303
    row = await office.row()
    assert (row.stands, row.agent) == (State.OPEN, None)


async def rectification(office: LadderDesk) -> CaseTriaged:
    """A parent asks for a correction."""
    box = await office.desk.keyring.box(CASE, CONTACT)
    return CaseTriaged(
        case_id=CASE, at=office.clock.now(), reference="2026-0001", kinds=[Kind.RECTIFICATION], by="s-1",
        requester=Person(scope=CASE, name=box.seal(NAME, "P"), address=box.seal(ADDRESS, "p@parents.example")),
        statutory_due=date(2026, 12, 2), work_due=date(2026, 12, 1), context=[Context.MINOR],
    )  # fmt: skip


async def test_a_proof_is_not_inherited_by_somebody_else(office: LadderDesk) -> None:
    """Opened again for the same person it stays; when the labels point to another, all is asked anew."""
    await office.case(Kind.ACCESS)
    await office.press("establish", method="in_person", seen=DOCUMENT)
    await again(office)
    assert (await office.row()).stands is State.VERIFIED
    await again(office, Context.REPRESENTATIVE, turn=3)
    row = await office.row()
    assert (row.stands, row.agent) == (State.OPEN, None)
    assert await office.press("establish", method="in_person", seen=DOCUMENT) == 409
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    assert await office.press("establish", method="in_person", seen=DOCUMENT) == 409
