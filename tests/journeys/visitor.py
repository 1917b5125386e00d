"""A visitor without JavaScript: opens pages, finds forms, fills them in and sends them as a browser would."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from selectolax.lexbor import LexborHTMLParser, LexborNode

Fields = dict[str, str | list[str]]


@dataclass
class Page:
    """What came back: where, with which status, and its HTML."""

    url: str
    status: int
    html: str
    tree: LexborHTMLParser = field(init=False)

    def __post_init__(self) -> None:
        self.tree = LexborHTMLParser(self.html)

    @property
    def text(self) -> str:
        """The words of the page, blanks folded."""
        body = self.tree.css_first("main") or self.tree.body
        return re.sub(r"\s+", " ", body.text(separator=" ")).strip() if body else ""

    def links(self, part: str) -> list[str]:
        """The addresses of the page's links that contain `part`."""
        hrefs = [node.attributes.get("href") or "" for node in self.tree.css("a[href]")]
        return [href for href in hrefs if part in href]

    def forms(self) -> list[str]:
        """The actions of the page's forms."""
        return [node.attributes.get("action") or "" for node in self.tree.css("form")]

    def form(self, action: str) -> LexborNode:
        """The form whose action ends with `action`."""
        for node in self.tree.css("form"):
            if (node.attributes.get("action") or self.url).split("?")[0].endswith(action):
                return node
        seen = f"{self.url} ({self.status}) has {self.forms()}: {self.text[:500]}"
        raise AssertionError(f"no form {action}; {seen}")


def given(form: LexborNode) -> Fields:
    """What the form sends if nobody touches it: hidden fields, ticked boxes, chosen options, texts."""
    fields: Fields = {}
    for node in form.css("input"):
        kind, name = node.attributes.get("type") or "text", node.attributes.get("name")
        ticked = kind not in {"checkbox", "radio"} or "checked" in node.attributes
        if name and ticked and kind not in {"submit", "file"}:
            _add(fields, name, node.attributes.get("value") or "")
    for node in form.css("textarea[name]"):
        fields[node.attributes["name"] or ""] = node.text()
    for node in form.css("select[name]"):
        options = node.css("option")
        chosen = [o for o in options if "selected" in o.attributes] or options[:1]
        if chosen:
            fields[node.attributes["name"] or ""] = chosen[0].attributes.get("value") or ""
    return fields


def _add(fields: Fields, name: str, value: str) -> None:
    before = fields.get(name)
    fields[name] = value if before is None else [*([before] if isinstance(before, str) else before), value]


class Visitor:
    """One browser's cookies, on one origin; `trust` are the authorities it believes over TLS."""

    def __init__(self, origin: str, trust: ssl.SSLContext | None = None) -> None:
        self.origin = origin
        jar = aiohttp.CookieJar(unsafe=True)  # cookies for an address instead of a name
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=trust or True),
            cookie_jar=jar,
            headers={"Accept": "text/html", "Accept-Language": "nl"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self._session.close()

    async def open(self, path: str) -> Page:
        """Follow a link."""
        async with self._session.get(urljoin(self.origin, path)) as answer:
            return Page(str(answer.url), answer.status, await answer.text())

    async def fetch(self, path: str) -> tuple[int, str, bytes]:
        """Get what is no page: status, type, bytes."""
        async with self._session.get(urljoin(self.origin, path)) as answer:
            return answer.status, answer.content_type, await answer.read()

    async def download(self, path: str, fields: Fields) -> tuple[int, str, bytes]:
        """Send a form, follow it to the page with the file, and take that: status, type, bytes."""
        async with self._session.post(urljoin(self.origin, path), data=_encoded(fields), headers=self._own()) as answer:
            if not answer.url.path.endswith("/ready"):
                return answer.status, answer.content_type, await answer.read()
        async with self._session.get(urljoin(self.origin, "/download/package")) as answer:
            return answer.status, answer.content_type, await answer.read()

    async def submit(
        self, page: Page, action: str, file: tuple[str, str, bytes] | None = None, **fields: object
    ) -> Page:
        """Fill in a form of the page and send it; `file` is (field, name, bytes). Redirects are followed."""
        form = page.form(action)
        chosen = {name: value for name, value in fields.items() if value is not None}
        sent: Fields = given(form) | chosen  # type: ignore[operator]  # texts or lists of texts
        data: aiohttp.FormData = _encoded(sent)
        if file is not None:
            data.add_field(file[0], file[2], filename=file[1], content_type="application/octet-stream")
        url = urljoin(page.url, form.attributes.get("action") or page.url)
        async with self._session.post(url, data=data, headers=self._own()) as answer:
            return Page(str(answer.url), answer.status, await answer.text())

    def _own(self) -> dict[str, str]:
        parts = urlsplit(self.origin)
        return {"Sec-Fetch-Site": "same-origin", "Origin": f"{parts.scheme}://{parts.netloc}"}


def _encoded(fields: Fields) -> aiohttp.FormData:
    data = aiohttp.FormData()
    for name, value in fields.items():
        for one in [value] if isinstance(value, str) else value:
            data.add_field(name, one)
    return data
