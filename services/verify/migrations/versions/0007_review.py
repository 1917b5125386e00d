"""The review queue: a decision waits ten seconds, who looks at what, and lists that are read in order.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0007"
down_revision = "0006"

_STATES = "state IN ('open', 'asked', 'copy_received', 'decided', 'verified', 'rejected', 'not_needed', 'lapsed')"


def upgrade() -> None:
    """SQLite changes a CHECK by making the table anew."""
    with op.batch_alter_table("verification") as table:
        table.drop_constraint("verification_state", type_="check")
        table.create_check_constraint("verification_state", _STATES)
    op.create_index("verification_due", "verification", ["state", "statutory_due", "case_id"])
    op.create_index("verification_changed", "verification", ["state", "changed_at", "case_id"])
    op.create_table(
        "review",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("decided", sa.Text, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", Instant),
        sa.Column("before_by", sa.String(64)),
        sa.Column("before_name_sealed", sa.Text),
        sa.Column("before_at", Instant),
    )
    waits = sa.text("decided != ''")
    op.create_index("review_by", "review", ["by", "at"], sqlite_where=waits, postgresql_where=waits)
    op.create_table(
        "holding",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("staff_id", sa.String(64), nullable=False),
        sa.Column("name_sealed", sa.Text, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("until", Instant, nullable=False),
    )
    op.create_index("holding_staff", "holding", ["staff_id", "until"])
