"""What was open or established before representatives had to prove who they are, after the upgrade."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

ROWS = [
    ("a", "open", "agent"),
    ("b", "verified", "agent"),
    ("c", "asked", "parent"),
    ("d", "open", "self"),
    ("e", "not_needed", "bulk"),
]
VERIFICATION = """
INSERT INTO verification (case_id, reference, kinds, level, need_rule, need_text, state, person_sealed, statutory_due,
    opened_at, changed_at, version, round, attempt, impossible, noted, method, decided_by, decided_at, context, voided)
VALUES (:id, '2026-0001', '[]', 'L2', '2.1', '-', :state, '{}', '2026-12-02', :at, :at, 1, 1, 0, '{}',
    '["document_shown", "nothing_copied"]', 'in_person', 's-1', :at, '', 0)
"""
FOR_WHOM = "INSERT INTO representing (case_id, situation, confirmed, by, at) VALUES (:id, :situation, '[]', 's-1', :at)"
STEP = """
INSERT INTO rung (case_id, number, round, level, method, outcome, why, by, at)
VALUES (:id, 1, 1, 'L2', 'call_back', 'failed', '', 's-1', :at)
"""


def test_what_is_open_asks_for_the_agents_proof_and_what_is_settled_stays(tmp_path: Path) -> None:
    """An agent's open case needs it; a parent's steps were their own all along; the established one is left alone."""
    engine = create_engine(f"sqlite:///{tmp_path / 'verify.db'}")
    config = Config()
    config.set_main_option("script_location", str(resources.files("services.verify.migrations")))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0007")
        for case_id, state, situation in ROWS:
            values = {"id": case_id, "state": state, "situation": situation, "at": "2026-11-02 09:00:00"}
            for statement in (VERIFICATION, FOR_WHOM, STEP):
                connection.execute(text(statement), values)
        command.upgrade(config, "head")
        found = connection.execute(text("SELECT case_id, whose, agent_needed FROM verification ORDER BY case_id"))
        assert [tuple(row) for row in found] == [
            ("a", "subject", 1),
            ("b", "subject", 0),
            ("c", "agent", 1),
            ("d", "subject", 0),
            ("e", "subject", 0),
        ]
        steps = connection.execute(text("SELECT case_id FROM rung WHERE whose = 'agent'"))
        assert [row.case_id for row in steps] == ["c"]
    engine.dispose()
