"""A form is sent: from here on it goes the way of a mail. The same reader, the same rules, the same `request.received`.

What was chosen counts as a clear request; what was told in own words is read and judged as a mail's text is, and goes
to a person when the rules are not sure (R2-3).
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from services.intake import store
from services.intake.mailparse import Address
from services.intake.rules.classification import Classification
from services.intake.rules.form_limits import Counted, has_worked
from services.intake.rules.incoming import Event
from services.intake.rules.request_form import CONTEXTS, OWN_WORDS, Answers, For
from services.intake.rules.understood import Understood
from services.intake.store import BY_CHOICE, BY_FORM, Incoming, Said, drafts
from services.intake.usecases.drafting import Open, TooOften, counted, past
from services.intake.usecases.reading import BROKE_ITS_READER, TRIES
from services.intake.usecases.settling import give_to_person, settle
from services.intake.usecases.tools import reader_of
from shared.contracts.envelope import deterministic
from shared.contracts.people import CONTACT, CORR
from shared.platform.crypto import Box, fingerprint
from shared.platform.desk import Desk, Work
from shared.platform.insert import insert_once
from shared.platform.keyring import Place
from shared.vocabulary import Channel, Context, Kind, Language, Proposal

CHOSEN: Final = "chosen in the form"
ADDRESS: Final = "address"
SUBJECT_LENGTH: Final = 80
Found = Understood | Exception


class Gone(LookupError):
    """The draft is not there (any more)."""


@dataclass(frozen=True)
class Spoken:
    """What the page says beside the answers, for whoever reads the message: its language, what was chosen, for whom.

    `about` is a sentence with the name of the person, empty when somebody asks for themselves.
    """

    language: Language
    subject: str
    about: str = ""


async def submit(desk: Desk, draft: Open, spoken: Spoken, source: str, work_done: str = "") -> str:
    """Make a request of the form; gives the message's id. Sent twice, it is one request. Raises `TooOften` or `Gone`.

    `work_done` is what the page's script found, or empty.
    """
    incoming_id = deterministic("incoming", BY_FORM, draft.key)
    if draft.is_sent:
        return incoming_id
    async with desk.work() as work:
        late = await _too_often(desk, work, source, worked=has_worked(draft.key, work_done))
    if late is not None:
        raise TooOften(late)
    found = await _read(desk, draft.answers, spoken)
    places = [(incoming_id, part) for part in (CONTACT, CORR)]
    boxes = dict(zip(places, await desk.keyring.boxes(places), strict=True))
    async with desk.work() as work:
        await _take_in(desk, work, draft, _row(incoming_id, draft, spoken, work), found, boxes)
    return incoming_id


async def _too_often(desk: Desk, work: Work, source: str, *, worked: bool) -> timedelta | None:
    late = await counted(desk, work, Counted.REQUEST, source)
    return late if late or worked else await counted(desk, work, Counted.WITHOUT_WORK, source)


async def _take_in(
    desk: Desk, work: Work, draft: Open, row: Incoming, found: Found, boxes: Mapping[Place, Box]
) -> None:
    """Take the message in once, settle it as a mail, and empty the draft."""
    kept = await drafts.by_token(work.session, fingerprint(draft.token))
    if kept is None or past(kept.expires_at, work.now):
        raise Gone
    if not await insert_once(work.connection, Incoming.__table__, [row.model_dump()]):  # type: ignore[attr-defined]  # SQLModel gives it
        return
    mine = await store.claim(work.session, row.id)
    kept.sent_at, kept.sealed, kept.code_mark = work.now, "", ""
    evidence = f"{ADDRESS}={'pass' if draft.answers.confirmed else 'none'}"
    if isinstance(found, Understood):
        await settle(desk, work, mine, found, boxes, {"evidence": evidence})
        return
    answers = draft.answers
    said = Said(answers.name, answers.address, "", answers.words, details={"evidence": evidence})
    said.seal_into(mine, boxes[row.id, CONTACT], boxes[row.id, CORR])
    give_to_person(work, mine, Event.GIVE_UP, BROKE_ITS_READER)


def _row(incoming_id: str, draft: Open, spoken: Spoken, work: Work) -> Incoming:
    return Incoming(
        id=incoming_id,
        account=BY_FORM if draft.answers.wish == OWN_WORDS else BY_CHOICE,
        sha256=fingerprint(draft.key),
        size=len(told(draft.answers, spoken).encode()),
        channel=Channel.FORM,
        seen_at=work.now,
        received_at=work.now,
        language=spoken.language,
        read_at=work.now,
    )


def told(answers: Answers, spoken: Spoken) -> str:
    """What somebody wrote, with for whom it is."""
    return "\n\n".join(each for each in (spoken.about, answers.words) if each)


async def _read(desk: Desk, answers: Answers, spoken: Spoken) -> Found:
    """Have the words read as a mail's are, in the same child; what was chosen stands beside what was found."""
    found: Found = TimeoutError()
    for _ in range(TRIES):
        (found,) = await reader_of(desk)([as_mail(answers.words)])
        if isinstance(found, Understood):
            return _as_told(found, answers, spoken)
    return found


def as_mail(text: str) -> bytes:
    """The text as a mail without headers, so that one reader reads everything."""
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head + base64.encodebytes(text.encode())


def _as_told(found: Understood, answers: Answers, spoken: Spoken) -> Understood:
    text, first = told(answers, spoken), next(iter(answers.words.splitlines()), "")[:SUBJECT_LENGTH]
    title = spoken.subject if answers.wish != OWN_WORDS else first
    sender = Address(answers.name, answers.address)
    mail = replace(found.mail, from_=sender, text=text, own_text=text, forwarded=None, raw_headers=())
    who = replace(found.writer, name=answers.name, address=answers.address, subject=title, own_text=text)
    result = replace(_result(found.result, answers), language=spoken.language)
    return replace(found, mail=mail, writer=replace(who, doubtful=False), result=result)


def _result(read: Classification, answers: Answers) -> Classification:
    labels = {*CONTEXTS[For(answers.who)], *read.context}
    context = tuple(label for label in Context if label in labels)
    if answers.wish == OWN_WORDS:
        return replace(read, context=context)
    more = read.kinds if read.proposal is Proposal.REQUEST else ()
    kinds = tuple(kind for kind in Kind if kind == answers.wish or kind in more)
    lines = (f"{CHOSEN} -> {answers.wish}", *read.explanation)
    return replace(read, proposal=Proposal.REQUEST, kinds=kinds, context=context, confidence=1.0, explanation=lines)
