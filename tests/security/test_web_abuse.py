"""Requests that no page of ours makes: each is refused with a clear answer and changes nothing."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from aiohttp import ClientResponse, FormData
from selectolax.lexbor import LexborHTMLParser

from shared.contracts import SERVICES
from shared.platform.web.headers import FRAMED_HEADERS, FRAMED_POLICY, HEADERS, POLICY
from shared.vocabulary import Role
from tests.faults.walk import ASKS
from tests.journeys.live import link_in
from tests.pace import RUN_AWAY
from tests.pictures import covered_card, saved
from tests.security.filled import Filled, Route, case_of, with_tasks
from tests.security.whole_desk import WholeDesk, mail

pytestmark = pytest.mark.slow

EVERYTHING: Final = (str(Role.FG), str(Role.ADMIN))
"""Together these two roles may do all there is."""
FOREIGN: Final[tuple[dict[str, str], ...]] = (
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://other.desk.example"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
)
FORM: Final = "application/x-www-form-urlencoded"
HUNDRED_MEGABYTES: Final = 100 * 1024 * 1024
WAYS_OUT: Final = (
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "http:evil.example",
    " //evil.example",
)

NEEDS_NO_FIELD: Final = {
    "POST /language": 303,
    "POST /staff/sign-out": 303,
    "POST /staff/sign-in": 401,
    "POST /staff/welcome": 410,
    "POST /download/code": 200,
    "POST /request/new": 303,
    "POST /status/leave": 303,
    "POST /chat/typing": 204,
    "POST /chat/link": 200,
    "POST /chat/new": 200,
    "POST /staff/chats/{id}/take": 303,
    "POST /staff/chats/{id}/back": 409,
    "POST /staff/chats/{id}/stay": 204,
    "POST /staff/chats/{id}/typing": 204,
    "POST /download/again": 200,
    "POST /staff/tasks/nothing-found": 409,
    "POST /staff/messages/{id}/removed": 409,
    "POST /staff/messages/{id}/remove-again": 409,
    "POST /staff/triage/{id}/dismiss": 409,
    "POST /staff/triage/{id}/undo": 409,
    "POST /staff/triage/{id}/wake": 409,
    "POST /staff/verify/{case_id}/take-over": 303,
    "POST /staff/verify/{case_id}/hold": 200,
    "POST /staff/verify/{case_id}/reveal": 200,
    "POST /staff/verify/{case_id}/undo": 409,
    "POST /staff/tasks/{task_id}/erased": 409,
    "POST /staff/tasks/{task_id}/take-back": 409,
    "POST /staff/erase-later/propose": 409,
    "POST /staff/tasks/{task_id}/system/look": 200,
    "POST /task/open": 410,
    "POST /task/fresh": 303,
    "POST /staff/tasks/{task_id}/system/order": 409,
    "POST /staff/tasks/{task_id}/system/hand-over": 303,
    "POST /staff/accounts/{id}/link": 200,
    "POST /staff/accounts/{id}/disable": 303,
    "POST /staff/accounts/{id}/enable": 303,
}
"""What an empty form does where it is no mistake, or where the state forbids the step anyway."""


def posts(filled: Filled) -> list[Route]:
    """Every route that changes something."""
    return [route for route in filled.routes if route.method not in {"GET", "HEAD"}]


async def contents(desk: WholeDesk) -> str:
    """All rows of all services, without what notes who looks (the trail, presence) and what only counts."""
    found: dict[str, list[str]] = {}
    for service in SERVICES:
        async with desk.house.desk(service).database.read() as connection:
            left_out = "('audit', 'holding', 'sign_in_try')"
            query = f"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN {left_out}"  # noqa: S608 -- as below
            for (table,) in (await connection.exec_driver_sql(query)).all():
                rows = (await connection.exec_driver_sql(f'SELECT * FROM "{table}"')).all()  # noqa: S608 -- own names
                found[f"{service}.{table}"] = sorted(repr(tuple(row)) for row in rows)
    return json.dumps(found, indent=1, sort_keys=True)


def sentences(html: str) -> list[str]:
    """Heading, reason and next step of a page that says no."""
    tree = LexborHTMLParser(html)
    texts = [node.text(strip=True) for node in tree.css("main h1, main .lead, main .error p, main [role=alert] li")]
    return [text for text in texts if text]


async def test_no_form_of_another_site_is_taken(filled: Filled) -> None:
    """Every route that changes something, with every way in which browsers say where a form comes from."""
    token, before = await filled.desk.token(*EVERYTHING), await contents(filled.desk)
    for route in posts(filled):
        for headers in FOREIGN:
            cookie = {"Cookie": f"desk={token}", "Content-Type": FORM}
            answer = await filled.desk.house.web.post(
                filled.address(route), data="", headers=cookie | headers, allow_redirects=False
            )
            assert answer.status == 403, f"{route.name} {headers}"
            assert "Set-Cookie" not in answer.headers
    assert await contents(filled.desk) == before


def has_all_headers(answer: ClientResponse) -> bool:
    """Whether the browser is told what it may do; a stranger's document in a frame of ours may do nothing at all."""
    expected = FRAMED_HEADERS if answer.url.path.endswith("/html") else HEADERS
    return all(answer.headers.get(name) == value for name, value in expected.items())


