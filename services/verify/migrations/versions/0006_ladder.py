"""The ladder: what is on file, links to the address on file, every step, and for whom somebody asks.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0006"
down_revision = "0005"

_OUTCOMES = "outcome IN ('sent', 'no_answer', 'failed', 'passed', 'left_out', 'void')"
_LEVELS = "level IN ('L0', 'L1', 'L2', 'L3')"


def upgrade() -> None:
    op.add_column("verification", sa.Column("received_at", Instant))
    op.add_column("verification", sa.Column("context", sa.Text, nullable=False, server_default=""))
    op.add_column("verification", sa.Column("voided", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "file_entry",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("found_sealed", sa.Text, nullable=False),
        sa.Column("addresses", sa.Integer, nullable=False),
        sa.Column("numbers", sa.Integer, nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("source IN ('directory', 'typed')", name="file_entry_source"),
    )
    _create_challenge()
    op.create_table(
        "rung",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(12), nullable=False),
        sa.Column("why", sa.String(80), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name_sealed", sa.Text),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint(_OUTCOMES, name="rung_outcome"),
        sa.CheckConstraint(_LEVELS, name="rung_level"),
    )
    op.create_table(
        "representing",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("situation", sa.String(16), nullable=False),
        sa.Column("confirmed", sa.Text, nullable=False),
        sa.Column("age", sa.Integer),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
    )


def _create_challenge() -> None:
    op.create_table(
        "challenge",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("code_mark", sa.String(64), nullable=False),
        sa.Column("person_sealed", sa.Text, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("sent_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("fresh", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name_sealed", sa.Text, nullable=False),
        sa.UniqueConstraint("case_id", "number", name="challenge_number"),
        sa.CheckConstraint("state IN ('open', 'passed', 'void')", name="challenge_state"),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name="challenge_tries"),
    )
