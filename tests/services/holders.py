"""A case with a task whose holder has an address and a stand-in, for tests of calls and of the holder's page."""

from __future__ import annotations

import io

import aiohttp

from services.fulfil.store.cases import TaskRow
from services.fulfil.usecases.routing import holder_id
from shared.contracts.people import CONTACT, LINK
from shared.contracts.tasks import TaskAsked
from tests.services.fulfil_desk import FulfilDesk

HOLDER, STAND_IN = holder_id("Communication"), holder_id("Office")


async def with_addresses(office: FulfilDesk) -> None:
    """Communication is reached by mail, and Office stands in for it."""
    for holder, fields in (
        (STAND_IN, {"address": "office@bureau.example"}),
        (HOLDER, {"address": "press@bureau.example", "stand_in": STAND_IN}),
    ):
        given = {"version": 0, "language": "nl", **fields}
        assert (await office.post(f"/staff/routes/holders/{holder}", given, "s-3"))[0] == 303


async def mail_task(office: FulfilDesk) -> TaskRow:
    """The task about the mailing list."""
    [task] = [task for task in await office.tasks() if task.system == "MAIL"]
    return task


async def link_of(office: FulfilDesk, asked: TaskAsked) -> str:
    """The link in a letter to a holder."""
    return (await office.desk.keyring.box(asked.holder.scope, CONTACT)).unseal(LINK, asked.link)


async def token_of(office: FulfilDesk, asked: TaskAsked) -> str:
    """Its token."""
    return (await link_of(office, asked)).partition("#")[2]


async def send(office: FulfilDesk, path: str, **fields: object) -> tuple[int, str]:
    """Send a form of the holder's page, with a file if one of the fields is bytes; nobody is signed in."""
    headers = {"Cookie": "lang=en", "Sec-Fetch-Site": "same-origin"}
    if path.endswith("answer"):
        body = aiohttp.FormData(quote_fields=False, default_to_multipart=True)
        for name, value in fields.items():
            if isinstance(value, bytes):
                body.add_field(name, io.BytesIO(value), filename="../found.zip")
            else:
                body.add_field(name, str(value))
    else:
        body = aiohttp.FormData([(name, str(value)) for name, value in fields.items()])
    async with office.web.post(path, data=body, headers=headers, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location") or await answer.text()
