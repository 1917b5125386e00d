"""A private PostgreSQL: own data directory, trusting its clients on loopback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.daemon import Daemon, StartError, as_nobody
from tests.servers.ports import LOOPBACK, free_port

SUPERUSER = "postgres"


def _programs() -> Path | None:
    """Return the directory of the newest server programs; Debian keeps them out of the PATH."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    found = shutil.which("postgres")
    return Path(found).parent if found else None


class Postgres(Daemon):
    """A database server; `fsync=False` is faster and only for tests that kill nothing."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends the sessions instead of waiting for them

    def __init__(self, directory: Path, *, fsync: bool = True) -> None:
        super().__init__(directory)
        self.port = free_port()
        self._fsync = fsync
        self._data = directory / "data"

    @classmethod
    def missing(cls) -> str | None:
        """Debian's postgresql is all it takes."""
        return None if _programs() else "PostgreSQL is not installed (Debian package postgresql)."

    def url(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Return the address of a database as the user sees it; no password is asked."""
        return f"postgresql://{user}@{LOOPBACK}:{self.port}/{database}"

    def create_database(self, name: str) -> str:
        """Create an empty database and return its address for the superuser."""
        with psycopg.connect(self.url(), autocommit=True) as link:
            link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def demand_passwords(self, database: str, users: Sequence[str]) -> None:
        """Let these users into this database by password only; holds once the server has read its files again."""
        rules = self._data / "pg_hba.conf"
        first = f"host {database} {','.join(users)} {LOOPBACK}/32 scram-sha-256\n"
        rules.write_text(first + rules.read_text(encoding="utf-8"), encoding="utf-8")

    def prepare(self) -> None:
        """Make the cluster; the server refuses root, so all of it belongs to nobody."""
        self.own(self.directory)
        programs = _programs()
        assert programs is not None
        options = [f"--username={SUPERUSER}", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        made = subprocess.run(
            as_nobody([str(programs / "initdb"), "--pgdata", str(self._data), "--no-sync", *options]),
            env=self.environment(),
            cwd=self.directory,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise StartError(f"initdb failed as user {os.geteuid()}:\n{made.stderr}")

    def command(self) -> list[str]:
        """Run the server in the foreground with few buffers, loopback only."""
        settings = {
            "listen_addresses": LOOPBACK,
            "unix_socket_directories": "",
            "port": self.port,
            "fsync": "on" if self._fsync else "off",
            "max_connections": 200,
            "shared_buffers": "32MB",
        }
        options = [f"--{key}={value}" for key, value in settings.items()]
        return as_nobody([f"{_programs()}/postgres", "-D", str(self._data), *options])

    def is_ready(self) -> bool:
        """Say whether a query is answered."""
        try:
            with psycopg.connect(self.url(), connect_timeout=2) as link:
                return link.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False
