"""What can befall a delivery, in codes and in words: why it failed, is held or stays in, beside the table's reasons."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from shared.vocabulary import DeliveryState


class Trouble(StrEnum):
    """Why a delivery is where it is, when it was not the table of letters that kept it in."""

    INCOMPLETE = "incomplete"
    UNFIT = "unfit"
    REFUSED = "refused"
    GAVE_UP = "gave_up"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    ERASED = "erased"


class WhyAgain(StrEnum):
    """Why a member of staff sends a letter again."""

    NOT_ARRIVED = "not_arrived"
    MENDED = "mended"
    ASKED = "asked"
    RIGHT_AFTER_ALL = "right_after_all"


TROUBLE_LABELS: Final = {
    Trouble.INCOMPLETE: "A field that the letter needs is empty.",
    Trouble.UNFIT: "What a field holds cannot stand in the letter.",
    Trouble.REFUSED: "The mail server refused the letter for good.",
    Trouble.GAVE_UP: "The mail server could not take the letter, however often it was tried.",
    Trouble.UNKNOWN: "The connection was lost while the letter was handed over: it may or may not have been sent.",
    Trouble.EXPIRED: "The letter came too late to be of use.",
    Trouble.ERASED: "The personal data of this case was erased.",
}
"""English msgids."""

WHY_AGAIN_LABELS: Final = {
    WhyAgain.NOT_ARRIVED: "The recipient says that it did not arrive",
    WhyAgain.MENDED: "What was wrong has been put right",
    WhyAgain.ASKED: "The recipient asked for it",
    WhyAgain.RIGHT_AFTER_ALL: "I read it and it should go out",
}
"""English msgids."""

STATE_LABELS: Final = {
    DeliveryState.QUEUED: "Waiting to be sent",
    DeliveryState.SENDING: "Being handed over",
    DeliveryState.SENT: "Sent",
    DeliveryState.HELD: "Not known whether it was sent",
    DeliveryState.FAILED: "Could not be sent",
    DeliveryState.SKIPPED: "Not sent",
}
"""English msgids."""
