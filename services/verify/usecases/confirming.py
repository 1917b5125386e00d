"""The answer to a link: token and code come in, and whoever asks hears the same for every reason why not (R4-4).

A right answer proves the address on file. Where that is enough, identity is established at once, in the name of the
member of staff who sent the link; else the rung is written down as passed.
"""

from __future__ import annotations

import hmac
from typing import Final

from services.verify import ladder_store, store
from services.verify.ladder_store import Challenge
from services.verify.rules.challenge import (
    ANSWER_WINDOW,
    MAX_ANSWERS,
    MAX_TRIES,
    ChallengeState,
    may_refresh,
)
from services.verify.rules.ladder import enough
from services.verify.rules.rungs import Outcome, may_try
from services.verify.rules.verification import SUBJECT, VERIFICATION, Event
from services.verify.store import Verification
from services.verify.usecases.challenging import Sender, is_open, make, mark
from services.verify.usecases.deciding import finish
from services.verify.usecases.destroying import condemn
from services.verify.usecases.representing import is_clear, note_agent
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import step
from services.verify.usecases.telling import verified
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk, Work
from shared.vocabulary import Method

_NOBODYS: Final = "0" * 64


class TooManyAnswers(Exception):
    """More wrong answers from this place than anybody mistypes."""


async def answer(desk: Desk, link: str, code: str, source: str) -> bool:
    """Whether the code fits the link, which is used up by this; a wrong code costs a try, the fifth voids the link.

    An unknown, used, void or old link gives the same answer after the same work. Raises `TooManyAnswers`, whatever
    was asked, after many wrong ones from one `source`.
    """
    async with desk.work() as work:
        found = await ladder_store.claim_challenge(work.session, fingerprint(code_of(link)))
        right = _fits(desk, work, found, link, code)
        if found is not None and right:
            await _prove(desk, work, *found)
        else:
            index = desk.keyring.index("confirm.source", source)
            wrong = await store.count_wrong_code(work.session, index, work.now, ANSWER_WINDOW)
            await _miss(desk, work, found)
    if not right and wrong > MAX_ANSWERS:
        raise TooManyAnswers
    if right:
        await finish(desk)
    return right


def _fits(desk: Desk, work: Work, found: tuple[Challenge, Verification] | None, link: str, code: str) -> bool:
    """Compare in constant time, also where there is nothing to compare with."""
    challenge = None if found is None else found[0]
    given = mark(desk, fingerprint(code_of(link)), code)
    same = hmac.compare_digest(given, _NOBODYS if challenge is None else challenge.code_mark)
    return same and challenge is not None and is_open(challenge) and challenge.expires_at > work.now


async def _miss(desk: Desk, work: Work, found: tuple[Challenge, Verification] | None) -> None:
    if found is None or not is_open(found[0]) or found[0].expires_at <= work.now:
        return
    challenge, verification = found
    challenge.tries += 1
    work.note("identity.wrong_code", challenge.case_id, SUBJECT, tries=challenge.tries, number=challenge.number)
    if challenge.tries >= MAX_TRIES:
        challenge.state = ChallengeState.VOID
        await climb(desk, work, verification, Method.KNOWN_ADDRESS, Outcome.FAILED)


async def _prove(desk: Desk, work: Work, challenge: Challenge, verification: Verification) -> None:
    challenge.state = ChallengeState.PASSED
    await climb(desk, work, verification, Method.KNOWN_ADDRESS, Outcome.PASSED)
    await note_agent(work, verification)
    verification.version += 1
    can = Event.CONFIRM in VERIFICATION.possible(verification.stands, SUBJECT)
    light = enough(Method.KNOWN_ADDRESS, verification.needs)
    if not (can and light and (await is_clear(desk, work, verification)).allowed):
        return
    step(work, verification, Event.CONFIRM, SUBJECT)
    verification.method = Method.KNOWN_ADDRESS
    verification.noted = store.as_json([])
    verification.decided_by, verification.decided_at = challenge.by, work.now
    verification.decided_name_sealed = challenge.by_name_sealed
    await store.void_links(work.session, verification.case_id)
    await condemn(work, verification, verified(verification, work.now))
    how, number = Method.KNOWN_ADDRESS.value, challenge.number
    work.note("identity.verified", verification.case_id, challenge.by, method=how, number=number)


async def ask_fresh(desk: Desk, link: str) -> None:
    """Send a fresh code to the same address on file, if this link may have one; says nothing of whether it may."""
    async with desk.work() as work:
        found = await ladder_store.claim_challenge(work.session, fingerprint(code_of(link)))
        if found is None or not is_open(found[0]):
            return
        challenge, verification = found
        steps = await ladder_store.steps_of(work.session, verification)
        days = desk.settings.identity.link_days
        may = may_refresh(work.now, challenge.made_at, challenge.sent_at, challenge.fresh, days)
        possible = Event.CONFIRM in VERIFICATION.possible(verification.stands, SUBJECT)
        if may and possible and may_try(steps, Method.KNOWN_ADDRESS).allowed:
            challenge.state = ChallengeState.VOID
            sender = Sender(challenge.by, challenge.by_name_sealed)
            await make(desk, work, verification, challenge.person, sender, challenge)


def code_of(link: str) -> str:
    """The token of a pasted link, or the token itself."""
    return link.strip().rpartition("#")[2]
