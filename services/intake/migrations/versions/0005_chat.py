"""The chat: conversations, their lines, the browsers and links that may go on with one, and the codes that were sent.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0005"
down_revision = "0004"

_STAGES = "stage IN ('wish', 'choose', 'more', 'name', 'address', 'code', 'check', 'done')"
_WHO = "who IN ('requester', 'desk', 'staff')"


def upgrade() -> None:
    op.create_table(
        "chat",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("last_line", sa.Integer, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("heard_at", Instant, nullable=False),
        sa.Column("source_index", sa.String(64), nullable=False),
        sa.Column("wish_sealed", sa.Text, nullable=False),
        sa.Column("name_sealed", sa.Text, nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.Column("mails", sa.Integer, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("quiet", sa.Boolean, nullable=False),
        sa.Column("wants_person_at", Instant),
        sa.Column("held_by", sa.String(64), nullable=False),
        sa.Column("holder_sealed", sa.Text, nullable=False),
        sa.Column("held_until", Instant),
        sa.Column("incoming_id", sa.String(36), nullable=False),
        sa.CheckConstraint(_STAGES, name="chat_stage"),
    )
    op.create_index("chat_source", "chat", ["source_index", "started_at"])
    op.create_index("chat_heard", "chat", ["heard_at"])
    op.create_table(
        "chat_line",
        sa.Column("chat_id", sa.String(36), sa.ForeignKey("chat.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("client_id", sa.String(40), nullable=False),
        sa.Column("who", sa.String(9), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.UniqueConstraint("chat_id", "client_id", name="chat_line_once"),
        sa.CheckConstraint(_WHO, name="chat_line_who"),
    )
    op.create_table(
        "chat_key",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("chat_id", sa.String(36), sa.ForeignKey("chat.id"), nullable=False),
        sa.Column("is_link", sa.Boolean, nullable=False),
        sa.Column("valid_until", Instant),
    )
    op.create_index("chat_key_of", "chat_key", ["chat_id"])
    op.create_table(
        "chat_code",
        sa.Column("chat_id", sa.String(36), sa.ForeignKey("chat.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("address_index", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
    )
    op.create_index("chat_code_to", "chat_code", ["address_index", "made_at"])
