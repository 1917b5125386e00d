"""A desk with something behind every address, and the list of all its routes."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestServer

from services.fulfil.store.cases import TaskRow
from services.fulfil.usecases.evidence import sealed
from services.fulfil.usecases.routing import holder_id, route_id
from shared.platform.web import declared_action
from shared.vocabulary import Role
from tests.faults.walk import ASKS
from tests.journeys.live import link_in
from tests.pictures import covered_card, saved
from tests.security.whole_desk import WholeDesk, mail, opened

HANDLER: Final = "SELECT id FROM staff JOIN staff_role ON staff_id = id WHERE role = 'handler'"


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


@dataclass
class Filled:
    """A desk in which every address has something to show; `paths` fills in the beginnings of routes."""

    desk: WholeDesk
    paths: Mapping[str, str]

    @property
    def app(self) -> web.Application:
        """The application behind the pages."""
        server = self.desk.house.web.server
        assert isinstance(server, TestServer)
        return server.app

    @property
    def routes(self) -> list[Route]:
        """Every route with what it declares."""
        return [
            Route(each.method, each.resource.canonical, declared_action(each.handler))
            for each in self.app.router.routes()
            if each.resource is not None
        ]

    def address(self, route: Route) -> str:
        """The route with ids of things that are there."""
        begin = max((each for each in self.paths if route.path.startswith(each)), key=len, default="")
        path = self.paths.get(begin, "") + route.path.removeprefix(begin)
        assert "{" not in path, path
        return path

    async def call(self, route: Route, token: str) -> ClientResponse:
        """The route as our own page calls it, with an empty form where it takes one."""
        if route.method in {"GET", "HEAD"}:
            return await self.desk.ask(route.method, self.address(route), token)
        return await self.desk.send(self.address(route), token)


async def case_of(desk: WholeDesk, incoming: str, token: str) -> str:
    """The case that a message opened, with its kinds confirmed."""
    case = await desk.one("intake", "SELECT case_id FROM incoming WHERE id = :id", id=incoming)
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
    return await desk.one("fulfil", "SELECT id FROM task WHERE case_id = :case LIMIT 1", case=case)


def connected(directory: Path) -> dict[str, object]:
    """A system that the desk reaches by itself: an export in which nobody is."""
    exports = directory / "exports"
    exports.mkdir(parents=True)
    (exports / "kvs.csv").write_text("id;name;email\n", encoding="utf-8")
    table = {"category": "C01", "table": "kvs.csv", "match": {"email": "address"}, "columns": ["name"]}
    return {"system": "KVS", "kind": "csv", "directory": exports, "tables": [table]}


async def with_file(desk: WholeDesk, task_id: str) -> None:
    """Give a task the file of an answer."""
    fulfil = desk.house.desk("fulfil")
    async with fulfil.look() as session:
        task = await session.get_one(TaskRow, task_id)
    async with sealed(fulfil, task, b"x", "found.csv", "s-1") as kept, fulfil.work() as work:
        assert kept is not None
        work.session.add(kept)


async def with_copy(desk: WholeDesk, case: str, token: str, address: str) -> None:
    """Ask for a copy, and send one."""
    reasons = {"without_L1": "not_enough", "without_L2": "cannot_come"}
    asked = await desk.send(f"/staff/verify/{case}/ask", token, version="1", **reasons)
    assert asked.status == 303, await asked.text()
    await desk.house.settle()
    letter = next(each for each in desk.world.kept(address) if "/identity/upload#" in each.text)
    form = FormData()
    form.add_field("code", link_in(letter.text, "/identity/upload").partition("#")[2])
    form.add_field("copy", saved(covered_card()), filename="copy.png", content_type="image/png")
    sent = await desk.ask("POST", "/identity/upload", data=form)
    assert sent.status == 303, await sent.text()
    await desk.house.settle()


async def with_chat(desk: WholeDesk) -> str:
    """Somebody begins to chat; returns the chat's id."""
    said = await desk.send("/chat/say", id="first-message", text=ASKS)
    assert said.status == 200, await said.text()
    return await desk.one("intake", "SELECT id FROM chat")


@asynccontextmanager
async def filled_desk(directory: Path) -> AsyncIterator[Filled]:
    """Two requests: one with tasks, one whose copy waits for a person; a chat; and two accounts."""
    async with opened(directory, connectors=[connected(directory)]) as desk:
        handler = await desk.token("handler")
        first = await desk.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ASKS)))
        second = await desk.receive(bytes(mail("Sam", "sam@clients.example", "Mijn gegevens", ASKS)))
        case, waiting = await case_of(desk, first, handler), await case_of(desk, second, handler)
        await with_tasks(desk, case, handler)
        task = await desk.one("fulfil", "SELECT id FROM task WHERE system = 'KVS'")
        other = await desk.one("fulfil", "SELECT id FROM task WHERE system <> 'KVS' LIMIT 1")
        await with_file(desk, other)
        await with_copy(desk, waiting, handler, "sam@clients.example")
        await desk.invite("Ada", "ada@desk.example", Role.ADMIN)
        await desk.invite("Bo", "bo@desk.example", Role.HANDLER)
        letter = await desk.one("notify", "SELECT id FROM delivery LIMIT 1")
        script = re.search(r"/static/[0-9a-f]+/\S+?\.js", await (await desk.ask("GET", "/")).text())
        assert script
        paths = {
            "/staff/chats/{id}": f"/staff/chats/{await with_chat(desk)}",
            "/staff/triage/{id}": f"/staff/triage/{first}",
            "/staff/messages/{id}": f"/staff/messages/{first}",
            "/staff/verify/{case_id}": f"/staff/verify/{waiting}",
            "/staff/cases/{case_id}": f"/staff/cases/{case}",
            "/staff/tasks/{task_id}": f"/staff/tasks/{task}",
            "/staff/tasks/{task_id}/file": f"/staff/tasks/{other}/file",
            "/staff/letters/texts/{letter}": "/staff/letters/texts/T01",
            "/staff/letters/{id}": f"/staff/letters/{letter}",
            "/staff/accounts/{id}": f"/staff/accounts/{await desk.one('fulfil', HANDLER)}",
            "/calendar/{code}": "/calendar/unknown",
            "/staff/routes/holders/{id}": f"/staff/routes/holders/{holder_id('Backoffice')}",
            "/staff/routes/{id}": f"/staff/routes/{route_id('C01', 'KVS')}",
            "/static/{fingerprint}/{name}": script.group(),
        }
        yield Filled(desk, paths)
