"""Alembic environment of fulfil."""

from shared.platform.migrate import run_env

run_env()
