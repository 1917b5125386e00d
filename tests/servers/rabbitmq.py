"""A private RabbitMQ broker: own node name, cookie, epmd, ports and directories.

The broker's own start script is used: the wrapper in /usr/sbin switches to a user of its own. Empty virtual
hosts are made at the first start, so that a test gets a broker nobody else has touched without any control
command.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import socket
import subprocess
from pathlib import Path

from tests.servers.daemon import PATH, Daemon, StartError, as_nobody, wait_for
from tests.servers.ports import LOOPBACK, free_port

USER = "privacybalie"
SPARE_VHOSTS = 60


def _script() -> Path | None:
    found = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    return found[-1] if found else None


class RabbitMQ(Daemon):
    """A broker at `.url`; `fresh_url()` gives an empty virtual host for one test."""

    name = "rabbitmq"

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.port, self._dist_port, self._epmd_port = free_port(), free_port(), free_port()
        self._password = secrets.token_hex(12)
        self._epmd: subprocess.Popen[bytes] | None = None
        self._spare = [f"test-{number}" for number in range(SPARE_VHOSTS)]

    @classmethod
    def missing(cls) -> str | None:
        """Debian's rabbitmq-server is all it takes."""
        return None if _script() else "RabbitMQ is not installed (Debian package rabbitmq-server)."

    def _url(self, vhost: str) -> str:
        return f"amqp://{USER}:{self._password}@{LOOPBACK}:{self.port}/{vhost}"

    @property
    def url(self) -> str:
        """The address of the default virtual host, for a bus that owns the whole broker."""
        return self._url("%2F")

    def fresh_url(self) -> str:
        """Return the address of an empty virtual host that no test had before."""
        return self._url(self._spare.pop(0))

    def prepare(self) -> None:
        """Write the configuration, the cookie, and the user and virtual hosts to load at the first start."""
        cookie = self.directory / ".erlang.cookie"
        cookie.write_text(secrets.token_hex(20), encoding="ascii")
        cookie.chmod(0o400)
        plugins = self.directory / "enabled_plugins"
        plugins.write_text("[].\n", encoding="ascii")
        definitions = self.directory / "definitions.json"
        definitions.write_text(json.dumps(self._definitions()), encoding="utf-8")
        (self.directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = {LOOPBACK}:{self.port}\n"
            "disk_free_limit.absolute = 50MB\n"
            "vm_memory_high_watermark.absolute = 1GB\n"
            "log.console = true\nlog.console.level = warning\nlog.file = false\n"
            f"load_definitions = {definitions}\n",
            encoding="utf-8",
        )
        self.own(self.directory, cookie, plugins, definitions)

    def _definitions(self) -> dict[str, object]:
        salt = secrets.token_bytes(4)
        digest = hashlib.sha256(salt + self._password.encode()).digest()
        vhosts = ["/", *self._spare]
        user = {
            "name": USER,
            "password_hash": base64.b64encode(salt + digest).decode(),
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": ["administrator"],
        }
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        return {
            "users": [user],
            "vhosts": [{"name": vhost} for vhost in vhosts],
            "permissions": [{"user": USER, "vhost": vhost, **everything} for vhost in vhosts],
        }

    def command(self) -> list[str]:
        """Run the broker's own script."""
        return as_nobody([str(_script())])

    def environment(self) -> dict[str, str]:
        """Point every path and port of the node into our directory and at loopback."""
        return super().environment() | {
            "RUNNING_UNDER_SYSTEMD": "true",  # the script then becomes the broker, without a shell in between
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "RABBITMQ_NODENAME": f"desk{self.port}@localhost",
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_CONF_ENV_FILE": str(self.directory / "none"),
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.directory / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.directory / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.directory / "log"),
            "RABBITMQ_PID_FILE": str(self.directory / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none",
        }

    def is_ready(self) -> bool:
        """Say whether the broker answers the AMQP greeting with a method frame."""
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=2) as link:
                link.sendall(b"AMQP\x00\x00\x09\x01")
                return link.recv(1) == b"\x01"
        except OSError:
            return False

    def start(self) -> None:
        """Start our own name server of Erlang nodes, then the broker."""
        if self.missing() is None and self._epmd is None:
            self._start_epmd()
        super().start()

    def _start_epmd(self) -> None:
        self._epmd = subprocess.Popen(
            as_nobody(["epmd", "-port", str(self._epmd_port), "-address", LOOPBACK]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={"PATH": PATH},
            start_new_session=True,
        )
        if not wait_for(self._epmd_listens, 10):
            raise StartError("epmd, the name server of Erlang nodes, did not start.")

    def _epmd_listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((LOOPBACK, self._epmd_port)) == 0

    def _finish(self, started: list[int]) -> None:
        super()._finish(started)
        if self._epmd is not None:
            self._epmd.kill()
            self._epmd.wait()
            self._epmd = None
