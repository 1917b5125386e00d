"""The client directory as a look-up over HTTP: `GET url?term=...` gives a JSON list of people.

Only the configured address is asked; a redirect is a failure, so that neither term nor token go anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, Self

import aiohttp

from services.verify.directory.records import missing, on_file
from services.verify.rules.on_file import OnFile
from services.verify.usecases.tools import DirectoryFails
from shared.contracts.settings import ClientDirectory
from shared.platform.config import read_secret

LARGEST: Final = 64 * 1024  # bytes of an answer
MOST: Final = 10


class HttpDirectory:
    """One client for the life of the process."""

    def __init__(self, settings: ClientDirectory) -> None:
        self._settings = settings
        self._client: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Make the client; no proxy of the environment, no cookies."""
        limit = aiohttp.ClientTimeout(total=self._settings.timeout_seconds)
        self._client = aiohttp.ClientSession(timeout=limit, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        if self._client is not None:
            await self._client.close()

    async def find(self, term: str) -> Sequence[OnFile]:
        """Everybody whom the look-up gives and the term means."""
        return [person for person in await self._ask(term.strip()) if person.fits(term)]

    async def check(self) -> str:
        """Whether it answers as it should; raises `DirectoryFails`."""
        await self._ask("nobody@privacybalie.example")
        return "answers"

    async def _ask(self, term: str) -> list[OnFile]:
        assert self._client is not None  # noqa: S101 -- asked only while it is open
        secret = read_secret(self._settings.secret_file)
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
        try:
            async with self._client.get(
                self._settings.http_url, params={"term": term}, headers=headers, allow_redirects=False
            ) as answer:
                if answer.status == 404:
                    return []
                if answer.status != 200:
                    raise DirectoryFails(f"answered {answer.status}")
                body = await _all(answer.content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise DirectoryFails(type(error).__name__) from None
        return _people(body)


async def _all(content: aiohttp.StreamReader) -> bytes:
    """The whole body, if it is of a size that makes sense."""
    body = b""
    async for piece in content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise DirectoryFails("the answer is larger than 64 KiB")
    return body


def _people(body: bytes) -> list[OnFile]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise DirectoryFails("the answer is no JSON") from None
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise DirectoryFails("the answer is no list of objects")
    if any(missing(each) for each in found):
        raise DirectoryFails("a person lacks name, email or phone")
    return [on_file(each) for each in found[:MOST]]
