"""The readable document of the package: one page without scripts, pictures or anything from elsewhere (R2.2A-1)."""

from __future__ import annotations

from importlib.resources import files
from itertools import groupby

from babel.dates import format_date, format_datetime
from jinja2 import Environment, StrictUndefined

from services.fulfil.dossier.contents import Package
from services.fulfil.dossier.words import section, words
from services.fulfil.rules.access_content import retention_of


def as_html(package: Package) -> bytes:
    """The overview in the requester's language; every value is escaped."""
    language = package.language
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["day"] = lambda value: format_date(value, "d MMMM y", locale=language)
    environment.filters["moment"] = lambda value: format_datetime(value, "d MMMM y HH:mm", locale=language)
    environment.globals["words"] = lambda name, code: words(name, code, language)
    environment.globals["say"] = lambda key, **values: words("page", key, language).format(**values)
    environment.globals["retention_of"] = retention_of
    source = (files("services.fulfil.dossier") / "overview.html").read_text(encoding="utf-8")
    groups = [(c, list(entries)) for c, entries in groupby(package.entries, key=lambda entry: entry.category)]
    columns = section("columns", language)
    return environment.from_string(source).render(p=package, groups=groups, columns=columns).encode()
