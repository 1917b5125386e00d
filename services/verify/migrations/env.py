"""Alembic environment of verify."""

from shared.platform.migrate import run_env

run_env()
