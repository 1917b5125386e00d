"""Whether the gate itself fails: one row, the latest trouble.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0003"
down_revision = "0002"


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
