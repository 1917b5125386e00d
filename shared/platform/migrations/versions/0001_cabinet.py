"""The first shape of the cabinet.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "data_key",
        sa.Column("scope", sa.String(80), primary_key=True),
        sa.Column("compartment", sa.String(16), primary_key=True),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("destroyed_at", Instant),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("staff_id", sa.String(64), nullable=False),
        sa.Column("name_sealed", sa.String(600), nullable=False),
        sa.Column("roles", sa.String(200), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("revoked_at", Instant),
    )
    op.create_index("ix_session_staff_id", "session", ["staff_id"])
