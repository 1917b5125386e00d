"""Fixtures of all tests: the real servers, each started at its first use and kept for the session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from services.fulfil import passwords
from shared.platform import migrate
from tests.servers.daemon import Daemon, make_directory
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMQ

DESK = "info@desk.example"
CLIENT = "noor@clients.example"


def demand(server: type[Daemon]) -> None:
    """Skip the test, with the reason, when the server cannot run here; in CI that is a failure."""
    lacking = server.missing()
    if lacking is None:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{lacking} In CI no test may be skipped.", pytrace=False)
    pytest.skip(f"{lacking} As root: `python -m tests.servers.install`, then run the tests as root.")


@pytest.fixture(scope="session", autouse=True)
def empty_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Make each empty SQLite database by its scripts once a session, and copy it from then on."""
    kept, upgrade = tmp_path_factory.mktemp("empty"), migrate.upgrade

    def copied(home: migrate.Home) -> None:
        target = Path(home.url.database or "")
        if home.url.get_backend_name() != "sqlite" or target.exists():
            upgrade(home)
            return
        first = kept / f"{home.package}.db"
        if not first.exists():
            upgrade(migrate.Home(home.name, home.url.set(database=str(first)), home.package))
        shutil.copy(first, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "upgrade", copied)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[PasswordHasher]:
    """Give every test argon2id with the least work, and back the hasher that the product ships (tested in accounts)."""
    with pytest.MonkeyPatch.context() as patch:
        shipped = passwords._hasher
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield shipped


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Daemon], Daemon]]:
    """Start a server and keep it until the session ends."""
    with ExitStack() as running:
        yield running.enter_context


@pytest.fixture(scope="session")
def rabbitmq(serve: Callable[[RabbitMQ], RabbitMQ]) -> RabbitMQ:
    """A broker of our own; `fresh_url()` gives a test an empty virtual host."""
    demand(RabbitMQ)
    return serve(RabbitMQ(make_directory("rabbitmq")))


@pytest.fixture(scope="session")
def postgres(serve: Callable[[Postgres], Postgres]) -> Postgres:
    """A database server of our own; `create_database(name)` gives a test an empty database."""
    demand(Postgres)
    return serve(Postgres(make_directory("postgres")))


@pytest.fixture(scope="session")
def dovecot(serve: Callable[[Dovecot], Dovecot]) -> Dovecot:
    """A mail store with mailboxes for the desk and one client."""
    demand(Dovecot)
    return serve(Dovecot(make_directory("dovecot"), (DESK, CLIENT), tls=True))


@pytest.fixture(scope="session")
def postfix(serve: Callable[[Postfix], Postfix], dovecot: Dovecot) -> Postfix:
    """A mail transfer agent that delivers to `dovecot`."""
    demand(Postfix)
    return serve(Postfix(make_directory("postfix"), dovecot.lmtp_port))
