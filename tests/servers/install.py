"""Install what the tests with real servers need: `python -m tests.servers.install`.

As root on Debian it installs the missing packages, without starting any service. Elsewhere it says what is
missing and how to get it. It ends with 0 all the same, because the tests then skip visibly; with CI=true it
ends with 1.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.servers.daemon import PATH

POLICY = Path("/usr/sbin/policy-rc.d")

# Debian package -> any of these files says that it is there
PACKAGES = {
    "rabbitmq-server": ("usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server",),
    "postgresql": ("usr/lib/postgresql/*/bin/postgres",),
    "dovecot-imapd": ("usr/lib/dovecot/imap",),
    "dovecot-lmtpd": ("usr/lib/dovecot/lmtp",),
    "postfix": ("usr/sbin/postfix",),
    "caddy": ("usr/bin/caddy",),
    "chromium": ("usr/bin/chromium",),
    "make": ("usr/bin/make",),
}


def say(sentence: str) -> None:
    """Print a line of progress."""
    sys.stderr.write(f"{sentence}\n")


def missing() -> list[str]:
    """Return the Debian packages this machine lacks."""
    root = Path("/")
    return [name for name, files in PACKAGES.items() if not any(any(root.glob(file)) for file in files)]


@contextlib.contextmanager
def no_services_started() -> Iterator[None]:
    """Keep Debian from starting what it installs; a policy that is there already stays as it is."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="ascii")
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()


def _apt(*arguments: str) -> bool:
    environment = {"PATH": PATH, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    command = ["apt-get", *arguments]
    done = subprocess.run(command, env=environment | proxies, stdin=subprocess.DEVNULL, check=False)
    return done.returncode == 0


def install(packages: list[str]) -> bool:
    """Refresh the package lists once and install; say whether it went well."""
    with no_services_started():
        return _apt("update", "-q") and _apt("install", "-q", "-y", "--no-install-recommends", *packages)


def main() -> int:
    """Install or explain; the exit code."""
    lacking = missing()
    if lacking and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing for the tests: {', '.join(lacking)}")
        install(lacking)
        lacking = missing()
    if not lacking:
        return 0
    say(f"Missing for the tests with real servers: {', '.join(lacking)}. Those tests will be skipped.")
    say(f"On Debian, as root: apt-get install --no-install-recommends {' '.join(lacking)}")
    say("Debian starts these services when it installs them; the tests do not need that, you may stop them.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
