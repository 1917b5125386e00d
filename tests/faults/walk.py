"""One access request, walked from outside: each step looks how things stand and does again what is not done yet.

A step may be cut at any moment (the desk dies, the page does not load): it is simply repeated, as a person would.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any, Final, Self, TypeVar

import aiohttp

from services.sandbox.kept import KeptMail
from services.sandbox.world import MailWorld
from shared.platform.clock import Clock
from tests.journeys.live import eventually, link_in
from tests.journeys.visitor import Page, Visitor

Found = TypeVar("Found")
SIGN_IN: Final = "/staff/sign-in"
OUTAGES: Final = (aiohttp.ClientError, ConnectionError, TimeoutError)
PATIENCE: Final = 60.0
CHECKLIST: Final = ["photo_hidden", "bsn_hidden", "mrz_hidden", "qr_hidden", "name_fits", "of_a_document"]
ASKS: Final = "Ik wil graag weten welke gegevens jullie over mij hebben. Stuur mij daarvan een kopie."


@dataclass(frozen=True)
class Client:
    """Who asks, and in which words."""

    name: str
    address: str
    subject: str = "Mijn gegevens"
    text: str = ASKS
    document: bytes = b""
    """A picture of an identity document that nobody asked for, sent with the request."""

    def mail(self, to: str, clock: Clock) -> EmailMessage:
        """The mail with the request."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{self.name} <{self.address}>", to, self.subject
        mail["Message-ID"] = make_msgid(domain=self.address.partition("@")[2])
        mail["Date"] = format_datetime(clock.now())
        mail.set_content(f"Hallo,\n\n{self.text}\n\nGroet,\n{self.name}\n")
        if self.document:
            mail.add_attachment(self.document, maintype="image", subtype="png", filename="paspoort.png")
        return mail


@dataclass(frozen=True)
class Words:
    """What staff write on the way."""

    found: str = "Noor werkte graag in de tuin van het buurthuis."
    remark: str = "Gevonden in de tweede map."
    status: str = "Wij zoeken in onze mappen."
    reasons: str = "Je krijgt alles wat we van je hebben."


async def _nothing() -> None:
    """The desk moves by itself."""


