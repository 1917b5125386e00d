"""The reference's chapter on the pages, read from the web applications of the services."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from services import composition
from services.access import GRANTS
from services.commands.reference.tables import table
from shared.contracts.people import COMPARTMENTS
from shared.contracts.settings import Settings
from shared.platform import keys
from shared.platform.access import PUBLIC, declared_action
from shared.platform.config import load
from shared.platform.site import Site
from shared.platform.web import add_health, add_metrics, make_app


@dataclass(frozen=True, order=True)
class Route:
    """One address that answers, and the action that it declared."""

    path: str
    method: str
    action: str

    @property
    def roles(self) -> str:
        """Who may use it."""
        return "everybody" if self.action == PUBLIC else ", ".join(r for r, may in GRANTS.items() if self.action in may)


def routes() -> dict[str, list[Route]]:
    """The routes of each service; those that every process has stand under `every process`."""
    with tempfile.TemporaryDirectory() as directory:
        settings = load(Settings, None, data_dir=Path(directory), allow_unprotected_decoder=True)
        keys.make_missing(settings.keys, sorted({c for held in COMPARTMENTS.values() for c in held}))
        process = composition.make_process(settings, loops=False)
        shared = set(_of(_add_shared))
        found = {"every process": sorted(shared)}
        for staff in process.staff:
            own = _of(lambda app, one=staff: one.office.add_routes(app, one.desk))  # type: ignore[misc]
            found[staff.office.name] = sorted(set(own) - shared)
    return found


def _add_shared(app: web.Application) -> None:
    add_health(app, {})
    add_metrics(app)


def _of(add: Callable[[web.Application], None]) -> list[Route]:
    app = make_app(Site(name="", organisation="", public_url="http://127.0.0.1"))
    add(app)
    return [
        Route(route.resource.canonical if route.resource else "", route.method, declared_action(route.handler) or "")
        for route in app.router.routes()
        if route.method != "HEAD"
    ]


def section() -> str:
    """The chapter."""
    lines = ["## Pages\n", "Actions and roles: `services/access.py`.\n"]
    for service, found in routes().items():
        rows = [(one.method, f"`{one.path}`", one.action, one.roles) for one in found]
        lines += [f"### {service.capitalize()}\n", table(("method", "path", "action", "who"), rows)]
    return "\n".join(lines)
