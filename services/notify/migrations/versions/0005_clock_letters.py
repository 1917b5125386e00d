"""Letters about the clock (T10, T35, T40), and how the law's date of a case was found.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

LETTERS = (
    "letter IN ('T01', 'T02', 'T02b', 'T02c', 'T03', 'T05', 'T06', 'T09', 'T10', 'T11', 'T35', 'T39', 'T39b', 'T40', "
    "'S01', 'S02')"
)


def upgrade() -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("delivery_letter", type_="check")
        delivery.create_check_constraint("delivery_letter", LETTERS)
    op.add_column("correspondence", sa.Column("due_sum", sa.Text, nullable=False, server_default="[]"))
    op.add_column("correspondence", sa.Column("dates_version", sa.Integer, nullable=False, server_default="0"))
