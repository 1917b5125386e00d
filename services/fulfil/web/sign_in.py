"""The way in and out: signing in, the welcome page of an invitation, the own password."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web
from multidict import MultiDictProxy

from services.fulfil.usecases import accounts, signing_in
from services.fulfil.usecases.accounts import WELCOME, Details
from shared.platform.access import ACCESS
from shared.platform.desk import Desk
from shared.platform.i18n import Text, language_of, lazy
from shared.platform.outcomes import Unreadable
from shared.platform.pages import add_sentences, pages_of, render
from shared.platform.site import local_path
from shared.platform.web import actor_of, form, public, require, sign_in, sign_out
from shared.vocabulary import Language

SIGN_IN: Final = "/staff/sign-in"
SIGN_OUT: Final = "/staff/sign-out"
FIRST_PAGE: Final = "/staff"
OWN: Final = "/staff/account"
Errors = dict[str, Text | str]

_WRONG = lazy("This name and password do not belong together, or they were tried too often. Try again in 15 minutes.")
_NOT_THE_SAME = lazy("The two passwords are not the same.")


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the way in on the web."""
    app.router.add_get(SIGN_IN, show_sign_in)
    app.router.add_post(SIGN_IN, partial(on_sign_in, desk))
    app.router.add_post(SIGN_OUT, on_sign_out)
    app.router.add_get(WELCOME, show_welcome)
    app.router.add_post(WELCOME, partial(on_welcome, desk))
    app.router.add_get(OWN, show_own)
    app.router.add_post(OWN, partial(on_own, desk))
    app.router.add_get(FIRST_PAGE, first_page)
    app.router.add_get(f"{FIRST_PAGE}/", first_page)
    add_sentences(
        app,
        {
            "signed-out": lazy("You are signed out."),
            "welcome": lazy("Your password is set. Sign in with it now."),
            "password-changed": lazy("Your password is changed. Everywhere else you are signed out."),
        },
    )


@public
async def show_sign_in(request: web.Request) -> web.Response:
    """The form; it tells nothing of who has an account."""
    return render(request, "fulfil/sign_in.html", next=request.query.get("next", ""), wrong="", typed="")


@public
async def on_sign_in(desk: Desk, request: web.Request) -> web.Response:
    """Begin a session with a fresh token, or give the one answer that there is."""
    fields = await form(request)
    name, wanted = fields.get("name", "").strip()[:200], fields.get("next", "")
    who = await signing_in.sign_in(desk, name, fields.get("password", ""))
    if who is None:
        return render(request, "fulfil/sign_in.html", 401, next=wanted, wrong=_WRONG, typed=name)
    answer = web.Response(status=303, headers={"Location": local_path(wanted, FIRST_PAGE)})
    await sign_in(request, answer, who.staff_id, who.name, [role.value for role in who.roles])
    return answer


@public
async def on_sign_out(request: web.Request) -> web.Response:
    """End the session of this browser; signing out twice is signing out once."""
    answer = web.Response(status=303, headers={"Location": f"{SIGN_IN}?done=signed-out"})
    await sign_out(request, answer)
    return answer


@require("account.own")
async def first_page(request: web.Request) -> web.Response:
    """To the first page that this person may see."""
    actor, access = actor_of(request), request.config_dict[ACCESS]
    pages = (entry.href for entry in pages_of(request).nav if access.may(actor, entry.action))
    return web.Response(status=303, headers={"Location": next(pages, OWN)})


@public
async def show_welcome(request: web.Request) -> web.Response:
    """The page behind an invitation: a script takes the code from the fragment, else it is pasted."""
    return render(request, "fulfil/welcome.html", invited=None, code="", given={}, errors={})


@public
async def on_welcome(desk: Desk, request: web.Request) -> web.Response:
    """First look whose invitation it is, then set the password; only the second uses the link up."""
    fields = await form(request)
    code = fields.get("code", "").strip().rpartition("#")[2]
    invited = await accounts.look_at_invitation(desk, code)
    given = Details(fields.get("name", ""), fields.get("address", ""), fields.get("sign_in", ""))
    errors: Errors = {}
    if "password" in fields:
        try:
            await accounts.accept(desk, code, _password(fields), Language(language_of(request)), given)
        except Unreadable as wrong:
            errors[wrong.field] = wrong.reason
        else:
            return web.Response(status=303, headers={"Location": f"{SIGN_IN}?done=welcome"})
    shown = {"name": given.name, "address": given.address, "sign_in": given.sign_in}
    status = 400 if errors else 200
    return render(request, "fulfil/welcome.html", status, invited=invited, code=code, given=shown, errors=errors)


@require("account.own")
async def show_own(request: web.Request) -> web.Response:
    """The own account: another password."""
    return render(request, "fulfil/own_account.html", errors={})


@require("account.own")
async def on_own(desk: Desk, request: web.Request) -> web.Response:
    """Change the own password; other sessions end, this browser gets a fresh one."""
    fields, staff_id = await form(request), actor_of(request).staff_id
    try:
        who = await signing_in.change_password(desk, staff_id, fields.get("present", ""), _password(fields))
    except Unreadable as wrong:
        return render(request, "fulfil/own_account.html", 400, errors={wrong.field: wrong.reason})
    answer = web.Response(status=303, headers={"Location": f"{OWN}?done=password-changed"})
    await sign_in(request, answer, who.staff_id, who.name, [role.value for role in who.roles])
    return answer


def _password(fields: MultiDictProxy[str]) -> str:
    """The new password, typed twice alike."""
    password = fields.get("password", "")
    if password != fields.get("again", ""):
        raise Unreadable("again", _NOT_THE_SAME)
    return password
