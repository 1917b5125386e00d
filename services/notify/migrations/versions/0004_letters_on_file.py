"""Letters to the address on file: T02b and T02c.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"

LETTERS = "letter IN ('T01', 'T02', 'T02b', 'T02c', 'T03', 'T05', 'T06', 'T09', 'T11', 'T39', 'T39b', 'S01', 'S02')"


def upgrade() -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("delivery_letter", type_="check")
        delivery.create_check_constraint("delivery_letter", LETTERS)
