"""The readable document as a tagged PDF (PDF/UA-1): title, language, headings, tables with header cells, bookmarks.

The typesetter refuses to make a file that breaks the standard, such as one without a title or with a heading skipped.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from importlib.resources import files
from typing import Any, Final

import typst

from services.fulfil.dossier.document import Document
from services.fulfil.dossier.words import words
from shared.vocabulary import Language

_NO_PICTURE: Final = re.compile(
    r"[^\n\u0020-\u007e\u00a0-\u024f\u0300-\u036f\u0370-\u04ff\u1e00-\u1fff\u2010-\u2027\u2030-\u2040\u2044"
    r"\u2070-\u209f\u20a0-\u20c0\u2190-\u22ff\u25a0-\u25ff]+"
)
"""Signs that the fonts which come along do not have; a test walks through all that they do have."""
_SILENT: Final = re.compile(
    r"[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe0f\ufeff]+"
)
"""Signs that are never seen: control signs, and those that turn the direction of a text."""


def as_pdf(made: Document, author: str) -> bytes:
    """The document on A4; blocks, for about 0.1 s."""
    source = (files("services.fulfil.dossier") / "overview.typ").read_bytes()
    instead = words("page", "no_picture", Language(made.language))
    given = json.dumps(_printable({**asdict(made), "author": author}, instead), ensure_ascii=False)
    pdf: bytes = typst.compile(source, sys_inputs={"document": given}, ignore_system_fonts=True, pdf_standards="ua-1")
    return pdf


def _printable(value: Any, instead: str) -> Any:
    """The same without what has no picture: a PDF must show each sign, so it says that something stood there."""
    if isinstance(value, str):
        seen = _SILENT.sub("", value.expandtabs(4))
        known = "".join(sign if sign == "\n" or sign.isprintable() else "\ufffd" for sign in seen)
        return _NO_PICTURE.sub(instead, known)
    if isinstance(value, dict):
        return {key: _printable(each, instead) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each, instead) for each in value]
    return value
