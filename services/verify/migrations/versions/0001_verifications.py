"""The first shape of verify: verifications, upload links, evidence, a counter of wrong codes.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant
from shared.platform.machine_tables import create_post_and_audit

revision = "0001"
down_revision = None

_STATES = "state IN ('open', 'asked', 'copy_received', 'verified', 'rejected', 'not_needed', 'lapsed')"


def upgrade() -> None:
    create_post_and_audit()
    _create_verification()
    _create_upload_link()
    _create_evidence()
    op.create_table(
        "wrong_codes",
        sa.Column("source", sa.String(64), primary_key=True),
        sa.Column("since", Instant, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _create_verification() -> None:
    op.create_table(
        "verification",
        sa.Column("case_id", sa.String(64), primary_key=True),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("level", sa.String(2), nullable=False),
        sa.Column("need_rule", sa.String(16), nullable=False),
        sa.Column("need_text", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("person_sealed", sa.Text, nullable=False),
        sa.Column("statutory_due", sa.Date, nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("impossible", sa.Text, nullable=False),
        sa.Column("asked_at", Instant),
        sa.Column("answer_by", Instant),
        sa.Column("method", sa.String(16)),
        sa.Column("document", sa.String(24)),
        sa.Column("noted", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_name_sealed", sa.Text),
        sa.Column("decided_at", Instant),
        sa.CheckConstraint(_STATES, name="verification_state"),
        sa.CheckConstraint("level IN ('L0', 'L1', 'L2', 'L3')", name="verification_level"),
    )
    op.create_index("verification_state_opened", "verification", ["state", "opened_at"])


def _create_upload_link() -> None:
    op.create_table(
        "upload_link",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.UniqueConstraint("case_id", "attempt", name="upload_link_attempt"),
        sa.CheckConstraint("state IN ('open', 'used', 'void')", name="upload_link_state"),
    )


def _create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("object_name", sa.String(32), nullable=False, unique=True),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("destroy_asked_at", Instant),
        sa.Column("destroyed_at", Instant),
        sa.Column("announce", sa.Text),
        sa.CheckConstraint("verdict IN ('accepted', 'rejected', 'review', 'unreadable')", name="evidence_verdict"),
        sa.CheckConstraint(
            "destroyed_at IS NULL OR destroy_asked_at IS NOT NULL", name="evidence_destroyed_on_purpose"
        ),
    )
    op.create_index("evidence_condemned", "evidence", ["destroyed_at", "destroy_asked_at"])
