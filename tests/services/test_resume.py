"""A download that is cut off goes on, is told once, and can be asked for again when its link has expired."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.fulfil.store import shelf
from services.fulfil.store.packages import PackageRow
from services.fulfil.store.shelf import PIECE
from shared.contracts.fulfil import PackageRenewed
from shared.contracts.people import CONTACT, LINK
from shared.platform.crypto import Box, CannotOpen
from tests.services.fulfil_desk import CASE, FulfilDesk, running
from tests.services.packaged import NAMES, Reader, approve, link_of


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    """An answer with its package."""
    async with running(tmp_path, access_letter=NAMES) as one:
        await approve(one)
        yield one


@pytest.fixture
def reader(office: FulfilDesk) -> Reader:
    return Reader(office)


async def cookie_of(office: FulfilDesk, reader: Reader) -> str:
    """What the right code gives."""
    link = await link_of(office)
    return await reader.enter(link, await reader.code(link))


async def test_a_cut_download_goes_on_where_it_was(office: FulfilDesk, reader: Reader) -> None:
    """Two parts make the file; size, checksum and last moment stand on the page before it."""
    cookie = await cookie_of(office, reader)
    _, _, page = await reader.get(cookie, "/download/ready")
    (package,) = await office.rows(PackageRow)
    assert package.sha256 in page.decode()
    _, whole, first = await reader.get(cookie, Range="bytes=0-999")
    assert (len(first), whole["Content-Range"]) == (1000, f"bytes 0-999/{package.bytes}")
    status, _, rest = await reader.get(cookie, Range="bytes=1000-", **{"If-Range": whole["ETag"]})
    assert status == 206
    assert hashlib.sha256(first + rest).hexdigest() == package.sha256
    assert (await reader.get(cookie, Range="bytes=5-", **{"If-Range": '"other"'}))[0] == 200
    status, headers, _ = await reader.get(cookie, Range=f"bytes={package.bytes}-")
    assert (status, headers["Content-Range"]) == (416, f"bytes */{package.bytes}")


async def test_each_download_is_told_once_however_many_parts_it_took(office: FulfilDesk, reader: Reader) -> None:
    """Three parts at a moment are one download; a second code is a second one. Asking for the headers is none."""
    cookie = await cookie_of(office, reader)
    assert (await reader.get(cookie, method="HEAD"))[0] == 200
    assert await office.said("package.fetched") == []
    parts = [reader.get(cookie, Range=f"bytes={n}-{n}") for n in range(3)]
    assert {status for status, _, _ in await asyncio.gather(*parts)} == {206}
    assert len(await office.said("package.fetched")) == 1
    office.clock.jump(timedelta(minutes=2))
    await reader.get(await cookie_of(office, reader))
    assert [told.number for told in await office.said("package.fetched")] == [1, 2]
    (package,) = await office.rows(PackageRow)
    assert package.fetched == 2


async def test_without_the_cookie_there_is_no_file(office: FulfilDesk, reader: Reader) -> None:
    """None, a guessed one, and one whose hours are over."""
    cookie = await cookie_of(office, reader)
    for other in ("", "collect=abc", cookie[:-1]):
        assert (await reader.get(other))[0] == 404
        assert (await reader.get(other, "/download/ready"))[0] == 303
    office.clock.jump(timedelta(hours=24))
    assert (await reader.get(cookie))[0] == 404


async def test_an_expired_link_is_renewed_in_one_click(office: FulfilDesk, reader: Reader) -> None:
    """The package is made anew, the new link goes to the address on file; the page says the same for any link."""
    link = await link_of(office)
    pages = {await again(reader, one) for one in (link, "b" * 26, "")}
    assert await office.said("package.renewed") == []  # it still works
    await office.jump(days=14)
    pages |= {await again(reader, link), await again(reader, link)}
    assert len(pages) == 1
    await office.settle()
    (renewed,) = await office.said("package.renewed")
    fresh = await link_in(office, renewed)
    assert fresh != link
    assert await reader.enter(link, await reader.code(fresh)) == ""
    status, _ = await reader.fetch(fresh, await newest_code(office, reader, fresh))
    assert status == 200
    assert len(await office.said("answer.approved")) == 1  # the letter itself does not go twice
    await office.jump(days=14)
    assert [row.destroyed_at is not None for row in await office.rows(PackageRow)] == [True, True]


async def test_a_link_closed_by_guessing_is_renewed_too(office: FulfilDesk, reader: Reader) -> None:
    """Who holds the mailbox gets in again, who guessed does not; after five renewals people must look."""
    link = await link_of(office)
    for times in range(1, 8):
        code = int(await newest_code(office, reader, link))
        for n in range(5):
            assert await reader.enter(link, f"{(code + n + 1) % 10**8:08}") == ""
        await again(reader, link)
        await office.settle()
        renewed = await office.said("package.renewed")
        assert len(renewed) == min(times, 5)
        if times > 5:
            return
        link = await link_in(office, renewed[-1])


async def again(reader: Reader, link: str) -> bytes:
    """Press the button; what the page says."""
    status, _, body = await reader.post("/download/again", code=link)
    assert status == 200
    return body


async def link_in(office: FulfilDesk, renewed: PackageRenewed) -> str:
    return (await office.desk.keyring.box(CASE, CONTACT)).unseal(LINK, renewed.link)


async def newest_code(office: FulfilDesk, reader: Reader, link: str) -> str:
    """A fresh code, asked a while after the last one."""
    office.clock.jump(timedelta(minutes=20))
    return await reader.code(link)


def test_any_stretch_of_a_sealed_file_opens_alone(tmp_path: Path) -> None:
    """Over the seams of its records too; a file that was cut off at a seam does not open."""
    box, data = Box(b"k" * 32, "package:1", "pkg"), bytes(range(256)) * (PIECE // 100)
    path = tmp_path / "one.sealed"
    shelf.fill(path, box, "one", lambda sink: sink.write(data) and None)
    for start, stop in ((0, len(data)), (0, 1), (PIECE - 1, PIECE + 1), (PIECE, 2 * PIECE), (len(data) - 1, len(data))):
        assert b"".join(shelf.stretch(path, box, "one", start, stop)) == data[start:stop]
    sealed = path.read_bytes()
    path.write_bytes(sealed[: PIECE + 4 + 28])
    with pytest.raises(CannotOpen):
        b"".join(shelf.stretch(path, box, "one", 0, PIECE))
