"""Four processes as docker-compose.yml describes them, on a real broker, database and mail servers, behind its proxy.

Only hosts, ports and paths are of this machine (`MOVED`); each process gets exactly the secrets of its container.
"""

from __future__ import annotations

import email
import os
import re
import shutil
import signal
import smtplib
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from email.utils import formataddr, make_msgid
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.journeys import containers
from tests.journeys.containers import HOUSE, OFFICES
from tests.journeys.live import eventually
from tests.servers.caddy import Caddy
from tests.servers.daemon import PATH, Daemon, make_directory, wait_for
from tests.servers.dovecot import Dovecot
from tests.servers.ports import LOOPBACK, free_port
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMQ

DESK = "info@desk.example"
NOOR, BRAM = "noor@clients.example", "bram@clients.example"
SANNE, YOUSSEF, MARIT = "sanne@desk.example", "youssef@desk.example", "marit@desk.example"
STAFF = {SANNE: ("Sanne de Wit", "handler"), YOUSSEF: ("Youssef Bakker", "approver"), MARIT: ("Marit Visser", "fg")}
PEOPLE = (NOOR, BRAM, *STAFF)
PATIENCE = 10.0
"""Seconds in which a process must have ended once it was asked to."""

MOVED = frozenset(
    {
        "PRIVACYBALIE_BUS_URL",
        "PRIVACYBALIE_BUS_PASSWORD_FILE",
        "PRIVACYBALIE_DATABASE_URL",
        "PRIVACYBALIE_DATABASE_PASSWORD_FILE",
        "PRIVACYBALIE_DATABASE_ADMIN_URL",
        "PRIVACYBALIE_DATABASE_ADMIN_PASSWORD_FILE",
        "PRIVACYBALIE_KEYS_DIR",
        "PRIVACYBALIE_DATA_DIR",
        "PRIVACYBALIE_WEB__HOST",
        "PRIVACYBALIE_WEB__PORT",
        "PRIVACYBALIE_MAILBOX__PASSWORD_FILE",
        "PRIVACYBALIE_SMTP__PASSWORD_FILE",
        "PRIVACYBALIE_ARCHIVE__PASSWORD_FILE",
    }
)
"""The variables that name a host, a port or a path: these alone may differ from docker-compose.yml."""

# What the office itself decides; docker-compose.yml mounts such a file.
OFFICE = """\
[controller]
name = "Bureau Voorbeeld"
kvk = "00 00 00 00"
address = "Voorbeeldplein 1, 1234 AB Voorbeeldstad"
phone = "000 - 000 00 00"
email = "{desk}"

[intake]
official_addresses = ["{desk}"]

[mailbox]
host = "{host}"
port = {imap}
security = "tls"
user = "{desk}"
ca_file = "{imap_ca}"

[smtp]
host = "{host}"
port = {smtp}
security = "starttls"
ca_file = "{smtp_ca}"

[mail]
sender = "{desk}"

[access_letter]
mail_host = "Voorbeeld Post B.V."

[[routing]]
category = "C01"
system = "KVS"

[[routing]]
category = "C08"
system = "KVS"

[[routing]]
category = "C11"
system = "MBX"
"""


@dataclass(frozen=True)
class Place:
    """Where on this machine the parts are that docker-compose.yml names by their containers."""

    root: Path
    site: str
    broker: str
    """user@host:port/virtual-host"""
    database: str
    """host:port/name"""

    def directory(self, container: str) -> Path:
        """All that a container would hold: its configuration, its volume, its secrets."""
        return self.root / container

    def environment(self, container: str, port: int = 0) -> dict[str, str]:
        """The container's variables, with what has to be moved."""
        moves = {
            "privacybalie@rabbitmq:5672/": self.broker,
            "postgres:5432/privacybalie": self.database,
            "/run/secrets": str(self.directory(container) / "secrets"),
            "/var/lib/privacybalie": str(self.directory(container) / "data"),
            "0.0.0.0": LOOPBACK,  # noqa: S104 -- what the compose file says, taken away here
            "8080": str(port),
        }
        known = re.compile("|".join(map(re.escape, moves)))
        told = containers.environment(container, self.site)
        return {k: known.sub(lambda m: moves[m[0]], v) if k in MOVED else v for k, v in told.items()}

    def furnish(self, container: str, office: str, secrets: Path) -> None:
        """Lay out the directory: the configuration, an empty volume, and the container's own secrets."""
        home = self.directory(container)
        (home / "data").mkdir(parents=True, mode=0o700)
        (home / "secrets").mkdir(mode=0o700)
        (home / "privacybalie.toml").write_text(office, encoding="utf-8")
        for name in containers.secrets(container):
            copy = shutil.copyfile(secrets / name, home / "secrets" / name)
            copy.chmod(0o600)


