"""The first shape of intake: incoming messages, their places, the cases and letters that are known.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant
from shared.platform.machine_tables import create_post_and_audit

revision = "0001"
down_revision = None

_STATES = "state IN ('stored', 'triage', 'quarantined', 'request', 'attached', 'not_a_request')"
_CHANNELS = "channel IN ('mail', 'chat', 'form', 'phone', 'post', 'counter')"
_SEALED = ("name", "address", "subject", "text", "explanation", "details")


def upgrade() -> None:
    create_post_and_audit()
    _create_incoming()
    _create_place()
    _create_known()


def _create_incoming() -> None:
    op.create_table(
        "incoming",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("channel", sa.String(8), nullable=False),
        sa.Column("seen_at", Instant, nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("raw_name", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(120), nullable=False),
        sa.Column("proposal", sa.String(16), nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("automatic", sa.Boolean, nullable=False),
        sa.Column("dmarc", sa.String(16), nullable=False),
        sa.Column("sender_index", sa.String(64), nullable=False),
        sa.Column("message_id_index", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("verified", sa.Boolean, nullable=False),
        sa.Column("acknowledged_at", Instant),
        sa.Column("read_at", Instant),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", Instant),
        *(sa.Column(f"{name}_sealed", sa.Text, nullable=False) for name in _SEALED),
        sa.UniqueConstraint("account", "sha256", name="incoming_once"),
        sa.CheckConstraint(_STATES, name="incoming_state"),
        sa.CheckConstraint(_CHANNELS, name="incoming_channel"),
    )
    op.create_index("incoming_state_received", "incoming", ["state", "received_at"])
    op.create_index("incoming_sender", "incoming", ["sender_index", "acknowledged_at"])


def _create_place() -> None:
    op.create_table(
        "place",
        sa.Column("account", sa.String(200), primary_key=True),
        sa.Column("folder", sa.String(200), primary_key=True),
        sa.Column("uidvalidity", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("uid", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("incoming_id", sa.String(36), sa.ForeignKey("incoming.id"), nullable=False),
    )


def _create_known() -> None:
    op.create_table(
        "case_known",
        sa.Column("case_id", sa.String(36), primary_key=True),
        sa.Column("incoming_id", sa.String(36), nullable=False),
        sa.Column("reference", sa.String(32), nullable=False),
        sa.Column("sender_index", sa.String(64), nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("opened_round", sa.Integer, nullable=False),
        sa.Column("closed_round", sa.Integer, nullable=False),
    )
    op.create_index("case_known_reference", "case_known", ["reference"])
    op.create_index("case_known_sender", "case_known", ["sender_index"])
    op.create_table(
        "our_letter",
        sa.Column("message_id", sa.String(255), primary_key=True),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("sent_at", Instant, nullable=False),
    )
