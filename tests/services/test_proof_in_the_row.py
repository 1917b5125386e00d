"""An established identity without its proof is refused by the database itself, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.verify.rules.ladder import enough
from services.verify.rules.proof import SEEN_FOR, STEP_BY_STEP, WANTED_ONLY, OnCopy
from services.verify.rules.representation import Situation
from shared.vocabulary import Level, Method
from tests.servers.postgres import Postgres
from tests.services.verify_desk import CASE, VerifyDesk, verify_desk

ESTABLISH = """
UPDATE verification SET state = 'verified', method = :method, level = :level, noted = :noted, document = :document,
    decided_by = :by, decided_at = '2026-11-02 09:00:00', agent_needed = :agent_needed, agent_method = :agent_method
WHERE case_id = :case
"""
REVIEW = "INSERT INTO review (case_id, number, decided, by) VALUES (:case, 1, :decided, 's-1')"
FOR_WHOM = """INSERT INTO representing (case_id, situation, confirmed, age, by, at)
VALUES (:case, :situation, '[]', :age, 's-1', '2026-11-02 09:00:00')"""
ON_COPY = sorted(set(OnCopy) - WANTED_ONLY)
TICKS: dict[Method, list[str]] = {
    **{way: list(lines) for way, lines in SEEN_FOR.items()},
    Method.REDACTED_COPY: [str(code) for code in ON_COPY],
    Method.NONE: [],
}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
async def office(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office with a case, on each database."""
    overrides = {}
    if request.param == "postgresql":
        server: Postgres = request.getfixturevalue("postgres")
        admin = server.create_database(f"verify_{uuid4().hex[:8]}")
        overrides = {"database_url": admin.replace("postgres@", "{service}@"), "database_admin_url": admin}
    async with verify_desk(tmp_path, **overrides) as made:
        await made.case()
        yield made


async def refused(office: VerifyDesk, statement: str, **values: object) -> str:
    """The constraint that refuses a statement past the product; nothing: it was taken, and is undone."""
    try:
        async with office.desk.database.write() as connection:
            await connection.execute(text(statement), {"case": CASE, **values})
            await connection.rollback()
    except IntegrityError as error:
        return str(error.orig)
    return ""


async def established(office: VerifyDesk, method: Method | None = Method.IN_PERSON, **values: object) -> str:
    """Try to write an established identity with everything it needs, or with some of it changed."""
    given: dict[str, object] = {
        "method": method, "level": "L2", "document": "passport", "by": "s-1", "agent_needed": False,
        "agent_method": None, "noted": json.dumps(TICKS[method or Method.NONE]),
    }  # fmt: skip
    return await refused(office, ESTABLISH, **(given | values))


async def test_a_way_must_reach_the_level(office: VerifyDesk) -> None:
    """Each way at each level, as the rule says; and an agent's way likewise."""
    for method in Method:
        for level in (Level.L1, Level.L2, Level.L3):
            why = await established(office, method, level=level)
            assert ("verification_reaches" in why) is not enough(method, level), (method, level)
            agent = await established(office, Method.VIDEO_CALL, level=level, agent_needed=True, agent_method=method)
            assert ("verification_agent_reaches" in agent) is not enough(method, level), (method, level)
    assert "verification_reaches" in await established(office, None)
    assert "verification_agent_reaches" in await established(office, agent_needed=True)
    assert "verification_signed" in await established(office, by=None)
    assert "verification_signed" in await established(office, by="")
    assert "verification_document" in await established(office, Method.REDACTED_COPY, document=None)


async def test_each_required_line_must_stand_there(office: VerifyDesk) -> None:
    """Leave any one out, and the row is refused; a link needs none, its answer is a step."""
    for method, lines in TICKS.items():
        if method is Method.NONE:
            continue
        level = Level.L1 if method is Method.KNOWN_ADDRESS else Level.L2
        assert await established(office, method, level=level) == ""
        for left_out in lines:
            noted = json.dumps([line for line in lines if line != left_out])
            why = await established(office, method, level=level, noted=noted)
            wanted = method not in STEP_BY_STEP or method is Method.CALL_BACK
            assert ("verification_ticked" in why) is wanted, (method, left_out)


async def test_an_approval_that_waits_carries_its_checklist(office: VerifyDesk) -> None:
    """What takes effect in ten seconds is refused now; another decision needs no list."""
    whole = {"event": "approve", "noted": ON_COPY, "method": "redacted_copy", "document": "passport"}
    assert await refused(office, REVIEW, decided=json.dumps(whole)) == ""
    assert await refused(office, REVIEW, decided=json.dumps({"event": "reject", "noted": ["name_differs"]})) == ""
    for left_out in ON_COPY:
        less = {**whole, "noted": [line for line in ON_COPY if line != left_out]}
        assert "review_approved" in await refused(office, REVIEW, decided=json.dumps(less))
    assert "review_approved" in await refused(office, REVIEW, decided=json.dumps({**whole, "document": ""}))


async def test_for_whom_is_one_of_the_situations(office: VerifyDesk) -> None:
    """Every one of the rule's, no other, and an age that somebody can have."""
    for situation in Situation:
        assert await refused(office, FOR_WHOM, situation=situation, age=None) == ""
    assert "representing_situation" in await refused(office, FOR_WHOM, situation="friend", age=None)
    assert "representing_age" in await refused(office, FOR_WHOM, situation="parent", age=-1)
