"""What notify hears from the other services. Each handler calls one use case."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any, Final

from services.notify.usecases import (
    agents,
    answering,
    canaries,
    chatting,
    clock,
    codes,
    confirming,
    forgetting,
    identity,
    knowing,
)
from shared.contracts import chat, fulfil, intake, tasks, verify
from shared.platform.crypto import KeyDestroyed
from shared.platform.desk import Desk, Work
from shared.platform.handlers import Handler, Job, quick, slow
from shared.platform.logs import log

Act = Callable[[Desk, Any, Work], Awaitable[None]]


def unless_erased(act: Act) -> Act:
    """Of a case whose personal data was erased no letter can go out: that is noted, and the message is done."""

    @wraps(act)
    async def handle(desk: Desk, message: Any, work: Work) -> None:
        try:
            await act(desk, message, work)
        except KeyDestroyed:
            log.info("letter.erased", case=message.case_id, type=message.type)

    return handle


async def on_case_opened(desk: Desk, message: fulfil.CaseOpened, work: Work) -> None:
    """T01, and the correspondence begins."""
    await knowing.open_case(desk, work, message)


async def on_case_triaged(_desk: Desk, message: fulfil.CaseTriaged, work: Work) -> None:
    """Later letters name what a person confirmed."""
    await knowing.sort_case(work, message)


async def on_case_closed(desk: Desk, message: fulfil.CaseClosed, work: Work) -> None:
    """No reminder any more; T07 to who was not identified."""
    await knowing.close_case(desk, work, message)


async def on_case_destroyed(_desk: Desk, message: fulfil.CaseDestroyed, work: Work) -> None:
    """The letters go."""
    await forgetting.forget_case(work, message.case_id)


async def on_identity_requested(desk: Desk, message: verify.IdentityRequested, work: Work) -> None:
    """T02 and its reminders."""
    await identity.ask(desk, work, message)


async def on_address_asked(desk: Desk, message: verify.AddressAsked, work: Work) -> None:
    """T02b."""
    await confirming.ask_address(desk, work, message)


async def on_contact_changed(desk: Desk, message: verify.ContactChanged, work: Work) -> None:
    """T02c."""
    await confirming.tell_old_address(desk, work, message)


async def on_letter_to_agent(desk: Desk, message: verify.LetterToAgent, work: Work) -> None:
    """T31, T32, T33, T34."""
    await agents.write_to_agent(desk, work, message)


async def on_copy_received(_desk: Desk, message: verify.CopyReceived, work: Work) -> None:
    """No reminder while a person looks."""
    await identity.note_copy(work, message)


async def on_copy_rejected(desk: Desk, message: verify.CopyRejected, work: Work) -> None:
    """T03 and its reminders."""
    await identity.ask_again(desk, work, message)


async def on_identity_verified(desk: Desk, message: verify.IdentityVerified, work: Work) -> None:
    """T05."""
    await identity.confirm(desk, work, message)


async def on_identity_settled(
    _desk: Desk, message: verify.IdentityRefused | verify.IdentityNotNeeded, work: Work
) -> None:
    """No reminder any more; what follows is for fulfil and a person."""
    await identity.settle(work, message)


async def on_status_told(desk: Desk, message: fulfil.StatusTold, work: Work) -> None:
    """T09."""
    await answering.tell_status(desk, work, message)


async def on_letter_asked(desk: Desk, message: fulfil.LetterAsked, work: Work) -> None:
    """T08, T20, T26 or T38, in a member of staff's words."""
    await answering.write(desk, work, message)


async def on_late_told(desk: Desk, message: fulfil.LateTold, work: Work) -> None:
    """T40."""
    await clock.apologise(desk, work, message)


async def on_extension_approved(desk: Desk, message: fulfil.ExtensionApproved, work: Work) -> None:
    """T10."""
    await clock.extend(desk, work, message)


async def on_fee_approved(desk: Desk, message: fulfil.FeeApproved, work: Work) -> None:
    """T35."""
    await clock.tell_fee(desk, work, message)


async def on_dates_moved(_desk: Desk, message: fulfil.DatesMoved, work: Work) -> None:
    """Later letters name the new dates."""
    await knowing.move_dates(work, message)


async def on_answer_approved(desk: Desk, message: fulfil.AnswerApproved, work: Work) -> None:
    """T11 and T39."""
    await answering.answer(desk, work, message)


