"""Whether the gate itself fails: one row, the latest trouble.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "gate_trouble",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
        sa.Column("over_at", Instant),
        sa.CheckConstraint("id = 1", name="gate_trouble_one"),
    )
