"""Whose proof it is: a representative's own steps, their result, and whose ladder it is.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WHOSE = "whose IN ('subject', 'agent')"
AGENT = "whose = 'subject' OR agent_needed"
_BESIDE = """UPDATE verification SET agent_needed = TRUE
WHERE state NOT IN ('verified', 'not_needed', 'decided')
AND case_id IN (SELECT case_id FROM representing WHERE situation IN ('agent', 'bulk'))"""
_ALONE = """UPDATE verification SET agent_needed = TRUE, whose = 'agent'
WHERE state NOT IN ('verified', 'not_needed', 'decided') AND case_id IN
(SELECT case_id FROM representing WHERE situation NOT IN ('self', 'minor', 'agent', 'bulk'))"""
_STEPS = """UPDATE rung SET whose = 'agent'
WHERE case_id IN (SELECT case_id FROM verification WHERE whose = 'agent')"""


def upgrade() -> None:
    """What was established before stays as it is: no second proof was needed then. What is open needs it now."""
    with op.batch_alter_table("verification") as table:
        table.add_column(sa.Column("whose", sa.String(8), nullable=False, server_default="subject"))
        table.add_column(sa.Column("agent_needed", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("agent_method", sa.String(16)))
        table.create_check_constraint("verification_whose", WHOSE)
        table.create_check_constraint("verification_whose_agent", AGENT)
    with op.batch_alter_table("rung") as table:
        table.add_column(sa.Column("whose", sa.String(8), nullable=False, server_default="subject"))
        table.create_check_constraint("rung_whose", WHOSE)
    for statement in (_BESIDE, _ALONE, _STEPS):
        op.execute(statement)
