"""Pages: templates of several packages under one layout, in the reader's language.

A package calls `add_templates(app, "intake", "services.intake")` once; it then renders "intake/triage.html",
which extends "layout.html". Its folders `templates/`, `static/` and `locales/` are all picked up by that call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from shared.platform.access import ACCESS, public
from shared.platform.assets import ASSETS, Assets
from shared.platform.i18n import (
    DEFAULT_LANGUAGE,
    LANGUAGE_COOKIE,
    LANGUAGES,
    Catalogues,
    Text,
    language_of,
    lazy,
)
from shared.platform.reading import form
from shared.platform.sessions import session_of
from shared.platform.site import Site, local_path, site_of
from shared.platform.wording import filters

PLATFORM = "shared.platform"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class NavEntry:
    """One entry of the staff's navigation bar: shown to who may do `action`."""

    label: Text | str
    href: str
    action: str
    count: Callable[[], int | None] = lambda: None


@dataclass(frozen=True)
class NavItem:
    """An entry as it stands on the page."""

    label: Text | str
    href: str
    count: int | None
    current: bool


class Pages:
    """The templates and texts of all packages, one environment a language."""

    def __init__(self, site: Site, assets: Assets) -> None:
        self.site = site
        self.assets = assets
        self.catalogues = Catalogues()
        self.nav: tuple[NavEntry, ...] = ()
        self.sentences: dict[str, Text | str] = {"signed-out": lazy("You are signed out. Sign in to go on.")}
        self._loaders: dict[str, BaseLoader] = {}
        self._environments: dict[str, Environment] = {}
        self.catalogues.add(PLATFORM)
        assets.add(PLATFORM)

    def add(self, prefix: str, package: str) -> None:
        """Pick up the folders of one package."""
        self._loaders[prefix] = _loader(package)
        self.catalogues.add(package)
        self.assets.add(package, prefix)
        self._environments.clear()

    def environment(self, language: str) -> Environment:
        """The templates of one language, made at first use."""
        if language not in self._environments:
            self._environments[language] = self._make(language)
        return self._environments[language]

    def _make(self, language: str) -> Environment:
        loader = ChoiceLoader([_loader(PLATFORM), PrefixLoader(self._loaders)])
        made = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        voice = self.catalogues.voice(language)
        made.policies["ext.i18n.trimmed"] = True
        made.install_gettext_callables(voice.gettext, voice.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the i18n extension
        made.filters.update(filters(language, self.site.zone, voice))
        made.filters["say"] = lambda text: self.catalogues.say(language, text)
        made.globals |= {"static": self.assets.url, "site": self.site, "language": language}
        made.globals["ui"] = made.get_template("ui.html").module
        return made


def _loader(package: str) -> BaseLoader:
    return FileSystemLoader(Path(str(files(package))) / "templates")


PAGES = web.AppKey("pages", Pages)


def pages_of(request: web.Request) -> Pages:
    """The pages of the application that serves `request`."""
    pages: Pages = request.config_dict[PAGES]
    return pages


def add_templates(app: web.Application, prefix: str, package: str) -> None:
    """Pick up `templates/`, `static/` and `locales/` of `package`; its templates are called `prefix/...`."""
    app[PAGES].add(prefix, package)


def add_nav(app: web.Application, *entries: NavEntry) -> None:
    """Append entries to the staff's navigation bar."""
    app[PAGES].nav += entries


def add_sentences(app: web.Application, sentences: Mapping[str, Text | str]) -> None:
    """Make sentences known that a page shows once when it is opened with `?done=key`."""
    app[PAGES].sentences.update(sentences)


def say(request: web.Request, text: Text | str) -> str:
    """One sentence in the reader's language."""
    return pages_of(request).catalogues.say(language_of(request), text)


def render(request: web.Request, name: str, status: int = 200, **context: object) -> web.Response:
    """The page `name` as an HTML answer that no cache keeps."""
    pages = pages_of(request)
    template = pages.environment(language_of(request)).get_template(name)
    body = template.render(**_frame(request, pages), **context)
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"}
    return web.Response(text=body, status=status, content_type="text/html", headers=headers)


def fragment(request: web.Request, name: str, **context: object) -> str:
    """A piece of a page as text, for live rows and partial updates."""
    pages = pages_of(request)
    template = pages.environment(language_of(request)).get_template(name)
    return template.render(**_frame(request, pages), **context)


def _frame(request: web.Request, pages: Pages) -> dict[str, Any]:
    """What every page shows around its own content."""
    staff = session_of(request)
    on_desk = request.path.startswith(pages.site.staff_prefix)
    done = pages.sentences.get(request.query.get("done", ""), "")
    return {
        "staff": staff if on_desk else None,
        "on_desk": on_desk,
        "nav": _nav(request, pages) if on_desk else [],
        "may": lambda action, about=None: _may(request, action, about),
        "path": request.path,
        "languages": LANGUAGES,
        "done": pages.catalogues.say(language_of(request), done),
    }


def _may(request: web.Request, action: str, about: object = None) -> bool:
    actor = session_of(request)
    access = request.config_dict.get(ACCESS)
    return actor is not None and access is not None and access.may(actor, action, about)


def _nav(request: web.Request, pages: Pages) -> list[NavItem]:
    here = [entry.href for entry in pages.nav if request.path.startswith(entry.href)]
    current = max(here, key=len, default="")
    return [
        NavItem(entry.label, entry.href, entry.count(), entry.href == current)
        for entry in pages.nav
        if _may(request, entry.action)
    ]


@public
async def choose_language(request: web.Request) -> web.Response:
    """Remember the reader's language in a cookie and go back to the page they were on."""
    fields = await form(request, 2048)
    site = site_of(request)
    wanted = fields.get("language", DEFAULT_LANGUAGE)
    answer = web.Response(status=303, headers={"Location": local_path(fields.get("next"), site.home)})
    if wanted in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE, wanted, max_age=YEAR, path="/", httponly=True, secure=site.https, samesite="Lax"
        )
    return answer


def set_up_pages(app: web.Application, site: Site) -> Pages:
    """Give an application its pages, its static files and the language switch."""
    app[ASSETS] = assets = Assets()
    app[PAGES] = pages = Pages(site, assets)
    app.router.add_get("/static/{fingerprint:[0-9a-f]+}/{name:.+}", assets.serve)
    app.router.add_post("/language", choose_language)
    return pages
