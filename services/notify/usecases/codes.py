"""Codes by mail that open no download: for the address in a half-filled form, and for the status page (T39b)."""

from __future__ import annotations

from services.notify import store
from services.notify.rules.who_gets_what import Event, Situation
from services.notify.usecases.answering import HOUR
from services.notify.usecases.knowing import about, known
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.envelope import DESK
from shared.contracts.fulfil import StatusCodeAsked
from shared.contracts.intake import AddressCodeAsked
from shared.contracts.people import CODE, CONTACT
from shared.platform.desk import Desk, Work


async def for_the_form(desk: Desk, work: Work, asked: AddressCodeAsked) -> None:
    """Send the code that confirms an address; there is no case yet, and how often is for intake to say."""
    box = await desk.keyring.box(asked.requester.scope, CONTACT)
    facts = {"code": box.unseal(CODE, asked.code), "valid_until": asked.valid_until, "opens": "form"}
    step = f"form.{asked.draft}.{asked.number}"
    letter = Occasion(Event.ADDRESS_CODE_ASKED, DESK, "", asked.requester, step, facts, expires_at=asked.valid_until)
    await queue_letters(desk, work, letter)


async def for_the_status(desk: Desk, work: Work, asked: StatusCodeAsked) -> None:
    """Send the code that makes an old link good again."""
    case = await known(work, asked.case_id)
    box = await desk.keyring.box(asked.case_id, CONTACT)
    situation = Situation(codes_this_hour=await store.codes_since(work.session, asked.case_id, work.now - HOUR))
    code = {"code": box.unseal(CODE, asked.code), "valid_until": asked.valid_until, "opens": "status"}
    letter = Occasion(
        Event.STATUS_CODE_ASKED,
        asked.case_id,
        asked.reference,
        asked.requester,
        f"status.{asked.number}",
        {**about(desk, case), **code},
        situation,
        expires_at=asked.valid_until,
    )
    await queue_letters(desk, work, letter)
