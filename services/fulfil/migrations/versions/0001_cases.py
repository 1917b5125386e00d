"""The first shape of fulfil: cases, their lines of time, tasks and decisions.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant
from shared.platform.machine_tables import create_post_and_audit

revision = "0001"
down_revision = None

STATES = (
    "state IN ('received', 'triaged', 'identity_pending', 'in_progress', 'awaiting_approval', 'answered', 'closed')"
)
OUTCOMES = "outcome IN ('granted', 'partly_granted', 'refused', 'withdrawn', 'not_identified', 'not_a_request')"
IDENTITY = "identity IN ('unknown', 'not_needed', 'needed', 'requested', 'established', 'refused')"
CATEGORIES = ", ".join(f"'C{number:02d}'" for number in range(1, 14))


def upgrade() -> None:
    create_post_and_audit()
    _case()
    _event()
    _task()
    _decision()
    op.create_table(
        "waiting",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("reason", sa.String(80), nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("week_due", sa.Date, nullable=False),
        sa.Column("done_at", Instant),
        sa.CheckConstraint("what IN ('triage', 'copy')", name="waiting_what"),
    )
    op.create_index("waiting_subject", "waiting", ["subject_id"])
    op.create_table(
        "letter_seen",
        sa.Column("delivery_id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("letter", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("state IN ('sent', 'failed', 'held')", name="letter_seen_state"),
    )
    op.create_index("letter_seen_case", "letter_seen", ["case_id"])
    op.create_table(
        "reference_counter",
        sa.Column("year", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("last", sa.Integer, nullable=False),
    )


def _case() -> None:
    op.create_table(
        "fulfil_case",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False, unique=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20)),
        sa.Column("kinds", sa.String(300), nullable=False),
        sa.Column("context", sa.String(400), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("person_scope", sa.String(80), nullable=False),
        sa.Column("name_sealed", sa.Text, nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.Column("subject_sealed", sa.Text, nullable=False),
        sa.Column("excerpt_sealed", sa.Text, nullable=False),
        sa.Column("explanation_sealed", sa.Text, nullable=False),
        sa.Column("incoming_id", sa.String(36), nullable=False),
        sa.Column("statement_version", sa.String(10), nullable=False),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("receipt_day", sa.Date, nullable=False),
        sa.Column("nominal", sa.Date, nullable=False),
        sa.Column("statutory_due", sa.Date, nullable=False),
        sa.Column("work_due", sa.Date, nullable=False),
        sa.Column("week_due", sa.Date, nullable=False),
        sa.Column("reacted_at", Instant),
        sa.Column("week_missed", sa.Boolean, nullable=False),
        sa.Column("missed", sa.Boolean, nullable=False),
        sa.Column("identity", sa.String(12), nullable=False),
        sa.Column("identity_method", sa.String(20), nullable=False),
        sa.Column("identity_level", sa.String(2), nullable=False),
        sa.Column("identity_asked_on", sa.Date),
        sa.Column("identity_settled_on", sa.Date),
        sa.Column("settled_kinds", sa.String(300), nullable=False),
        sa.Column("holder_id", sa.String(64), nullable=False),
        sa.Column("status_letters", sa.Integer, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("opened_at", Instant, nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.Column("answered_at", Instant),
        sa.Column("closed_at", Instant),
        sa.CheckConstraint(STATES, name="fulfil_case_state"),
        sa.CheckConstraint(OUTCOMES, name="fulfil_case_outcome"),
        sa.CheckConstraint(IDENTITY, name="fulfil_case_identity"),
    )
    op.create_index("fulfil_case_state_due", "fulfil_case", ["state", "work_due"])


def _event() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("codes", sa.Text, nullable=False),
        sa.Column("note_sealed", sa.Text),
        sa.Column("note_field", sa.String(40), nullable=False),
    )
    op.create_index("case_event_case", "case_event", ["case_id", "id"])


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("category", sa.String(3), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("actions", sa.String(200), nullable=False),
        sa.Column("due", sa.Date, nullable=False),
        sa.Column("outcome", sa.String(15)),
        sa.Column("text_sealed", sa.Text),
        sa.Column("note_sealed", sa.Text),
        sa.Column("kept_until", sa.Date),
        sa.Column("answered_by", sa.String(64)),
        sa.Column("answered_at", Instant),
        sa.UniqueConstraint("case_id", "category", "system", name="task_once"),
        sa.CheckConstraint(f"category IN ({CATEGORIES})", name="task_category"),
        sa.CheckConstraint("outcome IN ('found', 'nothing_found', 'kept')", name="task_outcome"),
        sa.CheckConstraint("(outcome IS NULL) = (answered_by IS NULL)", name="task_answered_by_somebody"),
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(15), nullable=False),
        sa.Column("reasons_sealed", sa.Text, nullable=False),
        sa.Column("withheld", sa.Boolean, nullable=False),
        sa.Column("b_recht", sa.Boolean, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_at", Instant),
        sa.Column("sent_back_by", sa.String(64)),
        sa.Column("sent_back_at", Instant),
        sa.UniqueConstraint("case_id", "number", name="decision_number"),
        sa.CheckConstraint("approved_by <> proposed_by", name="decision_two_people"),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'sent_back')", name="decision_state"),
        sa.CheckConstraint("(state = 'approved') = (approved_by IS NOT NULL)", name="decision_approved_by_somebody"),
        sa.CheckConstraint("outcome IN ('granted', 'partly_granted', 'refused')", name="decision_outcome"),
    )
