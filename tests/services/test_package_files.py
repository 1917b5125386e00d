"""The files of a package as they are: the PDF, data to take elsewhere, the points of an access answer, many files."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from services.fulfil import dossier
from services.fulfil.dossier import Attached, Controller, Entry, Package
from services.fulfil.dossier.portable import schema
from services.fulfil.rules.access_content import access_content
from services.fulfil.rules.access_words import AccessWords
from services.fulfil.store.releases import BuildRow
from services.fulfil.usecases import building
from shared.contracts.envelope import deterministic
from shared.contracts.fulfil_timers import PackageAsked
from shared.platform.handlers import Job, LostLease
from shared.vocabulary import Category, Kind, Language, TaskOutcome
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.packaged import NAMES, Reader, answer_tasks, approve, check, link_of, propose, sign
from tests.services.test_package_check import file_of, serve, source_of

ODD = 'emoji 😀, مرحبا, Łódź, \u202eomgekeerd, \x07, #import "x" *vet* <b>, ' + "x" * 300
WORDS = AccessWords("UWV", "van jou", "7 jaar", "Nee", "Nee, alleen mensen")


def package(*files: Attached, text: str = ODD) -> Package:
    """One entry and these files."""
    owner = Controller("Bureau Voorbeeld", "00 00 00 00", "Plein 1", "000", "post@desk.example", "de FG")
    return Package(
        reference="2026-0001",
        language=Language.NL,
        requester="Noor Bakker",
        received_on=date(2026, 11, 2),
        built_at=datetime(2026, 11, 5, 10, 0),  # noqa: DTZ001 -- local time
        statement_version="2018-05-25",
        explanation="Dit is alles.",
        controller=owner,
        entries=(Entry(Category.C06, "KVS", TaskOutcome.FOUND, text),),
        unfound=(),
        content=access_content([(Category.C06, "KVS")]),
        words=WORDS,
        files=files,
    )


def attached(number: int) -> Attached:
    data = str(number).encode()
    name = f"bestanden/C06/KVS/{number:03}-x.txt"
    return Attached(Category.C06, "KVS", name, len(data), hashlib.sha256(data).hexdigest(), lambda: iter([data]))


def written(made: Package) -> dict[str, bytes]:
    """The files of the ZIP."""
    sink = io.BytesIO()
    dossier.write(made, sink)
    with ZipFile(sink) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tags(node: Any) -> Iterator[str]:
    """The kinds of parts in a PDF's tree of tags."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from tags(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from tags(node.K)


def test_the_pdf_is_tagged_titled_and_has_bookmarks() -> None:
    """PDF/UA-1 as far as a program can see: language, title shown, headings, lists, a table with header cells."""
    with pikepdf.open(io.BytesIO(written(package(*(attached(n) for n in range(3))))["overzicht.pdf"])) as pdf:
        assert str(pdf.Root.Lang) == "nl"
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "2026-0001" in str(pdf.docinfo["/Title"])
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert {"/H1", "/H2", "/L", "/LI", "/Table", "/TH", "/TD", "/P"} <= set(tags(pdf.Root.StructTreeRoot))
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert {"Onze uitleg", "Je gegevens", "Wat kun je nog meer vragen?"} <= set(titles)


def test_any_text_can_be_printed() -> None:
    """Signs without a picture are said to be there; markup of the typesetter is text; a long run stays on the page."""
    page = PdfDocument(written(package())["overzicht.pdf"])[0]
    text = page.get_textpage().get_text_range()
    for part in ("[tekens die deze PDF niet kan tonen", "Łódź", '#import "x" *vet* <b>'):
        assert part in " ".join(text.split())
    right = max(item.get_bounds()[2] for item in page.get_objects(max_depth=4))
    assert right <= page.get_width() - 40


@pytest.mark.parametrize("low", [0x20, 0xA0, 0x300, 0x370, 0x1E00, 0x2010, 0x2030, 0x2070, 0x20A0, 0x2190, 0x25A0])
def test_the_fonts_have_every_sign_that_is_let_through(low: int) -> None:
    """Else the typesetter would refuse the file, and no answer would go out."""
    assert written(package(text=" ".join(map(chr, range(low, low + 0x160)))))["overzicht.pdf"][:4] == b"%PDF"


def test_five_thousand_files_go_along() -> None:
    """All in the ZIP and in the manifest; the readable pages name the first and count the rest."""
    files = written(package(*(attached(n) for n in range(5000))))
    listed = {one["name"]: one["sha256"] for one in json.loads(files["manifest.json"])["files"]}
    assert len([name for name in listed if name.startswith("bestanden/")]) == 5000
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for name, digest in listed.items())
    assert "De andere 4800 bestanden" in files["overzicht.html"].decode()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path, access_letter=NAMES) as one:
        yield one


