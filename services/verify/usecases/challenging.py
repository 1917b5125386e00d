"""A link and a code to the address on file, sent by a person; a fresh one by its reader (R4-3, R4-4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.verify import ladder_store
from services.verify.ladder_store import Challenge, FileEntry
from services.verify.rules.challenge import ChallengeState, may_challenge, valid_until
from services.verify.rules.on_file import masked_address, may_carry
from services.verify.rules.rungs import Outcome, may_try
from services.verify.rules.verification import SUBJECT, VERIFICATION, Event
from services.verify.store import Verification
from services.verify.usecases.looking_up import opened, received_on
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import DECIDER, claim
from shared.contracts.people import ADDRESS, CAME_FROM, CODE, CONTACT, LINK, NAME, Person
from shared.contracts.verify import AddressAsked
from shared.platform.crypto import fingerprint, new_code, short_code
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import NotAllowed, Verdict
from shared.vocabulary import Method

CONFIRM_PATH: Final = "/identity/confirm"


@dataclass(frozen=True)
class Wish:
    """What staff chose: which of the addresses on file, and what they know of it."""

    which: int = 0
    theirs_alone: bool = False
    """Only the requester reads this mailbox, as far as staff know."""
    older: bool = False
    """It stood in the file before this request."""


async def send(desk: Desk, case_id: str, version: int, actor: Session, wish: Wish) -> None:
    """Send a link to the address on file; an earlier one stops working. Raises `NotAllowed`, `Overtaken`."""
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        entry = await ladder_store.entry_of(work.session, verification)
        _insist(await _may_send(desk, work, verification, entry, wish))
        assert entry is not None  # noqa: S101 -- without one there is no address, and that was refused
        known = await opened(desk, entry)
        if not 0 <= wish.which < len(known.addresses):
            raise NotAllowed("Choose one of the addresses on file.", {})
        box = await desk.keyring.box(case_id, CONTACT)
        person = Person(
            scope=case_id,
            name=box.seal(NAME, known.name),
            address=box.seal(ADDRESS, known.addresses[wish.which]),
            language=verification.person.language,
        )
        await ladder_store.void_challenges(work.session, case_id)
        sender = Sender(actor.staff_id, box.seal(DECIDER, actor.display_name))
        await make(desk, work, verification, person, sender)
        await climb(desk, work, verification, Method.KNOWN_ADDRESS, Outcome.SENT, actor)
        verification.version += 1


async def _may_send(desk: Desk, work: Work, verification: Verification, entry: FileEntry | None, wish: Wish) -> Verdict:
    if Event.CONFIRM not in VERIFICATION.possible(verification.stands, SUBJECT):
        raise NotAllowed("The question of identity is not open.", {})
    steps = await ladder_store.steps_of(work.session, verification)
    again = may_try(steps, Method.KNOWN_ADDRESS)
    if not again.allowed:
        return again
    addresses = 0 if entry is None else entry.addresses
    may = may_challenge(verification.needs, addresses, theirs_alone=wish.theirs_alone)
    if not may.allowed or entry is None:
        return may
    return may_carry(entry.since, received_on(desk, verification), said_older=wish.older)


@dataclass(frozen=True)
class Sender:
    """Who sent a link first, the name sealed in `contact` of the case."""

    staff_id: str
    name_sealed: str


async def make(
    desk: Desk, work: Work, verification: Verification, person: Person, sender: Sender, after: Challenge | None = None
) -> None:
    """Make a link and a code and say that they go out; `after` is the one whose reader asked for a fresh code."""
    case_id, token, code = verification.case_id, new_code(), short_code()
    newest = await ladder_store.newest_challenge(work.session, case_id)
    challenge = Challenge(
        fingerprint=fingerprint(token),
        case_id=case_id,
        number=1 if newest is None else newest.number + 1,
        round=verification.round,
        code_mark=mark(desk, fingerprint(token), code),
        person_sealed=person.model_dump_json(),
        made_at=work.now,
        sent_at=work.now if after is None else after.sent_at,
        expires_at=valid_until(work.now),
        fresh=0 if after is None else after.fresh + 1,
        by=sender.staff_id,
        by_name_sealed=sender.name_sealed,
    )
    work.session.add(challenge)
    box = await desk.keyring.box(case_id, CONTACT)
    asked_by = box.unseal(ADDRESS, verification.person.address)
    work.say(
        AddressAsked(
            case_id=case_id,
            at=work.now,
            number=challenge.number,
            reference=verification.reference,
            on_file=person,
            came_from=box.seal(CAME_FROM, masked_address(asked_by) if asked_by else ""),
            link=box.seal(LINK, f"{desk.settings.web.public_url.rstrip('/')}{CONFIRM_PATH}#{token}"),
            code=box.seal(CODE, code),
            valid_until=challenge.expires_at,
            by_staff=after is None,
        )
    )
    who = sender.staff_id if after is None else SUBJECT
    work.note("identity.address_asked", case_id, who, number=challenge.number, fresh=challenge.fresh)


def mark(desk: Desk, link: str, code: str) -> str:
    """What is kept of a code: keyed, for eight digits are soon guessed from a plain hash."""
    digits = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    return desk.keyring.index(f"address.code|{link}", digits)


def is_open(challenge: Challenge) -> bool:
    """Whether it was neither answered nor made void; it may be too old all the same."""
    return challenge.state == ChallengeState.OPEN


def _insist(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise verdict.as_error()
