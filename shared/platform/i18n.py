"""Texts in two languages: gettext catalogues read from `.po` files at start, without a compile step.

The msgid is the English sentence; what is not translated appears in English. A package brings its own
`locales/<language>.po`; the catalogues of all packages are merged into one per language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from io import BytesIO
from typing import Any, Protocol

from aiohttp import web
from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"
LANGUAGE_COOKIE = "lang"


@dataclass(frozen=True)
class Text:
    """A sentence to be said later, in the reader's language: msgid and what fills its %(names)s."""

    msgid: str
    values: dict[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Say it in English, for logs and tests."""
        return self.msgid % self.values if self.values else self.msgid


def lazy(msgid: str, **values: object) -> Text:
    """Mark `msgid` for translation where it is written; it is translated where it is shown."""
    return Text(msgid, values)


class Voice(Protocol):
    """The part of a gettext catalogue that pages use."""

    def gettext(self, message: str) -> str:
        """The translation of one sentence."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation of one of two sentences, by number."""
        ...


class Catalogues:
    """All translations of all packages, one catalogue a language."""

    def __init__(self) -> None:
        self._voices = {language: Translations() for language in LANGUAGES}

    def add(self, package: str) -> None:
        """Merge `locales/<language>.po` of `package`; a package without texts adds nothing."""
        for language, voice in self._voices.items():
            source = files(package) / "locales" / f"{language}.po"
            if source.is_file():
                voice.merge(_compiled(source.read_bytes(), language))

    def voice(self, language: str) -> Voice:
        """The catalogue of one language; the default for a language that we do not speak."""
        return self._voices.get(language, self._voices[DEFAULT_LANGUAGE])

    def say(self, language: str, text: Text | str) -> str:
        """Translate and fill one sentence. A plain string is a msgid without values."""
        if isinstance(text, str):
            return self.voice(language).gettext(text) if text else ""
        sentence = self.voice(language).gettext(text.msgid)
        values = {key: self._value(language, value) for key, value in text.values.items()}
        return sentence % values if values else sentence

    def _value(self, language: str, value: object) -> object:
        """A value that is a text itself is said in the same language."""
        return self.say(language, value) if isinstance(value, Text) else value


def _compiled(source: bytes, language: str) -> Translations:
    binary = BytesIO()
    write_mo(binary, read_po(BytesIO(source), locale=language))
    binary.seek(0)
    return Translations(binary)


def preferred(header: str) -> str:
    """The best of our languages for an Accept-Language header; ours if it names none of them."""
    wishes: list[tuple[float, int, str]] = []
    for place, wish in enumerate(header.split(",")[:20]):
        tag, _, rest = wish.partition(";")
        wishes.append((-_quality(rest), place, tag.strip().replace("-", "_")))
    ranked: Sequence[str] = [tag for quality, _, tag in sorted(wishes) if quality < 0 and tag]
    found = negotiate_locale(ranked, LANGUAGES)
    return found if found in LANGUAGES else DEFAULT_LANGUAGE


def _quality(rest: str) -> float:
    name, _, value = rest.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def language_of(request: web.Request) -> str:
    """The reader's language: their own choice (cookie), else what the browser asks for, else Dutch."""
    chosen: Any = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return str(chosen)
    return preferred(request.headers.get("Accept-Language", ""))
