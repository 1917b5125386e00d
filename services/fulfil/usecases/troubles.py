"""The desk itself: people hear once of what is wrong, and its test mail is answered (mail in, steps 1 and 10)."""

from __future__ import annotations

from services.fulfil.store.staff import recipients
from services.fulfil.store.troubles import DeskAlarmRow
from shared.contracts.fulfil import AlarmTold, CanaryPassed
from shared.contracts.intake import CanaryArrived, DeskAlarm
from shared.contracts.verify import GateAlarm
from shared.platform.desk import Work
from shared.platform.logs import log
from shared.statetable import SYSTEM
from shared.vocabulary import Role

TOLD = frozenset({Role.HANDLER, Role.FG})


async def hear_alarm(work: Work, alarm: DeskAlarm | GateAlarm) -> None:
    """Something is wrong, or right again. The numbers count, not the order in which the messages arrive."""
    row = await work.session.get(DeskAlarmRow, alarm.what.value, with_for_update=True)
    if row is not None and row.number > alarm.number:
        return
    known = row is not None and row.number == alarm.number
    row = row or DeskAlarmRow(what=alarm.what.value, number=alarm.number, since=alarm.since)
    if not known:
        row.number, row.since, row.over_at = alarm.number, alarm.since, None
    if not alarm.raised:
        row.over_at = alarm.at
    work.session.add(row)
    work.note("alarm.raised" if alarm.raised else "alarm.over", alarm.case_id, SYSTEM, what=alarm.what.value)
    log.warning("desk.alarm", kind=alarm.what.value, state="raised" if alarm.raised else "over")
    if alarm.raised and row.over_at is None:
        await _tell_staff(work, alarm)


async def _tell_staff(work: Work, alarm: DeskAlarm | GateAlarm) -> None:
    for contact in await recipients(work.session, TOLD):
        work.say(
            AlarmTold(
                at=work.now,
                what=alarm.what,
                number=alarm.number,
                since=alarm.since,
                staff_id=contact.staff_id,
                staff=contact.person,
            )
        )


async def hear_canary(work: Work, arrived: CanaryArrived) -> None:
    """The desk's test mail came all the way; it is noted, opens no case, and intake hears that it was heard."""
    work.note("canary.heard", arrived.case_id, SYSTEM, number=arrived.number, message=arrived.incoming_id)
    work.say(CanaryPassed(at=work.now, number=arrived.number))