@dataclass
class Walk:
    """The people of one request. `move` lets the desk work where it does not do so by itself."""

    origin: str
    world: MailWorld
    staff: Mapping[str, Mapping[str, Any]]
    client: Client
    picture: bytes
    words: Words = field(default_factory=Words)
    move: Callable[[], Awaitable[None]] = _nothing
    case: str = ""

    async def __aenter__(self) -> Self:
        self._open = AsyncExitStack()
        self._at_home = await self._open.enter_async_context(Visitor(self.origin))
        self._signed = {role: await self._open.enter_async_context(Visitor(self.origin)) for role in self.staff}
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._open.aclose()

    async def until(self, look: Callable[[], Awaitable[Found | None]], what: str) -> Found:
        """Look, and do, until it is so; a desk that is away is looked for again."""

        async def once() -> Found | None:
            await self.move()
            try:
                async with asyncio.timeout(20):
                    return await look()
            except OUTAGES:
                return None

        return await eventually(once, what, PATIENCE)

    async def see(self, role: str, path: str) -> Page | None:
        """A page as a colleague sees it, signing in (again) where needed; None when it is not there (yet)."""
        visitor = self._signed[role]
        page = await visitor.open(path)
        if SIGN_IN in page.url:
            page = await visitor.submit(
                page, SIGN_IN, name=self.staff[role]["user"], password=self.staff[role]["password"]
            )
            assert SIGN_IN not in page.url or page.status >= 500, page.text
            return None
        return page if page.status == 200 else None

    async def press(self, role: str, path: str, action: str, **fields: Any) -> None:
        """Send the form `action` of a page, and again, until the page offers it no more."""
        was_there = False

        async def look() -> bool:
            nonlocal was_there
            page = await self.see(role, path)
            if page is None:
                return False
            if not any(each.endswith(action) for each in page.forms()):
                return was_there
            was_there = True
            await self._signed[role].submit(page, action, **fields)
            return False

        await self.until(look, f"{action} on {path}")

    async def letter(self, words: str, newer_than: int = 0) -> KeptMail:
        """Wait for a letter to the client whose subject or text holds these words."""

        async def look() -> KeptMail | None:
            kept = [mail for mail in self.world.kept(self.client.address) if mail.number > newer_than]
            return next((mail for mail in reversed(kept) if words in mail.subject or words in mail.text), None)

        return await self.until(look, f"a letter to {self.client.address} with '{words}'")

    async def find_case(self) -> str:
        """The case of the acknowledged request, found in the queue by its reference."""
        acknowledged = await self.letter("[zaak ")
        number = re.search(r"\[zaak (\d{4}-\d{4})", acknowledged.subject)
        assert number, acknowledged.subject

        async def look() -> str | None:
            page = await self.see("handler", f"/staff/queue?q={number[1]}")
            found = re.search(r"/staff/cases/([0-9a-f-]{36})", page.url) if page else None
            return found[1] if found else None

        self.case = await self.until(look, f"case {number[1]} in the queue")
        return self.case

    async def confirm_kinds(self) -> None:
        """A colleague confirms what is asked."""
        await self.press("handler", f"/staff/cases/{self.case}", "/kinds")

    async def ask_for_copy(self) -> None:
        """The lighter ways will not do; a copy is asked for."""
        reasons = {"without_L1": "not_enough", "without_L2": "cannot_come"}
        await self.press("handler", f"/staff/verify/{self.case}", "/ask", **reasons)

    async def upload(self) -> None:
        """The client follows the link and sends the copy."""
        link = link_in((await self.letter("/identity/upload#")).text, "/identity/upload")

        async def look() -> bool:
            page = await self._at_home.open("/identity/upload")
            if page.status != 200:
                return False
            file = ("copy", f"{self.client.name}.png", self.picture)
            sent = await self._at_home.submit(page, "/identity/upload", file=file, code=link.partition("#")[2])
            assert sent.status in {200, 500, 503}, f"{sent.status}: {sent.text}"
            return "/identity/received" in sent.url

        await self.until(look, "the copy to be received")

    async def see_picture(self) -> bytes:
        """The colleague looks at the copy; what they get to see."""

        async def look() -> bytes | None:
            page = await self.see("handler", f"/staff/verify/{self.case}")
            if page is None:
                return None
            status, _, picture = await self._signed["handler"].fetch(f"/staff/verify/{self.case}/picture")
            return picture if status == 200 else None

        return await self.until(look, "the picture")

    async def approve_copy(self) -> None:
        """The copy will do, and goes when the time to undo that is over."""
        path = f"/staff/verify/{self.case}"
        await self.press("handler", path, "/approve", shown=CHECKLIST, document="identity_card")

        async def look() -> bool:
            if await self.see("handler", path) is None:  # signs in again: each death costs the desk twenty minutes
                return False
            status, _, _ = await self._signed["handler"].fetch(f"{path}/picture")
            return status == 404

        await self.until(look, "the copy to be gone")

    async def paint_over(self) -> None:
        """The colleague paints a corner over; when that was cut, once more."""
        block = {"left": "1", "top": "1", "width": "3", "height": "3"}

        async def look() -> bool:
            page = await self.see("handler", f"/staff/verify/{self.case}")
            if page is None or not any(each.endswith("/paint") for each in page.forms()):
                return False
            return (await self._signed["handler"].submit(page, "/paint", **block)).status == 200

        await self.until(look, "a block to be painted")

    async def do_tasks(self) -> None:
        """The first task finds something, the others nothing."""

        async def look() -> bool:
            page = await self.see("handler", f"/staff/cases/{self.case}")
            if page is None:
                return False
            if self.words.found not in page.text:
                await self._answer(page)
                return False
            left = [node.attributes["value"] for node in page.tree.css("input[name=task]")]
            if left:
                await self._signed["handler"].submit(page, "/nothing-found", task=left)
            return not left

        await self.until(look, "the tasks to be done")

    async def _answer(self, page: Page) -> None:
        action = next((each for each in page.forms() if each.endswith("/answer")), None)
        if action is None:
            return
        task = action.split("/")[-2]
        fields: dict[str, Any] = {
            f"outcome-{task}": "found",
            f"text-{task}": self.words.found,
            f"note-{task}": self.words.remark,
        }
        await self._signed["handler"].submit(page, f"/{task}/answer", **fields)

    async def tell_status(self) -> None:
        """A colleague tells how far the case is, once."""
        page = await self.until(lambda: self.see("handler", f"/staff/cases/{self.case}"), "the case")
        await self._signed["handler"].submit(page, "/status", words=self.words.status)

    async def decide(self) -> None:
        """One proposes, another approves."""
        path = f"/staff/cases/{self.case}"
        await self.press("handler", path, "/propose", outcome="granted", reasons=self.words.reasons)
        await self.press("approver", f"{path}/package", "/check")
        await self.press("approver", path, "/approve")

    async def download(self) -> bytes:
        """The client asks for a fresh code and fetches the package: the bytes of the ZIP."""
        link = link_in((await self.letter("/download#")).text, "/download").partition("#")[2]

        async def look() -> bytes | None:
            page = await self._at_home.submit(await self._at_home.open("/download"), "/download/code", code=link)
            if page.status != 200:
                return None
            code = await self._newest_code()
            fields: dict[str, str | list[str]] = {"link": link, "fresh": code}
            status, kind, data = await self._at_home.download("/download/file", fields)
            return data if status == 200 and kind == "application/zip" else None

        return await self.until(look, "the package")

    async def _newest_code(self) -> str:
        """The newest code; that of another try when two were asked for within a minute."""

        async def look() -> str | None:
            await self.move()
            texts = [mail.text for mail in self.world.kept(self.client.address)]
            codes = [found.group() for text in texts if (found := re.search(r"\b\d{8}\b", text))]
            return codes[-1] if codes else None

        return await eventually(look, "a letter with a code", 15)

    async def close(self) -> None:
        """A colleague closes the case."""

        async def look() -> bool:
            page = await self.see("handler", f"/staff/cases/{self.case}")
            if page is None:
                return False
            events = {node.attributes.get("value") for node in page.tree.css("form[action$='/step'] input[name=event]")}
            if "close" in events:
                await self._signed["handler"].submit(page, "/step", event="close")
            return "close" not in events and "reopen" in events

        await self.until(look, "the case to be closed")
