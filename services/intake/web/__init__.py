"""The pages of intake: the form for requesters, and for staff the triage list, one message, what came in elsewhere.

Mail is shown as text, its HTML only as a sanitised document in a frame without rights. Attachments are never opened.
"""

from __future__ import annotations

from aiohttp import web

from services.intake import words
from services.intake.web import by_hand, deciding, reading, request_form, splitting
from shared.platform.desk import Desk
from shared.platform.pages import add_sentences


def add_routes(app: web.Application, desk: Desk) -> None:
    """The pages under `/request`, `/staff/triage` and `/staff/messages`."""
    request_form.add_routes(app, desk)
    by_hand.add_routes(app, desk)  # first: `new` is no message's id
    splitting.add_routes(app, desk)
    reading.add_routes(app, desk)
    deciding.add_routes(app, desk)
    add_sentences(app, words.DONE)
