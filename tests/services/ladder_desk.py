"""A verify office with a client directory, and the requester's side of the link to the address on file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import sqlmodel
from sqlmodel import col

from services.verify.ladder_store import Challenge, Rung
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.people import ADDRESS, CAME_FROM, CODE, CONTACT, LINK, NAME, Person
from shared.vocabulary import Context, Kind
from tests.services.verify_desk import CASE, SAME_ORIGIN, VerifyDesk, verify_desk

ON_FILE = "noor.bakker@oldmail.example"
CLIENTS = f"""client;name;email;phone;birth_date;since
client-7;Noor Bakker;{ON_FILE};085 000 00 01;1990-05-01;2021-03-01
client-8;Kim Jansen;kim@clients.example;085 000 00 02;;2020-01-01
client-9;Kim Jansen;kim2@clients.example;085 000 00 03;;2020-01-01
client-10;Sam de Vries;sam@clients.example;;;2020-01-01
client-11;Robin de Vries;sam@clients.example;;;2020-01-01
"""


@dataclass(frozen=True)
class Letter:
    """What the address on file got."""

    address: str
    link: str
    code: str
    came_from: str
    by_staff: bool

    @property
    def token(self) -> str:
        """What stands in the fragment."""
        return self.link.partition("#")[2]


class LadderDesk(VerifyDesk):
    """The office, with hands for the ladder."""

    async def asks_for_another(self, *labels: Context) -> None:
        """A request for access whose labels point to somebody else, received with the case."""
        box = await self.desk.keyring.box(CASE, CONTACT)
        name, address = box.seal(NAME, "Robin Agent"), box.seal(ADDRESS, "robin@agents.example")
        await self.hear(
            CaseTriaged(
                case_id=CASE, at=self.clock.now(), reference="2026-0001", kinds=[Kind.ACCESS], by="s-1",
                requester=Person(scope=CASE, name=name, address=address), received_at=self.clock.now(),
                statutory_due=date(2026, 12, 2), work_due=date(2026, 12, 1),
                context=list(labels or (Context.REPRESENTATIVE,)),
            )
        )  # fmt: skip

    async def link(self) -> Letter:
        """Look up and send a link; what arrived."""
        assert await self.press("file", term="client-7") == 303
        assert await self.press("link", theirs_alone="yes") == 303
        return await self.letter()

    async def letter(self) -> Letter:
        """The newest link that was announced, opened as notify would."""
        said = (await self.said("identity.address_asked"))[-1]
        box = await self.desk.keyring.box(CASE, CONTACT)
        return Letter(
            await self.address_of(said.on_file),
            box.unseal(LINK, said.link),
            box.unseal(CODE, said.code),
            box.unseal(CAME_FROM, said.came_from),
            said.by_staff,
        )

    async def address_of(self, person: Person) -> str:
        """The address of somebody in a message."""
        return (await self.desk.keyring.box(person.scope, CONTACT)).unseal(ADDRESS, person.address)

    async def post(self, path: str, **fields: str) -> aiohttp.ClientResponse:
        """One form of the requester's pages."""
        data = aiohttp.FormData(fields)() if fields else b""
        headers = {"Cookie": "lang=en", **SAME_ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
        answer = await self.web.post(path, data=data, headers=headers, allow_redirects=False)
        await answer.read()
        return answer

    async def confirm(self, letter: Letter | str, code: str = "") -> aiohttp.ClientResponse:
        """Answer a link: with its own code, or with another."""
        link, own = (letter, "") if isinstance(letter, str) else (letter.link, letter.code)
        return await self.post("/identity/confirm", code=link, fresh=code or own)

    async def fresh(self, letter: Letter | str) -> int:
        """Ask for a fresh code."""
        link = letter if isinstance(letter, str) else letter.link
        return (await self.post("/identity/confirm/fresh", code=link)).status

    async def page(self) -> str:
        """The page of the verification as staff see it."""
        async with self.web.get(f"/staff/verify/{CASE}", headers=await self.staff()) as answer:
            assert answer.status == 200
            return await answer.text()

    async def show(self) -> aiohttp.ClientResponse:
        """Ask to see in full what is on file."""
        headers = {**(await self.staff()), "Content-Type": "application/x-www-form-urlencoded"}
        answer = await self.web.post(f"/staff/verify/{CASE}/file/show", data="version=1", headers=headers)
        await answer.read()
        return answer

    async def rungs(self) -> list[tuple[str, str, str, str]]:
        """Every step: level, way, outcome, by whom."""
        async with self.desk.look() as session:
            rows = (await session.exec(sqlmodel.select(Rung).order_by(col(Rung.number)))).all()
        return [(row.level, row.method, row.outcome, row.by) for row in rows]

    async def challenges(self) -> list[Challenge]:
        """Every link that was made."""
        async with self.desk.look() as session:
            return list((await session.exec(sqlmodel.select(Challenge).order_by(col(Challenge.number)))).all())


def called(call: str) -> dict[str, Any]:
    """A call with two questions."""
    return {"call": call, "topic": ["coach", "start_month"]}


@asynccontextmanager
async def ladder_desk(
    folder: Path, directory: dict[str, Any] | None = None, **overrides: Any
) -> AsyncIterator[LadderDesk]:
    """Open an office with a directory in a CSV file, unless another is named ({}: none)."""
    clients = folder / "clients.csv"
    clients.write_text(CLIENTS, encoding="utf-8")
    given = {"kind": "csv", "csv_file": clients} if directory is None else directory
    async with verify_desk(folder / "data", client_directory=given, **overrides) as made:
        yield LadderDesk(made.desk, made.clock, made.worker, made.web, made.sessions)
