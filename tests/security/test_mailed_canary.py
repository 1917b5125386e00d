"""A marked picture comes by mail as a copy of a document; when it is over, no key of the desk opens a trace of it."""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from functools import partial
from itertools import product
from pathlib import Path
from typing import Final

import pytest
from imapclient import IMAPClient

from services.fulfil.store import cases as fulfil_fields
from services.intake.store import incoming as intake_fields
from services.sandbox.world import MailWorld
from shared.contracts import people
from shared.platform import keys
from shared.platform.crypto import CannotOpen, unseal_bytes
from shared.platform.keyring import Wrapped
from shared.vocabulary import Role
from tests.faults.walk import ASKS, Client, Walk
from tests.pictures import marked_copy
from tests.security.test_canary import (
    at_rest,
    below,
    bodies,
    forms_of,
    fresh,
    hits,
    moved,
    own_temporary_files,
    pieces_of,
)
from tests.security.whole_desk import DESK, WholeDesk, logged, opened

pytestmark = pytest.mark.slow

NOOR: Final = Client("Noor Bakker", "noor@clients.example", "Mijn gegevens", ASKS)
SEALED: Final = re.compile(r"1\.([A-Za-z0-9_-]{40,}={0,2})")
DATABASES: Final = ("intake", "verify", "fulfil", "notify", "cabinet")


def fields() -> list[str]:
    """The names under which anything is sealed, as the code has them; the version stands behind them."""
    named = {
        value
        for module in (people, intake_fields, fulfil_fields)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and "." in value
    }
    return [f"{name}|1" for name in sorted(named | {"mail.raw", "copy", "handover", "decider.name", "package"})]


def data_keys(data: Path) -> list[tuple[str, bytes]]:
    """Every data key that can still be unwrapped, with whichever wrapping key, and the place it seals for."""
    found = []
    with closing(sqlite3.connect(data / "cabinet.db")) as link:
        rows = link.execute("SELECT scope, compartment, wrapped, one_way FROM data_key WHERE wrapped IS NOT NULL")
        for scope, compartment, wrapped, one_way in rows.fetchall():
            place = f"{scope}|{compartment}"
            wrapping = keys.read(data / "keys", f"wrap-{compartment}")
            key = Wrapped(wrapped, bool(one_way)).open(wrapping, f"{place}|data-key")
            found.append((place, key))
    return found


def sealed_values(data: Path) -> Iterator[bytes]:
    """Everything sealed: in each cell of each database, and each sealed file."""
    for name in DATABASES:
        with closing(sqlite3.connect(data / f"{name}.db")) as link:
            tables = [table for (table,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            reads = [f"SELECT * FROM {table}" for table in tables]  # noqa: S608 -- the names are the database's own
            cells = [cell for read in reads for row in link.execute(read) for cell in row]
        yield from (cell for cell in cells if isinstance(cell, bytes))
        texts = [cell for cell in cells if isinstance(cell, str)]
        yield from (base64.urlsafe_b64decode(found) for text in texts for found in SEALED.findall(text))
    yield from (path.read_bytes() for path in below(data) if path.suffix == ".sealed")


def unsealed(data: Path) -> list[bytes]:
    """All that opens with all keys, tried with every field."""
    known, names = data_keys(data), fields()
    found = []
    for sealed in sealed_values(data):
        for (place, key), name in product(known, names):
            try:
                found.append(unseal_bytes(key, f"{place}|{name}", sealed))
            except CannotOpen:
                continue
            break
    return found


def in_mailbox(world: MailWorld) -> list[bytes]:
    """Every mail in every folder of the mailbox."""
    found = []
    with IMAPClient(world.imap.host, world.imap.port, ssl=False) as client:
        client.login(world.desk_imap.user, world.desk_imap.password)
        for _, _, folder in client.list_folders():
            client.select_folder(folder, readonly=True)
            uids = client.search()
            found += [each[b"BODY[]"] for each in client.fetch(uids, ["BODY.PEEK[]"]).values()] if uids else []
    return found


def answer_to(letter: str, subject: str, *pictures: tuple[str, bytes]) -> bytes:
    """What somebody writes who answers a letter by mail, although it asks for an upload."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = f"{NOOR.name} <{NOOR.address}>", DESK, f"Re: {subject}"
    made["Message-ID"], made["In-Reply-To"] = "<the-copy@clients.example>", letter
    made.set_content("Hierbij de kopie waar jullie om vroegen.\n\nGroet, Noor\n")
    for name, data in pictures:
        made.add_attachment(data, maintype="image", subtype="png", filename=name)
    return bytes(made)


async def mailed(desk: WholeDesk, walk: Walk, picture: bytes) -> None:
    """A request, a question for a copy, and the copy as an attachment; the second one nobody asked for."""
    await desk.deliver(bytes(NOOR.mail(DESK, desk.house.clock)), NOOR.address)
    await walk.find_case()
    await walk.confirm_kinds()
    await walk.ask_for_copy()
    letter = await walk.letter("/identity/upload#")
    brought = answer_to(letter.message_id, letter.subject, ("IMG_2024.png", picture), ("IMG_2025.png", picture))
    await desk.deliver(brought, NOOR.address)


async def check_nothing_left(desk: WholeDesk, data: Path, forms: list[bytes], log: str) -> None:
    """No file, no log, no message and no mail holds the mark; and no key opens anything that does."""
    figures = await (await desk.ask("GET", "/metrics")).text()
    said = await bodies(desk)
    assert [form for form in forms if form in f"{log}{figures}{said}".encode()] == []
    assert hits(below(data.parent), forms) == []
    opened_ = unsealed(data)
    assert any(NOOR.name.encode() in each for each in opened_), "what may be known is found, so we do open"
    assert any(b"Content-Type: multipart/mixed" in each for each in opened_), "the kept mail opens"
    assert [form for form in forms if any(form in each for each in opened_)] == []
    left = in_mailbox(desk.world)
    assert any(b"welke gegevens" in mail for mail in left), "the request itself still lies there"
    assert [form for form in forms if any(form in mail for mail in left)] == []
    assert not any(b"the-copy@clients.example" in mail for mail in left)


async def test_no_marked_copy_is_found_after_it_came_by_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mailed, seen by staff, approved: 0 hits in databases and their logs, sealed files, messages, log, mailbox."""
    word, data = fresh().picture, tmp_path / "data"
    picture = marked_copy(word)
    own_temporary_files(monkeypatch, tmp_path)
    with logged() as log:
        async with opened(data, with_mailbox=True) as desk:
            staff = {"handler": await desk.invite("Sanne", "sanne@desk.example", Role.HANDLER)}
            async with Walk(desk.url, desk.world, staff, NOOR, picture, move=partial(moved, desk)) as walk:
                await mailed(desk, walk, picture)
                seen = await walk.see_picture()
                page = await walk.see("handler", f"/staff/verify/{walk.case}")
                assert page is not None
                assert "mail" in page.text
                await walk.approve_copy()
                case = await walk.see("handler", f"/staff/cases/{walk.case}")
                assert case is not None
            assert await at_rest(desk)
            coded = base64.b64encode(picture)
            forms = [*forms_of(word), *pieces_of(picture, seen), coded[160:200], coded[400:440]]
            await check_nothing_left(desk, data, forms, log.getvalue())
    assert hits(below(tmp_path), forms) == []
