"""The pages of the chat: the conversation itself, its connection, the script for other sites, and the staff's side."""

from __future__ import annotations

from aiohttp import web

from services.intake.chat_web import embedding, moving, page, socket, staff, staff_live, talking
from services.intake.usecases.chat.rooms import rooms_of
from shared.platform.desk import Desk


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/chat` and `/staff/chats`."""
    # The staff's live addresses first: `news` is no chat's id.
    for part in (page, talking, socket, moving, embedding, staff_live, staff):
        part.add_routes(app, desk)

    async def close(_app: web.Application) -> None:
        rooms_of(desk).close()

    app.on_shutdown.append(close)
