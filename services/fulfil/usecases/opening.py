"""A request came in: the case is opened, once, with its reference and its dates (R4.3-1, D-1..D-8)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby

from services.fulfil.rules.deadlines import deadlines
from services.fulfil.rules.lifecycle import LIFECYCLE
from services.fulfil.rules.references import reference
from services.fulfil.store.cases import EXPLANATION, CaseRow
from services.fulfil.store.finding import cases_known, next_numbers
from services.fulfil.usecases.alarms import set_alarms
from services.fulfil.usecases.breaches import mark
from services.fulfil.usecases.casework import calendar_of, person_of, sum_of, tell, term_of
from services.fulfil.usecases.status_link import make_link
from shared.contracts.fulfil import CaseOpened
from shared.contracts.intake import RequestReceived
from shared.contracts.people import ADDRESS, CONTACT, CORR
from shared.platform.crypto import Box
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Context


async def open_cases(desk: Desk, work: Work, messages: Sequence[RequestReceived]) -> None:
    """Open the case of each request; one that was opened before stays as it is.

    Raises ValueError for a time of receipt that cannot be one.
    """
    known = await cases_known(work.session, {message.case_id for message in messages})
    for case_id in sorted(known):
        log.info("case.known", case=case_id)
    fresh = {message.case_id: message for message in reversed(messages) if message.case_id not in known}
    asked = list(reversed(fresh.values()))
    boxes = await desk.keyring.boxes([(message.case_id, CORR) for message in asked])
    contacts = await desk.keyring.boxes([(message.requester.scope, CONTACT) for message in asked])
    rows = [_new_row(desk, work, message, box) for message, box in zip(asked, boxes, strict=True)]
    for row, contact in zip(rows, contacts, strict=True):
        row.subject_index = _subject_index(desk, row, contact)
    await _number(work, rows)
    work.session.add_all(rows)
    await work.session.flush()  # the lines below point at them
    for row, message, contact in zip(rows, asked, contacts, strict=True):
        tell(work, row, "opened", SYSTEM, codes={"channel": row.channel, "reference": row.reference})
        set_alarms(desk, work, row)
        if Context.POSSIBLE_BREACH in message.context:
            mark(work, row, message.received_at, SYSTEM)
        link = make_link(desk, work, row.id, contact)
        work.say(_announcement(desk, work, row, message, link))


async def _number(work: Work, rows: Sequence[CaseRow]) -> None:
    """Give each case the next number of the year in which its request came in."""
    for year, group in groupby(
        sorted(rows, key=lambda row: row.receipt_day.year), key=lambda row: row.receipt_day.year
    ):
        these = list(group)
        for row, number in zip(these, await next_numbers(work.session, year, len(these)), strict=True):
            row.reference = reference(year, number)


def _new_row(desk: Desk, work: Work, message: RequestReceived, box: Box) -> CaseRow:
    dates = deadlines(message.received_at, calendar=calendar_of(desk))
    return CaseRow(
        id=message.case_id,
        reference="",
        state=str(LIFECYCLE.initial),
        kinds=",".join(message.kinds),
        context=",".join(message.context),
        channel=str(message.channel),
        language=str(message.requester.language),
        person_scope=message.requester.scope,
        name_sealed=message.requester.name,
        address_sealed=message.requester.address,
        subject_sealed=message.subject,
        excerpt_sealed=message.excerpt,
        explanation_sealed=box.seal(EXPLANATION, json.dumps(message.explanation)),
        incoming_id=message.incoming_id,
        linked=",".join(message.linked),
        evidence=message.evidence,
        statement_version=desk.settings.statement_version.isoformat(),
        received_at=message.received_at,
        receipt_day=dates.receipt_day,
        nominal=dates.nominal,
        statutory_due=dates.statutory_due,
        work_due=dates.work_due,
        week_due=dates.week_due,
        opened_at=work.now,
        changed_at=work.now,
    )


def _subject_index(desk: Desk, row: CaseRow, contact: Box) -> str:
    address = contact.unseal(ADDRESS, row.address_sealed).strip().lower()
    return desk.keyring.index("subject.address", address) if address else ""


def _announcement(desk: Desk, work: Work, row: CaseRow, message: RequestReceived, link: str) -> CaseOpened:
    return CaseOpened(
        case_id=row.id,
        at=work.now,
        reference=row.reference,
        received_at=row.received_at,
        channel=message.channel,
        kinds=message.kinds,
        requester=person_of(row),
        week_due=row.week_due,
        statutory_due=row.statutory_due,
        acknowledge=message.acknowledge,
        hold_back_reason=message.hold_back_reason,
        incoming_id=row.incoming_id,
        message_id=message.message_id,
        due_sum=sum_of(term_of(desk, row)),
        status_link=link,
    )
