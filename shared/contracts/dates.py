"""How a sum of dates travels: codes and days, so that a letter can say the same steps as the page."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict


class SumStep(BaseModel):
    """One step on the way to the law's last day; `step` is a code that letters have words for."""

    model_config = ConfigDict(frozen=True)

    step: str
    day: date
    count: int = 0
    free: str = ""
    """The English name of what makes a day free; empty when it is a working day."""