async def fetched(office: FulfilDesk) -> dict[str, bytes]:
    reader = Reader(office)
    link = await link_of(office)
    _, body = await reader.fetch(link, await reader.code(link))
    with ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_data_to_take_elsewhere_is_what_the_person_gave(office: FulfilDesk) -> None:
    """Its own format, with its version and schema; no annex of an access answer, nothing that others wrote."""
    await approve(office, Kind.PORTABILITY)
    files = await fetched(office)
    assert {name for name in files if "/" in name} == {
        "overdraagbaar/gegevens.json",
        "overdraagbaar/gegevens.csv",
        "overdraagbaar/schema.json",
    }
    assert "gegevens.json" not in files
    data = json.loads(files["overdraagbaar/gegevens.json"])
    rules = json.loads(schema())
    assert files["overdraagbaar/schema.json"] == schema()
    assert set(data) == set(rules["properties"]) == set(rules["required"])
    assert data["format"] == rules["properties"]["format"]["const"] == "privacybalie-portability/1"
    records = {(one["category"], one["system"]): one["fields"] for one in data["records"]}
    assert set(records) == {("C01", "KVS"), ("C03", "CMS")}
    assert {"name": "profiel", "value": "noor"} in records["C03", "CMS"]
    assert (
        files["overdraagbaar/gegevens.csv"].decode("utf-8-sig").splitlines()[0] == '"category","system","name","value"'
    )
    assert b"Bram Anders" not in b"".join(files.values())


async def test_an_access_answer_without_a_name_is_not_proposed(office: FulfilDesk) -> None:
    """A recipient whose name nobody knows stops it, with the field; what the handler writes goes out (R2.2A-1)."""
    await office.hear(await office.request(Kind.ACCESS))
    assert await office.press("kinds", kinds="access") == 303
    await office.hear(await office.verified())
    await answer_tasks(office)
    told = await office.page(f"/staff/cases/{CASE}")
    assert "Voorbeeld Hosting B.V." in told
    fields = {"outcome": "granted", "reasons": "Alles.", "said-recipients": "het bedrijf dat iets doet:"}
    version = (await office.row()).version
    status, page = await office.post(f"/staff/cases/{CASE}/propose", {"version": version, **fields})
    assert status == 400
    assert "still lacks: Who received the data" in page
    said = {"said-recipients": "Stichting Voorbeeld", "said-transfers": "Nee, niets."}
    await propose(office, **said)
    await check(office)
    assert await sign(office) == 303
    await office.settle()
    files = await fetched(office)
    assert "Stichting Voorbeeld" in files["overzicht.html"].decode()
    assert json.loads(files["gegevens.json"])["words"]["transfers"] == "Nee, niets."


async def test_a_long_build_shows_how_far_it_is_and_keeps_its_job(
    office: FulfilDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case's page says a percentage while the file is being written."""
    monkeypatch.setattr(building, "LOOK_EVERY", 0.01)
    half, go_on, loop = asyncio.Event(), asyncio.Event(), asyncio.get_running_loop()
    await _asked(office, half, go_on, loop)
    working = asyncio.create_task(office.settle())
    await half.wait()
    while (await office.rows(BuildRow))[0].done_bytes == 0:
        await asyncio.sleep(0)
    assert "50 %" in await office.page(f"/staff/cases/{CASE}")
    go_on.set()
    await working
    (row,) = await office.rows(BuildRow)
    assert (row.state, row.percent, row.attempt) == ("done", 100, 1)


async def _asked(office: FulfilDesk, half: asyncio.Event, go_on: asyncio.Event, loop: Any) -> None:
    """An approved answer with a file whose second half waits."""
    await office.hear(await office.request(Kind.ACCESS))
    await office.press("kinds", kinds="access")
    await office.hear(await office.verified())
    await answer_tasks(office)
    await propose(office)

    def slowly() -> Iterator[bytes]:
        yield b"a" * 50
        loop.call_soon_threadsafe(half.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(30)
        yield b"b" * 50

    file = file_of(await source_of(office, Category.C01, "KVS"), "cv.txt", b"a" * 50 + b"b" * 50)
    serve(office, [replace(file, pieces=slowly)])
    await check(office)
    assert await sign(office) == 303


async def test_what_a_dead_process_left_is_taken_away(office: FulfilDesk) -> None:
    """The next attempt begins anew: of what was being written nothing stays (real kills: the crash points)."""
    shelf = building.shelf_of(office.desk)
    shelf.mkdir()
    half = shelf / f"{deterministic('package', CASE, '1')}-1.part"
    half.write_bytes(b"sealed so far")
    await approve(office)
    assert [path.suffix for path in shelf.iterdir()] == [".sealed"]
    assert await fetched(office)


async def test_who_lost_the_job_ends_at_once(office: FulfilDesk) -> None:
    """A lease that somebody else took over cannot be held."""
    job = Job(office.desk, PackageAsked(case_id=CASE, at=office.clock.now(), number=1).id, 1)
    with pytest.raises(LostLease):
        await job.hold(60)
