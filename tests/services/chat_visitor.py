"""Somebody who chats, as their browser does: a cookie, a form post for each message, and questions for news."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp.test_utils import TestClient

from shared.platform.crypto import new_code

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
ASKS = "Ik wil graag weten welke gegevens jullie van mij hebben."
NAME, ADDRESS = "Noor Bakker", "noor@clients.example"


@dataclass
class Visitor:
    """One browser. `last` is the highest number of the lines it has."""

    web: TestClient[Any, Any]
    language: str = "en"
    token: str = ""
    last: int = 0

    @property
    def headers(self) -> dict[str, str]:
        """The cookies, and that it is our own page."""
        return {"Cookie": f"chat={self.token}; lang={self.language}", **SAME_ORIGIN}

    def keep(self, answer: aiohttp.ClientResponse) -> None:
        """Keep the cookie, as a browser does."""
        for line in answer.headers.getall("Set-Cookie", []):
            if line.startswith("chat="):
                self.token = line.partition(";")[0].removeprefix("chat=")
        self.web.session.cookie_jar.clear()

    async def open(self) -> str:
        """Open the page."""
        async with self.web.get("/chat", headers=self.headers) as answer:
            self.keep(answer)
            return await answer.text()

    async def post(self, path: str, **fields: str) -> tuple[int, Mapping[str, Any]]:
        """Send a form of the page; gives the status and what was said."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        async with self.web.post(path, data=urlencode(fields), headers=self.headers | kind) as answer:
            self.keep(answer)
            return answer.status, await answer.json()

    async def say(self, text: str = "", pick: str = "", client_id: str = "") -> Mapping[str, Any]:
        """Send a message, which must be taken; gives the news that follows."""
        message = {"id": client_id or new_code(), "text": text, "pick": pick}
        status, told = await self.post("/chat/say", **message)
        assert status == 200, told
        return await self.news()

    async def news(self, after: int | None = None) -> Mapping[str, Any]:
        """What is new since it was asked last, or behind a line."""
        path = f"/chat/lines?after={self.last if after is None else after}"
        async with self.web.get(path, headers=self.headers) as answer:
            told: Mapping[str, Any] = await answer.json()
        self.last = max([self.last, *(line["n"] for line in told["lines"])])
        return told

    async def up_to_the_code(self, wish: str = ASKS) -> None:
        """Say a wish, a name and an address."""
        await self.say(wish)
        await self.say(pick="no_more")
        await self.say(NAME)
        assert (await self.say(ADDRESS))["stage"] == "code"


def words(news: Mapping[str, Any]) -> str:
    """All that was said, as one text."""
    return "\n".join(line["text"] for line in news["lines"])
