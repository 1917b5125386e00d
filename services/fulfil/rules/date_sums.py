"""How the law's date of a case was found, step by step, in words that pages, letters and commands share.

"Received on ...; one month later is ...; that is no working day, so the next one counts." Each step carries its rule
and article. Letters say the same steps; a test holds the two texts together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.fulfil.rules.reasons import Reason

_AVG: Final = "AVG art. 12(3)"
_REG: Final = "Reg. 1182/71"


class Step(StrEnum):
    """One step of the sum."""

    RECEIVED = "received"
    MONTH = "month"
    SHORT_MONTH = "short_month"
    EXTENDED = "extended"
    EXTENDED_SHORT = "extended_short"
    PAUSED = "paused"
    FREE = "free"
    WORKING_DAY = "working_day"


SUM_TEXTS: Final = {
    Step.RECEIVED: "Received on %(day)s; that day itself does not count.",
    Step.MONTH: "One month later is %(day)s.",
    Step.SHORT_MONTH: "One month later there is no such day, so the last day of that month counts: %(day)s.",
    Step.EXTENDED: "Extended by two months: %(day)s.",
    Step.EXTENDED_SHORT: "Extended by two months; of the two ways to count, the earlier one holds: %(day)s.",
    Step.PAUSED: "The clock stood still for %(count)s day(s): %(day)s.",
    Step.FREE: "That is no working day (%(free)s), so the next working day counts: %(day)s.",
    Step.WORKING_DAY: "That is a working day.",
}
"""English msgids, by step."""

_GROUNDS: Final = {
    Step.RECEIVED: ("D-2", f"{_REG} art. 3(1)"),
    Step.MONTH: ("D-3", f"{_AVG}; {_REG} art. 3(2)(c)"),
    Step.SHORT_MONTH: ("D-3", f"{_AVG}; {_REG} art. 3(2)(c)"),
    Step.EXTENDED: ("D-12", _AVG),
    Step.EXTENDED_SHORT: ("D-12", _AVG),
    Step.PAUSED: ("D-17", "EDPB 01/2022 par. 159"),
    Step.FREE: ("D-4", f"{_REG} art. 3(4)"),
    Step.WORKING_DAY: ("D-4", f"{_REG} art. 3(4)"),
}


@dataclass(frozen=True)
class DateStep:
    """A step with the day it leads to; `count` are paused days, `free` is the English name of a free day."""

    step: Step
    day: date
    count: int = 0
    free: str = ""

    @property
    def reason(self) -> Reason:
        """The step as a sentence with its rule and article."""
        rule, article = _GROUNDS[self.step]
        return Reason(rule, article, SUM_TEXTS[self.step], {"day": self.day, "count": self.count, "free": self.free})
