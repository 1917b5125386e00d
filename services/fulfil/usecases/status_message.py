"""What the requester writes on the status page goes to intake, and comes back as a further message of the case (R2-8).

A wish to withdraw is a message too: a person reads it and closes the case (R2-9).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from services.fulfil.rules.lifecycle import SUBJECT
from services.fulfil.store import status
from services.fulfil.store.status import StatusLinkRow
from services.fulfil.usecases.status_link import token_of
from shared.contracts.fulfil import MessageLeft
from shared.contracts.people import CORR, LEFT
from shared.platform.crypto import CannotOpen, fingerprint
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.outcomes import TooMany, Unreadable

About = Literal["message", "withdrawal", "complaint"]
ABOUT: Final[tuple[About, ...]] = ("message", "withdrawal", "complaint")
LONGEST: Final = 1500  # bytes: sealed, with the rest of the message, they must fit 4 KiB
MESSAGES_A_DAY: Final = 10
_DAY: Final = timedelta(days=1)


async def leave(desk: Desk, link: str, form: str, about: About, text: str) -> bool:
    """Pass a message on; False when the link is not good. Sent twice, it is one. Raises `Unreadable` or `TooMany`."""
    if len(text.encode()) > LONGEST:
        raise Unreadable(about, lazy("Use at most %(longest)s characters.", longest=LONGEST))
    async with desk.work() as work:
        row = await status.by_link(work.session, fingerprint(token_of(link)))
        if row is None or row.valid_until <= work.now:
            return False
        try:
            corr = await desk.keyring.box(row.case_id, CORR)
        except CannotOpen:
            return False  # what was said in this case was erased
        _count(work, row)
        sealed = corr.seal(LEFT, text)
        work.say(MessageLeft(case_id=row.case_id, at=work.now, form=form, about=about, text=sealed))
        work.note("case.message_left", row.case_id, SUBJECT, about=about)
    return True


def _count(work: Work, row: StatusLinkRow) -> None:
    if row.messages_since is None or work.now - row.messages_since >= _DAY:
        row.messages, row.messages_since = 0, work.now
    row.messages += 1
    work.session.add(row)
    if row.messages > MESSAGES_A_DAY:
        seconds = int((row.messages_since + _DAY - work.now).total_seconds())
        why = lazy("We got many messages from you today. Please call us, or come back tomorrow.")
        raise TooMany(seconds, why)
