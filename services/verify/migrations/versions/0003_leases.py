"""Which messages of the inbox are being done, and how many attempts at each do not count.

Revision ID: 0003
Revises: 0002
"""

from shared.platform.machine_tables import mark_leases

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    mark_leases()
