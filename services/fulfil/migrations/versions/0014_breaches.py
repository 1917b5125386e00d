"""Possible data breaches, with a clock of their own.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0014"
down_revision = "0013"

OUTCOMES = "outcome IS NULL OR outcome IN ('no_breach', 'not_reported', 'reported')"
DECIDED = (
    "(outcome IS NULL AND decided_by IS NULL AND decided_at IS NULL)"
    " OR (outcome IS NOT NULL AND decided_by IS NOT NULL AND decided_at IS NOT NULL AND reasons_sealed IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "breach",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), primary_key=True),
        sa.Column("known_at", Instant, nullable=False),
        sa.Column("noted_by", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16)),
        sa.Column("reasons_sealed", sa.Text),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", Instant),
        sa.CheckConstraint(OUTCOMES, name="breach_outcome"),
        sa.CheckConstraint(DECIDED, name="breach_decided"),
    )
