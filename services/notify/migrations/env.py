"""Alembic environment of notify."""

from shared.platform.migrate import run_env

run_env()
