"""The machine room's tables as migrations make them.

Written out once, frozen, and called by each service's first script.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

_STATES = "state IN ('pending', 'done', 'dead', 'cancelled')"


def create_post_and_audit() -> None:
    """Outbox, inbox and audit trail, first shape."""
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(36), nullable=False, unique=True),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("said_at", Instant, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("heard_at", Instant, nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("error", sa.String(120)),
        sa.Column("finished_at", Instant),
        sa.CheckConstraint(_STATES, name="inbox_state"),
    )
    op.create_index("inbox_due", "inbox", ["state", "due_at"])
    _create_audit()


def mark_leases() -> None:
    """Which messages somebody holds, and how many attempts at each do not count. Second shape of the inbox."""
    op.add_column("inbox", sa.Column("spared", sa.Integer, nullable=False, server_default="0"))
    op.add_column("inbox", sa.Column("leased", sa.Boolean, nullable=False, server_default=sa.false()))


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("codes", sa.Text, nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
    )
    op.create_index("audit_case", "audit", ["case_id"])
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is insert-only'); END"
            )
