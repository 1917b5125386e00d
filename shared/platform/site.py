"""What a web application must know of itself: its name, its own origins, where people sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aiohttp import web

from shared.platform.i18n import Text


def origin_of(url: str) -> str:
    """Scheme, host and port of `url`, as browsers write them in the Origin header."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


@dataclass(frozen=True)
class Link:
    """A labelled address; `label` is a `Text` or an English msgid."""

    label: Text | str
    href: str


@dataclass(frozen=True)
class Site:
    """One origin with its pages; the composition root makes it from the configuration."""

    name: str
    organisation: str
    public_url: str
    also_known_as: frozenset[str] = frozenset()
    home: str = "/"
    sign_in: str = "/staff/sign-in"
    sign_out: str = "/staff/sign-out"
    account: str = "/staff/account"
    staff_prefix: str = "/staff/"
    links: tuple[Link, ...] = ()
    behind_proxy: bool = False
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Amsterdam"))

    @property
    def origins(self) -> frozenset[str]:
        """The origins from which our own forms come."""
        return frozenset(origin_of(url) for url in (self.public_url, *self.also_known_as))

    @property
    def https(self) -> bool:
        """Whether browsers reach us over TLS, so that cookies may be Secure."""
        return self.public_url.lower().startswith("https:")


SITE = web.AppKey("site", Site)


def site_of(request: web.Request) -> Site:
    """The site that serves `request`, also from within a sub-application."""
    site: Site = request.config_dict[SITE]
    return site


def source_of(request: web.Request) -> str:
    """The address a request comes from; behind our proxy the one that it wrote down last, which nobody can forge."""
    named = request.headers.get("X-Forwarded-For", "") if site_of(request).behind_proxy else ""
    return named.rpartition(",")[2].strip() or request.remote or ""


def local_path(given: str | None, otherwise: str) -> str:
    """`given` if it is a path on this site, else `otherwise`: no form may send a browser elsewhere."""
    if not given or not given.startswith("/") or given.startswith("//"):
        return otherwise
    if "\\" in given or not given.isprintable():
        return otherwise
    return given
