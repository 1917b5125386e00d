"""The HTML of a mail as a document that is safe to look at: no script, style, form, picture or link that works.

Where a link leads, and what a picture is called, stands beside it as text: staff see what they would have clicked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Final

import nh3

from services.intake.mailparse.charsets import clean
from services.intake.mailparse.plaintext import is_hostile

PAGE_CHARACTERS: Final = 1_000_000
_SHOWN_CHARACTERS: Final = 300  # of an address or a name
_TAGS: Final = {
    "p", "div", "br", "span", "center", "address", "article", "section", "header", "footer", "pre", "code", "tt", "hr",
    "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "small", "big", "sub", "sup", "blockquote",
    "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
}  # fmt: skip
_CELLS: Final = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_GONE: Final = {
    "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea",
}  # fmt: skip
_LINK = re.compile(r'<a(?: href="([^"]*)")?[^>"]*>(.*?)</a>', re.DOTALL)
_PICTURE = re.compile(r'<img(?: alt="([^"]*)")?[^>"]*>')
_HEAD: Final = '<!doctype html><html><head><meta charset="utf-8"></head><body>'


def document(pages: Sequence[str]) -> bytes:
    """Give the HTML parts of a mail as one sanitised document in UTF-8; empty when there are none."""
    if not any(each.strip() for each in pages):
        return b""
    return f"{_HEAD}{'<hr>'.join(map(_shown, pages))[: 2 * PAGE_CHARACTERS]}</body></html>".encode("utf-8", "replace")


def _shown(page: str) -> str:
    page = clean(page[:PAGE_CHARACTERS])
    if is_hostile(page):
        return f"<pre>{html.escape(page)}</pre>"
    first = nh3.clean(
        page,
        tags=_TAGS | {"a", "img"},
        attributes={**_CELLS, "a": {"href"}, "img": {"alt"}},
        clean_content_tags=_GONE,
        url_schemes={"http", "https", "mailto", "tel", "ftp"},
        url_relative="pass_through",
        link_rel=None,
    )
    told = _PICTURE.sub(_picture, _LINK.sub(_link, first))
    # Once more without links and pictures at all: what the lines above make of hostile text must be harmless too.
    return nh3.clean(told, tags=_TAGS, attributes=_CELLS, clean_content_tags=_GONE, link_rel=None)


def _link(found: re.Match[str]) -> str:
    address, said = (found[1] or "")[:_SHOWN_CHARACTERS], found[2]
    same = address.removeprefix("mailto:").removeprefix("tel:") == said.strip()
    return said if not address or same else f"{said} [{address}]"


def _picture(found: re.Match[str]) -> str:
    return f"[{(found[1] or '')[:_SHOWN_CHARACTERS] or '▨'}]"
