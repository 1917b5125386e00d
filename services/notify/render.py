"""Making a letter: the text of its language, the facts in words, the controller's block under it.

The texts are data (R8-1): they run in a sandbox, know only the fields that `letters.toml` names, and what comes from
outside is shown, never run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.notify.letters.catalogue import FOLDER, FieldType, Form, fields, forms
from services.notify.letters.presenting import Unfit, present
from services.notify.rules.markup import Rendered, as_html, as_text
from shared.contracts.settings import Controller
from shared.vocabulary import Language, Letter

SUBJECT = "Subject:"


class FieldMissing(Exception):
    """A letter cannot be made or approved while a field that it needs is empty (R8-1)."""

    def __init__(self, field: str) -> None:
        super().__init__(f"The letter needs '{field}', which is empty.")
        self.field = field


class FieldUnfit(Exception):
    """What a field holds cannot stand in a letter. The message names the field, never what it holds."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"'{field}' cannot stand in the letter: {reason}.")
        self.field = field


def render(letter: Letter, language: Language, facts: Mapping[str, object], controller: Controller) -> Rendered:
    """Make the letter as subject, plain text and HTML; facts that it does not name are left aside.

    Raises `FieldMissing` when a required field is empty and `FieldUnfit` when a value has not the field's form.
    """
    form = forms()[letter]
    known = {**_in_words(form, facts, language), "controller": controller.model_dump()}
    subject, body = _text(f"{letter}/{language}.txt", known).removeprefix(SUBJECT).split("\n", 1)
    parts = [_part("greeting", language, known), body]
    if known["week_missed"]:
        parts.append(_part("apology", language, known))
    if _tells_rights(form, known):
        parts.append(_part("rights", language, known))
    source = "\n\n".join([*parts, _part("footer", language, known)])
    title = _subject(subject)
    return Rendered(title, as_text(source), as_html(source, language, title))


def preview_facts(letter: Letter, language: Language = Language.NL) -> dict[str, object]:
    """Invented facts with which every field of the letter is filled; nobody in them exists."""
    samples = {name: fields()[name].sample for name in forms()[letter].fields}
    return {name: s[language] if isinstance(s, dict) else s for name, s in samples.items()}


def _in_words(form: Form, facts: Mapping[str, object], language: Language) -> dict[str, object]:
    for name in form.required:
        if _empty(facts.get(name)):
            raise FieldMissing(name)
    shown = {name: _shown(name, facts, language) for name in form.fields}
    for name in form.required:
        if _empty(shown[name]):
            raise FieldMissing(name)
    if form.needs_words_when and shown[form.needs_words_when] and _empty(shown["words"]):
        raise FieldMissing("words")
    return shown


def _shown(name: str, facts: Mapping[str, object], language: Language) -> object:
    field = fields()[name]
    value = facts.get(name)
    if _empty(value):
        value = field.default
    if value is None:
        return {FieldType.FLAG: False, FieldType.LINES: []}.get(field.type)
    try:
        return present(field, value, language)
    except Unfit as error:
        raise FieldUnfit(name, str(error)) from None


def _empty(value: object) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _tells_rights(form: Form, known: Mapping[str, object]) -> bool:
    return bool(form.tells_rights or known["b_recht"] or (form.needs_words_when and known[form.needs_words_when]))


def _subject(line: str) -> str:
    subject = line.strip()
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Co"} for sign in subject):
        raise FieldUnfit("subject", "it would start a new line")
    return subject


def _part(name: str, language: Language, known: Mapping[str, object]) -> str:
    return _text(f"_{name}.{language}.txt", known)


def _text(path: str, known: Mapping[str, object]) -> str:
    return _environment().get_template(path).render(known)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    return environment
