"""The message door of fulfil: each handler reads a message, calls one use case, and lets the lifecycle say no."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from services.fulfil.usecases import identity, letters, opening, triage, troubles
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM, NotAllowed

Act = Callable[[Desk, Any, Work], Awaitable[None]]


def late_is_fine(act: Act) -> Act:
    """A fact that the case has already gone past changes nothing: it is noted, and the message is done."""

    @functools.wraps(act)
    async def heard(desk: Desk, message: Any, work: Work) -> None:
        try:
            await act(desk, message, work)
        except NotAllowed:
            work.note("message.too_late", message.case_id, SYSTEM, type=message.type)
            log.info("message.too_late", case=message.case_id, type=message.type)

    return heard


async def on_request_received(desk: Desk, messages: Sequence[Any], work: Work) -> None:
    """Requests came in."""
    await opening.open_cases(desk, work, messages)


async def on_triage_needed(desk: Desk, messages: Sequence[Any], work: Work) -> None:
    """Intake is unsure of some messages."""
    del desk
    await triage.triage_needed(work, messages)


async def on_triage_done(desk: Desk, message: Any, work: Work) -> None:
    """A person said what a message is."""
    del desk
    await triage.triage_done(work, message)


async def on_triage_snoozed(desk: Desk, message: Any, work: Work) -> None:
    """Such a message was put aside, or brought back."""
    del desk
    await triage.triage_snoozed(work, message)


async def on_followup_received(desk: Desk, message: Any, work: Work) -> None:
    """A further message of the requester."""
    await letters.followup(desk, work, message)


async def on_desk_alarm(desk: Desk, message: Any, work: Work) -> None:
    """Something is wrong with the desk itself, or right again."""
    del desk
    await troubles.hear_alarm(work, message)


async def on_canary_arrived(desk: Desk, message: Any, work: Work) -> None:
    """The desk's test mail came through."""
    del desk
    await troubles.hear_canary(work, message)


async def on_letter_bounced(desk: Desk, message: Any, work: Work) -> None:
    """A letter came back, or is late."""
    del desk
    await letters.bounced(work, message)


async def on_letter_sent(desk: Desk, message: Any, work: Work) -> None:
    """A letter went out."""
    await letters.letter_sent(desk, work, message)


async def on_letter_failed(desk: Desk, message: Any, work: Work) -> None:
    """A letter did not go out."""
    del desk
    await letters.letter_failed(work, message)


@late_is_fine
async def on_identity_not_needed(desk: Desk, message: Any, work: Work) -> None:
    """These kinds need no proof."""
    await identity.not_needed(desk, work, message)


@late_is_fine
async def on_identity_needed(desk: Desk, message: Any, work: Work) -> None:
    """Proof is needed."""
    del desk
    await identity.needed(work, message)


@late_is_fine
async def on_identity_requested(desk: Desk, message: Any, work: Work) -> None:
    """A copy was asked for."""
    del desk
    await identity.requested(work, message)


@late_is_fine
async def on_address_asked(desk: Desk, message: Any, work: Work) -> None:
    """A link went to the address on file."""
    del desk
    await identity.address_asked(work, message)


@late_is_fine
async def on_contact_changed(desk: Desk, message: Any, work: Work) -> None:
    """The contact data changes."""
    del desk
    await identity.contact_changed(work, message)


@late_is_fine
async def on_copy_received(desk: Desk, message: Any, work: Work) -> None:
    """A copy waits for a person."""
    del desk
    await identity.copy_received(work, message)


@late_is_fine
async def on_copy_rejected(desk: Desk, message: Any, work: Work) -> None:
    """A copy was of no use."""
    del desk
    await identity.copy_rejected(work, message)


@late_is_fine
async def on_copy_not_kept(desk: Desk, message: Any, work: Work) -> None:
    """A copy came by mail and was not kept."""
    del desk
    await identity.copy_not_kept(work, message)


@late_is_fine
async def on_copy_destroyed(desk: Desk, message: Any, work: Work) -> None:
    """A copy is gone."""
    del desk
    await identity.copy_destroyed(work, message)


@late_is_fine
async def on_identity_verified(desk: Desk, message: Any, work: Work) -> None:
    """Identity is established."""
    await identity.verified(desk, work, message)


@late_is_fine
async def on_identity_refused(desk: Desk, message: Any, work: Work) -> None:
    """Identity could not be established."""
    del desk
    await identity.refused(work, message)
