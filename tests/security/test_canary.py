"""Marked words go through the whole desk, and afterwards no file, log, figure or message holds one of them in clear."""

from __future__ import annotations

import base64
import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import select

from shared.contracts import SERVICES
from shared.platform.post import inbox, next_due, outbox
from shared.vocabulary import Role
from tests.faults.walk import ASKS, Client, Walk, Words
from tests.journeys.live import eventually
from tests.pictures import marked_copy
from tests.security.whole_desk import DESK, WholeDesk, logged, opened
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMQ

pytestmark = pytest.mark.slow

PIECE: Final = 1 << 20
OVERLAP: Final = 512


@dataclass(frozen=True)
class Canaries:
    """One unmistakable word for each place where people write something."""

    name: str
    address: str
    subject: str
    text: str
    handler: str
    handler_address: str
    approver: str
    found: str
    remark: str
    status: str
    reasons: str
    picture: str

    def all(self) -> list[str]:
        """Every word."""
        return [getattr(self, each.name) for each in fields(self)]


def fresh() -> Canaries:
    """Words that nobody ever wrote before."""
    return Canaries(*(f"kanarie{uuid4().hex[:12]}{each.name.replace('_', '')}" for each in fields(Canaries)))


def forms_of(word: str) -> Iterator[bytes]:
    """How a word can stand in a file: in clear, as UTF-16, as hexadecimal digits, in base64 at any place."""
    clear = word.encode()
    yield from (clear, word.encode("utf-16-le"), word.encode("utf-16-be"), clear.hex().encode())
    for before in range(3):
        coded = base64.b64encode(bytes(before) + clear)
        # The first and the last group also depend on the neighbours; what lies between is the word alone.
        yield coded[4:-4]
        yield coded[4:-4].replace(b"+", b"-").replace(b"/", b"_")


def hits(files: Iterable[Path], forms: Sequence[bytes]) -> list[str]:
    """The files that hold one of the forms, with the form; files may vanish while we look."""
    found = []
    for path in files:
        try:
            with path.open("rb") as file:
                found += [f"{path}: {form[:40]!r}" for form in _in_stream(file, forms)]
        except FileNotFoundError:
            continue
    return found


