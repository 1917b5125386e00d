"""The first shape of notify: correspondence and deliveries.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant
from shared.platform.machine_tables import create_post_and_audit

revision = "0001"
down_revision = None

STATES = "state IN ('queued', 'sending', 'sent', 'held', 'failed', 'skipped')"
LETTERS = "letter IN ('T01', 'T02', 'T03', 'T05', 'T06', 'T09', 'T11', 'T39', 'T39b', 'S01')"


def upgrade() -> None:
    create_post_and_audit()
    _create_correspondence()
    _create_delivery()


def _create_correspondence() -> None:
    op.create_table(
        "correspondence",
        sa.Column("case_id", sa.String(64), primary_key=True),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("person_sealed", sa.Text, nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("week_due", sa.Date, nullable=False),
        sa.Column("statutory_due", sa.Date, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False),
        sa.Column("reacted", sa.Boolean, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("asked_at", Instant),
        sa.Column("answer_by", Instant),
        sa.Column("link_sealed", sa.Text),
        sa.Column("copy_waits", sa.Boolean, nullable=False),
        sa.Column("settled_at", Instant),
    )


def _create_delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("letter", sa.String(8), nullable=False),
        sa.Column("step", sa.String(120), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("to_staff", sa.Boolean, nullable=False),
        sa.Column("automatic", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("message_id", sa.String(320), nullable=False, unique=True),
        *(sa.Column(f"{name}_sealed", sa.Text, nullable=False) for name in ("person", "facts")),
        *(sa.Column(f"{name}_sealed", sa.Text) for name in ("subject", "text", "html")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("attempts", "tries", "failures")),
        sa.Column("reason", sa.String(40)),
        sa.Column("detail", sa.String(200)),
        sa.Column("server_words", sa.String(200)),
        sa.Column("created_at", Instant, nullable=False),
        *(sa.Column(f"{name}_at", Instant) for name in ("next", "expires", "sending", "sent", "bounced")),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_why", sa.String(40)),
        sa.Column("decided_at", Instant),
        sa.UniqueConstraint("case_id", "letter", "step", name="delivery_once"),
        sa.CheckConstraint(STATES, name="delivery_state"),
        sa.CheckConstraint(LETTERS, name="delivery_letter"),
        sa.CheckConstraint("state <> 'sending' OR sending_at IS NOT NULL", name="delivery_sending_since"),
    )
    op.create_index("delivery_state_created", "delivery", ["state", "created_at"])
    op.create_index("delivery_reference", "delivery", ["reference"])
