"""A copy comes in: code, judgement, vault, and only then a row that says so (R4.4-2, R4-10; trust 3).

The bytes that were sent exist in memory only. What is kept is the redrawn picture, sealed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from services.verify import store
from services.verify.rules.upload_link import GUESS_WINDOW, MAX_GUESSES, MAX_TRIES, copy_dies_at
from services.verify.rules.verification import SUBJECT, Event, State
from services.verify.store import Evidence, LinkState, UploadLink, Verification
from services.verify.usecases.steps import step
from services.verify.usecases.tools import Judged, Reason, examine_of, vault_of
from shared.contracts.verify import CopyExpires, CopyReceived
from shared.platform.crash import crash_point
from shared.platform.crypto import fingerprint
from shared.platform.desk import Desk, Work
from shared.vocabulary import Channel, Verdict


class WrongCode(Exception):
    """No link ever had this code."""


class TooManyGuesses(Exception):
    """More wrong codes from this place than anybody mistypes."""


class LinkOver(Exception):
    """The link was good once: its time has passed, it was tried too often, or a new one took its place."""


@dataclass(frozen=True)
class Received:
    """The copy is with us; a person will look."""

    repainted: bool = False
    """It showed too much: what is with us is what we painted over."""


@dataclass(frozen=True)
class Unusable:
    """Nothing was kept; why, and how often the link may still be tried.

    `findings`: kind, page and box of what was seen, for the reader's own picture; never a value.
    """

    reasons: tuple[Reason, ...]
    tries_left: int
    pages: int = 1
    """Where there are several, a reason says on which page."""
    findings: tuple[dict[str, object], ...] = ()


async def receive(
    desk: Desk, code: str, data: bytes, declared_name: str | None, source: str, key: str = ""
) -> Received | Unusable:
    """Take a copy in. `source` is where the request comes from; only a keyed index of it is counted.

    The same copy posted twice is received once; refused, it counts as one try when both times came with the
    same idempotency `key`, as when the first answer was lost on the way.

    Raises `WrongCode`, `TooManyGuesses` or `LinkOver`.
    """
    mark = fingerprint(code)
    if await _is_done(desk, mark, source):
        return Received()
    judged = await examine_of(desk)(data, declared_name)
    if judged.picture is None or judged.verdict in {Verdict.UNREADABLE, Verdict.REJECTED}:
        return await _refuse(desk, mark, judged, _sent_as(key, data))
    async with vault_of(desk).storing(judged.picture) as name:
        crash_point("verify.receive.sealed")
        await _keep(desk, mark, name, judged)
    crash_point("verify.receive.kept")
    return Received(repainted=judged.repainted)


async def _is_done(desk: Desk, mark: str, source: str) -> bool:
    """Whether this link brought a copy that still waits; raises when it opens nothing.

    A right code passes however many wrong ones came from the same place: behind a proxy that may be everybody.
    """
    async with desk.look() as session:
        link = await store.find_link(session, mark)
        if link is not None:
            verification = await session.get_one(Verification, link.case_id)
            return _is_taken(desk, link, verification)
    index = desk.keyring.index("upload.source", source)
    async with desk.work() as work:
        count = await store.count_wrong_code(work.session, index, work.now, GUESS_WINDOW)
    raise TooManyGuesses if count > MAX_GUESSES else WrongCode


def _is_taken(desk: Desk, link: UploadLink, verification: Verification) -> bool:
    """Whether the link's copy is in; False when the link is open, `LinkOver` when it is neither."""
    if link.state == LinkState.USED and verification.stands is State.COPY_RECEIVED:
        return True
    if link.state != LinkState.OPEN or link.expires_at <= desk.clock.now():
        raise LinkOver
    return False


def _sent_as(key: str, data: bytes) -> str:
    """What one sending is known by: random key and bytes together, so that neither alone can be guessed from it."""
    return fingerprint(f"{key}:{hashlib.sha256(data).hexdigest()}") if key else ""


async def _refuse(desk: Desk, mark: str, judged: Judged, sent_as: str) -> Unusable:
    """Count a file that cannot be used, once a sending; the link is void after the last try."""
    async with desk.work() as work:
        link, _ = await store.claim_link(work.session, mark)
        again = bool(sent_as) and link.refused == sent_as
        if link.state != LinkState.OPEN:
            raise LinkOver
        if not judged.busy and not again:
            link.tries += 1
            link.refused = sent_as
            kinds = ",".join(sorted({str(finding["kind"]) for finding in judged.findings}))
            work.note("identity.copy_unusable", link.case_id, SUBJECT, attempt=link.attempt, kinds=kinds)
        if link.tries >= MAX_TRIES:
            link.state = LinkState.VOID
        left = MAX_TRIES - link.tries
    return Unusable(judged.reasons, left, judged.pages, judged.findings)


async def _keep(desk: Desk, mark: str, name: str, judged: Judged) -> None:
    """Commit that the copy is here, unless the same copy, posted twice, was faster: then this one goes at once."""
    async with desk.work() as work:
        link, verification = await store.claim_link(work.session, mark)
        taken = _is_taken(desk, link, verification)
        if not taken:
            link.state = LinkState.USED
            take_in(desk, work, verification, name, judged)
    if taken:
        await vault_of(desk).destroy(name)


def take_in(
    desk: Desk,
    work: Work,
    verification: Verification,
    name: str,
    judged: Judged,
    *,
    channel: Channel = Channel.FORM,
    sender_proved: bool = True,
) -> None:
    """Write down that a copy is here, by an upload or by mail, and until when at the latest (R4-11)."""
    step(work, verification, Event.RECEIVE, SUBJECT)
    case_id, attempt = verification.case_id, verification.attempt
    work.session.add(
        Evidence(
            case_id=case_id,
            attempt=attempt,
            object_name=name,
            received_at=work.now,
            verdict=judged.verdict,
            findings=store.as_json(judged.findings),
            pages=judged.pages,
            channel=channel,
            sender_proved=sender_proved,
        )
    )
    work.say(CopyReceived(case_id=case_id, at=work.now, attempt=attempt))
    due = copy_dies_at(work.now, desk.settings.identity.copy_max_days)
    work.schedule(CopyExpires(case_id=case_id, at=work.now, attempt=attempt), due)
    came = {"channel": channel.value, "proved": sender_proved}
    came |= {"repainted": True} if judged.repainted else {}
    work.note("identity.copy_received", case_id, SUBJECT, attempt=attempt, verdict=judged.verdict.value, **came)
