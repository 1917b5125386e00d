"""What machines ask: is it alive, is it ready, how is it doing. Answers hold names and figures only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from shared.platform.access import public

Check = Callable[[], Awaitable[bool]]
PATIENCE = 5.0


@public
async def alive(_request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok"})


async def _passes(check: Check) -> bool:
    """A check that fails, hangs or raises is simply not passed; the log of its own part says why."""
    try:
        async with asyncio.timeout(PATIENCE):
            return bool(await check())
    except Exception:  # noqa: BLE001 -- whatever it is, the part is not ready
        return False


def add_health(app: web.Application, checks: Mapping[str, Check]) -> None:
    """Add `/healthz`, and `/readyz` which is 200 when every check passes and 503 otherwise."""

    @public
    async def ready(_request: web.Request) -> web.Response:
        passed = await asyncio.gather(*(_passes(check) for check in checks.values()))
        parts = dict(zip(checks, passed, strict=True))
        word, status = ("ok", 200) if all(passed) else ("not ready", 503)
        return web.json_response({"status": word, "parts": parts}, status=status)

    app.router.add_get("/healthz", alive)
    app.router.add_get("/readyz", ready)


def add_metrics(app: web.Application, registry: CollectorRegistry = REGISTRY) -> None:
    """Add `/metrics` in the text format of Prometheus."""

    @public
    async def metrics(_request: web.Request) -> web.Response:
        headers = {"Content-Type": CONTENT_TYPE_PLAIN_0_0_4}
        return web.Response(body=generate_latest(registry), headers=headers)

    app.router.add_get("/metrics", metrics)
