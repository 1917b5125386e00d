"""The readable document as one page without scripts, pictures or anything from elsewhere."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from services.fulfil.dossier.document import Document


def as_html(made: Document) -> bytes:
    """The page; every value is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = (files("services.fulfil.dossier") / "overview.html").read_text(encoding="utf-8")
    return environment.from_string(source).render(d=made).encode()
