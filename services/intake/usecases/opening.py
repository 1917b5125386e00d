"""A message becomes a request: the case's number is chosen here, its person and first words travel sealed (R4.3-1).

What is said fits the envelope: the excerpt is cut until it does, the whole stays with intake.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from services.intake import store
from services.intake.store import CaseKnown, Incoming, Said
from shared.contracts.envelope import Envelope, TooBig, deterministic
from shared.contracts.intake import RequestReceived
from shared.contracts.people import ADDRESS, CONTACT, CORR, EXCERPT, MESSAGE_ID, NAME, SENDER_INDEX, SUBJECT, Person
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work
from shared.platform.i18n import lazy
from shared.platform.keyring import Place
from shared.vocabulary import Channel, Context, Kind, Language

EXCERPT_LENGTHS = (1000, 700, 450, 250, 120, 40, 0)
SUBJECT_LENGTH, NAME_LENGTH, ADDRESS_BYTES, MESSAGE_ID_LENGTH = 150, 100, 254, 250
EXPLANATION_LINES, EXPLANATION_LENGTH = 6, 100
NO_ADDRESS = lazy("there is no address to write to").msgid

M = TypeVar("M", bound=Envelope)


@dataclass(frozen=True)
class Asked:
    """Who asks for what, as the machine proposes or a person decided. `hold_back` is why no automatic answer goes.

    Of a message that holds several requests, `number` counts them from 1 and `linked` are the other cases.
    """

    name: str
    address: str
    language: Language
    kinds: tuple[Kind, ...]
    context: tuple[Context, ...] = ()
    hold_back: str = ""
    number: int = 1
    linked: tuple[str, ...] = ()


def fitted(make: Callable[[str], M], text: str) -> M:
    """The message with as much of `text` as the envelope holds."""
    for length in EXCERPT_LENGTHS:
        message = make(text[:length])
        try:
            message.body()
        except TooBig:
            continue
        return message
    raise TooBig("a message does not fit, even without its excerpt")


def usable(address: str) -> bool:
    """Whether an address can be written to: one plain address of a length that mail allows."""
    local, at, domain = address.rpartition("@")
    plain = address.isprintable() and not any(sign in address for sign in ' <>,;:"\\()')
    return bool(at and local and domain) and plain and "@" not in local and len(address.encode()) <= ADDRESS_BYTES


def sender_index(desk: Desk, address: str) -> str:
    """The keyed index by which a sender is recognised; empty for no address."""
    return desk.keyring.index(SENDER_INDEX, address) if address else ""


def name_index(desk: Desk, name: str) -> str:
    """The keyed index by which a name is found again; empty for no name."""
    return desk.keyring.index("requester.name", name) if name.strip() else ""


def case_of(incoming_id: str, number: int = 1) -> str:
    """The id of the case that a message opens, or of the n-th one when it holds several requests."""
    return deterministic("case", incoming_id) if number == 1 else deterministic("case", incoming_id, str(number))


async def _boxes(desk: Desk, case_id: str, at_hand: Mapping[Place, Box]) -> Sequence[Box]:
    places = ((case_id, CONTACT), (case_id, CORR))
    has_both = at_hand.keys() >= {*places}
    return [at_hand[each] for each in places] if has_both else await desk.keyring.boxes(places)


async def open_request(
    desk: Desk, work: Work, row: Incoming, said: Said, asked: Asked, boxes: Mapping[Place, Box] | None = None
) -> str:
    """Say that a request came in and remember its case; returns the case's id. `boxes`: those at hand already."""
    case_id = case_of(row.id, asked.number)
    contact, corr = await _boxes(desk, case_id, boxes or {})
    address = asked.address if usable(asked.address) else ""
    hold_back = asked.hold_back or ("" if address else NO_ADDRESS)
    person = Person(
        scope=case_id,
        name=contact.seal(NAME, asked.name[:NAME_LENGTH]),
        address=contact.seal(ADDRESS, address),
        language=asked.language,
    )

    own_id = _own_message_id(said, asked)

    def received(excerpt: str) -> RequestReceived:
        return RequestReceived(
            case_id=case_id,
            at=work.now,
            received_at=row.received_at,
            channel=Channel(row.channel),
            kinds=list(asked.kinds),
            context=list(asked.context),
            requester=person,
            subject=corr.seal(SUBJECT, said.subject[:SUBJECT_LENGTH]),
            excerpt=corr.seal(EXCERPT, excerpt),
            explanation=brief(said.explanation),
            confidence=row.confidence,
            incoming_id=row.id,
            acknowledge=not hold_back,
            hold_back_reason=hold_back,
            linked=list(asked.linked),
            message_id=contact.seal(MESSAGE_ID, own_id) if own_id else "",
            evidence=said.details.get("evidence", ""),
        )

    work.say(fitted(received, said.text))
    found_by = sender_index(desk, asked.address) or row.sender_index
    if asked.number == 1:
        row.case_id, row.kinds, row.language = case_id, store.codes(asked.kinds), asked.language
        row.acknowledged_at = None if hold_back else work.now
        row.sender_index = found_by
    names = name_index(desk, asked.name)
    known = CaseKnown(case_id=case_id, incoming_id=row.id, sender_index=found_by, name_index=names)
    await store.add_case(work.session, known)
    return case_id


def _own_message_id(said: Said, asked: Asked) -> str:
    """The Message-ID under which the requester knows their mail; empty when somebody else wrote it, or it is odd."""
    known = str(said.details.get("message_id", ""))
    theirs = asked.address == said.address and not said.details.get("forwarded_by")
    return known if theirs and len(known) <= MESSAGE_ID_LENGTH else ""


def brief(explanation: Sequence[str]) -> list[str]:
    """The lines of an explanation that travel: cue words of our own lists, few and short."""
    return [line[:EXPLANATION_LENGTH] for line in explanation[:EXPLANATION_LINES]]
