"""The status page: the link of each case, and how often a place guessed wrong.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "status_link",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("valid_until", Instant, nullable=False),
        sa.Column("codes", sa.Integer, nullable=False),
        sa.Column("code_mark", sa.String(64), nullable=False),
        sa.Column("code_made_at", Instant),
        sa.Column("code_until", Instant),
        sa.Column("code_tries", sa.Integer, nullable=False),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("messages_since", Instant),
    )
    op.create_index("ix_status_link_case_id", "status_link", ["case_id"])
    op.create_table(
        "status_guess",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("since", Instant, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
