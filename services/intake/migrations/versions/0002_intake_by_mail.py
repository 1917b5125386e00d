"""Intake by mail, whole: what triage, removal, letters and several mailboxes need.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0002"
down_revision = "0001"

_STATES = "state IN ('stored', 'triage', 'quarantined', 'decided', 'request', 'attached', 'not_a_request')"
_CHANNELS = "channel IN ('mail', 'chat', 'form', 'phone', 'post', 'counter', 'social')"


def upgrade() -> None:
    """One function a subject."""
    _triage()
    _removals()
    _letters()
    _canary()


def _removals() -> None:
    """Mails that are to leave their mailbox."""
    op.create_table(
        "removal",
        sa.Column("incoming_id", sa.String(36), sa.ForeignKey("incoming.id"), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        sa.Column("wanted_at", Instant, nullable=False),
        sa.Column("done_at", Instant),
        sa.CheckConstraint("state IN ('wanted', 'done', 'not_found', 'refused')", name="removal_state"),
        sa.CheckConstraint("method IN ('', 'expunge', 'move', 'by_hand')", name="removal_method"),
    )
    op.create_index("removal_state_wanted", "removal", ["state", "wanted_at"])
    op.create_index("place_incoming", "place", ["incoming_id"])


def _letters() -> None:
    """Which letter it was that an answer answers: some ask for a copy of a document."""
    op.add_column("our_letter", sa.Column("letter", sa.String(8), nullable=False, server_default=""))


def _triage() -> None:
    """Decisions that can be undone, messages put aside, cases that were joined, and what people corrected."""
    with op.batch_alter_table("incoming") as table:
        table.drop_constraint("incoming_state", type_="check")
        table.drop_constraint("incoming_channel", type_="check")
        table.create_check_constraint("incoming_state", _STATES)
        table.create_check_constraint("incoming_channel", _CHANNELS)
        table.add_column(sa.Column("decided_from", sa.String(16), nullable=False, server_default=""))
        table.add_column(sa.Column("decisions", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("snoozed_until", Instant))
        table.add_column(sa.Column("snoozes", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("decision_sealed", sa.Text, nullable=False, server_default=""))
    op.create_index("incoming_sender_state", "incoming", ["sender_index", "state"])
    op.add_column("case_known", sa.Column("name_index", sa.String(64), nullable=False, server_default=""))
    op.add_column("case_known", sa.Column("outcome", sa.String(20), nullable=False, server_default=""))
    op.add_column("case_known", sa.Column("joined_into", sa.String(36), nullable=False, server_default=""))
    op.create_index("case_known_name", "case_known", ["name_index"])
    op.create_index("case_known_incoming", "case_known", ["incoming_id"])
    op.create_table(
        "correction",
        sa.Column("incoming_id", sa.String(36), sa.ForeignKey("incoming.id"), primary_key=True),
        sa.Column("proposal", sa.String(16), nullable=False),
        sa.Column("proposed_kinds", sa.Text, nullable=False),
        sa.Column("proposed_context", sa.Text, nullable=False),
        sa.Column("filed", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("kinds", sa.Text, nullable=False),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("decided_at", Instant, nullable=False),
        sa.CheckConstraint("outcome IN ('request', 'not_a_request', 'attached')", name="correction_outcome"),
    )


def _canary() -> None:
    """The desk's test mails, and what is wrong with the desk itself."""
    op.create_table(
        "canary",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("wanted_at", Instant),
        sa.Column("incoming_id", sa.String(36), nullable=False),
        sa.Column("passed_at", Instant),
    )
    op.create_table(
        "desk_alarm",
        sa.Column("what", sa.String(20), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("over_at", Instant),
        sa.CheckConstraint("what IN ('mailbox_silent', 'canary_late')", name="desk_alarm_what"),
    )
