"""Texts of a mail made plain: HTML to lines, and paragraphs that a mail program broke joined again."""

from __future__ import annotations

import html
import re

from selectolax.lexbor import LexborHTMLParser

from services.intake.mailparse.charsets import clean

HTML_CHARACTERS = 2_000_000
# The tree builder is quadratic in nested tags, in options and in attributes: 20,000 tags cost 0.7 s at worst.
TREE_TAGS = 20_000
TREE_TAG_CHARACTERS = 16_384

_UNSEEN = "script, style, head, title, template, noscript, [hidden], [style*='display:none'], [style*='display: none']"
_BLOCK = "p|div|br|tr|li|ul|ol|table|h[1-6]|section|article|header|footer|pre|hr|dt|dd|blockquote"
_TAG = r"(?:[^>\"]|\"[^\"]*\")*>"
_LINE_TAG = re.compile(rf"</?(?:{_BLOCK})(?![a-z0-9]){_TAG}", re.IGNORECASE)
_ANY_TAG = re.compile(rf"<[/!?a-z]{_TAG}", re.IGNORECASE)
_LONG_TAG = re.compile(rf"<[^<>]{{{TREE_TAG_CHARACTERS}}}")
_CRUDE_TAG = re.compile(r"<[^<>]{0,4096}>")
_SPACES = re.compile(r"[ \t\u00a0\u200c]+")
_OPEN, _CLOSE = "\x01", "\x02"  # stand for a quotation; control characters were cleaned away before
_MARKS = re.compile(f"([{_OPEN}{_CLOSE}])")


def from_html(source: str) -> str:
    """Give the visible text of an HTML mail; quotations come out as lines with `>`."""
    source = clean(source[:HTML_CHARACTERS])
    if is_hostile(source):
        return _lines(_unescaped(_CRUDE_TAG.sub("\n", source)))
    tree = LexborHTMLParser(source)
    for node in tree.css(_UNSEEN):
        node.decompose()
    body = tree.body.html if tree.body and tree.body.html else ""
    body = re.sub(r"\s+", " ", body) if "<pre" not in body else body
    body = body.replace("<blockquote", f"{_OPEN}<blockquote").replace("</blockquote>", f"</blockquote>{_CLOSE}")
    # What entities stand for is cleaned too: a soft hyphen inside a word would hide it.
    return _lines(_unescaped(_ANY_TAG.sub("", _LINE_TAG.sub("\n", body))))


def is_hostile(source: str) -> bool:
    """Say whether HTML would keep a tree builder busy for long."""
    return source.count("<") > TREE_TAGS or bool(_LONG_TAG.search(source))


def unflow(source: str, *, delsp: bool = False) -> str:
    """Join the soft-broken lines of a format=flowed text (RFC 3676)."""
    out: list[str] = []
    open_depth = -1
    for line in source.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        content = line[depth:].removeprefix(" ")
        flowed = content.endswith(" ") and content != "-- "
        content = content[:-1] if flowed and delsp else content
        if depth == open_depth:
            out[-1] += content
        else:
            out.append("> " * depth + content)
        open_depth = depth if flowed else -1
    return "\n".join(out)


def _unescaped(source: str) -> str:
    pieces = _MARKS.split(html.unescape(source))
    return "".join(each if each in {_OPEN, _CLOSE} else clean(each) for each in pieces)


def _lines(source: str) -> str:
    out: list[str] = []
    depth = 0
    for line in source.split("\n"):
        for piece in _MARKS.split(line):
            if piece in {_OPEN, _CLOSE}:
                depth = min(max(depth + (1 if piece == _OPEN else -1), 0), 5)
            elif words := _SPACES.sub(" ", piece).strip():
                out.append("> " * depth + words)
            elif out and out[-1]:
                out.append("")
    return "\n".join(out).strip()
