"""A package is released by a second person's check of what it shows; it is fetched by grant and can be made anew.

A package exists only for a check of exactly its content, by somebody else than who proposed the answer. Packages from
before count as checked by who approved them.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0010"
down_revision = "0009"

EARLIER = "before-0010"
CHECKED_BEFORE = (
    "INSERT INTO mask_check (case_id, number, hash, proposed_by, checked_by, checked_at)"  # noqa: S608 -- a constant
    f" SELECT d.case_id, d.number, '{EARLIER}', d.proposed_by, d.approved_by, d.approved_at FROM decision d"
    " JOIN package p ON p.case_id = d.case_id AND p.number = d.number"
)


def upgrade() -> None:
    _masks()
    op.execute(CHECKED_BEFORE)
    _package()
    _build()
    _grant()


def _masks() -> None:
    op.create_table(
        "mask_change",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("turn", sa.String(4), nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("what", sa.String(10), nullable=False),
        sa.Column("reason_sealed", sa.Text, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("undone_by", sa.String(64)),
        sa.Column("undone_at", Instant),
        sa.CheckConstraint("turn IN ('hide', 'show')", name="mask_change_turn"),
        sa.CheckConstraint("what <> 'secret' OR turn = 'hide'", name="mask_change_never_shows_a_secret"),
    )
    op.create_index("ix_mask_change_case_id", "mask_change", ["case_id"])
    with op.batch_alter_table("decision") as table:
        table.create_unique_constraint("decision_proposer_known", ["case_id", "number", "proposed_by"])
    op.create_table(
        "mask_check",
        sa.Column("case_id", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("proposed_by", sa.String(64), nullable=False),
        sa.Column("checked_by", sa.String(64), nullable=False),
        sa.Column("checked_at", Instant, nullable=False),
        sa.UniqueConstraint("case_id", "number", "hash", name="mask_check_of_one_content"),
        sa.CheckConstraint("checked_by <> proposed_by AND checked_by <> ''", name="mask_check_two_people"),
        sa.ForeignKeyConstraint(
            ["case_id", "number", "proposed_by"],
            ["decision.case_id", "decision.number", "decision.proposed_by"],
            name="mask_check_of_a_proposal",
        ),
    )


def _package() -> None:
    with op.batch_alter_table("package") as table:
        table.add_column(sa.Column("hash", sa.String(64), nullable=False, server_default=EARLIER))
        table.add_column(sa.Column("renewal", sa.Integer, nullable=False, server_default="0"))
        table.drop_constraint("package_once_a_decision", type_="unique")
        table.create_unique_constraint("package_once_a_renewal", ["case_id", "number", "renewal"])
        table.create_foreign_key(
            "package_checked", "mask_check", ["case_id", "number", "hash"], ["case_id", "number", "hash"]
        )


def _build() -> None:
    op.create_table(
        "package_build",
        sa.Column("case_id", sa.String(36), sa.ForeignKey("fulfil_case.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("renewal", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done_bytes", sa.BigInteger, nullable=False),
        sa.Column("total_bytes", sa.BigInteger, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("trouble", sa.String(40), nullable=False),
        sa.Column("changed_at", Instant, nullable=False),
    )
    op.create_table(
        "access_words",
        sa.Column("case_id", sa.String(36), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("words_sealed", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "number"], ["decision.case_id", "decision.number"], name="access_words_of_a_decision"
        ),
    )


def _grant() -> None:
    op.create_table(
        "download_grant",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("package_id", sa.String(36), sa.ForeignKey("package.id"), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("valid_until", Instant, nullable=False),
        sa.Column("begun_at", Instant),
    )
    op.create_index("ix_download_grant_package_id", "download_grant", ["package_id"])
