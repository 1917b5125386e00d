"""Half-filled forms, and how often a place used the form.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0004"
down_revision = "0003"

_COUNTED = "what IN ('draft', 'code', 'address', 'request', 'without_work')"


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("key", sa.String(36), primary_key=True),
        sa.Column("token_mark", sa.String(64), nullable=False, unique=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("sent_at", Instant),
        sa.Column("codes", sa.Integer, nullable=False),
        sa.Column("code_mark", sa.String(64), nullable=False),
        sa.Column("code_until", Instant),
        sa.Column("code_tries", sa.Integer, nullable=False),
    )
    op.create_index("draft_expires", "draft", ["expires_at"])
    op.create_table(
        "form_count",
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("what", sa.String(16), primary_key=True),
        sa.Column("since", Instant, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.CheckConstraint(_COUNTED, name="form_count_what"),
    )
    op.create_index("form_count_since", "form_count", ["since"])
