"""A system over HTTP that speaks JSON: only the configured address is ever asked, and no redirect is followed.

`POST records/search` gives a list of `{"id", "data"}`; `PATCH records/ID`, `DELETE records/ID` and
`POST records/ID/anonymise` change one. What is known of a person goes in the body, for addresses end up in logs.
A record that is changed is noted at once: a try that fails half-way goes on where it was.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Self
from urllib.parse import quote

import aiohttp

from services.fulfil.rules.connected import Change, Record, Subject, What
from services.fulfil.usecases.systems import ConnectorFails, Done, within
from shared.contracts.connectors import Connector as Settings
from shared.platform.config import read_secret

LARGEST: Final = 16 * 1024 * 1024  # bytes of an answer
LONGEST_ID: Final = 200
_GONE: Final = frozenset({404, 410})
PLACE: Final = "records"


class HttpConnector:
    """One client for the life of the process."""

    finishes = True
    can = frozenset(What)

    def __init__(self, settings: Settings) -> None:
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

    def correctable(self, category: str) -> tuple[str, ...]:
        """What the mapping declares for this category; the system itself may refuse more."""
        return tuple(name for each in self._settings.tables if each.category == category for name in each.correct)

    async def search(self, subject: Subject, category: str) -> list[Record]:
        """Every record that the system gives for a person."""
        wish = {"category": category, "address": subject.address, "name": subject.name}
        _status, body = await self._ask("POST", f"{PLACE}/search", wish, {200})
        return within(_records(body), self._settings.most_records)

    async def change(self, change: Change, records: Mapping[int, Record], done: Done) -> None:
        """One record after the other, each noted before the next."""
        for place, record in records.items():
            status, _body = await self._ask(*_request(change, record), {200, 204, *_GONE}, f"{change.id}-{place}")
            await done({place: status not in _GONE})

    async def check(self) -> str:
        """Whether it answers a search for nobody as it should."""
        await self.search(Subject("", "nobody@privacybalie.example"), "C01")
        return "answers"

    async def _ask(
        self, method: str, path: str, wish: Mapping[str, object] | None, good: set[int], once: str = ""
    ) -> tuple[int, bytes]:
        assert self._client is not None  # noqa: S101 -- asked only while it is open
        secret = read_secret(self._settings.secret_file)
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
        headers |= {"Idempotency-Key": once} if once else {}
        address = f"{self._settings.url.rstrip('/')}/{path}"
        try:
            async with self._client.request(
                method, address, json=wish, headers=headers, allow_redirects=False
            ) as answer:
                if answer.status not in good:
                    raise ConnectorFails(f"answered {answer.status}")
                return answer.status, await _all(answer.content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise ConnectorFails(type(error).__name__) from None


def _request(change: Change, record: Record) -> tuple[str, str, Mapping[str, object] | None]:
    one = f"{PLACE}/{quote(str(record.key), safe='')}"
    if change.what is What.ERASE:
        return "DELETE", one, None
    if change.what is What.ANONYMISE:
        return "POST", f"{one}/anonymise", {}
    return "PATCH", one, {"data": dict(change.values)}


async def _all(content: aiohttp.StreamReader) -> bytes:
    """The whole body, if it is of a size that makes sense."""
    body = bytearray()
    async for piece in content.iter_any():
        body += piece
        if len(body) > LARGEST:
            raise ConnectorFails("the answer is larger than 16 MiB")
    return bytes(body)


def _records(body: bytes) -> list[Record]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise ConnectorFails("the answer is no JSON") from None
    if not isinstance(found, list):
        raise ConnectorFails("the answer is no list")
    return [_one(each) for each in found]


def _one(each: Any) -> Record:
    if not isinstance(each, dict) or not isinstance(each.get("data"), dict):
        raise ConnectorFails("a record lacks id or data")
    key = each.get("id")
    if not isinstance(key, str | int) or not 0 < len(str(key)) <= LONGEST_ID or str(key) in {".", ".."}:
        raise ConnectorFails("a record lacks id or data")
    plain = {str(name): value for name, value in each["data"].items() if _is_plain(value)}
    return Record(PLACE, key, plain)


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)
