"""What docker-compose.yml says of each container of the product: its command, its variables, its secrets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

HOUSE = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((HOUSE / "docker-compose.yml").read_text(encoding="utf-8"))
OFFICES = ("intake", "verify", "fulfil", "notify")
_SITE = re.compile(r"\$\{PRIVACYBALIE_SITE[^}]*\}")


def environment(container: str, site: str) -> dict[str, str]:
    """The variables of a container when the desk is reached as `site`."""
    given = COMPOSE["services"][container]["environment"]
    return {name: _SITE.sub(site, str(value)) for name, value in given.items()}


def secrets(container: str) -> list[str]:
    """The secrets that lie in /run/secrets of a container."""
    return list(COMPOSE["services"][container]["secrets"])


def command(container: str) -> list[str]:
    """What a container is told to do, as arguments of `privacybalie`."""
    return list(COMPOSE["services"][container]["command"])
