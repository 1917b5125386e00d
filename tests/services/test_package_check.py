"""The second person's check of a package: masks in their place, changes with a reason, and nothing out without it."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy.exc import IntegrityError

from services.fulfil.store.packages import PackageRow
from services.fulfil.store.releases import MaskChangeRow, MaskCheckRow
from services.fulfil.usecases.task_files import FILES, TaskFile
from shared.platform.desk import Desk
from shared.vocabulary import Category, Kind
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.packaged import NAMES, Reader, answer_tasks, check, link_of, propose, sign

PAGE = f"/staff/cases/{CASE}/package"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An access request, answered by its holders and proposed."""
    async with running(tmp_path, access_letter=NAMES, download={"max_mb": 1}) as one:
        await proposed(one)
        yield one


async def proposed(office: FulfilDesk) -> None:
    await office.hear(await office.request(Kind.ACCESS))
    assert await office.press("kinds", kinds="access") == 303
    await office.hear(await office.verified())
    await answer_tasks(office)
    await propose(office)


async def source_of(office: FulfilDesk, category: Category, system: str) -> str:
    """The task behind one text."""
    return next(t.id for t in await office.tasks() if (t.category, t.system) == (category, system))


async def page(office: FulfilDesk, staff_id: str = "s-2") -> LexborHTMLParser:
    return LexborHTMLParser(await office.page(PAGE, staff_id))


def marked(page: LexborHTMLParser) -> set[str]:
    """What the texts hide."""
    return {mark.text() for mark in page.css("pre mark")}


async def hide(office: FulfilDesk, source: str, words: str, reason: str = "Een collega.", what: str = "others") -> int:
    fields = {"words-1": words, "what-1": what, "reason-1": reason}
    return await office.press("package/hide", "s-2", source=source, key="1", **fields)


async def unpacked(office: FulfilDesk) -> dict[str, bytes]:
    reader = Reader(office)
    link = await link_of(office)
    _, body = await reader.fetch(link, await reader.code(link))
    with ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_each_masked_passage_stands_in_its_place(office: FulfilDesk) -> None:
    """In the whole of its text, with its kind; a secret has no button (R3-2, R3-4)."""
    shown = await page(office)
    assert {"123456782", "Bram Anders, 06-00000000", "$2b$12$abcdefghijklmnopqrstuv"} <= marked(shown)
    buttons = [form.attributes["action"] for form in shown.css("form[action$='/package/show']")]
    assert len(buttons) == 2  # the number and the contact person, not the password
    assert ("package.viewed", "s-2") in await office.noted()


async def test_nothing_is_approved_before_the_check(office: FulfilDesk) -> None:
    """The button is not there, and pressing it all the same is refused (R3-4)."""
    case = await office.page(f"/staff/cases/{CASE}", "s-2")
    assert f"{CASE}/approve" not in case
    assert await sign(office) == 409
    await check(office)
    assert f"{CASE}/approve" in await office.page(f"/staff/cases/{CASE}", "s-2")
    assert await sign(office) == 303


async def test_who_proposed_cannot_check(office: FulfilDesk) -> None:
    """Not by the page, not past it, and not past the program: the database refuses (R2-4)."""
    seen = (await page(office)).css_first("input[name=seen]").attributes["value"]
    async with office.desk.database.write() as connection:
        await connection.execute(sa.text("UPDATE decision SET proposed_by = 's-3'"))
    assert "form" not in [f.tag for f in (await page(office, "s-3")).css("form[action*='/package/']")]
    assert await office.press("package/check", "s-3", seen=seen) == 409
    assert await office.press("package/check", "s-1", seen=seen) == 404  # a handler may not check at all
    for checker in ("s-3", ""):
        with pytest.raises(IntegrityError):
            async with office.desk.work() as work:
                row = MaskCheckRow(
                    case_id=CASE, number=1, hash="x", proposed_by="s-3", checked_by=checker, checked_at=work.now
                )
                work.session.add(row)


async def test_a_mask_is_added_with_a_reason_and_holds_everywhere(office: FulfilDesk) -> None:
    """Wherever the words stand in that text, in every file of the package."""
    source = await source_of(office, Category.C08, "UWV")
    assert await hide(office, source, "fase 2", reason=" ") == 400
    assert await hide(office, source, "staat er niet") == 400
    assert await hide(office, source, "fase 2", what="secret") == 400
    assert await hide(office, source, "fase 2", what="notes") == 303
    assert "fase 2" in marked(await page(office))
    assert "Een collega." in await office.page(PAGE, "s-2")
    await check(office)
    assert await sign(office) == 303
    await office.settle()
    files = await unpacked(office)
    assert not [name for name, data in files.items() if b"fase 2" in data]
    left = json.loads(files["manifest.json"])["left_out"]
    assert {"category": "C08", "what": "notes", "why": "aantekeningen van medewerkers die nog niet af zijn."} in left


async def test_a_mask_is_taken_away_with_a_reason_but_never_that_of_a_secret(office: FulfilDesk) -> None:
    """The number may be shown in full on request (R3-3); a password never (R3-2)."""
    number = (await source_of(office, Category.C05, "KVS"), 4, 13)
    secret = (await source_of(office, Category.C03, "CMS"), 26, 55)
    for (source, start, end), status in ((number, 303), (secret, 409), ((number[0], 4, 12), 404)):
        fields = {"start": start, "end": end, "key": "1-1", "reason-1-1": "Zij vroeg erom."}
        assert await office.press("package/show", "s-2", source=source, **fields) == status
    await check(office)
    await sign(office)
    await office.settle()
    files = await unpacked(office)
    assert b"BSN 123456782" in files["gegevens/C05.json"]
    assert b"$2b$12" not in files["gegevens/C03.json"]


