"""One source, two forms: the small markup of the letters as plain text and as HTML.

`# ` begins a heading, `- ` an item of a list, `---` is a rule, an empty line ends a paragraph, a line end inside one
stays. A link is marked with two signs that data cannot hold, so that nothing in a name or a reason becomes a link or
a tag: everything else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

LINK_BEGINS: Final = "\ue000"
LINK_ENDS: Final = "\ue001"
_MARKED: Final = re.compile(f"{LINK_BEGINS}([^{LINK_ENDS}]*){LINK_ENDS}")

_BODY: Final = "margin:0;padding:16px;background:#ffffff;color:#1d2329;font:16px/1.5 Arial,Helvetica,sans-serif"
_STYLE: Final = {
    "div": "max-width:38em;margin:0 auto",
    "p": "margin:0 0 16px",
    "h2": "margin:24px 0 8px;font-size:18px;line-height:1.3",
    "ul": "margin:0 0 16px;padding-left:24px",
    "li": "margin:0 0 4px",
    "a": "color:#0b5394",
    "hr": "margin:24px 0 16px;border:0;border-top:1px solid #c4ccd4",
}


@dataclass(frozen=True)
class Rendered:
    """A letter, ready to be sent."""

    subject: str
    text: str
    html: str


def mark_link(address: str) -> str:
    """An address that the HTML form makes a link of; the text form shows it as it is."""
    return f"{LINK_BEGINS}{address}{LINK_ENDS}"


def as_text(source: str) -> str:
    """The plain form: marks and `# ` gone, at most one empty line in a row."""
    bare = re.sub(r"(?m)^# ", "", _MARKED.sub(r"\1", source))
    return re.sub(r"\n{3,}", "\n\n", bare).strip() + "\n"


def as_html(source: str, language: str, title: str) -> str:
    """The HTML form, a whole page with inline style and nothing to fetch."""
    body = "\n".join(_blocks(source.splitlines()))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title></head>\n'
        f'<body style="{_BODY}">\n{_tag("div", body)}\n</body>\n</html>\n'
    )


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    for kind, run in groupby((line.strip() for line in lines), key=_kind):
        if kind == "ul":
            yield _tag("ul", "".join(_tag("li", _inline(line.removeprefix("- "))) for line in run))
        elif kind == "p":
            yield _tag("p", "<br>\n".join(_inline(line) for line in run))
        elif kind == "h2":
            yield from (_tag("h2", _inline(line.removeprefix("# "))) for line in run)
        elif kind == "hr":
            yield f'<hr style="{_STYLE["hr"]}">'


def _kind(line: str) -> str:
    if not line:
        return "nothing"
    if line == "---":
        return "hr"
    return {"- ": "ul", "# ": "h2"}.get(line[:2], "p")


def _inline(line: str) -> str:
    parts = _MARKED.split(line)  # text, address, text, address, ..., text
    return "".join(_anchor(part) if n % 2 else escape(part) for n, part in enumerate(parts))


def _anchor(address: str) -> str:
    return f'<a href="{escape(address)}" style="{_STYLE["a"]}">{escape(address)}</a>'


def _tag(name: str, inner: str) -> str:
    return f'<{name} style="{_STYLE[name]}">{inner}</{name}>'
