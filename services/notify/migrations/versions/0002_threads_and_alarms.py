"""Letters stand beside the mail they answer, say how they came back, and tell staff of trouble with the desk.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0002"
down_revision = "0001"

LETTERS = "letter IN ('T01', 'T02', 'T03', 'T05', 'T06', 'T09', 'T11', 'T39', 'T39b', 'S01', 'S02')"


def upgrade() -> None:
    op.add_column("correspondence", sa.Column("message_id_sealed", sa.Text))
    op.add_column("delivery", sa.Column("bounce_status", sa.String(12)))
    op.add_column("delivery", sa.Column("delayed_at", Instant))
    _letters()
    op.create_table(
        "canary_sent",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sent_at", Instant, nullable=False),
    )


def _letters() -> None:
    """Allow S02; SQLite changes a CHECK by making the table anew."""
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("delivery_letter", type_="check")
        delivery.create_check_constraint("delivery_letter", LETTERS)
