"""The administrator's pages: who works here, with which roles; invitations and the end of an account."""

from __future__ import annotations

from functools import partial
from typing import Final

from aiohttp import web
from multidict import MultiDictProxy

from services.fulfil.usecases import accounts
from services.fulfil.usecases.accounts import Account
from services.fulfil.web.fields import all_of
from shared.platform.desk import Desk
from shared.platform.i18n import Text, lazy
from shared.platform.outcomes import NotFound, Unreadable
from shared.platform.pages import add_sentences, render
from shared.platform.web import actor_of, form, require
from shared.vocabulary import Role

ACCOUNTS: Final = "/staff/accounts"
ROLES: Final = {
    Role.HANDLER: (lazy("Handler"), lazy("Works on cases and tasks, and proposes answers.")),
    Role.APPROVER: (lazy("Approver"), lazy("Looks at proposed answers and approves them.")),
    Role.FG: (lazy("Data protection officer"), lazy("Sees and does all of that, and hears of missed dates.")),
    Role.ADMIN: (lazy("Administrator"), lazy("Manages accounts; sees no case.")),
}
Errors = dict[str, Text | str]


def add_routes(app: web.Application, desk: Desk) -> None:
    """Put the accounts on the web."""
    app.router.add_get(ACCOUNTS, partial(show, desk))
    app.router.add_post(ACCOUNTS, partial(on_invite, desk))
    app.router.add_get(f"{ACCOUNTS}/{{id}}", partial(show_one, desk))
    app.router.add_post(f"{ACCOUNTS}/{{id}}/roles", partial(on_roles, desk))
    app.router.add_post(f"{ACCOUNTS}/{{id}}/link", partial(on_link, desk))
    app.router.add_post(f"{ACCOUNTS}/{{id}}/disable", partial(on_disable, desk))
    app.router.add_post(f"{ACCOUNTS}/{{id}}/enable", partial(on_enable, desk))
    add_sentences(
        app,
        {
            "roles-changed": lazy("The roles are changed. They hold from the next sign-in."),
            "disabled": lazy("The account is disabled and its sessions are ended."),
            "enabled": lazy("The account is in use again."),
        },
    )


@require("staff.manage")
async def show(desk: Desk, request: web.Request) -> web.Response:
    """Everybody, and the form that invites."""
    return await _list(desk, request)


@require("staff.manage")
async def on_invite(desk: Desk, request: web.Request) -> web.Response:
    """Invite somebody; the answer shows their link, this once."""
    fields = await form(request)
    name, address = fields.get("name", ""), fields.get("address", "")
    try:
        roles = all_of(fields, "roles", Role)
        link = await accounts.invite(
            desk, name, address, roles, by=actor_of(request).staff_id, sign_in=fields.get("sign_in", "")
        )
    except Unreadable as wrong:
        return await _list(desk, request, fields, {wrong.field: wrong.reason})
    return render(request, "fulfil/account_link.html", person=name, link=link)


@require("staff.manage")
async def show_one(desk: Desk, request: web.Request) -> web.Response:
    """One account and what can be done with it."""
    return _one(request, await _account(desk, request), {})


@require("staff.manage")
async def on_roles(desk: Desk, request: web.Request) -> web.Response:
    """Give other roles."""
    account = await _account(desk, request)
    try:
        roles = all_of(await form(request), "roles", Role)
        await accounts.change_roles(desk, account.id, roles, by=actor_of(request).staff_id)
    except Unreadable as wrong:
        return _one(request, account, {wrong.field: wrong.reason})
    return _done(account, "roles-changed")


@require("staff.manage")
async def on_link(desk: Desk, request: web.Request) -> web.Response:
    """A fresh one-time link; the one before works no more."""
    await form(request)
    account = await _account(desk, request)
    link = await accounts.invite_again(desk, account.id, by=actor_of(request).staff_id)
    return render(request, "fulfil/account_link.html", person=account.name, link=link)


@require("staff.manage")
async def on_disable(desk: Desk, request: web.Request) -> web.Response:
    """End an account."""
    await form(request)
    account = await _account(desk, request)
    await accounts.disable(desk, account.id, by=actor_of(request).staff_id)
    return _done(account, "disabled")


@require("staff.manage")
async def on_enable(desk: Desk, request: web.Request) -> web.Response:
    """Take an account back into use."""
    await form(request)
    account = await _account(desk, request)
    await accounts.enable(desk, account.id, by=actor_of(request).staff_id)
    return _done(account, "enabled")


async def _account(desk: Desk, request: web.Request) -> Account:
    wanted = request.match_info["id"]
    account = next((one for one in await accounts.listed(desk) if one.id == wanted), None)
    if account is None:
        raise NotFound
    return account


async def _list(
    desk: Desk, request: web.Request, fields: MultiDictProxy[str] | None = None, errors: Errors | None = None
) -> web.Response:
    given = {name: fields.get(name, "") if fields else "" for name in ("name", "address", "sign_in")}
    chosen = fields.getall("roles", []) if fields else [Role.HANDLER.value]
    return render(
        request,
        "fulfil/accounts.html",
        400 if errors else 200,
        accounts=await accounts.listed(desk),
        roles=ROLES,
        given=given,
        chosen=chosen,
        errors=errors or {},
    )


def _one(request: web.Request, account: Account, errors: Errors) -> web.Response:
    status = 400 if errors else 200
    return render(request, "fulfil/account.html", status, account=account, roles=ROLES, errors=errors)


def _done(account: Account, done: str) -> web.Response:
    return web.Response(status=303, headers={"Location": f"{ACCOUNTS}/{account.id}?done={done}"})
