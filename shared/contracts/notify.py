"""What notify announces."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from shared.contracts.envelope import Envelope, deterministic
from shared.vocabulary import Letter


def delivery_of(case_id: str, letter: Letter, step: str) -> str:
    """The id of the delivery of a letter: who says what a letter is about can tell which one went out."""
    return deterministic("delivery", case_id, letter, step)


class LetterSent(Envelope):
    """A letter was taken over by the mail server. Its Message-ID is ours and holds no personal data."""

    KEY: ClassVar[tuple[str, ...]] = ("delivery_id",)
    type: Literal["letter.sent"] = "letter.sent"
    delivery_id: str
    letter: Letter
    message_id: str
    handed_over_at: datetime | None = None
    """When it was handed over, if that was found out or said later; None: at `at`."""

    @property
    def out_at(self) -> datetime:
        """When it went out."""
        return self.handed_over_at or self.at


class LetterFailed(Envelope):
    """A letter could not be delivered; a person must look."""

    KEY: ClassVar[tuple[str, ...]] = ("delivery_id", "number")
    type: Literal["letter.failed"] = "letter.failed"
    delivery_id: str
    number: int = 1
    """How often this delivery has failed: a letter that a person sends again can fail again."""
    letter: Letter
    held: bool
    """True when nobody knows whether it went out."""


class SendDue(Envelope):
    """Send this delivery now (to notify itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("delivery_id", "attempt")
    type: Literal["send.due"] = "send.due"
    delivery_id: str
    attempt: int


class ReminderDue(Envelope):
    """A reminder's day has come: look whether it is still needed, then send T06 (to notify itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "attempt", "day")
    type: Literal["reminder.due"] = "reminder.due"
    attempt: int
    day: int


ANNOUNCES = (LetterSent, LetterFailed, SendDue, ReminderDue)
