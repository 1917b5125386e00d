"""The answer package and its download: what is in it, who gets at it, and when it is gone."""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pypdfium2 import PdfDocument

from services.fulfil.store.packages import DownloadCodeRow, PackageRow, scope_of
from services.fulfil.usecases import accounts, signing_in
from services.fulfil.usecases.packages import shelf_of
from shared.contracts.fulfil_timers import PackageAsked
from shared.contracts.people import CONTACT, PKG, WORDS
from shared.platform.crypto import KeyDestroyed
from shared.vocabulary import Category, DecisionOutcome, Kind, Role
from tests.servers.postgres import Postgres
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.packaged import (
    CANARY,
    FOUND,
    NAMES,
    Reader,
    answer_tasks,
    approve,
    approved,
    check,
    decide,
    link_of,
    propose,
    sign,
)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path, access_letter=NAMES) as running_office:
        yield running_office


@pytest.fixture
def reader(office: FulfilDesk) -> Reader:
    return Reader(office)


async def unpacked(office: FulfilDesk, reader: Reader) -> dict[str, bytes]:
    """The files of the package, fetched as the requester does."""
    link = await link_of(office)
    status, body = await reader.fetch(link, await reader.code(link))
    assert status == 200
    with ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def printed(data: bytes) -> str:
    """The words of a PDF."""
    pages = PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def entries(files: dict[str, bytes]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the machine-readable file says, by category and system."""
    data = json.loads(files["gegevens.json"])
    return {(c["code"], e["system_code"]): e for c in data["categories"] for e in c["entries"]}


async def test_the_answer_goes_out_with_its_package(office: FulfilDesk) -> None:
    """Approved, built, said: the letter hears link, last day and the codes of what it must list (R2.2A-1)."""
    await approve(office)
    said = await approved(office)
    assert (said.outcome, said.kinds, said.reference) == (DecisionOutcome.GRANTED, [Kind.ACCESS], "2026-0001")
    assert (await link_of(office)).startswith("http://127.0.0.1:8080/download#")
    assert said.expires_at == office.clock.now() + timedelta(days=14)
    box = await office.desk.keyring.box(CASE, CONTACT)
    assert box.unseal(WORDS, said.words) == "Dit is alles wat wij vonden."
    assert said.facts == {
        "confirmation": "yes",
        "purposes": "P01;P02;P03;P04;P05;P08;P13;P14",
        "categories": "C01;C03;C05;C08;C11;C12",
        "recipients": "package",
        "retention": "request_file;needed_for_purpose;tax_seven_years",
        "sources": "yourself;uwv",
        "automated": "no_automated_decisions",
        "transfers": "no_transfers",
    }
    assert (said.withheld, said.b_recht) == (True, True)  # a secret and another person's data were left out
    assert "package_built" in await office.events()


async def test_the_package_is_built_once_for_a_decision(office: FulfilDesk) -> None:
    """The ask may come twice; the answer goes once."""
    await approve(office)
    await office.hear(PackageAsked(case_id=CASE, at=office.clock.now(), number=1))
    assert len(await office.said("answer.approved")) == 1
    assert len(await office.rows(PackageRow)) == 1


async def test_the_files_of_the_package_fit_their_manifest(office: FulfilDesk, reader: Reader) -> None:
    """Length and SHA-256 of each; the row knows the same of the whole."""
    await approve(office)
    files = await unpacked(office, reader)
    folder = {f"gegevens/{c}.{kind}" for c in ("C01", "C03", "C05", "C08", "C11", "C12") for kind in ("json", "csv")}
    assert set(files) == {"overzicht.html", "overzicht.pdf", "gegevens.json", "manifest.json"} | folder
    for listed in json.loads(files["manifest.json"])["files"]:
        data = files[listed["name"]]
        assert (listed["bytes"], listed["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


async def test_the_package_holds_what_was_found_and_the_desks_own_record(office: FulfilDesk, reader: Reader) -> None:
    """Each system's text under its category; the request itself is part of the answer (R2.2-8)."""
    await approve(office)
    files = await unpacked(office, reader)
    found = entries(files)
    assert CANARY in found["C01", "KVS"]["text"]
    assert found["C01", "DESK"]["text"] == "Noor Bakker\nnoor@clients.example"
    assert "Wat weten jullie van mij?" in found["C11", "DESK"]["text"]
    data = json.loads(files["gegevens.json"])
    assert {"category": "C13", "system": "Cliëntvolgsysteem en logboek"} in data["searched_without_result"]
    page = files["overzicht.html"].decode()
    for part in ("Dit is alles wat wij vonden.", "UWV", "7 jaar", "Autoriteit Persoonsgegevens", "2026-0001"):
        assert part in page


async def test_secrets_numbers_and_other_people_are_masked_everywhere(office: FulfilDesk, reader: Reader) -> None:
    """In all files alike, and the overview says what was left out (R3-2, R3-3, R3-6)."""
    await approve(office)
    files = await unpacked(office, reader)
    for name, data in files.items():
        text = printed(data) if name.endswith(".pdf") else data.decode()
        for hidden in ("$2b$12", "123456782", "Bram Anders"):
            assert hidden not in text, name
    found = entries(files)
    assert found["C03", "CMS"]["text"] == "profiel: noor\nwachtwoord: aanwezig (onomkeerbaar opgeslagen)"
    assert found["C05", "KVS"]["text"] == "BSN *****6782, cliëntnummer 77"
    assert "laatste vier cijfers" in files["overzicht.html"].decode()


async def test_nothing_in_the_package_can_act(office: FulfilDesk, reader: Reader) -> None:
    """HTML of a data holder is text, a formula is no formula, the page loads and runs nothing."""
    await approve(office)
    files = await unpacked(office, reader)
    page = files["overzicht.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "default-src 'none'" in page
    rows = list(csv.reader(io.StringIO(files["gegevens/C12.csv"].decode("utf-8-sig"))))
    assert "'" + FOUND[Category.C12, "FIN"] in [row[4] for row in rows]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


async def test_opening_the_link_does_nothing(office: FulfilDesk) -> None:
    """A mail scanner may open it as often as it likes: no code is sent, nothing is fetched."""
    await approve(office)
    for _ in range(3):
        assert 'name="code"' in await office.page("/download")
    assert await office.said("download.code_asked") == []


async def test_any_link_gets_the_same_answer(office: FulfilDesk, reader: Reader) -> None:
    """Right, unknown, empty and expired links lead to one page."""
    await approve(office)
    link = await link_of(office)
    pages = {await reader.ask(one) for one in (link, link[:-1], "a" * 26, "http://x/download#zzzzzz")}
    await office.jump(days=15)
    pages.add(await reader.ask(link))
    assert len(pages) == 1
    assert len(await office.said("download.code_asked")) == 1
    refused = {(await reader.post("/download/file", link="b" * 26, fresh="12345678"))[0]}
    refused.add((await reader.post("/download/file", link="", fresh=""))[0])
    assert refused == {400}


async def test_the_code_alone_and_the_pasted_link_both_work(office: FulfilDesk, reader: Reader) -> None:
    """Without a script the reader pastes what they have; blanks in the code do not matter."""
    await approve(office)
    link = await link_of(office)
    code = await reader.code(f"  {link.partition('#')[2]} ")
    status, _ = await reader.fetch(link, f"{code[:4]} {code[4:]}")
    assert status == 200


async def test_a_second_click_sends_no_second_code(office: FulfilDesk, reader: Reader) -> None:
    """Within a minute one is enough; and no more than five an hour leave."""
    await approve(office)
    link = await link_of(office)
    await reader.ask(link)
    await reader.ask(link)
    assert len(await office.said("download.code_asked")) == 1
    for _ in range(8):
        office.clock.jump(timedelta(minutes=2))
        await reader.ask(link)
    assert len(await office.said("download.code_asked")) == 5


async def test_a_code_works_once_for_half_an_hour(office: FulfilDesk, reader: Reader) -> None:
    """Used or late it opens nothing, but costs no try; only the newest counts."""
    await approve(office)
    link = await link_of(office)
    first = await reader.code(link)
    office.clock.jump(timedelta(minutes=30))
    assert (await reader.fetch(link, first))[0] == 400
    second = await reader.code(link)
    assert (await reader.fetch(link, second))[0] == 200
    assert (await reader.fetch(link, second))[0] == 400
    (package,) = await office.rows(PackageRow)
    assert (package.tries, package.fetched) == (0, 1)
    assert ("case.package_fetched", "subject") in await office.noted()


async def test_five_wrong_codes_close_the_link(office: FulfilDesk, reader: Reader) -> None:
    """Then the right code does not help either, and no new one is sent."""
    await approve(office)
    link = await link_of(office)
    code = await reader.code(link)
    for n in range(5):
        assert (await reader.fetch(link, f"{(int(code) + n + 1) % 10**8:08}"))[0] == 400
    assert (await reader.fetch(link, code))[0] == 400
    office.clock.jump(timedelta(minutes=5))
    await reader.ask(link)
    assert len(await office.said("download.code_asked")) == 1
    assert "link_void" in await office.events()


async def test_the_file_leaves_with_headers_that_keep_it_private(office: FulfilDesk, reader: Reader) -> None:
    """As an attachment, kept by no cache; its name holds the reference and no name of a person."""
    await approve(office)
    link = await link_of(office)
    cookie = await reader.enter(link, await reader.code(link))
    status, headers, body = await reader.get(cookie)
    assert status == 200
    assert headers["Content-Disposition"] == 'attachment; filename="privacyverzoek-2026-0001.zip"'
    assert "no-store" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert int(headers["Content-Length"]) == len(body)
    (package,) = await office.rows(PackageRow)
    assert (package.bytes, package.sha256) == (len(body), hashlib.sha256(body).hexdigest())


async def test_nothing_of_the_package_lies_in_clear(office: FulfilDesk, reader: Reader) -> None:
    """Not on the shelf, not in the database, not in the log of changes: no data, no code, no link."""
    await approve(office)
    link = await link_of(office)
    code = await reader.code(link)
    assert (await reader.fetch(link, code))[0] == 200
    directory = Path(office.desk.settings.data_dir)
    stored = b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())
    for secret in (CANARY, "123456782", link.partition("#")[2], "Noor Bakker"):
        assert secret.encode() not in stored
    assert code not in {row.fingerprint for row in await office.rows(DownloadCodeRow)}


async def test_on_its_last_day_the_package_is_destroyed(office: FulfilDesk, reader: Reader) -> None:
    """The key first, then the file; the row stays and says when (R6-9), closed case or not."""
    await approve(office)
    link = await link_of(office)
    await reader.code(link)
    assert await office.press("step", event="close") == 303
    (package,) = await office.rows(PackageRow)
    await office.jump(days=13, hours=23)
    assert list(shelf_of(office.desk).iterdir())
    await office.jump(hours=1)
    assert not list(shelf_of(office.desk).iterdir())
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(scope_of(package), PKG)
    (package,) = await office.rows(PackageRow)
    assert package.destroyed_at == office.clock.now()
    assert (await office.events()).count("package_destroyed") == 1


async def test_a_changed_file_is_not_handed_over(office: FulfilDesk, reader: Reader) -> None:
    """A flipped byte shows before the answer begins."""
    await approve(office)
    link = await link_of(office)
    (file,) = shelf_of(office.desk).iterdir()
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    cookie = await reader.enter(link, await reader.code(link))
    assert (await reader.get(cookie))[0] == 500
    assert await office.said("package.fetched") == []


@pytest.mark.parametrize(
    ("kind", "outcome", "has"),
    [(Kind.PORTABILITY, "granted", True), (Kind.ACCESS, "refused", False), (Kind.RECTIFICATION, "granted", False)],
)
async def test_only_a_granted_copy_has_a_package(office: FulfilDesk, kind: Kind, outcome: str, has: bool) -> None:
    """Other answers go all the same, with an empty link."""
    await approve(office, kind, outcome)
    said = await approved(office)
    assert bool(await link_of(office)) is has
    assert bool(said.facts) is has
    assert said.outcome == outcome
    assert bool(await office.rows(PackageRow)) is has


async def test_a_reopened_case_gets_a_second_package(office: FulfilDesk, reader: Reader) -> None:
    """With its own key and link; the first stays fetchable until its own last day."""
    await approve(office)
    first = await link_of(office)
    assert await office.press("step", event="reopen", **{"note-reopen": "Er ontbrak iets."}) == 303
    await office.jump(days=3)
    await decide(office)
    second = await link_of(office)
    assert second != first
    assert [said.number for said in await office.said("answer.approved")] == [1, 2]
    await office.jump(days=11)
    assert (await reader.fetch(second, await reader.code(second)))[0] == 200
    assert [row.destroyed_at is None for row in await office.rows(PackageRow)].count(True) == 1


async def test_an_answer_taken_back_before_it_left_is_not_sent(office: FulfilDesk) -> None:
    """Opened again while the package waited to be built: nothing goes out, and the audit trail says so."""
    await office.hear(await office.request(Kind.ACCESS))
    await office.press("kinds", kinds="access")
    await office.hear(await office.verified())
    await answer_tasks(office)
    await propose(office)
    await check(office)
    assert await sign(office) == 303
    assert await office.press("step", event="reopen", **{"note-reopen": "Toch niet."}) == 303
    await office.settle()
    assert await office.said("answer.approved") == []
    assert ("package.not_built", "system") in await office.noted()


@pytest.mark.servers
async def test_packages_and_accounts_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The same there: five guesses at a moment are five tries, one code opens once, two sign in to one account."""
    admin = postgres.create_database("fulfil_packages")
    own = admin.replace("postgres@", "{service}@")
    async with running(tmp_path, access_letter=NAMES, database_url=own, database_admin_url=admin) as office:
        reader = Reader(office)
        await approve(office)
        link = await link_of(office)
        code = await reader.code(link)
        guesses = [reader.fetch(link, f"{(int(code) + n + 1) % 10**8:08}") for n in range(4)]
        assert {status for status, _ in await asyncio.gather(*guesses)} == {400}
        twice = await asyncio.gather(reader.fetch(link, code), reader.fetch(link, code))
        assert sorted(status for status, _ in twice) == [200, 400]
        (package,) = await office.rows(PackageRow)
        assert (package.tries, package.fetched) == (4, 1)
        invitation = await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.ADMIN], by="test")
        await accounts.accept(office.desk, invitation.partition("#")[2], "vier paarse olifanten")
        tries = [signing_in.sign_in(office.desk, "cas@desk.example", f"verkeerd wachtwoord {n}") for n in range(4)]
        assert set(await asyncio.gather(*tries)) == {None}
        assert await signing_in.sign_in(office.desk, "cas@desk.example", "vier paarse olifanten")
        await office.jump(days=15)
        assert not list(shelf_of(office.desk).iterdir())
