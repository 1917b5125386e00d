"""Asking for a copy: only after the lighter rungs, by a person, with a link for one upload (R4-1, R4.4-1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from services.verify import ladder_store, store
from services.verify.rules.ladder import Detail, WhyImpossible, may_ask_copy, needed
from services.verify.rules.rungs import Outcome, honest, tried
from services.verify.rules.upload_link import valid_until
from services.verify.rules.verification import Event
from services.verify.store import UploadLink, Verification
from services.verify.usecases.rungs import climb
from services.verify.usecases.steps import claim, sign, step
from shared.contracts.people import CONTACT, LINK
from shared.contracts.verify import IdentityRequested
from shared.platform.crypto import fingerprint, new_code
from shared.platform.desk import Desk, Work
from shared.platform.sessions import Session
from shared.vocabulary import Level, Method

UPLOAD_PATH = "/identity/upload"
NO_REASON = "other"


@dataclass(frozen=True)
class FreshLink:
    """A new upload link: sealed in `contact` of the case, and the instant at which it ends."""

    sealed: str
    until: datetime


async def ask(
    desk: Desk,
    case_id: str,
    version: int,
    actor: Session,
    impossible: Mapping[Level, WhyImpossible],
    details: Collection[Detail] = (),
) -> None:
    """Ask the requester for a blacked-out copy (T02).

    `impossible` says why each lighter rung cannot be used; `details` may raise the level that is needed. Raises
    `NotAllowed` when a rung was left out without a fitting reason, `Overtaken` when somebody was faster.
    """
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        step(work, verification, Event.ASK, actor.roles)
        raise_level(verification, details)
        await _insist(desk, work, verification, impossible)
        verification.impossible = store.as_json({str(rung): str(why) for rung, why in impossible.items()})
        await sign(desk, work, verification, actor)
        for rung, why in impossible.items():
            await climb(desk, work, verification, Method.NONE, Outcome.LEFT_OUT, actor, why=why.value, level=rung)
        await climb(desk, work, verification, Method.REDACTED_COPY, Outcome.SENT, actor)
        await request_copy(desk, work, verification)
        codes = {f"without_{rung}": str(why) for rung, why in impossible.items()}
        work.note("identity.requested", case_id, actor.staff_id, attempt=verification.attempt, **codes)


async def _insist(
    desk: Desk, work: Work, verification: Verification, impossible: Mapping[Level, WhyImpossible]
) -> None:
    """Each lighter rung was really tried, or has a reason that agrees with what is on file (R4-1)."""
    steps = await ladder_store.steps_of(work.session, verification)
    entry = await ladder_store.entry_of(work.session, verification)
    addresses, numbers = (0, 0) if entry is None else (entry.addresses, entry.numbers)
    for verdict in (
        may_ask_copy(impossible, tried(steps, work.now), verification.needs),
        honest(impossible, steps, has_address=addresses > 0, has_number=numbers > 0),
    ):
        if desk.settings.identity.ladder_required and not verdict.allowed:
            raise verdict.as_error()


def raise_level(verification: Verification, details: Collection[Detail]) -> None:
    """What a person knows of a request may raise the level that it needs (spec 2.1); it never lowers it."""
    need = needed(verification.kind_list, details=details)
    if need.level > verification.needs:
        verification.level, verification.need_rule, verification.need_text = need.level, need.rule, need.text


async def request_copy(desk: Desk, work: Work, verification: Verification) -> None:
    """Make the next attempt's link and say that a copy is asked for."""
    link = await fresh_link(desk, work, verification)
    work.say(
        IdentityRequested(
            case_id=verification.case_id,
            at=work.now,
            attempt=verification.attempt,
            reference=verification.reference,
            requester=verification.person,
            link=link.sealed,
            why=why_of(verification),
            answer_by=link.until,
        )
    )


def why_of(verification: Verification) -> str:
    """The reason that the letter gives: why the lightest rung that was left out does not do."""
    ticked = verification.ticked
    return next((ticked[rung] for rung in sorted(ticked)), NO_REASON)


async def fresh_link(desk: Desk, work: Work, verification: Verification) -> FreshLink:
    """Void the earlier links and make one for a new attempt; only its fingerprint is stored."""
    settings = desk.settings
    until = valid_until(work.now, settings.identity.link_days, ZoneInfo(settings.timezone))
    code = new_code()
    await store.void_links(work.session, verification.case_id)
    verification.attempt += 1
    verification.asked_at, verification.answer_by = work.now, until
    case_id, attempt = verification.case_id, verification.attempt
    work.session.add(UploadLink(fingerprint=fingerprint(code), case_id=case_id, attempt=attempt, expires_at=until))
    box = await desk.keyring.box(case_id, CONTACT)
    # in the fragment, so that no log, proxy or Referer header ever sees the code
    return FreshLink(box.seal(LINK, f"{settings.web.public_url.rstrip('/')}{UPLOAD_PATH}#{code}"), until)
