"""What people made of the machine's proposals is kept, in codes, so that the proposals can be judged (spec 9.4)."""

from __future__ import annotations

from services.intake import store
from services.intake.rules.incoming import Event, State
from services.intake.store import BY_CHOICE, BY_HAND, CaseKnown, Correction, Decided, Incoming
from services.intake.store.decisions import ATTACHED, NOT_A_REQUEST, REQUEST
from shared.contracts.fulfil import CaseClosed, CaseTriaged
from shared.platform.desk import Work
from shared.vocabulary import Kind

_OUTCOMES = {Event.ACCEPT: REQUEST, Event.JOIN: ATTACHED, Event.DISMISS: NOT_A_REQUEST}


async def learn_decision(work: Work, row: Incoming, decided: Decided) -> None:
    """Keep what somebody decided in triage beside the proposal that the row still holds."""
    chosen = {kind for part in decided.parts for kind in part.kinds}
    filed = row.decided_from == State.NOT_A_REQUEST and not decided.before_by
    labels = store.codes(decided.context) if decided.event is Event.ACCEPT else row.context
    await _keep(work, row, _OUTCOMES[decided.event], chosen, labels, filed=filed)


async def learn_kinds(work: Work, triaged: CaseTriaged) -> None:
    """Keep what a handler confirmed on the case's page: the kinds of a case that the machine opened by itself."""
    row = await _message_of(work, triaged.case_id)
    if row is not None:
        await _keep(work, row, REQUEST, set(triaged.kinds), row.context)


async def learn_end(work: Work, closed: CaseClosed) -> None:
    """A case that was closed as no request was proposed wrongly."""
    row = await _message_of(work, closed.case_id) if closed.outcome == NOT_A_REQUEST else None
    if row is not None:
        await _keep(work, row, NOT_A_REQUEST, set(), row.context)


async def _message_of(work: Work, case_id: str) -> Incoming | None:
    """The message of a case that is its only one, if the machine proposed anything for it."""
    case = await work.session.get(CaseKnown, case_id)
    row = await store.find(work.session, case.incoming_id) if case is not None else None
    if row is None or row.account in {BY_HAND, BY_CHOICE}:
        return None
    return row if len(await store.cases_from(work.session, row.id)) == 1 else None


async def _keep(
    work: Work, row: Incoming, outcome: str, kinds: set[Kind], context: str, *, filed: bool = False
) -> None:
    known = await work.session.get(Correction, row.id)
    kept = known or Correction(
        incoming_id=row.id,
        proposal=row.proposal,
        proposed_kinds=row.kinds,
        proposed_context=row.context,
        filed=filed,
        outcome=outcome,
        kinds="",
        context="",
        decided_at=work.now,
    )
    kept.kinds = store.codes([kind for kind in Kind if kind in kinds])
    kept.outcome, kept.context, kept.decided_at = outcome, context, work.now
    work.session.add(kept)
