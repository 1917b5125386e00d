"""Which messages of the inbox are being done; and one more thing that can be wrong with the desk.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

from shared.platform.machine_tables import mark_leases

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """SQLite changes a CHECK by making the table anew."""
    mark_leases()
    with op.batch_alter_table("desk_alarm") as alarm:
        alarm.drop_constraint("desk_alarm_what", type_="check")
        alarm.create_check_constraint("desk_alarm_what", "what IN ('mailbox_silent', 'canary_late', 'removal_stuck')")
