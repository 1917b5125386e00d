"""Alembic environment of the cabinet: wrapped data keys and staff sessions."""

from shared.platform.migrate import run_env

run_env()
