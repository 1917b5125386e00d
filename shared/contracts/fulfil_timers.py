"""What fulfil says to itself, when a day comes or slow work is to be done."""

from __future__ import annotations

from typing import ClassVar, Literal

from shared.contracts.envelope import DESK, Envelope, deterministic


class AlarmDue(Envelope):
    """A timer of fulfil: look whether this date still matters (to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "alarm", "number")
    type: Literal["alarm.due"] = "alarm.due"
    number: int = 1
    """Which series of the case's alarms the date belongs to."""
    alarm: str


class BreachDue(Envelope):
    """A moment of the 72 hours of a possible data breach has come (R6.4-1; to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "alarm")
    type: Literal["breach.due"] = "breach.due"
    alarm: str


class PackageAsked(Envelope):
    """Build the package of an approved answer (to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["package.asked"] = "package.asked"
    number: int = 1
    """The number of the decision."""
    renewal: int = 0
    """How often it was made before, for a link that had expired."""

    @property
    def id(self) -> str:
        """Each renewal is a fact of its own; the first has the id that it always had."""
        return deterministic(super().id, str(self.renewal)) if self.renewal else super().id


class PackageExpires(Envelope):
    """The package's last day: it is destroyed (R6-9; to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("case_id", "number")
    type: Literal["package.expires"] = "package.expires"
    number: int = 1
    """The number of the decision."""
    renewal: int = 0
    """Which of its packages."""

    @property
    def id(self) -> str:
        """As of `package.asked`."""
        return deterministic(super().id, str(self.renewal)) if self.renewal else super().id


class LaterDue(Envelope):
    """The last day of something that was kept has passed: its erasure is proposed (R6-15; to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("later_id",)
    type: Literal["later.due"] = "later.due"
    later_id: str


class HoldReview(Envelope):
    """The day of review of a hold has come: it never goes on in silence (R7.1-4; to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("hold_id",)
    type: Literal["hold.review"] = "hold.review"
    hold_id: str


class RetentionDue(Envelope):
    """Once a day: what the desk kept long enough is destroyed (R6-9; to fulfil itself)."""

    KEY: ClassVar[tuple[str, ...]] = ("number",)
    type: Literal["retention.due"] = "retention.due"
    case_id: str = DESK
    number: int
    """The day, counted from the year 1."""
