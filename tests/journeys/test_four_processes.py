"""Journey (b): one access request over four processes, RabbitMQ, PostgreSQL and real mail, while parts are killed."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import demand
from tests.journeys import containers
from tests.journeys.containers import OFFICES
from tests.journeys.four import (
    BRAM,
    MOVED,
    NOOR,
    PATIENCE,
    PEOPLE,
    SANNE,
    STAFF,
    YOUSSEF,
    FourProcesses,
    ServiceProcess,
    four_processes,
)
from tests.journeys.live import eventually, link_in
from tests.journeys.visitor import Page, Visitor, given
from tests.pictures import covered_card, saved
from tests.servers.caddy import Caddy
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMQ

pytestmark = [pytest.mark.servers, pytest.mark.timeout(240)]
PASSWORD = "tuinhek lantaarn egel"
WORDS = "Noor werkte graag in de tuin van het buurthuis."
SETTLED_SECONDS = 5.0
"""RabbitMQ 3.10 cannot use a quorum queue again whose first seconds were cut off by a restart."""
NOORS_LETTERS = ["T01", "T02", "T05", "T11", "T39", "T39b", "T39c"]


@pytest.fixture
def desk(tmp_path: Path, rabbitmq: RabbitMQ, postgres: Postgres) -> Iterator[FourProcesses]:
    """The four processes with all their surroundings."""
    for server in (Dovecot, Postfix, Caddy):
        demand(server)
    with four_processes(tmp_path, rabbitmq, postgres) as running:
        yield running


async def invite(desk: FourProcesses, visitor: Visitor, address: str) -> None:
    """The operator makes an account; the colleague follows the one-time link, chooses a password and signs in."""
    name, role = STAFF[address]
    done = await asyncio.to_thread(desk.command, "staff", "add", name, address, "--role", role)
    assert done.returncode == 0, done.stderr
    code = done.stdout.strip().partition("#")[2]
    page = await visitor.submit(await visitor.open("/staff/welcome"), "/staff/welcome", code=code)
    page = await visitor.submit(page, "/staff/welcome", password=PASSWORD, again=PASSWORD)
    page = await visitor.submit(page, "/staff/sign-in", name=address, password=PASSWORD)
    assert page.url.endswith("/staff/queue"), page.text


async def open_until(visitor: Visitor, path: str, selector: str) -> Page:
    """Open a page, again until it shows what other services have to tell it first."""

    async def look() -> Page | None:
        page = await visitor.open(path)
        return page if page.status == 200 and page.tree.css_first(selector) else None

    return await eventually(look, f"{selector} on {path}")


def option(page: Page, action: str, name: str) -> str:
    """The first real answer of a list."""
    options = page.form(action).css(f"select[name={name}] option")
    return next(value for each in options if (value := each.attributes.get("value")))


async def is_past(moment: float) -> bool:
    """Whether the monotonic clock is past a moment."""
    return time.monotonic() > moment


async def restart(service: ServiceProcess) -> None:
    """Start a killed process again."""
    await asyncio.to_thread(service.start)


async def hear_of_the_request(desk: FourProcesses, handler: Visitor) -> str:
    """Noor writes while notify is dead: the case is there, and her acknowledgement comes when notify is back."""
    desk.services["notify"].kill()
    text = "Hallo, ik wil graag weten welke gegevens jullie over mij hebben. Groet, Noor van der Linden"
    await asyncio.to_thread(desk.post, ("Noor van der Linden", NOOR), "Mijn gegevens", text)
    queue = await open_until(handler, "/staff/queue", "a[href^='/staff/cases/']")
    assert desk.letters(NOOR) == []
    await restart(desk.services["notify"])
    acknowledgement = await desk.letter(NOOR, "[zaak ")
    (link,) = queue.tree.css("a[href^='/staff/cases/']")
    assert f"[zaak {link.text().strip()}]" in acknowledgement
    return (link.attributes["href"] or "").rpartition("/")[2]


async def hear_more_of_it(desk: FourProcesses, handler: Visitor, case_id: str) -> None:
    """Noor answers while intake is dead: her mail waits in the mailbox and joins the case, once."""
    desk.services["intake"].kill()
    subject = f"Re: {desk.letters(NOOR)[0]['Subject']}"
    await asyncio.to_thread(desk.post, ("Noor van der Linden", NOOR), subject, "Ik heb ook een traject gevolgd.")
    await restart(desk.services["intake"])

    async def joined() -> list[tuple[object, ...]]:
        return desk.ask(f"SELECT id FROM fulfil.case_event WHERE case_id = '{case_id}' AND event = 'followup'")  # noqa: S608 -- our own id

    assert len(await eventually(joined, "the second mail to join the case")) == 1


async def register_an_old_request(handler: Visitor) -> None:
    """A letter by post that lay for three weeks: a date of its term has passed already."""
    form = await handler.open("/staff/triage/new")
    day = (datetime.now(UTC) - timedelta(days=20)).date().isoformat()
    told: dict[str, Any] = {"name": "Bram Kuipers", "address": BRAM, "text": "Wat weten jullie van mij?"}
    page = await handler.submit(
        form, "/staff/triage/new", received_on=day, channel="post", kinds=["access"], language="nl", **told
    )
    assert "/staff/messages/" in page.url, page.text


async def ask_for_a_copy(desk: FourProcesses, handler: Visitor, case_id: str) -> str:
    """The handler asks while the broker is away, and verify dies before it could tell anybody.

    When both are back the letter comes; gives the link in it.
    """
    case = await handler.open(f"/staff/cases/{case_id}")
    await handler.submit(case, "/kinds")
    page = await open_until(handler, f"/staff/verify/{case_id}", "form[action$='/ask']")
    reasons: dict[str, Any] = {name: option(page, "/ask", name) for name in ("without_L1", "without_L2")}
    await asyncio.to_thread(desk.rabbitmq.stop)
    page = await handler.submit(page, "/ask", detail="special_data_doubt", **reasons)
    assert page.status == 200, page.text
    assert desk.services["verify"].status("/readyz") == 200, "a broker that is away makes no service unready"
    desk.services["verify"].kill()
    await asyncio.to_thread(desk.rabbitmq.start)
    await restart(desk.services["verify"])
    return link_in(await desk.letter(NOOR, "/identity/upload#"), "/identity/upload")


async def send_the_copy(desk: FourProcesses, client: Visitor, link: str) -> None:
    """Noor sends her copy; right after it the service that keeps the cases dies."""
    path, _, code = link.partition("#")
    picture = saved(covered_card())
    page = await client.submit(await client.open(path), "/identity/upload", ("copy", "kopie.png", picture), code=code)
    desk.services["fulfil"].kill()
    assert "/identity/received" in page.url, page.text


async def approve_the_copy(desk: FourProcesses, handler: Visitor, case_id: str) -> None:
    """The copy is judged while fulfil is dead: the proxy says so for its pages, and for no others."""
    assert (await handler.open("/staff/queue")).status == 502
    page = await open_until(handler, f"/staff/verify/{case_id}", "form[action$='/approve']")
    status, kind, _ = await handler.fetch(f"/staff/verify/{case_id}/picture")
    assert (status, kind) == (200, "image/png")
    boxes = [box.attributes["value"] for box in page.form("/approve").css("input[name=shown]")]
    page = await handler.submit(page, "/approve", shown=boxes, document=option(page, "/approve", "document"))
    assert page.status == 200, page.text
    await restart(desk.services["fulfil"])


async def do_the_tasks(handler: Visitor, case_id: str) -> None:
    """One task finds something, the others nothing."""
    page = await open_until(handler, f"/staff/cases/{case_id}", "form[action$='/answer']")
    tasks = [box.attributes["value"] or "" for box in page.tree.css("input[name=task]")]
    assert len(tasks) == 3, "one for each row of the office's routing table"
    first, *others = tasks
    answer: dict[str, Any] = {f"outcome-{first}": "found", f"text-{first}": WORDS}
    page = await handler.submit(page, f"/staff/tasks/{first}/answer", **answer)
    page = await handler.submit(page, "/staff/tasks/nothing-found", task=others)
    assert "form" in page.html, page.text


async def decide(handler: Visitor, approver: Visitor, case_id: str) -> None:
    """The handler proposes and cannot approve; another person can."""
    page = await handler.open(f"/staff/cases/{case_id}")
    page = await handler.submit(page, "/propose", outcome="granted", reasons="Je krijgt alles wat we van je hebben.")
    assert not [action for action in page.forms() if action.endswith("/approve")]
    page = await approver.open(f"/staff/cases/{case_id}/package")
    page = await approver.submit(page, "/check")
    page = await approver.submit(page, "/approve")
    assert page.status == 200, page.text


async def fetch_the_answer(desk: FourProcesses, client: Visitor) -> zipfile.ZipFile:
    """Noor asks a fresh code and collects her package."""
    path, _, code = link_in(await desk.letter(NOOR, "/download#"), "/download").partition("#")
    page = await client.submit(await client.open(path), "/download/code", code=code)
    fresh = re.search(r"\b\d{8}\b", await desk.letter(NOOR, "code voor"))
    assert fresh, "the letter with the fresh code holds eight digits"
    fields = given(page.form("/download/file")) | {"fresh": fresh.group()}
    status, kind, data = await client.download("/download/file", fields)
    assert (status, kind) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(data))


def check_package(package: zipfile.ZipFile, reference: str) -> None:
    """Her data is in it, and the manifest lists each file as it is."""
    everything = b"".join(package.read(name) for name in package.namelist())
    assert WORDS.encode() in everything
    assert NOOR.encode() in everything
    manifest = json.loads(package.read("manifest.json"))
    assert manifest["reference"] == reference
    listed = {(one["name"], one["bytes"], one["sha256"]) for one in manifest["files"]}
    files = {name: package.read(name) for name in package.namelist() if name != "manifest.json"}
    assert listed == {(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items()}


async def check_letters(desk: FourProcesses, case_id: str) -> None:
    """Each letter that notify sent lies in its mailbox once, and nothing else does."""

    async def all_sent() -> bool:
        told = desk.ask(f"SELECT 1 FROM notify.delivery WHERE case_id = '{case_id}' AND letter = 'T39c'")  # noqa: S608 -- our own id
        return bool(told) and not desk.ask("SELECT 1 FROM notify.delivery WHERE state NOT IN ('sent', 'skipped')")

    await eventually(all_sent, "every letter to be sent")
    sent = Counter(str(row[0]) for row in desk.ask("SELECT message_id FROM notify.delivery WHERE state = 'sent'"))

    async def arrived() -> Counter[str]:
        found = Counter(str(mail["Message-ID"]) for person in PEOPLE for mail in desk.letters(person))
        return found if found.total() >= sent.total() else Counter()

    assert await eventually(arrived, "every sent letter to arrive") == sent
    assert set(sent.values()) == {1}
    rows = desk.ask(f"SELECT letter FROM notify.delivery WHERE case_id = '{case_id}' AND state = 'sent'")  # noqa: S608 -- our own id
    assert sorted(str(row[0]) for row in rows) == NOORS_LETTERS
    assert len(desk.letters(NOOR)) == len(NOORS_LETTERS)


def check_books(desk: FourProcesses) -> None:
    """No message is dead, the audit chains hold, and the doctor finds nothing that failed."""
    for office in OFFICES:
        assert desk.ask(f"SELECT id, type, error FROM {office}.inbox WHERE state = 'dead'") == []  # noqa: S608 -- a fixed name
    with ThreadPoolExecutor() as pool:
        audit = pool.submit(desk.command, "audit", "verify", "--json")
        doctor = pool.submit(desk.command, "doctor", "--json")
    assert audit.result().returncode == 0, audit.result().stdout + audit.result().stderr
    chains = [json.loads(line) for line in audit.result().stdout.splitlines()]
    assert {chain["service"] for chain in chains} == set(OFFICES)
    assert all(chain["ok"] and chain["rows"] for chain in chains)
    assert doctor.result().returncode == 0, doctor.result().stdout + doctor.result().stderr


def check_settings(desk: FourProcesses) -> None:
    """Only hosts, ports and paths differ from docker-compose.yml; every process gets just its own secrets."""
    for container in (*OFFICES, "migrate", "operator"):
        told = containers.environment(container, desk.place.site)
        here = desk.place.environment(container, 1)
        assert told.keys() == here.keys()
        assert {name for name in told if told[name] != here[name]} <= MOVED
        lying = {path.name for path in (desk.place.directory(container) / "secrets").iterdir()}
        assert lying == set(containers.secrets(container))


async def test_one_request_goes_all_the_way_over_four_processes(desk: FourProcesses) -> None:
    """Each letter comes exactly once although every service was killed, and the broker away, on the way."""
    check_settings(desk)
    queues_made = time.monotonic()
    async with AsyncExitStack() as browsers:
        handler, approver, client = [
            await browsers.enter_async_context(Visitor(desk.url, desk.trust)) for _ in range(3)
        ]
        await asyncio.gather(invite(desk, handler, SANNE), invite(desk, approver, YOUSSEF))
        case_id = await hear_of_the_request(desk, handler)
        await hear_more_of_it(desk, handler, case_id)
        await register_an_old_request(handler)
        assert "termijn" in await desk.letter(SANNE, "[zaak ")
        await eventually(partial(is_past, queues_made + SETTLED_SECONDS), "the queues to be old enough")
        link = await ask_for_a_copy(desk, handler, case_id)
        await send_the_copy(desk, client, link)
        await approve_the_copy(desk, handler, case_id)
        await do_the_tasks(handler, case_id)
        await decide(handler, approver, case_id)
        package = await fetch_the_answer(desk, client)
        reference = str(desk.ask("SELECT reference FROM fulfil.fulfil_case ORDER BY opened_at")[0][0])
        check_package(package, reference)
        await check_letters(desk, case_id)
        assert desk.ask("SELECT count(*) FROM fulfil.fulfil_case") == [(2,)], "Noor's and Bram's"
        assert (await client.open("/readyz")).status == 404, "figures are for machines inside"
    await asyncio.to_thread(check_books, desk)
    assert {name: service.status("/readyz") for name, service in desk.services.items()} == dict.fromkeys(OFFICES, 200)
    for name, service in desk.services.items():
        code, seconds = await asyncio.to_thread(service.terminate)
        assert code == 0, f"{name}: {code}\n{service.log_tail()}"
        assert seconds < PATIENCE, name
