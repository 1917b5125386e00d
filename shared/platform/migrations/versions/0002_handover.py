"""Keys that are wrapped one way, and the table on which one service lays sealed files for another.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("data_key", sa.Column("one_way", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "handover",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
    )
    op.create_index("handover_made", "handover", ["made_at"])
