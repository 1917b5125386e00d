"""Every route against every role: nobody reaches what the one table of rights does not give, and nobody learns why."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote
from uuid import uuid4

import pytest
from aiohttp import ClientResponse

from services.access import GRANTS
from shared.platform.web import PUBLIC, undeclared
from shared.vocabulary import Role
from tests.security.filled import Filled

pytestmark = pytest.mark.slow

SIGN_IN: Final = "/staff/sign-in"
NOBODY: Final = "nobody"
ROLES: Final = (*(str(role) for role in Role), NOBODY)

FORM_STEPS: Final = ("words", "who", "whom", "name", "address", "code", "check")
PUBLIC_ROUTES: Final = {
    "GET /": "says what the desk is and how to write to it",
    "GET /static/{fingerprint}/{name}": "style sheets and scripts, the same for everybody",
    "POST /language": "remembers a language in a cookie",
    "GET /identity/upload": "the page behind the link of a letter; it shows nothing of a case",
    "POST /identity/upload": "takes a copy with the code of the letter; guesses are counted",
    "GET /identity/received": "says what happens next, to everybody the same",
    "GET /identity/confirm": "the page behind the link to the address on file; it shows nothing of a case",
    "POST /identity/confirm": "compares link and code, and says the same for every no; tries are counted",
    "POST /identity/confirm/fresh": "sends a fresh code to the address on file, and says the same whatever the link",
    "GET /identity/confirmed": "says thanks, to everybody the same",
    "GET /calendar/{code}.ics": "a feed for calendar programs, which cannot sign in; its secret is the key",
    "GET /chat": "the page of a conversation; what it says is told to the browser whose cookie opens it",
    "GET /chat/lines": "the lines of the conversation of this browser's cookie; without one the greeting",
    "GET /chat/socket": "the same as a connection, from our own page only; there are only so many",
    "GET /chat/embed.js": "the script that opens the chat in a frame, where that is configured",
    "POST /chat/say": "takes a message; messages, chats, codes and tries are counted",
    "POST /chat/typing": "tells a colleague who looks on that somebody types",
    "POST /chat/link": "a link to the conversation of this browser's cookie",
    "POST /chat/resume": "takes a conversation up by its link, and says the same for every no",
    "POST /chat/new": "gives the browser a fresh cookie",
    "GET /download": "the page behind the link of a letter; it shows nothing of a case",
    "POST /download/code": "sends a code to the address on file, and says the same whatever the link",
    "POST /download/again": "makes an expired package anew for the address on file; the same answer for any link",
    "POST /download/file": "gives the cookie of a download for link and fresh code; tries are counted",
    "GET /download/ready": "size and checksum of the package that the cookie opens; else it leads to the first page",
    "GET /download/package": "the package that the cookie opens; without one it is not there",
    "GET /request": "the form for a request; it shows the reader's own draft, by their cookie",
    "POST /request": "begins a draft; how many one place begins is counted",
    **{f"GET /request/{step}": "a page of the form, with the reader's own draft" for step in FORM_STEPS},
    **{f"POST /request/{step}": "keeps the answers of a page in the reader's own draft" for step in FORM_STEPS},
    "GET /request/code/fresh": "the page for the code",
    "POST /request/code/fresh": "sends a code to the address in the draft; counted by place and by address",
    "POST /request/new": "forgets the draft of this browser",
    "GET /request/sent": "says what happens next, to everybody the same",
    "GET /status": "the page behind the link of a letter; it shows nothing of a case",
    "POST /status": "opens the status page of a link, and says the same for every no; guesses are counted",
    "GET /status/page": "how far the case is, by the link's code in the cookie; nothing of what is kept",
    "GET /status/code": "the way in",
    "POST /status/code": "sends a code to the address of the case, and says the same whatever the link",
    "GET /status/fresh": "the way in",
    "POST /status/fresh": "makes an old link good again with a fresh code; tries are counted",
    "GET /status/message": "the status page",
    "POST /status/message": "passes a message of the requester on, by the link's code in the cookie; counted",
    "POST /status/leave": "forgets the link in this browser",
    "GET /task": "the page behind a holder's link; it shows nothing of a case",
    "POST /task/open": "shows one task for its token of 130 bits, and uses nothing up",
    "POST /task/answer": "answers one task for its token, once",
    "POST /task/fresh": "sends a fresh link to the address of the old one, and says the same whatever the link",
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


def is_open(answer: ClientResponse) -> bool:
    """Whether somebody got past the door: what they may not see looks as if it were not there."""
    return answer.status not in {401, 403, 404} and SIGN_IN not in answer.headers.get("Location", "")


async def test_every_route_declares_who_may_call_it(filled: Filled) -> None:
    """A handler that declares nothing fails here, and is refused by the guard as well."""
    assert undeclared(filled.app) == []
    known = {action for actions in GRANTS.values() for action in actions}
    assert {route.action for route in filled.routes} - {PUBLIC} <= known


async def test_what_is_public_is_on_a_list_with_a_reason(filled: Filled) -> None:
    """No page of staff is public but the ways in."""
    assert {route.name for route in filled.routes if route.action == PUBLIC} == set(PUBLIC_ROUTES)
    of_staff = {name for name in PUBLIC_ROUTES if name.partition(" ")[2].startswith("/staff")}
    assert {name.partition(" ")[2] for name in of_staff} == {SIGN_IN, "/staff/sign-out", "/staff/welcome"}


async def test_each_role_reaches_exactly_what_the_table_grants(filled: Filled) -> None:
    """Every route x every role x its method, with ids of things that are there."""
    wrong = []
    for role in ROLES:
        granted = GRANTS[Role(role)] if role != NOBODY else frozenset()
        for route in filled.routes:
            answer = await filled.call(route, await filled.desk.token(role))
            assert answer.status < 500, f"{role} {route.name}: {answer.status}"
            expected = route.action == PUBLIC or route.action in granted
            # Signing out leads to the sign-in page and trying the guest's forms with nothing in them is no success.
            if route.action != PUBLIC and is_open(answer) != expected:
                wrong.append(f"{role} {route.method} {route.path}: {answer.status}")
    assert wrong == []


async def test_without_a_session_every_staff_page_leads_to_the_sign_in(filled: Filled) -> None:
    """A page is remembered for afterwards, a form is not; a dead or made-up session is no session."""
    for token in ("", "x" * 26):
        for route in filled.routes:
            if route.action == PUBLIC:
                continue
            answer = await filled.call(route, token)
            assert answer.status == 303, f"{route.name}: {answer.status}"
            query = "done=signed-out" if route.method == "POST" else f"next={quote(filled.address(route), safe='')}"
            assert answer.headers["Location"] == f"{SIGN_IN}?{query}"


async def test_a_program_without_a_session_gets_no_page(filled: Filled) -> None:
    """Who asks for JSON is told to sign in, with nothing about the object."""
    for route in filled.routes:
        if route.action == PUBLIC or route.method != "GET":
            continue
        answer = await filled.desk.ask("GET", filled.address(route), headers={"Accept": "application/json"})
        assert answer.status == 401
        assert (await answer.json())["type"] == "about:not-signed-in"


async def _body(filled: Filled, path: str, token: str) -> str:
    answer = await filled.desk.ask("GET", path, token)
    assert answer.status == 404, f"{path}: {answer.status}"
    return (await answer.text()).replace(f'value="{path}"', 'value="PATH"')  # where the language switch leads back to


async def test_not_allowed_and_not_there_look_the_same(filled: Filled) -> None:
    """For every role the same status and the same bytes, but for the address itself."""
    for role in ROLES:
        token, granted = await filled.desk.token(role), GRANTS[Role(role)] if role != NOBODY else frozenset()
        closed = [r for r in filled.routes if r.method == "GET" and r.action != PUBLIC and r.action not in granted]
        assert closed
        for path in map(filled.address, closed):
            nowhere = f"{path}/no-such-page" if path.startswith("/staff/") else "/no-such-page"
            assert await _body(filled, path, token) == await _body(filled, nowhere, token)


async def test_a_guessed_id_looks_like_a_page_that_never_was(filled: Filled) -> None:
    """Also for who may see such things."""
    for role, prefix in (("handler", "cases"), ("fg", "verify"), ("approver", "letters"), ("admin", "accounts")):
        token, path = await filled.desk.token(role), f"/staff/{prefix}/{uuid4()}"
        assert await _body(filled, path, token) == await _body(filled, f"{path}/no-such-page", token)
