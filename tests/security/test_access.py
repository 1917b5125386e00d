"""Every route against every role: nobody reaches what the one table of rights does not give, and nobody learns why."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from aiohttp import ClientResponse, FormData, web

from services.access import GRANTS
from shared.platform.web import PUBLIC, declared_action, undeclared
from shared.vocabulary import Role
from tests.pictures import card, saved
from tests.security.whole_desk import WholeDesk, mail, opened

ACCESS_MAIL: Final = "Ik wil graag weten welke gegevens jullie over mij hebben. Stuur mij een kopie."
NOBODY: Final = "nobody"
ROLES: Final = (*(str(role) for role in Role), NOBODY)

PUBLIC_ROUTES: Final = {
    "GET /": "says what the desk is and how to write to it",
    "GET /static/{fingerprint}/{name}": "style sheets and scripts, the same for everybody",
    "POST /language": "remembers a language in a cookie",
    "GET /identity/upload": "the page behind the link of a letter; it shows nothing of a case",
    "POST /identity/upload": "takes a copy with the code of the letter; guesses are counted",
    "GET /identity/received": "says what happens next, to everybody the same",
    "GET /download": "the page behind the link of a letter; it shows nothing of a case",
    "POST /download/code": "sends a code to the address on file, and says the same whatever the link",
    "POST /download/file": "hands out a package for link and fresh code; tries are counted",
    "GET /staff/sign-in": "the way in",
    "POST /staff/sign-in": "the way in; tries are counted",
    "POST /staff/sign-out": "ends the own session; without one nothing happens",
    "GET /staff/welcome": "the page behind an invitation; it shows nothing before the code",
    "POST /staff/welcome": "sets the first password with the code of an invitation, once",
    "GET /healthz": "says that the process lives",
    "GET /readyz": "names of parts and yes or no",
    "GET /metrics": "figures without personal data; the proxy keeps it inside",
}
"""Everything that may be called without signing in, each with its reason."""


@dataclass(frozen=True)
class Route:
    """One route of the application."""

    method: str
    path: str
    action: str | None

    @property
    def name(self) -> str:
        """As the list above has it: HEAD is GET without the body."""
        return f"{'GET' if self.method == 'HEAD' else self.method} {self.path}"


def routes_of(app: web.Application) -> list[Route]:
    """Every route with what it declares."""
    return [
        Route(each.method, each.resource.canonical, declared_action(each.handler))
        for each in app.router.routes()
        if each.resource is not None
    ]


@dataclass
class Filled:
    """A desk in which every address has something to show: `ids` fills in the routes, the copy waits in `waiting`."""

    desk: WholeDesk
    ids: Mapping[str, str]
    waiting: str
    app: web.Application

    def address(self, route: Route) -> str:
        """The route with ids of things that are there."""
        path = route.path
        if path.startswith("/staff/verify/"):
            path = path.replace("{case_id}", self.waiting)
        for prefix, value in self.ids.items():
            start, _, name = prefix.rpartition("/")
            path = path.replace(name, value) if path.startswith(start) else path
        assert "{" not in path, path
        return path

    async def call(self, route: Route, token: str) -> ClientResponse:
        """The route as our own page calls it, with an empty form where it takes one."""
        if route.method in {"GET", "HEAD"}:
            return await self.desk.ask(route.method, self.address(route), token)
        return await self.desk.send(self.address(route), token)


async def case_of(desk: WholeDesk, incoming: str, token: str) -> str:
    """The case that a message opened, with its kinds confirmed."""
    page = await desk.ask("GET", f"/staff/messages/{incoming}", token)
    case = (await page.text()).partition('href="/staff/cases/')[2][:36]
    confirmed = await desk.send(f"/staff/cases/{case}/kinds", token, version="1", kinds="access")
    assert confirmed.status == 303, await confirmed.text()
    await desk.house.settle()
    return case


async def with_tasks(desk: WholeDesk, case: str, token: str) -> str:
    """Establish identity; returns the id of a task."""
    seen = ["document_shown", "nothing_copied"]
    done = await desk.send(f"/staff/verify/{case}/establish", token, version="1", method="in_person", seen=seen)
    assert done.status == 303, await done.text()
    await desk.house.settle()
    page = await (await desk.ask("GET", f"/staff/cases/{case}", token)).text()
    return page.partition('name="task" value="')[2].partition('"')[0]


async def with_copy(desk: WholeDesk, case: str, token: str, address: str) -> None:
    """Ask for a copy, and send one."""
    reasons = {"without_L1": "not_enough", "without_L2": "cannot_come"}
    asked = await desk.send(f"/staff/verify/{case}/ask", token, version="1", **reasons)
    assert asked.status == 303, await asked.text()
    await desk.house.settle()
    letter = next(each for each in desk.world.kept(address) if "/identity/upload#" in each.text)
    form = FormData()
    form.add_field("code", letter.text.partition("/identity/upload#")[2].split()[0].rstrip(".,)>"))
    form.add_field("copy", saved(card()), filename="copy.png", content_type="image/png")
    sent = await desk.ask("POST", "/identity/upload", data=form)
    assert sent.status == 303, await sent.text()
    await desk.house.settle()


@pytest.fixture
async def filled(tmp_path: Path) -> AsyncIterator[Filled]:
    """Two requests: one with tasks, one whose copy waits for a person; and an account."""
    async with opened(tmp_path) as desk:
        handler = await desk.token("handler")
        first = await desk.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ACCESS_MAIL)))
        second = await desk.receive(bytes(mail("Sam", "sam@clients.example", "Mijn gegevens", ACCESS_MAIL)))
        case, waiting = await case_of(desk, first, handler), await case_of(desk, second, handler)
        task = await with_tasks(desk, case, handler)
        await with_copy(desk, waiting, handler, "sam@clients.example")
        await desk.invite("Ada", "ada@desk.example", Role.ADMIN)
        await desk.invite("Bo", "bo@desk.example", Role.HANDLER)
        letters = await (await desk.ask("GET", "/staff/letters?tab=sent", handler)).text()
        people = await (await desk.ask("GET", "/staff/accounts", await desk.token("admin"))).text()
        ids = {
            "/staff/triage/{id}": first,
            "/staff/messages/{id}": first,
            "/staff/cases/{case_id}": case,
            "/staff/tasks/{task_id}": task,
            "/staff/letters/texts/{letter}": "T01",
            "/staff/letters/{id}": letters.partition('href="/staff/letters/')[2][:0] or _id_after(letters, "/staff/letters/"),
            "/staff/accounts/{id}": _id_after(people.partition("Bo")[0], "/staff/accounts/", last=True),
            "/static/{fingerprint}/{name}": "0",
        }
        app = desk.house.web.server.app  # type: ignore[attr-defined]  # a TestServer of an application has one
        yield Filled(desk, ids, waiting, app)


def _id_after(page: str, prefix: str, *, last: bool = False) -> str:
    parts = [part.partition('"')[0] for part in page.split(f'href="{prefix}')[1:]]
    ids = [part for part in parts if len(part) == 36]
    return ids[-1 if last else 0]
