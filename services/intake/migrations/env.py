"""Alembic environment of intake."""

from shared.platform.migrate import run_env

run_env()
