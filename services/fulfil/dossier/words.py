"""The words of the package in the requester's language, from `words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from services.fulfil.rules.masking import Words
from shared.vocabulary import Language


@cache
def _book() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((files("services.fulfil.dossier") / "words.toml").read_text(encoding="utf-8"))


def words(section: str, code: str, language: Language) -> str:
    """What a code is called; a code without words (a system that the bureau added) stands as it is."""
    return _book()[section].get(code, {}).get(language, code)


def section(name: str, language: Language) -> dict[str, str]:
    """A whole section in one language."""
    return {code: spoken[language] for code, spoken in _book()[name].items()}


def masking_words(language: Language) -> Words:
    """What stands where a secret or another person's data stood (R3-2, R3-6)."""
    return Words(*(words("masks", what, language) for what in ("secret", "others", "notes")))
