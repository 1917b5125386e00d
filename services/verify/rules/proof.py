"""What a member of staff confirms before identity counts as established, and why a copy will not do (spec 4.2-4.5).

Only these codes are kept: never what stood on a document (R4-14).
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from services.verify.rules.ladder import LEVEL_LABELS, enough
from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Level, Method


class Document(StrEnum):
    """The documents that a copy may be of (spec 4.4)."""

    PASSPORT = "passport"
    IDENTITY_CARD = "identity_card"
    DRIVING_LICENCE = "driving_licence"
    RESIDENCE_PERMIT = "residence_permit"


DOCUMENT_LABELS: Final = {
    Document.PASSPORT: "Passport",
    Document.IDENTITY_CARD: "Identity card",
    Document.DRIVING_LICENCE: "Driving licence",
    Document.RESIDENCE_PERMIT: "Residence permit",
}
"""English msgids."""


class Seen(StrEnum):
    """What somebody did to establish identity without a copy (spec 4.2)."""

    LINK_TO_FILE_ADDRESS = "link_to_file_address"
    ANSWERED_FROM_THERE = "answered_from_there"
    SIGNED_IN = "signed_in"
    NUMBER_ON_FILE = "number_on_file"
    TWO_ANSWERS = "two_answers"
    DOCUMENT_SHOWN = "document_shown"
    NOTHING_COPIED = "nothing_copied"
    NOT_RECORDED = "not_recorded"


SEEN_LABELS: Final = {
    Seen.LINK_TO_FILE_ADDRESS: "The link went to the address that was on file before this request",
    Seen.ANSWERED_FROM_THERE: "The answer came back through that link",
    Seen.SIGNED_IN: "The requester signed in with a fresh code",
    Seen.NUMBER_ON_FILE: "I called the number that was on file before this request",
    Seen.TWO_ANSWERS: "Two questions about the file were answered correctly",
    Seen.DOCUMENT_SHOWN: "I saw the document, and name and person fit the file",
    Seen.NOTHING_COPIED: "Nothing was copied or written down from it",
    Seen.NOT_RECORDED: "The call was not recorded",
}
"""English msgids."""

SEEN_FOR: Final = {
    Method.KNOWN_ADDRESS: (Seen.LINK_TO_FILE_ADDRESS, Seen.ANSWERED_FROM_THERE),
    Method.ACCOUNT: (Seen.SIGNED_IN,),
    Method.CALL_BACK: (Seen.NUMBER_ON_FILE, Seen.TWO_ANSWERS),
    Method.IN_PERSON: (Seen.DOCUMENT_SHOWN, Seen.NOTHING_COPIED),
    Method.VIDEO_CALL: (Seen.DOCUMENT_SHOWN, Seen.NOT_RECORDED),
}
"""What each way of proving needs, the lighter ways first."""

METHOD_LABELS: Final = {
    Method.NONE: "No proof",
    Method.KNOWN_ADDRESS: "A link to the address on file",
    Method.ACCOUNT: "Signed in to the account",
    Method.CALL_BACK: "Called back on the number on file",
    Method.IN_PERSON: "Came by in person",
    Method.REDACTED_COPY: "A blacked-out copy",
    Method.VIDEO_CALL: "A video call",
}
"""English msgids."""


class OnCopy(StrEnum):
    """The checklist beside a copy (spec 4.3, 4.5)."""

    PHOTO_HIDDEN = "photo_hidden"
    BSN_HIDDEN = "bsn_hidden"
    MRZ_HIDDEN = "mrz_hidden"
    QR_HIDDEN = "qr_hidden"
    NAME_FITS = "name_fits"
    OF_A_DOCUMENT = "of_a_document"
    STILL_VALID = "still_valid"
    WATERMARK = "watermark"


COPY_LABELS: Final = {
    OnCopy.PHOTO_HIDDEN: "The photo is covered, and so is a second, small photo",
    OnCopy.BSN_HIDDEN: "The citizen service number is covered, or not on this side",
    OnCopy.MRZ_HIDDEN: "The strip with <<< signs is covered, or not on this side",
    OnCopy.QR_HIDDEN: "The QR code is covered, or there is none",
    OnCopy.NAME_FITS: "The name fits the file",
    OnCopy.OF_A_DOCUMENT: "It is a copy of a real document, not of a screen or a drawing",
    OnCopy.STILL_VALID: "The document is still valid",
    OnCopy.WATERMARK: "It says for whom and for what the copy is",
}
"""English msgids."""

WANTED_ONLY: Final = frozenset({OnCopy.STILL_VALID, OnCopy.WATERMARK})
"""Nice to have (4.3): without these, the person decides."""


class AskAgain(StrEnum):
    """Why a copy will not do; the requester reads it (T03)."""

    FACE = "face"
    SECOND_FACE = "second_face"
    BSN = "bsn"
    MRZ = "mrz"
    QR = "qr"
    WEAK_COVER = "weak_cover"
    UNREADABLE = "unreadable"
    NAME_UNREADABLE = "name_unreadable"
    NOT_AN_ID = "not_an_id"
    EXPIRED = "expired"


AGAIN_LABELS: Final = {
    AskAgain.FACE: "The photo is visible",
    AskAgain.SECOND_FACE: "A second, small photo is visible",
    AskAgain.BSN: "The citizen service number is readable",
    AskAgain.MRZ: "The strip with <<< signs is readable",
    AskAgain.QR: "The QR code is visible",
    AskAgain.WEAK_COVER: "One can look through the cover",
    AskAgain.UNREADABLE: "The copy cannot be read well",
    AskAgain.NAME_UNREADABLE: "The name cannot be read",
    AskAgain.NOT_AN_ID: "It is not an identity document",
    AskAgain.EXPIRED: "The document is no longer valid",
}
"""English msgids."""


_SEEN_BY_MACHINE: Final = (AskAgain.FACE, AskAgain.BSN, AskAgain.MRZ, AskAgain.QR, AskAgain.WEAK_COVER)
"""Here a finding of the checks and a reason for the requester bear the same name."""


def suggested(findings: Collection[str]) -> list[AskAgain]:
    """What to tell the requester of a copy with these findings (kinds of finding); a person confirms it."""
    seen = [reason for reason in _SEEN_BY_MACHINE if reason in findings]
    return seen or [AskAgain.UNREADABLE]


class WhyRejected(StrEnum):
    """Why somebody was not identified; for staff only."""

    NAME_DIFFERS = "name_differs"
    LOOKS_CHANGED = "looks_changed"
    OTHER_PERSON = "other_person"
    NO_WAY_LEFT = "no_way_left"


REJECT_LABELS: Final = {
    WhyRejected.NAME_DIFFERS: "The name does not fit the file",
    WhyRejected.LOOKS_CHANGED: "The copy looks changed or made up",
    WhyRejected.OTHER_PERSON: "Somebody else than the data subject is asking",
    WhyRejected.NO_WAY_LEFT: "The requester did not use any of the ways",
}
"""English msgids."""


STEP_BY_STEP: Final = frozenset({Method.KNOWN_ADDRESS, Method.CALL_BACK})
"""Ways whose success is a step on the ladder, written down where it happened: ticks alone prove nothing of them."""


def established(
    method: Method, level: Level, seen: Collection[Seen], passed: Collection[Method] = STEP_BY_STEP
) -> Verdict:
    """Whether a way without a copy reaches `level` and everything it needs was confirmed (R4-2).

    `passed` are the ways that succeeded on the ladder.
    """
    if method not in SEEN_FOR or not enough(method, level):
        facts = {"level": LEVEL_LABELS[level]}
        return Refused("4.2", "This way is not enough for this request; it needs: %(level)s.", facts)
    if method in STEP_BY_STEP and method not in passed:
        return Refused("R4-3", "This way counts only when it succeeded from here: send the link, or note the call.")
    if set(SEEN_FOR[method]) - set(seen):
        return Refused("4.2", "Confirm each line of this way; without them it proves nothing.")
    return Allowed()


def approvable(shown: Collection[OnCopy]) -> Verdict:
    """Whether a copy may be approved: all that must be hidden is hidden, name and document fit (4.3, 4.5)."""
    if set(OnCopy) - WANTED_ONLY - set(shown):
        return Refused("4.5", "Check every required line first; if one does not hold, ask again.")
    return Allowed()
