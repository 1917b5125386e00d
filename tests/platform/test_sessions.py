"""Sessions of staff: on the server, limited in time, ended at once, and telling nothing to who reads the table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel
from pathlib import Path

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from shared.platform.clock import JumpingClock
from shared.platform.db import Database, locate
from shared.platform.keyring import cabinet
from shared.platform.sessions import Session, Sessions, session_table
from shared.platform.web import (
    Access,
    NotPermitted,
    Site,
    actor_of,
    authorize,
    make_app,
    public,
    require,
    sign_in,
    sign_out,
)

ROLES = frozenset({"handler"})
FROM_US = {"Sec-Fetch-Site": "same-origin"}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock(datetime(2026, 11, 2, 9, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(locate(f"sqlite:///{tmp_path}", "cabinet"), "cabinet")
    async with made.write() as connection:
        await connection.run_sync(cabinet.create_all)
    yield made
    await made.close()


@pytest.fixture
def sessions(database: Database, clock: JumpingClock) -> Sessions:
    return Sessions(database, clock)


async def test_a_token_finds_its_session(sessions: Sessions, clock: JumpingClock) -> None:
    """Who signed in is known by id, name and roles."""
    token = await sessions.open("s1", "Anna Voorbeeld", ["handler", "fg"])
    found = await sessions.find(token)
    assert found == Session("s1", "Anna Voorbeeld", frozenset({"handler", "fg"}), clock.now(), clock.now())
    assert await sessions.find("another") is None
    assert await sessions.find("") is None


async def test_the_table_holds_neither_token_nor_name(sessions: Sessions, database: Database) -> None:
    """Who steals the table can neither sign in with it nor read who works here."""
    token = await sessions.open("s1", "Anna Voorbeeld", ROLES)
    async with database.read() as connection:
        row = (await connection.execute(select(session_table))).one()
    assert token not in str(row)
    assert "Anna Voorbeeld" not in str(row)


async def test_an_idle_session_ends_after_half_an_hour(sessions: Sessions, clock: JumpingClock) -> None:
    """Use keeps it alive, silence ends it."""
    token = await sessions.open("s1", "Anna", ROLES)
    for _ in range(3):
        clock.jump(29 * MINUTE)
        session = await sessions.find(token)
        assert session is not None
        await sessions.touch(token, session)
    clock.jump(30 * MINUTE)
    assert await sessions.find(token) is None


async def test_no_session_lives_longer_than_ten_hours(sessions: Sessions, clock: JumpingClock) -> None:
    """Even a busy one ends."""
    token = await sessions.open("s1", "Anna", ROLES)
    for _ in range(29):
        clock.jump(20 * MINUTE)
        session = await sessions.find(token)
        assert session is not None
        await sessions.touch(token, session)
    clock.jump(20 * MINUTE)
    assert await sessions.find(token) is None


async def test_looking_at_pages_writes_at_most_once_a_minute(sessions: Sessions, clock: JumpingClock) -> None:
    """A page does not cost a transaction."""
    token = await sessions.open("s1", "Anna", ROLES)
    opened = clock.now()
    clock.jump(timedelta(seconds=59))
    session = await sessions.find(token)
    assert session is not None
    await sessions.touch(token, session)
    again = await sessions.find(token)
    assert again is not None
    assert again.seen_at == opened


async def test_closing_ends_one_session_or_all_of_a_person(sessions: Sessions) -> None:
    """Signing out ends this one; a changed password ends them all; others go on."""
    first, second = await sessions.open("s1", "Anna", ROLES), await sessions.open("s1", "Anna", ROLES)
    third, other = await sessions.open("s1", "Anna", ROLES), await sessions.open("s2", "Bram", ROLES)
    await sessions.close(first)
    assert await sessions.find(first) is None
    assert await sessions.find(second) is not None
    await sessions.close_all("s1")
    assert await sessions.find(second) is None
    assert await sessions.find(third) is None
    assert await sessions.find(other) is not None


async def test_dead_sessions_are_swept(sessions: Sessions, clock: JumpingClock) -> None:
    """Ended and expired rows are removed; living ones stay."""
    await sessions.open("s1", "Anna", ROLES)
    clock.jump(timedelta(hours=1))
    alive, ended = await sessions.open("s2", "Bram", ROLES), await sessions.open("s3", "Cato", ROLES)
    await sessions.close(ended)
    assert await sessions.sweep() == 2
    assert await sessions.find(alive) is not None


def test_roles_grant_actions_and_limits_hold_objects() -> None:
    """One place decides: role by role, then object by object."""
    now = datetime(2026, 11, 2, tzinfo=UTC)
    anna = Session("s1", "Anna", ROLES, now, now)
    access = Access({"handler": frozenset({"work"})}, {"work": lambda actor, about: about != actor.staff_id})
    assert access.may(anna, "work")
    assert access.may(anna, "work", "case-1")
    assert not access.may(anna, "work", "s1")
    assert not access.may(anna, "approve")
    with pytest.raises(NotPermitted):
        access.authorize(anna, "approve")


@public
async def enter(request: web.Request) -> web.Response:
    answer = web.Response(text="welcome")
    await sign_in(request, answer, "s1", "Anna Voorbeeld", ROLES)
    return answer


@require("work")
async def leave(request: web.Request) -> web.Response:
    answer = web.Response(text="goodbye")
    await sign_out(request, answer)
    return answer


@require("work")
async def work(request: web.Request) -> web.Response:
    return web.Response(text=actor_of(request).display_name)


@require("approve")
async def approve(_request: web.Request) -> web.Response:
    return web.Response(text="never")


@require("work")
async def approve_inside(request: web.Request) -> web.Response:
    authorize(request, "approve")
    return web.Response(text="never")


Client = TestClient[web.Request, web.Application]


async def _desk(sessions: Sessions, url: str) -> Client:
    access = Access({"handler": frozenset({"work"})})
    app = make_app(Site("Desk", "Example", url), sessions=sessions, access=access)
    app.router.add_post("/staff/sign-in", enter)
    app.router.add_post("/staff/sign-out", leave)
    app.router.add_get("/staff/work", work)
    app.router.add_get("/staff/approve", approve)
    app.router.add_get("/staff/inside", approve_inside)
    return TestClient(TestServer(app))


def _cookie(answer: ClientResponse, name: str) -> Morsel[str]:
    assert name in answer.cookies
    return answer.cookies[name]


async def test_the_cookie_is_for_this_host_and_hidden_from_scripts(sessions: Sessions) -> None:
    """Over TLS: `__Host-`, Secure, HttpOnly, Lax, the whole site."""
    async with await _desk(sessions, "https://desk.example") as client:
        answer = await client.post("/staff/sign-in", headers=FROM_US)
        cookie = _cookie(answer, "__Host-desk")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


async def test_staff_see_what_their_role_allows(sessions: Sessions) -> None:
    """Signed in: their own pages work, the others look as if they did not exist."""
    async with await _desk(sessions, "http://127.0.0.1") as client:
        answer = await client.post("/staff/sign-in", headers=FROM_US)
        cookie = {"Cookie": f"desk={_cookie(answer, 'desk').value}"}
        assert await (await client.get("/staff/work", headers=cookie)).text() == "Anna Voorbeeld"
        assert (await client.get("/staff/approve", headers=cookie)).status == 404
        assert (await client.get("/staff/inside", headers=cookie)).status == 404
        assert (await client.get("/staff/none", headers=cookie)).status == 404


async def test_signing_in_never_keeps_a_token_from_before(sessions: Sessions) -> None:
    """Session fixation: a token planted before the sign-in is worth nothing after it."""
    planted = await sessions.open("s9", "Mallory", ROLES)
    async with await _desk(sessions, "http://127.0.0.1") as client:
        answer = await client.post("/staff/sign-in", headers=FROM_US | {"Cookie": f"desk={planted}"})
        assert _cookie(answer, "desk").value != planted
    assert await sessions.find(planted) is None


async def test_signing_out_ends_the_session_on_the_server(sessions: Sessions) -> None:
    """A copied cookie is worthless afterwards."""
    async with await _desk(sessions, "http://127.0.0.1") as client:
        answer = await client.post("/staff/sign-in", headers=FROM_US)
        cookie = {"Cookie": f"desk={_cookie(answer, 'desk').value}"}
        await client.post("/staff/sign-out", headers=FROM_US | cookie)
        again = await client.get("/staff/work", headers=cookie, allow_redirects=False)
    assert again.status == 303
