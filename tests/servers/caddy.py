"""A private reverse proxy with the repository's own Caddyfile: only ports and hosts differ from production.

The site is served on a `localhost` port, so Caddy signs its certificate with an authority of its own; `ca_file`
is that authority's certificate. Nothing is written into the machine's store of trusted certificates.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from pathlib import Path

from tests.servers.daemon import Daemon, as_nobody
from tests.servers.ports import LOOPBACK, free_port

CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"
PROGRAM = Path("/usr/bin/caddy")
GLOBAL = "admin off\n"


class Caddy(Daemon):
    """The proxy in front of `upstreams`: the name and port of each service."""

    name = "caddy"

    def __init__(self, directory: Path, upstreams: Mapping[str, int]) -> None:
        super().__init__(directory)
        self.port, self._http_port, self._health_port = free_port(), free_port(), free_port()
        self.site = f"localhost:{self.port}"
        self.ca_file = directory / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        self._upstreams = upstreams

    @classmethod
    def missing(cls) -> str | None:
        """Debian's caddy is all it takes."""
        return None if PROGRAM.exists() else "Caddy is not installed (Debian package caddy)."

    def prepare(self) -> None:
        """Write the repository's Caddyfile with our hosts and ports in it."""
        for name in ("data", "config"):
            (self.directory / name).mkdir()
            self.own(self.directory / name)
        (self.directory / "Caddyfile").write_text(self.configuration(), encoding="utf-8")

    def configuration(self) -> str:
        """The repository's text with the ports of this machine; raises ValueError where it has no such part."""
        text = CADDYFILE.read_text(encoding="utf-8")
        moves = {
            GLOBAL: f"{GLOBAL}\thttp_port {self._http_port}\n\tskip_install_trust\n\tdefault_bind {LOOPBACK}\n",
            "127.0.0.1:2020": f"{LOOPBACK}:{self._health_port}",
            **{f"reverse_proxy {name}:8080": f"reverse_proxy {LOOPBACK}:{p}" for name, p in self._upstreams.items()},
        }
        for here, there in moves.items():
            if here not in text:
                raise ValueError(f"deploy/Caddyfile has no '{here.strip()}' any more.")
            text = text.replace(here, there)
        return text

    def command(self) -> list[str]:
        """Run the proxy in the foreground."""
        return as_nobody([str(PROGRAM), "run", "--config", str(self.directory / "Caddyfile"), "--adapter", "caddyfile"])

    def environment(self) -> dict[str, str]:
        """Name the site, as docker-compose.yml does, and keep every file in our directory."""
        return super().environment() | {
            "PRIVACYBALIE_SITE": self.site,
            "XDG_DATA_HOME": str(self.directory / "data"),
            "XDG_CONFIG_HOME": str(self.directory / "config"),
        }

    def is_ready(self) -> bool:
        """Say whether the site answers over TLS with a certificate of its authority."""
        try:
            context = ssl.create_default_context(cafile=str(self.ca_file))
            with (
                socket.create_connection((LOOPBACK, self.port), timeout=2) as link,
                context.wrap_socket(link, server_hostname="localhost"),
            ):
                return True
        except OSError:
            return False
