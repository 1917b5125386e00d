"""The web door: guarded headers, outcomes with a next step, refusal of other sites, limits on what is sent."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import FormData, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from shared.platform.web import (
    NotAllowedNow,
    NotFound,
    NotPermitted,
    Site,
    TooMany,
    add_health,
    add_metrics,
    form,
    from_scripts,
    install,
    local_path,
    make_app,
    public,
    require,
    undeclared,
    upload,
    wanted,
)

OURS = "https://desk.example"
FROM_US = {"Origin": OURS, "Sec-Fetch-Site": "same-origin"}
LIMIT = 200_000
Client = TestClient[web.Request, web.Application]


class RuleBroken(Exception):
    """An error of somebody's rules, unknown to the machine room."""


@public
async def page(_request: web.Request) -> web.Response:
    return web.Response(text="here")


@public
async def read_form(request: web.Request) -> web.Response:
    fields = await form(request, 4096)
    return web.Response(text=wanted(fields, "name", 40))


@public
async def read_upload(request: web.Request) -> web.Response:
    given = await upload(request, LIMIT)
    return web.json_response({"name": given.name, "bytes": len(given.data), "fields": given.fields})


@public
async def fail(request: web.Request) -> web.Response:
    raise {
        "bug": KeyError("Noor Voorbeeld"),
        "rule": RuleBroken(),
        "state": NotAllowedNow("Something has changed since you opened the page."),
        "tries": TooMany(60),
        "database": OperationalError("select", {}, Exception("gone")),
    }[request.match_info["how"]]


@require("read")
async def for_staff(_request: web.Request) -> web.Response:
    return web.Response(text="secret")


@public
async def nothing_there(_request: web.Request) -> web.Response:
    raise NotFound


@public
async def not_yours(request: web.Request) -> web.Response:
    raise NotPermitted


@public
@from_scripts
async def called_by_programs(_request: web.Request) -> web.Response:
    return web.json_response({"done": True})


async def forgot_to_declare(_request: web.Request) -> web.Response:
    return web.Response(text="never")


def build() -> web.Application:
    app = make_app(Site("Desk", "Example", OURS), translate={RuleBroken: lambda _error: NotAllowedNow()})
    app.router.add_get("/page", page)
    app.router.add_post("/form", read_form)
    app.router.add_post("/upload", read_upload)
    app.router.add_get("/fail/{how}", fail)
    app.router.add_get("/staff/page", for_staff)
    app.router.add_post("/staff/page", for_staff)
    app.router.add_get("/nothing", nothing_there)
    app.router.add_get("/not-yours", not_yours)
    app.router.add_post("/api/v1/call", called_by_programs)
    app.router.add_get("/forgotten", forgot_to_declare)
    return app


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with TestClient(TestServer(build())) as started:
        yield started


@pytest.mark.parametrize(
    "path", ["/page", "/nothing", "/no/such/page", "/fail/bug", "/staff/page", "/forgotten", "/static/00/desk.css"]
)
async def test_every_answer_carries_the_policy(client: Client, path: str) -> None:
    """Pages, errors, redirects and files: all tell the browser what it may not do."""
    answer = await client.get(path, allow_redirects=False)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" in answer.headers
    assert "Server" not in answer.headers


