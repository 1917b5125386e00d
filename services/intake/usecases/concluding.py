"""A decision takes effect: the time to undo it is over. Everything it does leaves in this one transaction."""

from __future__ import annotations

from dataclasses import replace

from services.intake import store
from services.intake.rules.incoming import INCOMING, SETTLES_AS, WAITS, Event, State
from services.intake.store import CaseKnown, Decided, Incoming, Said
from services.intake.usecases.acknowledging import hold_back
from services.intake.usecases.attaching import attach
from services.intake.usecases.copies import taken_up
from services.intake.usecases.learning import learn_decision
from services.intake.usecases.opening import Asked, case_of, open_request
from shared.contracts.intake import TriageDone, TriageSettles
from shared.contracts.people import CONTACT, CORR
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM


async def conclude(desk: Desk, work: Work, settles: TriageSettles) -> None:
    """Do what was decided, unless it was undone in the meantime."""
    row = await store.claim(work.session, settles.case_id)
    if row.stands is not State.DECIDED or row.decisions != settles.number:
        log.info("decision.needless", message=row.id)
        return
    contact, corr = await desk.keyring.box(row.id, CONTACT), await desk.keyring.box(row.id, CORR)
    decided, said = store.unseal_decision(row, corr), store.unseal(row, contact, corr)
    await learn_decision(work, row, decided)  # first: opening a case overwrites what the machine proposed
    row.state = INCOMING.step(row.stands, SETTLES_AS[decided.event], SYSTEM)
    if row.decided_from in WAITS:
        outcome = {Event.ACCEPT: "request", Event.JOIN: "attached", Event.DISMISS: "not_a_request"}[decided.event]
        work.say(TriageDone.model_validate({"case_id": row.id, "at": work.now, "outcome": outcome}))
    row.decided_from = row.decision_sealed = ""
    if decided.event is Event.ACCEPT:
        await _open(desk, work, row, said, decided)
    elif decided.event is Event.JOIN:
        await _join(desk, work, row, said, decided)
    else:
        work.note("triage.dismissed", row.id, row.decided_by)
    if decided.event is not Event.DISMISS:
        await taken_up(work, row, said)


async def _open(desk: Desk, work: Work, row: Incoming, said: Said, decided: Decided) -> None:
    """Open a case for each request in the message; all of them count from the moment it came in."""
    cases = [case_of(row.id, number) for number in range(1, len(decided.parts) + 1)]
    for number, part in enumerate(decided.parts, start=1):
        reason = await hold_back(
            desk,
            work,
            part.address,
            automatic=row.automatic,
            no_auto_answer=bool(said.details.get("no_auto_answer")),
            dmarc=row.dmarc,
            received_at=row.received_at,
        )
        linked = tuple(each for each in cases if each != cases[number - 1])
        asked = Asked(part.name, part.address, part.language, part.kinds, decided.context, reason, number, linked)
        case_id = await open_request(desk, work, row, replace(said, text=part.text or said.text), asked)
        work.note("triage.accepted", case_id, row.decided_by, message=row.id, kinds=store.codes(part.kinds))


async def _join(desk: Desk, work: Work, row: Incoming, said: Said, decided: Decided) -> None:
    """Lay it with its case; that a person says so does not prove who wrote it."""
    case = await store.surviving(work.session, await work.session.get(CaseKnown, decided.case_id))
    if case is None:
        raise LookupError(decided.case_id)
    await attach(desk, work, row, said, case, verified=False, takes_date=decided.takes_date)
    work.note("triage.attached", case.case_id, row.decided_by, message=row.id)
