"""Intake by mail, whole: what triage, removal, letters and several mailboxes need.

Revision ID: 0002
Revises: 0001
"""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """One function a subject."""
