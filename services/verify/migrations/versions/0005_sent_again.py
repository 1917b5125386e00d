"""By what the last refused sending of an upload link is known, so that the same one counts once.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("upload_link", sa.Column("refused", sa.String(64), nullable=False, server_default=""))
