"""Codes by mail that open no download: for the address in a half-filled form (T39b)."""

from __future__ import annotations

from services.notify.rules.who_gets_what import Event
from services.notify.usecases.queueing import Occasion, queue_letters
from shared.contracts.envelope import DESK
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