async def test_a_change_after_the_check_voids_it(office: FulfilDesk) -> None:
    """Also when it is undone again: what was seen last is what goes."""
    await check(office)
    source = await source_of(office, Category.C08, "UWV")
    assert await hide(office, source, "fase 2") == 303
    assert await office.rows(MaskCheckRow) == []
    assert await sign(office) == 409
    (change,) = await office.rows(MaskChangeRow)
    assert await office.press("package/undo", "s-2", change=change.id) == 303
    assert await sign(office) == 409
    await check(office)
    assert await sign(office) == 303
    assert [e for e in await office.events() if e.startswith(("mask_", "package_checked"))] == [
        "package_checked",
        "mask_added",
        "mask_undone",
        "package_checked",
    ]


async def test_what_was_changed_past_the_program_is_not_built(office: FulfilDesk) -> None:
    """Approved is bound to checked, and checked to built: nothing goes out, and staff see it."""
    await check(office)
    assert await sign(office) == 303
    async with office.desk.database.write() as connection:
        await connection.execute(sa.text("UPDATE task SET text_sealed = NULL WHERE category = 'C12'"))
    await office.settle()
    assert await office.said("answer.approved") == []
    assert await office.rows(PackageRow) == []
    assert "package_stopped" in await office.events()
    assert "nothing was sent" in await office.page(f"/staff/cases/{CASE}", "s-2")


async def test_the_database_takes_no_package_that_nobody_checked(office: FulfilDesk) -> None:
    """A row for another content than the checked one is refused."""
    await check(office)
    await sign(office)
    with pytest.raises(IntegrityError):
        async with office.desk.work() as work:
            at = work.now
            row = PackageRow(
                id="p",
                case_id=CASE,
                number=1,
                object_name="p",
                bytes=1,
                sha256="",
                built_at=at,
                expires_at=at,
                hash="y",
            )
            work.session.add(row)


def file_of(task_id: str, name: str, data: bytes) -> TaskFile:
    """A file as a holder hands it over."""

    def pieces() -> Iterator[bytes]:
        return iter([data[:10], data[10:]])

    return TaskFile(task_id, name, len(data), sha256(data).hexdigest(), pieces)


async def test_files_go_along_under_names_of_ours_or_stay_with_a_reason(office: FulfilDesk) -> None:
    """A name that climbs out of the folder is only a name (zip slip); a file left out is told with its reason."""
    task = await source_of(office, Category.C01, "KVS")
    given = [file_of(task, "../../etc/passwd", b"een"), file_of(task, "C:\\x\\gesprek met Bram.mp3", b"twee" * 9)]
    serve(office, given)
    assert await sign(office) == 409
    shown = await page(office)
    left = shown.css("form[action$='/package/leave']")
    assert len(left) == 2
    source = next(f for f in left if "Bram" in f.parent.parent.text()).css_first("input[name=source]")
    fields = {"source": source.attributes["value"], "key": "f2", "reason-f2": "De stem van iemand anders."}
    assert await office.press("package/leave", "s-2", **fields) == 303
    await check(office)
    assert await sign(office) == 303
    await office.settle()
    files = await unpacked(office)
    assert files["bestanden/C01/KVS/001-passwd"] == b"een"
    assert not [name for name in files if ".." in name or name.startswith("/") or "mp3" in name]
    assert "De stem van iemand anders." in files["overzicht.html"].decode()
    assert json.loads(files["manifest.json"])["left_out"][-1]["why"] == "De stem van iemand anders."


async def test_a_package_that_is_too_large_says_so(office: FulfilDesk) -> None:
    """At the check, where something can be done about it."""
    serve(office, [file_of(await source_of(office, Category.C01, "KVS"), "film.mp4", b"x" * 1_000_001)])
    seen = (await page(office)).css_first("input[name=seen]").attributes["value"]
    status, told = await office.post(f"{PAGE}/check", {"version": (await office.row()).version, "seen": seen}, "s-2")
    assert status == 409
    assert "2 MB together, and a package holds at most 1 MB" in told


async def test_a_file_that_is_not_the_one_approved_stops_the_package(office: FulfilDesk) -> None:
    """Its length and SHA-256 are checked while it goes in."""
    task = await source_of(office, Category.C01, "KVS")
    honest = file_of(task, "cv.pdf", b"een")
    serve(office, [honest])
    await check(office)
    await sign(office)
    serve(office, [TaskFile(task, "cv.pdf", 3, honest.sha256, lambda: iter([b"two"]))])
    await office.settle()
    assert "package_stopped" in await office.events()
    assert await office.said("answer.approved") == []
    assert not list((Path(office.desk.settings.data_dir) / "packages").iterdir())


def serve(office: FulfilDesk, files: Sequence[TaskFile]) -> None:
    """Let the tasks of the case have these files."""

    async def find(_desk: Desk, case_id: str) -> Sequence[TaskFile]:
        return files if case_id == CASE else ()

    office.desk.tools[FILES] = find
