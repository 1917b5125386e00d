"""No row says that identity is established without the proof it rests on; mails, dates and letters of a case.

What staff ticked is a list of codes in one column, so that a constraint of that row can insist on each of them.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from shared.platform.instant import Instant

revision = "0009"
down_revision = "0008"

_UNLESS = "state <> 'verified' OR "
_FROM_L2 = "('account', 'call_back', 'in_person', 'redacted_copy', 'video_call')"
_FROM_L3 = "('redacted_copy', 'video_call')"
_TICKS = {
    "account": ("signed_in",),
    "call_back": ("number_on_file", "two_answers"),
    "in_person": ("document_shown", "nothing_copied"),
    "redacted_copy": ("photo_hidden", "bsn_hidden", "mrz_hidden", "qr_hidden", "name_fits", "of_a_document"),
    "video_call": ("document_shown", "not_recorded"),
}
_SITUATIONS = (
    "situation IN ('self', 'agent', 'minor', 'parent', 'curator', 'administrator', 'mentor', 'deceased', 'bulk')"
)


def _reaches(method: str) -> str:
    """The way in a column is enough for the level of the row."""
    return (
        f"({method} IS NOT NULL AND (level = 'L0' OR (level = 'L1' AND {method} <> 'none')"
        f" OR (level = 'L2' AND {method} IN {_FROM_L2}) OR (level = 'L3' AND {method} IN {_FROM_L3})))"
    )


def _holds(column: str, codes: tuple[str, ...]) -> str:
    """Each code stands in the list of a column; LIKE would need its own escapes on each database."""
    return " AND ".join(f"replace({column}, '\"{code}\"', '') <> {column}" for code in codes)


SIGNED = _UNLESS + "(decided_by IS NOT NULL AND decided_by <> '' AND decided_at IS NOT NULL)"
REACHES = _UNLESS + _reaches("method")
AGENT = _UNLESS + "NOT agent_needed OR " + _reaches("agent_method")
DOCUMENT = _UNLESS + "method <> 'redacted_copy' OR document IS NOT NULL"
TICKED = _UNLESS + " AND ".join(f"(method <> '{way}' OR ({_holds('noted', ticks)}))" for way, ticks in _TICKS.items())
APPROVED = (
    "replace(decided, '\"event\": \"approve\"', '') = decided OR ("
    + _holds("decided", _TICKS["redacted_copy"])
    + " AND replace(decided, '\"document\": \"\"', '') = decided)"
)


def upgrade() -> None:
    with op.batch_alter_table("verification") as table:
        table.add_column(sa.Column("mail_evidence", sa.String(120)))
        table.add_column(sa.Column("sorted_at", Instant))
        table.create_check_constraint("verification_signed", SIGNED)
        table.create_check_constraint("verification_reaches", REACHES)
        table.create_check_constraint("verification_agent_reaches", AGENT)
        table.create_check_constraint("verification_document", DOCUMENT)
        table.create_check_constraint("verification_ticked", TICKED)
    with op.batch_alter_table("review") as table:
        table.create_check_constraint("review_approved", APPROVED)
    with op.batch_alter_table("representing") as table:
        table.create_check_constraint("representing_situation", _SITUATIONS)
        table.create_check_constraint("representing_age", "age BETWEEN 0 AND 130")
    _create_heard()


def _create_heard() -> None:
    """What is heard of a case may come before its verification: no foreign key."""
    op.create_table(
        "mail_seen",
        sa.Column("case_id", sa.String(64), primary_key=True),
        sa.Column("incoming_id", sa.String(64), primary_key=True),
        sa.Column("received_at", Instant, nullable=False),
        sa.Column("sender_mark", sa.String(64), nullable=False),
        sa.Column("evidence", sa.String(120), nullable=False),
    )
    op.create_table(
        "case_dates",
        sa.Column("case_id", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("statutory_due", sa.Date, nullable=False),
        sa.Column("at", Instant, nullable=False),
    )
    op.create_table(
        "letter_told",
        sa.Column("case_id", sa.String(64), sa.ForeignKey("verification.case_id"), primary_key=True),
        sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("letter", sa.String(3), primary_key=True),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("by_name_sealed", sa.Text, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.CheckConstraint("letter IN ('T31', 'T32', 'T33', 'T34')", name="letter_told_letter"),
    )
