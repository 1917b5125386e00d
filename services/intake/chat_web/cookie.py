"""The cookie that makes a browser the owner of its conversation: random, not readable by scripts, only for the chat."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import web

from shared.platform.crypto import new_code
from shared.platform.desk import Desk
from shared.platform.site import site_of

NAME: Final = "chat"
PATH: Final = "/chat"
DAY: Final = 24 * 3600
_TOKEN: Final = re.compile(r"[a-z2-7]{26}")


def token_of(request: web.Request) -> str:
    """The token of this browser; empty when it has none."""
    given = request.cookies.get(NAME, "")
    return given if _TOKEN.fullmatch(given) else ""


def give(desk: Desk, request: web.Request, answer: web.Response, token: str = "") -> web.Response:
    """Give the browser a token: this one, or a fresh one.

    Within the frame of another site only a cookie that is kept apart for that site arrives at all (Partitioned).
    """
    parts = [f"{NAME}={token or new_code()}", f"Path={PATH}", f"Max-Age={desk.settings.chat.keep_days * DAY}"]
    parts.append("HttpOnly")
    https = site_of(request).https
    if https and desk.settings.chat.embed_on:
        parts += ["SameSite=None", "Secure", "Partitioned"]
    else:
        parts += ["SameSite=Lax", *(["Secure"] if https else [])]
    answer.headers.add("Set-Cookie", "; ".join(parts))
    return answer
