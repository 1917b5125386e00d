"""The letter to those who keep data (H01).

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"

LETTERS = (
    "letter IN ('T01', 'T02', 'T02b', 'T02c', 'T03', 'T05', 'T06', 'T07', 'T08', 'T09', 'T10', 'T11', 'T13', "
    "'T14', 'T15', 'T16', 'T17', 'T18', 'T19', 'T20', 'T21', 'T22', 'T23', 'T24', 'T25', 'T25b', 'T26', 'T27', "
    "'T28', 'T29b', 'T31', 'T32', 'T33', 'T34', 'T35', 'T36', 'T37', 'T38', 'T39', 'T39b', 'T39c', 'T40', 'C01', "
    "'C02', 'C03', 'S01', 'S02', 'H01')"
)


def upgrade() -> None:
    with op.batch_alter_table("delivery") as delivery:
        delivery.drop_constraint("delivery_letter", type_="check")
        delivery.create_check_constraint("delivery_letter", LETTERS)
