"""Extensions, pauses and fees take two people, and the dates of a case move only with one that is in force.

A package exists, and an erasure is recorded, only for an answer that two people approved.

Revision ID: 0007
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0007"
down_revision = "0005"

MEASURES = "what IN ('extension', 'pause', 'fee')"
STATES = "state IN ('proposed', 'approved', 'in_force', 'sent_back', 'withdrawn', 'void')"
TWO_PEOPLE = "approved_by <> proposed_by AND approved_by <> ''"
APPROVED = "state NOT IN ('approved', 'in_force') OR approved_by IS NOT NULL"
FEE = (
    "(what = 'fee' AND amount_cents IS NOT NULL AND cost_cents IS NOT NULL"
    " AND amount_cents > 0 AND amount_cents <= 7800 AND amount_cents <= cost_cents)"
    " OR (what <> 'fee' AND amount_cents IS NULL AND cost_cents IS NULL)"
)
ONCE = "state IN ('proposed', 'approved', 'in_force')"


def upgrade() -> None:
    _measure()
    _case()
    _package()
    _task()


def _measure() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("parts", sa.String(300), nullable=False),
        sa.Column("grounds", sa.String(40), nullable=False),
        sa.Column("words_sealed", sa.Text, nullable=False),
        sa.Column("evidence_sealed", sa.Text),
        sa.Column("amount_cents", sa.Integer),
        sa.Column("cost_cents", sa.Integer),
        sa.Column("due", sa.Date),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_at", Instant),
        sa.Column("in_force_at", Instant),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("ended_at", Instant),
        sa.UniqueConstraint("case_id", "number", name="measure_number"),
        sa.UniqueConstraint("id", "state", name="measure_state_known"),
        sa.CheckConstraint(MEASURES, name="measure_what"),
        sa.CheckConstraint(STATES, name="measure_state"),
        sa.CheckConstraint(TWO_PEOPLE, name="measure_two_people"),
        sa.CheckConstraint(APPROVED, name="measure_approved_by_somebody"),
        sa.CheckConstraint(FEE, name="measure_fee_bounded"),
    )
    once = sa.text(ONCE)
    op.create_index(
        "measure_once", "measure", ["case_id", "what"], unique=True, sqlite_where=once, postgresql_where=once
    )


def _case() -> None:
    """What moves the dates of a case is a measure in force: `in_force` is that word, for the reference."""
    with op.batch_alter_table("fulfil_case") as table:
        table.add_column(sa.Column("extended_kinds", sa.String(300), nullable=False, server_default=""))
        table.add_column(sa.Column("extension_id", sa.String(36)))
        table.add_column(sa.Column("paused_days", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("pause_id", sa.String(36)))
        table.add_column(sa.Column("in_force", sa.String(10), nullable=False, server_default="in_force"))
        table.add_column(sa.Column("alarms", sa.Integer, nullable=False, server_default="1"))
        table.add_column(sa.Column("subject_index", sa.String(64), nullable=False, server_default=""))
        table.create_check_constraint("fulfil_case_extended", "(extended_kinds = '') = (extension_id IS NULL)")
        table.create_check_constraint("fulfil_case_paused", "(paused_days = 0) = (pause_id IS NULL)")
        table.create_check_constraint("fulfil_case_in_force", "in_force = 'in_force'")
        table.create_foreign_key("fulfil_case_extension", "measure", ["extension_id", "in_force"], ["id", "state"])
        table.create_foreign_key("fulfil_case_pause", "measure", ["pause_id", "in_force"], ["id", "state"])
    op.create_index("fulfil_case_subject", "fulfil_case", ["subject_index", "receipt_day"])
    op.execute("UPDATE fulfil_case SET alarms = round")


def _task() -> None:
    """What was erased cannot be brought back: it is recorded for an answer that two people approved."""
    with op.batch_alter_table("task") as table:
        table.add_column(sa.Column("erased_by", sa.String(64)))
        table.add_column(sa.Column("erased_at", Instant))
        table.add_column(sa.Column("erased_for", sa.Integer))
        table.add_column(sa.Column("ordered_as", sa.String(10), nullable=False, server_default="approved"))
        table.create_check_constraint(
            "task_erased_for_an_answer",
            "(erased_at IS NULL) = (erased_for IS NULL) AND (erased_at IS NULL) = (erased_by IS NULL)",
        )
        table.create_check_constraint("task_ordered_as", "ordered_as = 'approved'")
        table.create_foreign_key(
            "task_erasure_approved", "decision", ["case_id", "erased_for", "ordered_as"], ["case_id", "number", "state"]
        )


def _package() -> None:
    with op.batch_alter_table("decision") as table:
        table.create_unique_constraint("decision_state_known", ["case_id", "number", "state"])
        table.create_check_constraint("decision_approved_by_a_name", "approved_by <> ''")
    with op.batch_alter_table("package") as table:
        table.add_column(sa.Column("released_as", sa.String(10), nullable=False, server_default="approved"))
        table.create_check_constraint("package_released_as", "released_as = 'approved'")
        table.create_foreign_key(
            "package_approved", "decision", ["case_id", "number", "released_as"], ["case_id", "number", "state"]
        )
