"""What becomes of each category; holds; erasing later, released by two people; recipients; what was destroyed.

Revision ID: 0009
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0009"
down_revision = "0007"

KEPT = (
    "outcome NOT IN ('kept:legal_obligation', 'kept:legal_claims', 'kept:retention_not_expired',"
    " 'kept:other_controller') OR (rule <> '' AND kept_until IS NOT NULL AND reason_sealed IS NOT NULL)"
)
RELEASED = "state NOT IN ('released', 'done') OR batch_id IS NOT NULL"


def upgrade() -> None:
    _choices()
    _holds()
    _later()
    _recipients()
    _destroyed()


def _choices() -> None:
    op.create_table(
        "erasure_choice",
        sa.Column("task_id", sa.String(36), sa.ForeignKey("task.id"), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False, index=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(8), nullable=False),
        sa.Column("starts_on", sa.Date),
        sa.Column("kept_until", sa.Date),
        sa.Column("reason_sealed", sa.Text),
        sa.Column("chosen_by", sa.String(64), nullable=False),
        sa.Column("chosen_at", Instant, nullable=False),
        sa.CheckConstraint(KEPT, name="erasure_choice_kept_with_ground_and_day"),
    )


def _holds() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("subject_index", sa.String(64), nullable=False, index=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("systems", sa.String(200), nullable=False),
        sa.Column("categories", sa.String(80), nullable=False),
        sa.Column("facts_sealed", sa.Text),
        sa.Column("review_on", sa.Date, nullable=False),
        sa.Column("placed_by", sa.String(64), nullable=False),
        sa.Column("placed_at", Instant, nullable=False),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_at", Instant),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("ended_at", Instant),
        sa.UniqueConstraint("case_id", "number", name="hold_number"),
        sa.CheckConstraint("state IN ('proposed', 'active', 'review', 'lifted', 'withdrawn')", name="hold_state"),
        sa.CheckConstraint("approved_by <> placed_by AND approved_by <> ''", name="hold_two_people"),
        sa.CheckConstraint(
            "state IN ('proposed', 'withdrawn') OR approved_by IS NOT NULL", name="hold_approved_by_somebody"
        ),
        sa.CheckConstraint(
            "state NOT IN ('lifted', 'withdrawn') OR (ended_by IS NOT NULL AND ended_by NOT IN ('', 'system'))",
            name="hold_lifted_by_a_person",
        ),
    )


def _later() -> None:
    op.create_table(
        "erase_batch",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("proposed_at", Instant, nullable=False),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_at", Instant),
        sa.UniqueConstraint("id", "state", name="erase_batch_state_known"),
        sa.CheckConstraint("state IN ('proposed', 'approved', 'withdrawn')", name="erase_batch_state"),
        sa.CheckConstraint("approved_by <> proposed_by AND approved_by <> ''", name="erase_batch_two_people"),
        sa.CheckConstraint("state <> 'approved' OR approved_by IS NOT NULL", name="erase_batch_approved_by_somebody"),
    )
    op.create_table(
        "erase_later",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), nullable=False, index=True),  # outlives the case
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("task_id", sa.String(36), nullable=False),
        sa.Column("decision", sa.Integer, nullable=False),
        sa.Column("subject_index", sa.String(64), nullable=False),
        sa.Column("person_sealed", sa.Text),
        sa.Column("category", sa.String(3), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(8), nullable=False),
        sa.Column("kept_until", sa.Date, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("proposed_in", sa.String(36), sa.ForeignKey("erase_batch.id")),
        sa.Column("batch_id", sa.String(36)),
        sa.Column("released_as", sa.String(10), nullable=False, server_default="approved"),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("done_by", sa.String(64)),
        sa.Column("done_at", Instant),
        sa.CheckConstraint("state IN ('waiting', 'due', 'released', 'done', 'void')", name="erase_later_state"),
        sa.CheckConstraint("released_as = 'approved'", name="erase_later_released_as"),
        sa.CheckConstraint(RELEASED, name="erase_later_released_by_a_batch"),
        sa.CheckConstraint("(state = 'done') = (done_by IS NOT NULL)", name="erase_later_done_by_somebody"),
        sa.ForeignKeyConstraint(
            ["batch_id", "released_as"], ["erase_batch.id", "erase_batch.state"], name="erase_later_batch_approved"
        ),
    )
    op.create_index("erase_later_state_day", "erase_later", ["state", "kept_until"])


def _recipients() -> None:
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False, index=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("recipient_sealed", sa.Text),
        sa.Column("categories", sa.String(80), nullable=False),
        sa.Column("disclosed_on", sa.Date),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason_sealed", sa.Text),
        sa.Column("noted_by", sa.String(64), nullable=False),
        sa.Column("noted_at", Instant, nullable=False),
        sa.Column("settled_by", sa.String(64)),
        sa.Column("settled_at", Instant),
        sa.UniqueConstraint("case_id", "number", name="disclosure_number"),
        sa.CheckConstraint("state IN ('to_tell', 'told', 'not_told')", name="disclosure_state"),
        sa.CheckConstraint("state <> 'not_told' OR reason_sealed IS NOT NULL", name="disclosure_with_its_reason"),
    )
    op.create_table(
        "suppression",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("added_at", Instant, nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
    )


def _destroyed() -> None:
    op.create_table(
        "destroyed",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", Instant, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("rule", sa.String(8), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    with op.batch_alter_table("fulfil_case") as table:
        table.add_column(sa.Column("content_destroyed_at", Instant))
        table.add_column(sa.Column("grounds", sa.String(300), nullable=False, server_default=""))
