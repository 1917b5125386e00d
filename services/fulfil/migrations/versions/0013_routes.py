"""Routes and holders that staff edit, links and files of holders without an account, and what connectors did.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0013"
down_revision = "0012"

ORDERED = "state NOT IN ('running', 'done') OR decision IS NOT NULL"


def upgrade() -> None:
    _routes()
    _holders_answers()
    _connectors()


def _routes() -> None:
    op.create_table(
        "holder",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
        sa.Column("address_sealed", sa.Text),
        sa.Column("address_index", sa.String(64), nullable=False, server_default=""),
        sa.Column("staff_id", sa.String(64), sa.ForeignKey("staff.id")),
        sa.Column("stand_in", sa.String(36), sa.ForeignKey("holder.id")),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.CheckConstraint("stand_in IS NULL OR stand_in <> id", name="holder_stands_in_for_another"),
        sa.CheckConstraint("address_sealed IS NULL OR staff_id IS NULL", name="holder_one_way_to_reach"),
    )
    op.create_table(
        "route",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("category", sa.String(3), nullable=False),
        sa.Column("system", sa.String(40), nullable=False),
        sa.Column("holder", sa.String(80), sa.ForeignKey("holder.name"), nullable=False),
        sa.Column("actions", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
        sa.UniqueConstraint("category", "system", name="route_once"),
        sa.CheckConstraint("actions <> ''", name="route_asks_something"),
    )


def _holders_answers() -> None:
    op.add_column("task", sa.Column("series", sa.Integer, nullable=False, server_default="0"))
    op.add_column("task", sa.Column("asked_at", Instant))
    op.create_index("task_open", "task", ["outcome", "due", "id"])
    op.create_table(
        "task_link",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("task_id", sa.String(36), nullable=False, index=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("holder_id", sa.String(36), sa.ForeignKey("holder.id"), nullable=False),
        sa.Column("address_index", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("series", sa.Integer, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.UniqueConstraint("task_id", "number", name="task_link_number"),
    )
    op.create_table(
        "task_file",
        sa.Column("task_id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("object_name", sa.String(36), nullable=False, unique=True),
        sa.Column("name_sealed", sa.Text, nullable=False),
        sa.Column("bytes", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("stored_at", Instant, nullable=False),
        sa.Column("stored_by", sa.String(64), nullable=False),
    )


def _connectors() -> None:
    """What is written elsewhere: only for an answer that two people approved, each record once."""
    op.create_table(
        "connector_order",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("task_id", sa.String(36), nullable=False, index=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("sample_sealed", sa.Text, nullable=False),
        sa.Column("values_sealed", sa.Text),
        sa.Column("planned_by", sa.String(64), nullable=False),
        sa.Column("planned_at", Instant, nullable=False),
        sa.Column("decision", sa.Integer),
        sa.Column("ordered_as", sa.String(10), nullable=False, server_default="approved"),
        sa.Column("ordered_by", sa.String(64)),
        sa.Column("ordered_at", Instant),
        sa.Column("done_at", Instant),
        sa.UniqueConstraint("task_id", "number", name="connector_order_number"),
        sa.CheckConstraint("what IN ('correct', 'erase', 'anonymise')", name="connector_order_what"),
        sa.CheckConstraint("state IN ('planned', 'running', 'done', 'void')", name="connector_order_state"),
        sa.CheckConstraint(ORDERED, name="connector_order_for_an_answer"),
        sa.CheckConstraint("ordered_as = 'approved'", name="connector_ordered_as"),
        sa.ForeignKeyConstraint(
            ["case_id", "decision", "ordered_as"],
            ["decision.case_id", "decision.number", "decision.state"],
            name="connector_order_approved",
        ),
    )
    op.create_table(
        "connector_entry",
        sa.Column("order_id", sa.String(36), sa.ForeignKey("connector_order.id"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("record_sealed", sa.Text, nullable=False),
        sa.Column("done_at", Instant),
        sa.Column("found", sa.Boolean),
    )
