"""Making letters: the table says which, the writer makes them, and each waits in the line or says why it stays in.

A letter is written once, when it is queued. One that cannot be written fails at once and a person is told; it never
stops the line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from services.notify import store
from services.notify.letters.catalogue import forms
from services.notify.rules.answer_letters import answered_by
from services.notify.rules.mail import is_one_address
from services.notify.rules.sending import DELIVERY, message_id
from services.notify.rules.sending import Event as Step
from services.notify.rules.troubles import Trouble
from services.notify.rules.who_gets_what import Event, Recipient, Send, Situation, Skipped, Urgency, who_gets_what
from services.notify.store import Delivery
from services.notify.usecases.counting import count
from services.notify.usecases.tools import Unwritable, writer_of
from shared.contracts.notify import LetterFailed, SendDue, delivery_of
from shared.contracts.people import ADDRESS, CONTACT, NAME, Person
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import DeliveryState, Language, Letter

FACTS, SUBJECT, TEXT, HTML = "facts", "subject", "text", "html"
HEAD_START = timedelta(minutes=1)
"""So much earlier than the others stands a letter in the line that a person waits for."""


@dataclass(frozen=True)
class Occasion:
    """An event with all that its letters may need. `step` tells letters of one kind and case apart."""

    event: Event
    case_id: str
    reference: str
    person: Person
    step: str
    facts: Mapping[str, object]
    situation: Situation = field(default_factory=Situation)
    expires_at: datetime | None = None
    detail: str = ""
    """A code that says more about why a letter stays in."""


async def queue_letters(desk: Desk, work: Work, occasion: Occasion) -> None:
    """Queue the letters of an event, each once however often the event is heard."""
    box = await desk.keyring.box(occasion.person.scope, CONTACT)
    address = box.unseal(ADDRESS, occasion.person.address)
    facts = {"reference": occasion.reference, **occasion.facts, "name": box.unseal(NAME, occasion.person.name)}
    for planned in who_gets_what(occasion.event, replace(occasion.situation, has_address=is_one_address(address))):
        if not await store.is_queued(work.session, occasion.case_id, planned.letter, occasion.step):
            _queue(desk, work, box, occasion, planned, facts)


def _queue(
    desk: Desk, work: Work, box: Box, occasion: Occasion, planned: Send | Skipped, facts: Mapping[str, object]
) -> None:
    delivery = _delivery(desk, work, box, occasion, planned.letter, facts)
    work.session.add(delivery)
    trouble = write(desk, box, delivery)
    if isinstance(planned, Skipped):
        delivery.state, delivery.reason = DeliveryState.SKIPPED, planned.reason
        delivery.detail = occasion.detail or None
    elif trouble is not None:
        fail(work, delivery, trouble.trouble, trouble.field)
    else:
        head_start = HEAD_START if planned.urgency is Urgency.AT_ONCE else timedelta(0)
        delivery.next_at = work.now
        work.schedule(due(delivery, work.now), work.now - head_start)
    _tell(work, delivery)


def _delivery(
    desk: Desk, work: Work, box: Box, occasion: Occasion, letter: Letter, facts: Mapping[str, object]
) -> Delivery:
    form, case_id, step = forms()[letter], occasion.case_id, occasion.step
    delivery = Delivery(
        id=delivery_of(case_id, letter, step),
        case_id=case_id,
        reference=occasion.reference,
        letter=letter,
        step=step,
        language=_language(desk, occasion.person),
        to_staff=form.recipient is Recipient.STAFF,
        automatic=form.automatic,
        state=DELIVERY.initial,
        message_id=message_id(case_id, letter, step, desk.settings.mail.sender.partition("@")[2]),
        person_sealed=occasion.person.model_dump_json(),
        facts_sealed="",
        created_at=work.now,
        expires_at=occasion.expires_at,
    )
    parts = answered_by(letter, occasion.situation)
    facts = {**facts, "parts": parts} if parts else facts
    needed = {name: plain(facts[name]) for name in form.fields if facts.get(name) is not None}
    delivery.facts_sealed = box.seal(delivery.field(FACTS), json.dumps(needed))
    return delivery


def _language(desk: Desk, person: Person) -> Language:
    spoken = desk.settings.letters.languages
    return person.language if person.language in spoken else spoken[0]


def plain(value: object) -> object:
    """A fact as JSON keeps it: days and instants as ISO text, lists as lists."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple | frozenset) else value


def write(desk: Desk, box: Box, delivery: Delivery) -> Unwritable | None:
    """Write a delivery's letter from its facts and seal it; returns why it could not be written."""
    facts = facts_of(box, delivery)
    try:
        made = writer_of(desk).write(delivery.kind, Language(delivery.language), facts)
    except Unwritable as error:
        return error
    delivery.subject_sealed = box.seal(delivery.field(SUBJECT), made.subject)
    delivery.text_sealed = box.seal(delivery.field(TEXT), made.text)
    delivery.html_sealed = box.seal(delivery.field(HTML), made.html)
    return None


def facts_of(box: Box, delivery: Delivery) -> dict[str, object]:
    """The facts of a delivery."""
    facts: dict[str, object] = json.loads(box.unseal(delivery.field(FACTS), delivery.facts_sealed))
    return facts


def due(delivery: Delivery, now: datetime) -> SendDue:
    """The message that asks to send a delivery, for its present attempt."""
    return SendDue(case_id=delivery.case_id, at=now, delivery_id=delivery.id, attempt=delivery.attempts)


def fail(work: Work, delivery: Delivery, trouble: Trouble, detail: str = "", *, step: Step = Step.REFUSE) -> None:
    """Take the step after which a person must look, and tell fulfil. `HOLD`: nobody knows whether it went out."""
    delivery.state = DELIVERY.step(delivery.stands, step, SYSTEM)
    delivery.reason, delivery.detail, delivery.next_at = trouble, detail or None, None
    delivery.failures += 1
    work.say(
        LetterFailed(
            case_id=delivery.case_id,
            at=work.now,
            delivery_id=delivery.id,
            number=delivery.failures,
            letter=delivery.kind,
            held=step is Step.HOLD,
        )
    )


def _tell(work: Work, delivery: Delivery) -> None:
    reason = delivery.reason or ""
    work.note(f"letter.{delivery.state}", delivery.case_id, SYSTEM, letter=delivery.letter, reason=reason)
    log.info(f"letter.{delivery.state}", case=delivery.case_id, letter=delivery.letter, reason=reason)
    count(delivery.letter, delivery.state, reason)
