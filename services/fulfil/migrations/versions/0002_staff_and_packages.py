"""Staff accounts, answer packages and their downloads.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0002"
down_revision = "0001"

_ROLES = "role IN ('handler', 'approver', 'fg', 'admin')"


def upgrade() -> None:
    _staff()
    _packages()


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("name_sealed", sa.Text, nullable=False),
        sa.Column("address_sealed", sa.Text, nullable=False),
        sa.Column("sign_in_index", sa.String(64), unique=True),
        sa.Column("sign_in_sealed", sa.Text),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.CheckConstraint("language IN ('nl', 'en')", name="staff_language"),
        sa.CheckConstraint("password_hash IS NULL OR sign_in_index IS NOT NULL", name="staff_can_be_found"),
    )
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.String(36), sa.ForeignKey("staff.id"), primary_key=True),
        sa.Column("role", sa.String(16), primary_key=True),
        sa.CheckConstraint(_ROLES, name="staff_role_known"),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("sign_in_index", sa.String(64), primary_key=True),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("last_at", Instant, nullable=False),
    )
    op.create_index("ix_sign_in_try_last_at", "sign_in_try", ["last_at"])
    op.create_table(
        "invitation",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("staff_id", sa.String(36), sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("used_at", Instant),
    )
    op.create_index("ix_invitation_staff_id", "invitation", ["staff_id"])


def _packages() -> None:
    op.create_table(
        "package",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("object_name", sa.String(64), nullable=False, unique=True),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("built_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("destroyed_at", Instant),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("fetched", sa.Integer, nullable=False),
        sa.UniqueConstraint("case_id", "number", name="package_once_a_decision"),
    )
    op.create_table(
        "download_link",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("package_id", sa.String(36), sa.ForeignKey("package.id"), nullable=False),
    )
    op.create_index("ix_download_link_package_id", "download_link", ["package_id"])
    op.create_table(
        "download_code",
        sa.Column("case_id", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("package_id", sa.String(36), sa.ForeignKey("package.id"), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("valid_until", Instant, nullable=False),
        sa.Column("used_at", Instant),
    )
    op.create_index("ix_download_code_package_id", "download_code", ["package_id"])
