"""The contact data of a requester changes: what was proved through the old address is void, and it is told (R2.3-2)."""

from __future__ import annotations

from services.verify import ladder_store
from services.verify.ladder_store import Challenge
from services.verify.rules.challenge import ChallengeState
from services.verify.rules.ladder import Detail
from services.verify.rules.rungs import Outcome, passed
from services.verify.rules.verification import VERIFICATION, Event
from services.verify.store import Verification
from services.verify.usecases.asking import raise_level
from services.verify.usecases.looking_up import opened
from services.verify.usecases.representing import note_agent
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import claim, sign, step
from shared.contracts.people import ADDRESS, CONTACT, NAME, Person
from shared.contracts.verify import ContactChanged
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.statetable import NotAllowed
from shared.vocabulary import Kind, Method


async def contact_changes(desk: Desk, case_id: str, version: int, actor: Session) -> None:
    """A member of staff says that the request changes contact data, or that the requester's own contact changed.

    The link to the old address no longer counts; the address on file hears of it; a rectification now needs a way
    that does not lead through it. Raises `NotAllowed` when no old address is known: nothing could be told.
    """
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        old = await _old(desk, work, verification)
        if old is None:
            raise NotAllowed("No old address is known: look up, or type, what is on file first.", {})
        was_proved = await _void(desk, work, verification, actor)
        if Kind.RECTIFICATION in verification.kind_list:
            raise_level(verification, [Detail.KEY_DATA_CHANGES])
        verification.voided += 1
        verification.version += 1
        await sign(desk, work, verification, actor)
        number = verification.voided
        work.say(
            ContactChanged(
                case_id=case_id,
                at=work.now,
                number=number,
                reference=verification.reference,
                old=old,
                voided=was_proved,
            )
        )
        work.note("identity.contact_changed", case_id, actor.staff_id, number=number, voided=was_proved)


async def _void(desk: Desk, work: Work, verification: Verification, actor: Session) -> bool:
    """Take back what rests on the old address; whether identity was established by it."""
    await ladder_store.void_challenges(work.session, verification.case_id)
    steps = await ladder_store.steps_of(work.session, verification)
    if Method.KNOWN_ADDRESS in passed(steps):
        await climb(desk, work, verification, Method.KNOWN_ADDRESS, Outcome.VOID, actor)
    rests_on_it = verification.method == Method.KNOWN_ADDRESS
    unproved = rests_on_it and Event.UNPROVE in VERIFICATION.possible(verification.stands, actor.roles)
    if unproved:
        step(work, verification, Event.UNPROVE, actor.roles)
        verification.method = None
    await note_agent(work, verification)
    return unproved


async def _old(desk: Desk, work: Work, verification: Verification) -> Person | None:
    """The address that was on file: the one that answered a link, else the first that was looked up."""
    newest = await ladder_store.newest_challenge(work.session, verification.case_id)
    if newest is not None and _answered(newest):
        return newest.person
    entry = await ladder_store.entry_of(work.session, verification)
    known = None if entry is None else await opened(desk, entry)
    if known is None or not known.addresses:
        return None
    box = await desk.keyring.box(verification.case_id, CONTACT)
    return Person(
        scope=verification.case_id,
        name=box.seal(NAME, known.name),
        address=box.seal(ADDRESS, known.addresses[0]),
        language=verification.person.language,
    )


def _answered(challenge: Challenge) -> bool:
    return challenge.state == ChallengeState.PASSED
