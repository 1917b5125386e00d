"""The web door of the machine room: `install` gives an application its guards, its outcomes and its pages.

Services import from here what their handlers need.
"""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from shared.platform.access import (
    ACCESS,
    PUBLIC,
    Access,
    actor_of,
    authorize,
    by_itself,
    declared_action,
    from_scripts,
    public,
    require,
    undeclared,
)
from shared.platform.outcomes import (
    Expired,
    NotAllowedNow,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Outage,
    Outcome,
    TooLarge,
    TooMany,
    Unreadable,
)
from shared.platform.pages import set_up_pages
from shared.platform.reading import Upload, form, upload, wanted
from shared.platform.sessions import Session, Sessions, session_of
from shared.platform.site import SITE, Link, Site, local_path, source_of
from shared.platform.web.guard import check_access, check_origin
from shared.platform.web.headers import add_headers, embedded, framed, shared_script
from shared.platform.web.health import add_health, add_metrics
from shared.platform.web.live import STREAMS, Streams, live
from shared.platform.web.shaping import TRANSLATE, Translate, shape_outcomes, wants_json
from shared.platform.web.signin import SESSIONS, load_session, sign_in, sign_out

__all__ = [
    "PUBLIC",
    "Access",
    "Expired",
    "Link",
    "NotAllowedNow",
    "NotFound",
    "NotPermitted",
    "NotSignedIn",
    "Outage",
    "Outcome",
    "Session",
    "Sessions",
    "Site",
    "TooLarge",
    "TooMany",
    "Unreadable",
    "Upload",
    "actor_of",
    "add_health",
    "add_metrics",
    "authorize",
    "by_itself",
    "declared_action",
    "embedded",
    "form",
    "framed",
    "from_scripts",
    "install",
    "live",
    "local_path",
    "make_app",
    "public",
    "require",
    "session_of",
    "shared_script",
    "sign_in",
    "sign_out",
    "source_of",
    "undeclared",
    "upload",
    "wanted",
    "wants_json",
]


def install(
    app: web.Application,
    site: Site,
    *,
    sessions: Sessions | None = None,
    access: Access | None = None,
    translate: Mapping[type[Exception], Translate] | None = None,
) -> None:
    """Guard `app`: headers, outcomes, cross-site check, sessions, declared actions, pages, static files.

    `translate` turns errors of the rules into outcomes: `{NotAllowed: lambda e: NotAllowedNow(str(e))}`.
    """
    app[SITE] = site
    app[ACCESS] = access or Access({})
    app[TRANSLATE] = dict(translate or {})
    if sessions is not None:
        app[SESSIONS] = sessions
    set_up_pages(app, site)
    app[STREAMS] = Streams()
    app.on_shutdown.append(app[STREAMS].close)
    app.on_response_prepare.append(add_headers)
    app.middlewares.extend([shape_outcomes, check_origin, load_session, check_access])


def make_app(
    site: Site,
    *,
    sessions: Sessions | None = None,
    access: Access | None = None,
    translate: Mapping[type[Exception], Translate] | None = None,
) -> web.Application:
    """A new application with all that `install` gives; bodies not read by `upload` stay under 64 KiB."""
    app = web.Application(client_max_size=64 * 1024)
    install(app, site, sessions=sessions, access=access, translate=translate)
    return app