def _in_stream(file: io.BufferedReader, forms: Sequence[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    tail = b""
    while piece := file.read(PIECE):
        window = tail + piece
        found.update(form for form in forms if form in window)
        tail = window[-OVERLAP:]
    return found


def below(*directories: Path) -> list[Path]:
    """All files."""
    found = [path for directory in directories for path in directory.rglob("*") if path.is_file()]
    assert found
    return found


async def walked(desk: WholeDesk, words: Canaries) -> tuple[bytes, bytes]:
    """The whole request; what was sent as a copy, and what staff saw of it. The package and the letters arrived."""
    staff = {
        "handler": await desk.invite(words.handler, f"{words.handler_address}@desk.example", Role.HANDLER),
        "approver": await desk.invite(words.approver, "approver@desk.example", Role.APPROVER),
    }
    client = Client(words.name, f"{words.address}@clients.example", words.subject, f"{ASKS} {words.text}")
    written = Words(words.found, words.remark, words.status, words.reasons)
    picture = marked_copy(words.picture)
    async with Walk(desk.url, desk.world, staff, client, picture, written, partial(moved, desk)) as walk:
        await desk.receive(bytes(client.mail(DESK, desk.house.clock)))
        await walk.find_case()
        await walk.confirm_kinds()
        await walk.ask_for_copy()
        await walk.upload()
        seen = await walk.see_picture()
        await walk.approve_copy()
        await walk.do_tasks()
        await walk.tell_status()
        await walk.letter(words.status)
        await walk.decide()
        package = await walk.download()
        await walk.close()
    check_arrived(desk, words, package)
    await eventually(lambda: at_rest(desk), "the messages to come to rest")
    return picture, seen


async def moved(desk: WholeDesk) -> None:
    """Let the desk work, and a second pass for what it put off: on a real bus, facts overtake each other."""
    await desk.house.settle()
    desk.house.clock.jump(timedelta(seconds=1))


def check_arrived(desk: WholeDesk, words: Canaries, package: bytes) -> None:
    """The words did go through the desk: the client's package and letters hold them."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened_:
        everything = b"".join(opened_.read(name) for name in opened_.namelist())
    for word in (words.name, words.subject, words.found, words.reasons):
        assert word.encode() in everything
    letters = "".join(letter.text for letter in desk.world.kept(f"{words.address}@clients.example"))
    assert words.name in letters
    assert words.status in letters


async def at_rest(desk: WholeDesk) -> bool:
    """Nothing is left to be said or done now."""
    await moved(desk)
    for service in SERVICES:
        own = desk.house.desk(service)
        async with own.database.read() as connection:
            unsaid = (await connection.execute(select(outbox.c.id))).first()
            due = await next_due(connection)
        if unsaid is not None or (due is not None and due <= own.clock.now()):
            return False
    return True


async def bodies(desk: WholeDesk) -> str:
    """Every message that was said, as the inboxes keep it."""
    said = []
    for service in SERVICES:
        async with desk.house.desk(service).database.read() as connection:
            said += [row.body for row in await connection.execute(select(inbox.c.body))]
    assert len(said) > 20
    return "\n".join(said)


def own_temporary_files(monkeypatch: pytest.MonkeyPatch, directory: Path) -> Path:
    """Let temporary files of this process and its children go to a directory of ours."""
    made = directory / "tmp"
    made.mkdir()
    monkeypatch.setenv("TMPDIR", str(made))
    monkeypatch.setattr(tempfile, "tempdir", str(made))
    return made


async def silent(desk: WholeDesk, words: Canaries, log: io.StringIO) -> list[bytes]:
    """Check logs, figures and messages; gives all forms of all words, for the files."""
    forms = [form for word in words.all() for form in forms_of(word)]
    figures = await (await desk.ask("GET", "/metrics")).text()
    assert "privacybalie" in figures
    assert "case.opened" in log.getvalue() or "letter.queued" in log.getvalue()
    for where, text in (("log", log.getvalue()), ("metrics", figures), ("messages", await bodies(desk))):
        assert [form for form in forms if form in text.encode()] == [], where
    return forms


def pieces_of(*pictures: bytes) -> list[bytes]:
    """Pieces by which a picture is known, wherever it was copied."""
    return [b"\x89PNG\r\n\x1a\n", *(picture[i : i + 32] for picture in pictures for i in (64, 200))]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "een zin met "])
def test_a_word_is_found_in_every_form_it_can_take(before: str, tmp_path: Path) -> None:
    """The net has no hole: clear, UTF-16, hexadecimal, both base64 alphabets at any place, over the edge of a piece."""
    word = fresh().reasons
    text = f"{before}{word} en nog wat"
    coded = [base64.b64encode(text.encode()), base64.urlsafe_b64encode(text.encode())]
    for number, form in enumerate([text.encode(), *map(text.encode, ("utf-16-le", "utf-16-be")), *coded]):
        file = tmp_path / f"{number}"
        file.write_bytes(bytes(PIECE - len(before) - 20) + form)
        assert hits([file], list(forms_of(word))), form


async def test_no_marked_word_is_found_on_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite with its write-ahead logs, sealed files, package, temporary files, log, metrics, messages."""
    words, data = fresh(), tmp_path / "data"
    own_temporary_files(monkeypatch, tmp_path)
    with logged() as log:
        async with opened(data) as desk:
            pictures = await walked(desk, words)
            forms = [*await silent(desk, words, log), *pieces_of(*pictures)]
            assert (data / "fulfil.db-wal").exists()
            assert list((data / "packages").iterdir()), "the package waits for its last day, sealed"
            assert list((data / "mail").iterdir())
            assert hits(below(tmp_path), forms) == []
            assert hits(below(data), [b"case.opened"]), "what may be known is found, so we do look"
    assert hits(below(tmp_path), forms) == []


@pytest.mark.servers
@pytest.mark.timeout(240)
async def test_no_marked_word_is_found_with_servers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rabbitmq: RabbitMQ, postgres: Postgres
) -> None:
    """As above, and in the whole directories of PostgreSQL and RabbitMQ: tables, logs, queues."""
    words, data, database = fresh(), tmp_path / "data", f"canary_{uuid4().hex[:8]}"
    own_temporary_files(monkeypatch, tmp_path)
    places: dict[str, Any] = {
        "bus_url": rabbitmq.fresh_url(),
        "database_admin_url": postgres.create_database(database),
        "database_url": postgres.url(database, "{service}"),
    }
    with logged() as log:
        async with opened(data, **places) as desk:
            pictures = await walked(desk, words)
            forms = [*await silent(desk, words, log), *pieces_of(*pictures)]
            with psycopg.connect(postgres.url(), autocommit=True) as link:
                link.execute("CHECKPOINT")
            everything = below(tmp_path, postgres.directory, rabbitmq.directory)
            assert hits(everything, forms) == []
            for directory in (postgres.directory, rabbitmq.directory):
                assert hits(below(directory), [b"case.opened"]), f"{directory}: nothing of ours was found at all"
    rabbitmq.restart()
    assert hits(below(tmp_path, postgres.directory, rabbitmq.directory), forms) == []
