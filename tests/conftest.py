"""Fixtures of all tests: the real servers, each started at its first use and kept for the session."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

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
