"""Who may do what. Every handler declares itself: `@require("action")` for staff or `@public` for everybody.

A handler that declares nothing is refused, and a test lists it. Roles, actions and the limits on objects
are given by the composition root; this module knows none of them.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aiohttp import web

from shared.platform.outcomes import NotPermitted, NotSignedIn
from shared.platform.sessions import Session, session_of

PUBLIC = "public"
_ACTION = "__declared_action__"
_FROM_SCRIPTS = "__from_scripts__"
_BY_ITSELF = "__by_itself__"

Handler = TypeVar("Handler", bound=Callable[..., Any])
Limit = Callable[[Session, object], bool]


def require(action: str) -> Callable[[Handler], Handler]:
    """Declare that a handler needs a signed-in member of staff who may do `action`."""

    def mark(handler: Handler) -> Handler:
        handler.__dict__[_ACTION] = action
        return handler

    return mark


def public(handler: Handler) -> Handler:
    """Declare that a handler is for everybody."""
    handler.__dict__[_ACTION] = PUBLIC
    return handler


def from_scripts(handler: Handler) -> Handler:
    """Let programs call an unsafe method without the headers that browsers send; never for forms."""
    handler.__dict__[_FROM_SCRIPTS] = True
    return handler


def by_itself(handler: Handler) -> Handler:
    """A page asks this without anybody doing something, so it does not count as use of the session."""
    handler.__dict__[_BY_ITSELF] = True
    return handler


def _innermost(handler: object) -> object:
    while isinstance(handler, functools.partial):
        handler = handler.func
    return handler


def declared_action(handler: object) -> str | None:
    """The action that a handler declared, `PUBLIC`, or None for one that forgot to."""
    action = getattr(_innermost(handler), _ACTION, None)
    return action if isinstance(action, str) else None


def is_for_scripts(handler: object) -> bool:
    """Whether programs without browser headers may call this handler."""
    return bool(getattr(_innermost(handler), _FROM_SCRIPTS, False))


def is_by_itself(handler: object) -> bool:
    """Whether a request for this handler says nothing about a person being there."""
    return bool(getattr(_innermost(handler), _BY_ITSELF, False))


@dataclass(frozen=True)
class Access:
    """The table of roles and actions. `limits` says, per action, which objects an actor may touch."""

    grants: Mapping[str, frozenset[str]]
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def may(self, actor: Session, action: str, about: object = None) -> bool:
        """Whether one of the actor's roles grants `action` and its limit, if any, allows this object."""
        granted = any(action in self.grants.get(role, ()) for role in actor.roles)
        limit = self.limits.get(action)
        return granted and (about is None or limit is None or limit(actor, about))

    def authorize(self, actor: Session, action: str, about: object = None) -> None:
        """Raise `NotPermitted` (which looks like a page that is not there) unless the actor may."""
        if not self.may(actor, action, about):
            raise NotPermitted


ACCESS = web.AppKey("access", Access)


def actor_of(request: web.Request) -> Session:
    """The signed-in member of staff; raises `NotSignedIn`."""
    actor = session_of(request)
    if actor is None:
        raise NotSignedIn
    return actor


def authorize(request: web.Request, action: str, about: object = None) -> Session:
    """The actor, after the check that they may do `action` to the object `about`."""
    actor = actor_of(request)
    access: Access = request.config_dict[ACCESS]
    access.authorize(actor, action, about)
    return actor


def undeclared(app: web.Application) -> list[str]:
    """The routes whose handlers forgot to declare themselves, as `METHOD path`; empty when all is well."""
    return sorted(
        f"{route.method} {route.resource.canonical if route.resource else '?'}"
        for route in app.router.routes()
        if declared_action(route.handler) is None
    )
