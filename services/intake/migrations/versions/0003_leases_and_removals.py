"""Which messages of the inbox are being done; and removals from a mailbox that is not read any more.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

from shared.platform.machine_tables import mark_leases

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """SQLite changes a CHECK by making the table anew."""
    mark_leases()
    with op.batch_alter_table("removal") as removal:
        removal.drop_constraint("removal_state", type_="check")
        states = "state IN ('wanted', 'done', 'not_found', 'refused', 'no_mailbox')"
        removal.create_check_constraint("removal_state", states)
    with op.batch_alter_table("desk_alarm") as alarm:
        alarm.drop_constraint("desk_alarm_what", type_="check")
        alarm.create_check_constraint("desk_alarm_what", "what IN ('mailbox_silent', 'canary_late', 'removal_stuck')")
