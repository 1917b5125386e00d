"""Copies that come by mail: by which way a kept one came, and what became of each.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0002"
down_revision = "0001"

_FATES = "fate IN ('kept', 'not_asked', 'already_here', 'unusable', 'too_large', 'gone')"


def upgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("channel", sa.String(8), nullable=False, server_default="form"))
        table.add_column(sa.Column("sender_proved", sa.Boolean, nullable=False, server_default=sa.true()))
        table.create_check_constraint("evidence_channel", "channel IN ('form', 'mail')")
    op.create_table(
        "mailed_copy",
        sa.Column("incoming_id", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("judged_at", Instant, nullable=False),
        sa.Column("sender_proved", sa.Boolean, nullable=False),
        sa.Column("fate", sa.String(12), nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("handover", sa.String(32), nullable=False),
        sa.Column("removed_at", Instant),
        sa.CheckConstraint(_FATES, name="mailed_copy_fate"),
    )
    op.create_index("mailed_copy_case", "mailed_copy", ["case_id", "attempt"])
    op.create_index("mailed_copy_removed", "mailed_copy", ["removed_at"])