async def test_every_answer_carries_the_strict_policy(filled: Filled) -> None:
    """Pages, pictures, files, errors, redirects, figures: none of them may run a script that is not ours."""
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    assert FRAMED_POLICY.startswith("default-src 'none'; sandbox;") and "-src '" not in FRAMED_POLICY[18:]
    token = await filled.desk.token(*EVERYTHING)
    answers = [await filled.call(route, token) for route in filled.routes]
    answers += [
        await filled.desk.ask("GET", "/no-such-page"),
        await filled.desk.ask("GET", "/staff/queue"),
        await filled.desk.ask("PATCH", "/download"),
        await filled.desk.ask("POST", "/language", headers={"Sec-Fetch-Site": "cross-site"}),
        await filled.desk.ask("POST", "/staff/sign-in", data="a" * 100_000, headers={"Content-Type": FORM}),
    ]
    assert {answer.status for answer in answers} >= {200, 303, 400, 403, 404, 405, 409, 413}
    assert [str(answer.url) for answer in answers if not has_all_headers(answer)] == []


async def test_looking_never_acts(filled: Filled) -> None:
    """GET and HEAD of every address, with every link's code in the query, change no row; actions refuse them."""
    desk, token = filled.desk, await filled.desk.token(*EVERYTHING)
    letter = next(each for each in desk.world.kept("sam@clients.example") if "/identity/upload#" in each.text)
    code = link_in(letter.text, "/identity/upload").partition("#")[2]
    before, gets = await contents(desk), {route.path for route in filled.routes if route.method == "GET"}
    for route in filled.routes:
        for method in ("GET", "HEAD"):
            answer = await desk.ask(method, f"{filled.address(route)}?code={code}&version=1&event=close", token)
            if route.path not in gets:
                assert answer.status in {404, 405}, f"{method} {route.path}: {answer.status}"
                assert answer.status == 404 or "POST" in answer.headers["Allow"]
    assert await contents(desk) == before


async def test_a_form_without_its_fields_is_refused_in_words(filled: Filled) -> None:
    """400 with what is wrong and what to do, for everything that needs a field; never a failure of ours."""
    token = await filled.desk.token(*EVERYTHING)
    for route in posts(filled):
        answer = await filled.call(route, token)
        assert answer.status == NEEDS_NO_FIELD.get(route.name, 400), f"{route.name}: {answer.status}"
        if answer.status >= 400:
            assert len(sentences(await answer.text())) >= 2, route.name
        # The session that signed itself out, and the rights that were changed, come back for the next form.
        token = await filled.desk.token(*EVERYTHING)


async def test_a_guessed_or_crooked_id_leads_nowhere(filled: Filled) -> None:
    """Neither a random id, nor a path, nor SQL, nor a text of any length gets more than 'not here'."""
    token = await filled.desk.token(*EVERYTHING)
    ids = (str(uuid4()), "0", "..%2f..%2fetc%2fpasswd", "%27%20OR%201=1--", "%00", "x" * 3000, "%F0%9F%98%80", "%ff")
    with_ids = [route for route in filled.routes if "_id}" in route.path or "{id}" in route.path]
    for route in with_ids:
        for made_up in ids:
            path = route.path.replace("{id}", made_up).replace("{case_id}", made_up).replace("{task_id}", made_up)
            data = {"data": "version=1", "headers": {"Content-Type": FORM}} if route.method == "POST" else {}
            answer = await filled.desk.ask(route.method, path, token, **data)
            refused = {404} if route.method != "POST" else {400, 404}
            assert answer.status in refused, f"{route.method} {path[:80]}: {answer.status}"


