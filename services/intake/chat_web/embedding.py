"""The script with which another site shows the chat: one tag, which opens a frame. Only where it is configured."""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files

from aiohttp import web

from services.intake.chat_web.cookie import PATH
from services.intake.usecases.chat.sentences import say
from shared.platform.desk import Desk
from shared.platform.i18n import language_of, lazy
from shared.platform.web import NotFound, public, shared_script

_ASK = lazy("Ask about your data")
_CLOSE = lazy("Close the chat")


def add_routes(app: web.Application, desk: Desk) -> None:
    """`/chat/embed.js`."""
    app.router.add_get(f"{PATH}/embed.js", partial(script, desk))


@cache
def _source() -> str:
    return (files("services.intake") / "static" / "chat_embed.js").read_text(encoding="utf-8")


@public
async def script(desk: Desk, request: web.Request) -> web.Response:
    """The script, in the reader's language; without a site that may use it there is none."""
    if not desk.settings.chat.embed_on:
        raise NotFound
    language = language_of(request)
    text = _source().replace("{ask}", say(language, _ASK)).replace("{close}", say(language, _CLOSE))
    answer = web.Response(text=text, content_type="text/javascript", headers={"Cache-Control": "max-age=300"})
    return shared_script(answer)
