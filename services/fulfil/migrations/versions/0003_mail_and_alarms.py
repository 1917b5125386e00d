"""What came with the mail stands with the case, cases can be joined, and staff see what is wrong with the desk itself.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0003"
down_revision = "0002"

OUTCOMES = (
    "outcome IN ('granted', 'partly_granted', 'refused', 'withdrawn', 'not_identified', 'not_a_request', 'joined')"
)


def upgrade() -> None:
    """One function a subject."""
    _evidence()
    _letters_by_message_id()
    _desk_alarms()
    _joining()


def _evidence() -> None:
    """What our own mail server found of the sender."""
    op.add_column("fulfil_case", sa.Column("evidence", sa.String(120), nullable=False, server_default=""))


def _letters_by_message_id() -> None:
    """A report of failed delivery names a letter by its Message-ID."""
    op.add_column("letter_seen", sa.Column("message_id", sa.String(320), nullable=False, server_default=""))


def _desk_alarms() -> None:
    op.create_table(
        "desk_alarm",
        sa.Column("what", sa.String(20), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("since", Instant, nullable=False),
        sa.Column("over_at", Instant),
        sa.CheckConstraint("what IN ('mailbox_silent', 'canary_late')", name="desk_alarm_what"),
    )


def _joining() -> None:
    """Cases out of one message, cases that are the same request, and messages that were put aside."""
    with op.batch_alter_table("fulfil_case") as table:
        table.add_column(sa.Column("linked", sa.String(400), nullable=False, server_default=""))
        table.add_column(sa.Column("joined_into", sa.String(36), nullable=False, server_default=""))
        table.drop_constraint("fulfil_case_outcome", type_="check")
        table.create_check_constraint("fulfil_case_outcome", OUTCOMES)
        table.create_check_constraint("fulfil_case_joined", "(joined_into <> '') = (coalesce(outcome, '') = 'joined')")
    op.create_index("fulfil_case_joined_into", "fulfil_case", ["joined_into"])
    op.add_column("waiting", sa.Column("hidden_until", Instant))
    op.add_column("waiting", sa.Column("snoozes", sa.Integer, nullable=False, server_default="0"))
