"""What is wanted of a copy that shows something that must be hidden."""

from __future__ import annotations

from enum import StrEnum


class Wish(StrEnum):
    """What is wanted of a copy that shows something."""

    JUDGE = "judge"
    """The verdict; a copy that shows something is refused."""
    HIDE = "hide"
    """A refused copy is painted over; refused it stays, if it then does not pass."""
    HIDE_PHOTO = "hide_photo"
    """The same, if it was refused for nothing but photos."""
    REPAINT = "repaint"
    """A copy that is not accepted is painted over; the judgement is of the last attempt."""