async def test_a_second_click_on_approve_does_nothing_twice(whole: WholeDesk) -> None:
    """Both forms are the same; the second one hears that somebody was faster, and one answer goes out."""
    handler, approver = await whole.token("handler"), await whole.token("approver")
    incoming = await whole.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ASKS)))
    case = await case_of(whole, incoming, handler)
    await with_tasks(whole, case, handler)
    tasks = await whole.ask("GET", f"/staff/cases/{case}", handler)
    boxes = LexborHTMLParser(await tasks.text()).css("input[name=task]")
    await whole.send("/staff/tasks/nothing-found", handler, task=[str(box.attributes["value"]) for box in boxes])
    version = await whole.one("fulfil", "SELECT version FROM fulfil_case")
    proposal = {"version": version, "outcome": "granted", "reasons": "You get all that we have."}
    assert (await whole.send(f"/staff/cases/{case}/propose", handler, **proposal)).status == 303
    fields = await fields_of(whole, f"/staff/cases/{case}/package", "/check", approver)
    assert (await whole.send(f"/staff/cases/{case}/package/check", approver, **fields)).status == 303
    fields = await fields_of(whole, f"/staff/cases/{case}", "/approve", approver)
    clicks = [whole.send(f"/staff/cases/{case}/approve", approver, **fields) for _ in range(3)]
    assert sorted(answer.status for answer in await asyncio.gather(*clicks)) == [303, 409, 409]
    again = await whole.send(f"/staff/cases/{case}/approve", approver, **fields)
    assert again.status == 409
    assert len(sentences(await again.text())) >= 2
    await whole.house.settle()
    sent = [letter for letter in whole.world.kept("noor@clients.example") if "/download#" in letter.text]
    assert len(sent) == 1
    assert await whole.one("fulfil", "SELECT count(*) FROM package") == "1"


async def fields_of(whole: WholeDesk, path: str, action: str, token: str) -> dict[str, str]:
    """The hidden fields of a form, as the page gives it."""
    page = LexborHTMLParser(await (await whole.ask("GET", path, token)).text())
    form = page.css_first(f"form[action$='{action}']")
    assert form is not None, f"no form {action}"
    return {str(n.attributes["name"]): str(n.attributes["value"]) for n in form.css("input[type=hidden]")}


async def _asked(whole: WholeDesk) -> str:
    """A request of which a copy is asked; the code of the link."""
    handler = await whole.token("handler")
    incoming = await whole.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ASKS)))
    case = await case_of(whole, incoming, handler)
    reasons = {"without_L1": "not_enough", "without_L2": "cannot_come"}
    await whole.send(f"/staff/verify/{case}/ask", handler, version="1", **reasons)
    await whole.house.settle()
    letter = next(each for each in whole.world.kept("noor@clients.example") if "/identity/upload#" in each.text)
    return link_in(letter.text, "/identity/upload").partition("#")[2]


def copy_form(code: str, data: bytes, name: str) -> FormData:
    """The form of the upload page."""
    form = FormData()
    form.add_field("code", code)
    form.add_field("copy", data, filename=name, content_type="image/jpeg")
    return form


async def test_a_text_that_calls_itself_a_photo_is_not_kept(whole: WholeDesk) -> None:
    """What a file is, its bytes say: the requester hears it in words, and may try again with a picture."""
    code = await _asked(whole)
    for data in (b"Dit is geen foto.\n" * 200, b"<svg onload=alert(1)>", b"%PDF-1.7\n", b"\0" * 5000):
        answer = await whole.ask("POST", "/identity/upload", data=copy_form(code, data, "../../photo.jpg"))
        assert answer.status == 422
        assert sentences(await answer.text())
    vault = whole.house.settings.data_dir / "vault"
    assert not vault.exists() or not list(vault.iterdir())
    good = copy_form(code, saved(covered_card()), "photo.jpg")
    assert (await whole.ask("POST", "/identity/upload", data=good)).status == 303