async def test_pages_are_kept_by_no_cache(client: Client) -> None:
    """What a page showed must not be found in a cache afterwards."""
    assert (await client.get("/page")).headers["Cache-Control"] == "no-store"
    assert (await client.get("/nothing")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (FROM_US, 200),
        ({"Origin": OURS}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 200),  # what no-referrer makes of our own forms
        ({"Origin": "null"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://other.example", "Sec-Fetch-Site": "same-origin"}, 403),
        ({"Origin": "http://desk.example"}, 403),
        ({"Origin": OURS, "Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, 403),
    ],
)
async def test_forms_of_another_site_are_refused(client: Client, headers: dict[str, str], status: int) -> None:
    """An unsafe request counts only when the browser says that it comes from our own page."""
    answer = await client.post("/form", data={"name": "Noor"}, headers=headers)
    assert answer.status == status


async def test_programs_call_the_api_without_browser_headers(client: Client) -> None:
    """What is marked for scripts needs no Origin, but another site's browser is still refused."""
    assert (await client.post("/api/v1/call")).status == 200
    assert (await client.post("/api/v1/call", headers={"Origin": "https://other.example"})).status == 403
    assert (await client.post("/api/v1/call", headers={"Cookie": "desk=x"})).status == 403


async def test_not_yours_looks_like_not_there(client: Client) -> None:
    """Who may not see a page cannot tell that it exists, and neither can a program."""
    for accept in ("text/html", "application/json"):
        seen = []
        for path in ("/nothing", "/not-yours", "/forgotten", "/no/such/page"):
            answer = await client.get(path, headers={"Accept": accept})
            text = (await answer.text()).replace(path, "")
            headers = {key: value for key, value in answer.headers.items() if key not in {"Date", "Content-Length"}}
            seen.append((answer.status, text, headers))
        assert seen[0][0] == 404
        assert all(one == seen[0] for one in seen)


@pytest.mark.parametrize(("language", "words"), [("nl", "Dit kan nu niet"), ("en", "This is not possible now")])
async def test_a_refusal_says_why_and_what_to_do(client: Client, language: str, words: str) -> None:
    """The page of an outcome is in the reader's language and names the next step."""
    answer = await client.get("/fail/state", headers={"Accept-Language": language})
    text = await answer.text()
    assert answer.status == 409
    assert f'lang="{language}"' in text
    assert words in text


async def test_programs_get_the_same_words_as_json(client: Client) -> None:
    """JSON for who asks for JSON: kind, reason and next step."""
    answer = await client.get("/fail/rule", headers={"Accept": "application/json", "Accept-Language": "en"})
    problem = await answer.json(content_type="application/problem+json")
    assert answer.status == 409
    assert problem["type"] == "about:not-allowed-now"
    assert problem["detail"] == "Something has changed since you opened the page."
    assert problem["next"].startswith("Go back")


async def test_an_unknown_error_is_logged_as_its_type_only(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """The message of an error can hold a name; the page and the log show an id instead."""
    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        answer = await client.get("/fail/bug", headers={"Accept-Language": "en"})
    text = await answer.text()
    assert answer.status == 500
    assert "Noor" not in text + str(lines) + caplog.text
    (line,) = [line for line in lines if line["event"] == "request_failed"]
    assert line["error_type"] == "KeyError"
    assert line["route"] == "/fail/{how}"
    assert line["error_id"] in text


async def test_outages_and_too_many_tries_say_when_to_come_back(client: Client) -> None:
    """503 and 429 carry Retry-After."""
    outage, tries = await client.get("/fail/database"), await client.get("/fail/tries")
    assert (outage.status, outage.headers["Retry-After"]) == (503, "30")
    assert (tries.status, tries.headers["Retry-After"]) == (429, "60")


async def test_a_wrong_method_names_the_right_ones(client: Client) -> None:
    """405 keeps the Allow header."""
    answer = await client.post("/page", headers=FROM_US)
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


async def test_staff_pages_send_strangers_to_sign_in(client: Client) -> None:
    """A page sends on and remembers itself; a form's target does not; a program hears 401."""
    page_answer = await client.get("/staff/page", allow_redirects=False)
    assert (page_answer.status, page_answer.headers["Location"]) == (303, "/staff/sign-in?next=%2Fstaff%2Fpage")
    posted = await client.post("/staff/page", headers=FROM_US, allow_redirects=False)
    assert posted.headers["Location"] == "/staff/sign-in?done=signed-out"
    assert (await client.get("/staff/page", headers={"Accept": "application/json"})).status == 401


async def test_undeclared_routes_are_found() -> None:
    """A handler without `@require` or `@public` is listed, so that the build can fail on it."""
    assert undeclared(build()) == ["GET /forgotten", "HEAD /forgotten"]


async def test_a_form_is_read_within_its_limit(client: Client) -> None:
    """Small forms are read; a large one is refused, announced or not."""
    fine = await client.post("/form", data={"name": " Zoë "}, headers=FROM_US)
    assert await fine.text() == "Zoë"
    announced = await client.post("/form", data={"name": "x" * 5000}, headers=FROM_US)
    assert announced.status == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"name=" + b"x" * 1000

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    streamed = await client.post("/form", data=endless(), headers=FROM_US | kind)
    assert streamed.status == 413


@pytest.mark.parametrize(
    "body",
    [b"name=", b"other=1", b"name=%ff%fe", b"name=a%00b", b"&".join([b"a=1"] * 300), b"name=" + b"x" * 41, b""],
)
async def test_a_form_without_what_it_needs_is_a_clear_400(client: Client, body: bytes) -> None:
    """Empty, missing, too long, badly encoded or stuffed fields: told, never a crash."""
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    answer = await client.post("/form", data=body, headers=FROM_US | kind)
    problem = await answer.json(content_type="application/problem+json")
    assert answer.status == 400
    assert "field" in problem


async def test_json_is_not_a_form(client: Client) -> None:
    """Another content type than a form's is refused."""
    assert (await client.post("/form", json={"name": "x"}, headers=FROM_US)).status == 400


def _file(size: int, **fields: str) -> FormData:
    data = FormData(quote_fields=False)
    for name, value in fields.items():
        data.add_field(name, value)
    data.add_field("copy", b"x" * size, filename="../../etc/ID kaart.jpg", content_type="image/jpeg")
    return data


async def test_a_file_is_read_into_memory_only(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No temporary file at any size, and the file's name is only a text."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "forbidden"))
    answer = await client.post("/upload", data=_file(LIMIT, code="abc"), headers=FROM_US)
    assert await answer.json() == {"name": "../../etc/ID kaart.jpg", "bytes": LIMIT, "fields": {"code": "abc"}}


async def test_a_large_file_is_refused_as_soon_as_the_limit_is_passed(client: Client) -> None:
    """Announced as too large: refused before reading. Not announced: refused while reading."""
    assert (await client.post("/upload", data=_file(LIMIT * 5), headers=FROM_US)).status == 413
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="copy"; filename="a.jpg"\r\n\r\n'
        for _ in range(3000):
            sent += 65536
            yield b"x" * 65536

    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/upload", data=endless(), headers=FROM_US | kind)
    assert answer.status == 413
    assert sent < 3000 * 65536


def _part(name: str, filename: str) -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
    return f"{head}\r\n\r\nx\r\n".encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no boundary at all",
        b"--b\r\n",
        b'--b\r\nContent-Disposition: form-data; name="copy"; filename="a.jpg"\r\n\r\ncut short',
        b'--b\r\nContent-Disposition: form-data; name="t"\r\n\r\n\xff\xfe\r\n--b--\r\n',
        b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n",
        b"--b\r\nContent-Length: -4\r\n\r\nx\r\n--b--\r\n",
        b"--b\r\nContent-Length: many\r\n\r\nx\r\n--b--\r\n",
        b"--b\r\n" + b"A: b\r\n" * 9000 + b"\r\nx\r\n--b--\r\n",
        _part("one", "1.jpg") + _part("two", "2.jpg") + b"--b--\r\n",
    ],
)
async def test_a_broken_upload_is_a_clear_400(client: Client, body: bytes) -> None:
    """Whatever the bytes are, the answer is a sentence."""
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/upload", data=body, headers=FROM_US | kind)
    assert answer.status == 400, await answer.text()


async def test_twenty_uploads_at_once_are_all_answered(client: Client) -> None:
    """Reading in memory holds up when everybody sends at the same time."""
    answers = await asyncio.gather(*(client.post("/upload", data=_file(LIMIT), headers=FROM_US) for _ in range(20)))
    assert {answer.status for answer in answers} == {200}


@pytest.mark.parametrize("given", ["//evil.example", "https://evil.example", "/\\evil.example", "x", "", "/a\nb"])
def test_no_form_sends_the_browser_elsewhere(given: str) -> None:
    """Only a path on this site is followed."""
    assert local_path(given, "/home") == "/home"
    assert local_path("/staff/queue?tab=1", "/home") == "/staff/queue?tab=1"


async def test_static_files_are_immutable_under_their_fingerprint(client: Client) -> None:
    """The page's own address may be kept for ever; an address of another version must be asked again."""
    text = await (await client.get("/nothing")).text()
    address = next(part for part in text.split('"') if part.endswith("desk.css"))
    current = await client.get(address)
    assert current.status == 200
    assert "immutable" in current.headers["Cache-Control"]
    assert (await client.get("/static/0123/desk.css")).headers["Cache-Control"] == "no-cache"
    for odd in ("/static/0123/../web.py", "/static/0123/..%2f..%2fweb.py", "/static/0123/nothing.css"):
        assert (await client.get(odd)).status == 404


async def test_health_tells_parts_and_never_reasons() -> None:
    """`/healthz` lives; `/readyz` is 503 while one check fails or raises; `/metrics` has figures."""

    async def well() -> bool:
        return True

    async def broken() -> bool:
        raise ConnectionError("amqp://desk:password@broker.example")

    app = web.Application()
    install(app, Site("Desk", "Example", OURS))
    add_health(app, {"database": well, "bus": broken})
    add_metrics(app)
    async with TestClient(TestServer(app)) as started:
        assert (await started.get("/healthz")).status == 200
        ready = await started.get("/readyz")
        assert ready.status == 503
        assert await ready.json() == {"status": "not ready", "parts": {"database": True, "bus": False}}
        assert "python_info" in await (await started.get("/metrics")).text()