class ServiceProcess(Daemon):
    """One container of the product as a plain process."""

    name = "service"

    def __init__(self, place: Place, container: str, port: int) -> None:
        super().__init__(place.directory(container))
        self.container, self.port = container, port
        self._environment = place.environment(container, port)
        self._prepared = True

    @classmethod
    def missing(cls) -> str | None:
        """Nothing: it is ourselves."""
        return None

    def prepare(self) -> None:
        """The place furnishes the directory."""

    def command(self) -> list[str]:
        """The container's command, run by this Python."""
        return [sys.executable, "-m", "services", *containers.command(self.container)]

    def environment(self) -> dict[str, str]:
        """The container's variables and nothing else of ours."""
        return super().environment() | self._environment

    def is_ready(self) -> bool:
        """Whether `/readyz` says yes."""
        return self.status("/readyz") == 200

    def status(self, path: str) -> int:
        """The status of one of the process's own pages; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def terminate(self) -> tuple[int | None, float]:
        """SIGTERM; the exit code (None: still there after twice the patience) and the seconds it took."""
        assert self._process is not None
        process, began = self._process, time.monotonic()
        process.send_signal(signal.SIGTERM)
        wait_for(self._ended, 2 * PATIENCE)
        return process.returncode, time.monotonic() - began


@dataclass
class FourProcesses:
    """The running desk, its surroundings, and the hands to disturb them."""

    place: Place
    url: str
    trust: ssl.SSLContext
    services: Mapping[str, ServiceProcess]
    database: str
    rabbitmq: RabbitMQ
    dovecot: Dovecot
    postfix: Postfix
    _seen: dict[Path, EmailMessage] = field(default_factory=dict)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `privacybalie` in the operator's container."""
        return run_in(self.place, "operator", arguments)

    def post(self, sender: tuple[str, str], subject: str, text: str) -> None:
        """A client writes to the desk."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = formataddr(sender), DESK, subject
        mail["Message-ID"] = make_msgid(domain="clients.example")
        mail.set_content(text)
        with smtplib.SMTP(LOOPBACK, self.postfix.smtp_port) as link:
            link.send_message(mail)

    def letters(self, address: str) -> list[EmailMessage]:
        """Every mail in somebody's mailbox."""
        files = [path for part in ("new", "cur") for path in (self.dovecot.maildir(address) / part).glob("*")]
        for path in files:
            if path not in self._seen:
                self._seen[path] = email.message_from_bytes(path.read_bytes(), policy=default)
        return [self._seen[path] for path in sorted(files)]

    async def letter(self, address: str, words: str) -> str:
        """Wait for a letter with `words`; its subject and text."""

        async def look() -> str | None:
            found = [told for told in map(said, self.letters(address)) if words in told]
            return found[-1] if found else None

        return await eventually(look, f"a letter to {address} with '{words}'")

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """Look into the databases as their superuser."""
        with psycopg.connect(self.database) as link:
            return link.execute(question.encode()).fetchall()


def said(mail: EmailMessage) -> str:
    """The subject and the plain text of a mail."""
    body = mail.get_body(("plain",))
    return f"{mail['Subject']}\n\n{body.get_content() if body else ''}"


def run_in(place: Place, container: str, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run one command of the product as a container would, to its end."""
    return subprocess.run(
        [sys.executable, "-m", "services", *arguments],
        env={"PATH": PATH, "LANG": "C.UTF-8"} | place.environment(container),
        cwd=place.directory(container),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def make_secrets(directory: Path, known: Mapping[str, str]) -> Path:
    """The secrets as deploy/make-secrets makes them; `known` are those that the servers here have already."""
    secrets = directory / "all-secrets"
    secrets.mkdir(mode=0o700)
    for name, text in known.items():
        (secrets / name).write_text(text, encoding="utf-8")
    subprocess.run(
        ["sh", str(HOUSE / "deploy" / "make-secrets"), str(secrets)],
        cwd=directory,
        env={"PATH": f"{Path(sys.executable).parent}{os.pathsep}{PATH}", "LANG": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    return secrets


def make_database(postgres: Postgres, name: str, password: str) -> tuple[str, str]:
    """An empty database that lets the product's roles in by password only; its place, and its superuser's address."""
    url = postgres.create_database(name)
    with psycopg.connect(postgres.url(), autocommit=True) as link:
        known = link.execute("SELECT 1 FROM pg_roles WHERE rolname = 'privacybalie'").fetchone()
        order = "ALTER" if known else "CREATE"
        link.execute(sql.SQL(order + " ROLE privacybalie LOGIN SUPERUSER PASSWORD {}").format(password))
        postgres.demand_passwords(name, ("privacybalie", *OFFICES))
        link.execute("SELECT pg_reload_conf()")
    return f"{LOOPBACK}:{postgres.port}/{name}", url


@contextmanager
def four_processes(root: Path, rabbitmq: RabbitMQ, postgres: Postgres) -> Iterator[FourProcesses]:
    """Make everything ready, migrate, start the four and the proxy; in the end whatever still runs is ended."""
    with ExitStack() as running:
        dovecot = running.enter_context(Dovecot(make_directory("dovecot"), (DESK, *PEOPLE), tls=True))
        postfix = running.enter_context(Postfix(make_directory("postfix"), dovecot.lmtp_port, tls=True))
        ports = {name: free_port() for name in OFFICES}
        proxy = Caddy(make_directory("caddy"), ports)
        broker = urlsplit(rabbitmq.fresh_url())
        secrets = make_secrets(
            root,
            {"bus": broker.password or "", "database_admin": "an invented one", "mailbox": dovecot.password(DESK)},
        )
        where, database = make_database(postgres, "four_processes", "an invented one")
        address = f"{broker.username}@{broker.hostname}:{broker.port}{broker.path}"
        place = Place(root, proxy.site, address, where)
        office = OFFICE.format(
            desk=DESK,
            host=LOOPBACK,
            imap=dovecot.imaps_port,
            imap_ca=dovecot.certificate,
            smtp=postfix.smtp_port,
            smtp_ca=postfix.certificate,
        )
        for container in (*OFFICES, "migrate", "operator"):
            place.furnish(container, office, secrets)
        migrated = run_in(place, "migrate", containers.command("migrate"))
        assert migrated.returncode == 0, migrated.stderr
        services = {name: ServiceProcess(place, name, port) for name, port in ports.items()}
        for service in services.values():
            running.callback(service.stop)
        with ThreadPoolExecutor() as pool:
            list(pool.map(ServiceProcess.start, services.values()))
        running.enter_context(proxy)
        trust = ssl.create_default_context(cafile=str(proxy.ca_file))
        url = f"https://{proxy.site}"
        yield FourProcesses(place, url, trust, services, database, rabbitmq, dovecot, postfix)