async def _raw(whole: WholeDesk, head: str, chunk: bytes, most: int) -> tuple[str, int, float]:
    """Send bytes until the desk answers; its first line, how much it took, and the seconds of work."""
    began, sent = time.process_time(), 0
    where = urlsplit(whole.url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    writer.write(f"{head}Host: {where.netloc}\r\nSec-Fetch-Site: same-origin\r\n\r\n".encode())
    answer = asyncio.ensure_future(reader.readline())
    try:
        while not answer.done() and sent < most:
            writer.write(chunk)
            await writer.drain()
            sent += len(chunk)
        async with asyncio.timeout(10):
            line = await answer
    finally:
        answer.cancel()
        writer.close()
    return line.decode(), sent, time.process_time() - began


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "not announced"])
async def test_a_hundred_megabytes_are_refused_fast_and_leave_nothing(
    whole: WholeDesk, announced: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told or not told beforehand: 413 after at most what is allowed, in seconds, with no byte on disk."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    head = "POST /identity/upload HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=zz\r\n"
    part = b'--zz\r\nContent-Disposition: form-data; name="copy"; filename="copy.jpg"\r\n\r\n'
    piece = b"x" * (1 << 20)
    if announced:
        head += f"Content-Length: {HUNDRED_MEGABYTES}\r\n"
    else:
        head += "Transfer-Encoding: chunked\r\n"
        piece = b"%x\r\n%s\r\n" % (len(part + piece), part + piece)
    line, sent, seconds = await _raw(whole, head, piece, HUNDRED_MEGABYTES)
    assert " 413 " in line, line
    limit = whole.house.settings.identity.max_upload_mb + 25  # what lies in buffers on the way
    assert sent < limit * (1 << 20)
    assert seconds < RUN_AWAY
    assert list(temporary.iterdir()) == []
    assert not (whole.house.settings.data_dir / "vault").exists()


async def test_ordinary_forms_are_small(filled: Filled) -> None:
    """Nobody fills the memory through a text field."""
    token = await filled.desk.token(*EVERYTHING)
    for route in posts(filled):
        if route.path in {"/identity/upload", "/task/answer"}:  # these take a file, with a limit of their own
            continue
        answer = await filled.desk.ask(
            "POST", filled.address(route), token, data="text=" + "x" * 300_000, headers={"Content-Type": FORM}
        )
        assert answer.status == 413 or route.path == "/staff/sign-out", f"{route.name}: {answer.status}"
        token = await filled.desk.token(*EVERYTHING)


async def test_a_link_past_its_day_says_so(whole: WholeDesk) -> None:
    """410, with what to do next; an invitation that is over likewise; a package link says the same as ever."""
    code = await _asked(whole)
    whole.house.clock.jump(timedelta(days=whole.house.settings.identity.link_days + 1))
    late = await whole.ask("POST", "/identity/upload", data=copy_form(code, saved(covered_card()), "copy.png"))
    assert late.status == 410
    assert len(sentences(await late.text())) >= 3
    old = await whole.send("/staff/welcome", code=code)
    assert old.status == 410
    for link in (code, "a" * 26, "'--"):
        answer = await whole.send("/download/file", link=link, fresh="12345678")
        assert answer.status == 400
        assert sentences(await answer.text())


async def test_nobody_is_sent_to_another_site(whole: WholeDesk) -> None:
    """After sign-in, after choosing a language, after a list of tasks: only paths of our own."""
    who = await whole.invite("Bo", "bo@desk.example", Role.HANDLER)
    for target in WAYS_OUT:
        page = await whole.ask("GET", f"/staff/sign-in?next={target}".replace("\\", "%5C").replace("\t", "%09"))
        assert page.status == 200
        answers = [
            await whole.send("/staff/sign-in", name=who["user"], password=who["password"], next=target),
            await whole.send("/language", language="nl", next=target),
        ]
        assert {answer.status for answer in answers} == {303}
        for answer in answers:
            where = answer.headers["Location"]
            assert where.startswith("/"), where
            assert not where.startswith(("//", "/\\")), where
            assert "evil" not in where
