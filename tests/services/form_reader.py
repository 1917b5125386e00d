"""A requester at the form: cookies kept, every page sent as a browser without a script does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp.test_utils import TestClient
from selectolax.lexbor import LexborHTMLParser

from tests.journeys.visitor import Page, given


@dataclass
class Reader:
    """One browser. `here` is the page it is on."""

    web: TestClient[Any, Any]
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    here: Page = field(default_factory=lambda: Page("/", 0, "<main></main>"))

    async def ask(self, method: str, path: str, **options: Any) -> Page:
        """One request; redirects are followed with GET."""
        self.web.session.cookie_jar.clear()  # the client would share cookies between readers
        jar = "; ".join(f"{name}={value}" for name, value in {"lang": self.language, **self.cookies}.items())
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html", "Cookie": jar}
        async with self.web.request(method, path, headers=headers, allow_redirects=False, **options) as answer:
            for name, morsel in answer.cookies.items():
                self.cookies[name] = morsel.value
            if answer.status == 303:
                return await self.ask("GET", answer.headers["Location"])
            self.here = Page(path, answer.status, await answer.text())
            return self.here

    async def open(self, path: str) -> Page:
        """Follow a link."""
        return await self.ask("GET", path)

    async def post(self, path: str, **fields: str) -> Page:
        """Send fields as they are."""
        return await self.ask("POST", path, data=fields or {"nothing": ""})

    async def fill(self, action: str, **fields: str) -> Page:
        """Fill in a form of this page and send it."""
        return await self.post(action, **{**{k: str(v) for k, v in given(self.here.form(action)).items()}, **fields})

    @property
    def heading(self) -> str:
        """The page's first heading."""
        found = LexborHTMLParser(self.here.html).css_first("h1")
        return found.text().strip() if found else ""

    async def answer(self, **answers: str) -> Page:
        """Answer every page up to the check, going on without a code."""
        said = {"wish": "access", "words": "", "who": "myself", "name": "Noor Bakker", "address": "noor@post.example"}
        said |= answers
        await self.open("/request")
        for name in ("wish", "words", "who", "whom", "name", "address"):
            if name in said:
                path = "/request" if name == "wish" else f"/request/{name}"
                await self.fill(path, **{name: said[name]})
        return await self.fill("/request/code", without="yes") if self.heading.startswith("Type") else self.here
