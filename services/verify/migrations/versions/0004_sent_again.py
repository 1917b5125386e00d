"""By what the last refused sending of an upload link is known, so that the same one counts once.

Revision ID: 0004
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("upload_link", sa.Column("refused", sa.String(64), nullable=False, server_default=""))
