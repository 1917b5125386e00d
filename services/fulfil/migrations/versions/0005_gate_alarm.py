"""Staff see, too, that the gate for copies fails.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"

_TROUBLES = "what IN ('mailbox_silent', 'canary_late', 'removal_stuck', 'gate_fails')"


def upgrade() -> None:
    with op.batch_alter_table("desk_alarm") as table:
        table.drop_constraint("desk_alarm_what", type_="check")
        table.create_check_constraint("desk_alarm_what", _TROUBLES)