async def on_code_asked(desk: Desk, message: fulfil.DownloadCodeAsked, work: Work) -> None:
    """T39b."""
    await answering.send_code(desk, work, message)


async def on_address_code_asked(desk: Desk, message: intake.AddressCodeAsked, work: Work) -> None:
    """T39b, to the address in a half-filled form."""
    await codes.for_the_form(desk, work, message)


async def on_status_code_asked(desk: Desk, message: fulfil.StatusCodeAsked, work: Work) -> None:
    """T39b, to who has an old link to the status page."""
    await codes.for_the_status(desk, work, message)


async def on_package_renewed(desk: Desk, message: fulfil.PackageRenewed, work: Work) -> None:
    """T39 with a new link."""
    await answering.renew_link(desk, work, message)


async def on_package_fetched(desk: Desk, message: fulfil.PackageFetched, work: Work) -> None:
    """T39c."""
    await answering.tell_download(desk, work, message)


async def on_deadline_near(desk: Desk, message: fulfil.DeadlineNear, work: Work) -> None:
    """S01."""
    await answering.warn_staff(desk, work, message)


async def on_alarm_told(desk: Desk, message: fulfil.AlarmTold, work: Work) -> None:
    """S02."""
    await answering.tell_alarm(desk, work, message)


async def on_task_asked(desk: Desk, message: tasks.TaskAsked, work: Work) -> None:
    """H01."""
    await answering.ask_holder(desk, work, message)


async def on_letter_bounced(_desk: Desk, message: intake.LetterBounced, work: Work) -> None:
    """A letter came back, or is late."""
    await answering.note_bounce(work, message)


async def on_canary_wanted(desk: Desk, message: intake.CanaryWanted, job: Job) -> None:
    """The desk writes to itself."""
    await canaries.send_canary(desk, message, job)


async def on_chat_code(desk: Desk, message: chat.ChatCodeAsked, work: Work) -> None:
    """C01."""
    await chatting.send_code(desk, work, message)


async def on_chat_copy(desk: Desk, message: chat.ChatCopyAsked, job: Job) -> None:
    """C02."""
    await chatting.send_copy(desk, message, job)


async def on_chat_laid_aside(desk: Desk, message: chat.ChatLaidAside, work: Work) -> None:
    """C03."""
    await chatting.send_link(desk, work, message)


_ACTS: Final[Mapping[str, Act]] = {
    "case.opened": on_case_opened,
    "case.triaged": on_case_triaged,
    "case.closed": on_case_closed,
    "case.destroyed": on_case_destroyed,
    "identity.requested": on_identity_requested,
    "identity.address_asked": on_address_asked,
    "identity.contact_changed": on_contact_changed,
    "identity.mandate_asked": on_letter_to_agent,
    "identity.authority_asked": on_letter_to_agent,
    "identity.deceased_told": on_letter_to_agent,
    "identity.platform_told": on_letter_to_agent,
    "identity.copy_received": on_copy_received,
    "identity.copy_rejected": on_copy_rejected,
    "identity.verified": on_identity_verified,
    "identity.refused": on_identity_settled,
    "identity.not_needed": on_identity_settled,
    "status.told": on_status_told,
    "letter.asked": on_letter_asked,
    "late.told": on_late_told,
    "extension.approved": on_extension_approved,
    "fee.approved": on_fee_approved,
    "dates.moved": on_dates_moved,
    "answer.approved": on_answer_approved,
    "download.code_asked": on_code_asked,
    "form.code_asked": on_address_code_asked,
    "status.code_asked": on_status_code_asked,
    "package.renewed": on_package_renewed,
    "package.fetched": on_package_fetched,
    "deadline.near": on_deadline_near,
    "alarm.told": on_alarm_told,
    "letter.bounced": on_letter_bounced,
    "chat.code_asked": on_chat_code,
    "chat.laid_aside": on_chat_laid_aside,
    "task.asked": on_task_asked,
}
HEARD: Final[Mapping[str, Handler]] = {
    **{name: quick(unless_erased(act)) for name, act in _ACTS.items()},
    "chat.copy_asked": slow(on_chat_copy),
    "canary.wanted": slow(on_canary_wanted, canaries.LEASE),
}
