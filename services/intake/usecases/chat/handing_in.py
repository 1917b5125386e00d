"""A conversation becomes a message like any other: with a clear wish a case is opened, without one a person decides.

Its clock runs from the first word, which was with the desk from then on (R4.3-4). What a colleague and the desk said
is kept with it, sealed under the message's own key.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from services.intake import store
from services.intake.rules.chat.known import Known
from services.intake.rules.incoming import INCOMING, Event
from services.intake.store import Incoming, Said
from services.intake.store.chats import Chat, Who, lines_after
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.chat import sentences
from services.intake.usecases.chat.lines import Boxes, Spoken, opened
from services.intake.usecases.chat.proving import SUBJECT
from services.intake.usecases.opening import Asked, open_request, sender_index
from services.intake.usecases.settling import give_to_person
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.statetable import SYSTEM
from shared.vocabulary import Channel, Language, Proposal

CHAT: Final = "chat"
SUBJECT_WORDS: Final = 80
UNCLEAR: Final = lazy("a chat in which it did not become clear what is asked").msgid
BY_CHAT: Final = lazy("Request by chat")
THE_CONVERSATION: Final = lazy("The whole conversation")


async def hand_in(desk: Desk, work: Work, chat: Chat, boxes: Boxes, known: Known) -> None:
    """Make it a message, sealed; open its case, or give it to a person. Once: a chat is handed in or it is not."""
    row, said = _row(chat, work), await _said(desk, work, chat, boxes, known)
    row.size = len(said.text.encode())
    row.kinds, row.context = store.codes(known.kinds), store.codes(known.context)
    row.sender_index = sender_index(desk, known.address)
    contact, corr = await desk.keyring.boxes([(row.id, CONTACT), (row.id, CORR)])
    said.seal_into(row, contact, corr)
    work.session.add(row)
    await work.flush_rows()
    if known.for_a_person:
        give_to_person(work, row, Event.ASK, UNCLEAR)
    else:
        await _open(desk, work, row, said, known)
    chat.incoming_id = row.id
    chat.held_by, chat.held_until, chat.wants_person_at = "", None, None
    work.note("chat.handed_in", row.case_id or row.id, SUBJECT, message=row.id, kinds=row.kinds)


async def _open(desk: Desk, work: Work, row: Incoming, said: Said, known: Known) -> None:
    row.state, row.proposal = INCOMING.step(row.stands, Event.OPEN, SYSTEM), Proposal.REQUEST
    reason = await hold_back(desk, work, known.address, received_at=row.received_at)
    asked = Asked(known.name, known.address, Language(row.language), known.kinds, known.context, reason)
    await open_request(desk, work, row, said, asked)


def _row(chat: Chat, work: Work) -> Incoming:
    return Incoming(
        id=deterministic("incoming", CHAT, chat.id),
        account=CHAT,
        sha256=fingerprint(chat.id),
        size=0,
        channel=Channel.CHAT,
        seen_at=work.now,
        received_at=chat.started_at,
        proposal=Proposal.UNSURE,
        confidence=1.0,
        language=chat.language,
        read_at=work.now,
    )


async def _said(desk: Desk, work: Work, chat: Chat, boxes: Boxes, known: Known) -> Said:
    """First what was asked, in the requester's own words, for that is what a case shows; then the conversation."""
    await work.flush_rows()
    lines = [opened(line, boxes) for line in await lines_after(work.session, chat.id, 0)]
    language, zone = chat.language, ZoneInfo(desk.settings.timezone)
    heading = sentences.say(language, THE_CONVERSATION)
    own = "\n".join([sentences.wishes(language, [str(kind) for kind in known.kinds]), *known.words])
    text = f"{own}\n\n{heading}\n{transcript(lines, language, zone)}"
    details = {"chat": True, "address_proved": work.now.isoformat()}
    subject = sentences.say(language, BY_CHAT)[:SUBJECT_WORDS]
    return Said(known.name, known.address, subject, text, known.explanation[:20], details)


def transcript(lines: Sequence[Spoken], language: str, zone: ZoneInfo) -> str:
    """The conversation as text, one line a line, with who said it and when."""
    names = {Who.REQUESTER: sentences.YOU, Who.DESK: sentences.DESK_NAME, Who.STAFF: sentences.COLLEAGUE}
    return "\n".join(
        f"[{line.at.astimezone(zone):%d-%m-%Y %H:%M}] {sentences.say(language, names[line.who])}: "
        f"{line.words(language, zone)}"
        for line in lines
    )
