"""The words of the desk: enums that every service, table, message and page uses.

Each value stands in `docs/glossary.md`; a test keeps the two together.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a requester can ask for (spec 2.1, 9.1)."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    OBJECTION_DIRECT_MARKETING = "objection_direct_marketing"
    CONSENT_WITHDRAWAL = "consent_withdrawal"
    COMPLAINT = "complaint"
    INFORMATION_REQUEST = "information_request"
    AUTOMATED_DECISION = "automated_decision"
    RECIPIENT_NOTIFICATION = "recipient_notification"


class Context(StrEnum):
    """Labels that stand beside the kinds: who writes and in what situation (spec 9.1)."""

    REPRESENTATIVE = "representative"
    MINOR = "minor"
    DECEASED = "deceased"
    FORMER_EMPLOYEE = "former_employee"
    FORMER_CLIENT = "former_client"
    APPLICANT = "applicant"
    THIRD_PARTY_BULK = "third_party_bulk"
    THIRD_PARTY_DISCLOSURE_DEMAND = "third_party_disclosure_demand"
    CASE_FOLLOWUP = "case_followup"
    IDENTITY_REPLY = "identity_reply"
    POSSIBLE_BREACH = "possible_breach"
    ROUTINE_UPDATE = "routine_update"
    BOUNCE = "bounce"
    OUT_OF_OFFICE = "out_of_office"
    INVOICE = "invoice"
    SPAM = "spam"


class Proposal(StrEnum):
    """What the classifier proposes; a person confirms (R2-3)."""

    REQUEST = "request"
    NOT_A_REQUEST = "not_a_request"
    UNSURE = "unsure"


class FollowUp(StrEnum):
    """What a message seems to be that was added to an open case (R2-8)."""

    REMINDER = "reminder"
    WITHDRAWAL = "withdrawal"
    IDENTITY = "identity"
    THANKS = "thanks"
    QUESTION = "question"
    AUTOMATIC = "automatic"


class DeskTrouble(StrEnum):
    """What can be wrong with the desk itself, so that people must know (mail in, steps 1 and 10)."""

    MAILBOX_SILENT = "mailbox_silent"
    CANARY_LATE = "canary_late"
    GATE_FAILS = "gate_fails"
    REMOVAL_STUCK = "removal_stuck"
    ERASURE_DUE = "erasure_due"
    HOLD_REVIEW = "hold_review"


class Channel(StrEnum):
    """The way a request came in (R1.0-2, R4.3-4)."""

    MAIL = "mail"
    CHAT = "chat"
    FORM = "form"
    PHONE = "phone"
    POST = "post"
    COUNTER = "counter"
    SOCIAL = "social"


class Language(StrEnum):
    """The languages of letters and pages (R2-6)."""

    NL = "nl"
    EN = "en"


class Role(StrEnum):
    """What a member of staff may do (spec 0.4)."""

    HANDLER = "handler"
    APPROVER = "approver"
    FG = "fg"
    ADMIN = "admin"


class Level(StrEnum):
    """How sure the desk must be of who is asking (spec 4.2)."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"
    L3 = "L3"


class Method(StrEnum):
    """The rungs of the identity ladder (spec 4.2)."""

    NONE = "none"
    KNOWN_ADDRESS = "known_address"
    ACCOUNT = "account"
    CALL_BACK = "call_back"
    IN_PERSON = "in_person"
    REDACTED_COPY = "redacted_copy"
    VIDEO_CALL = "video_call"


class Verdict(StrEnum):
    """What a check says of an uploaded copy (spec 4.5)."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVIEW = "review"
    UNREADABLE = "unreadable"


class Category(StrEnum):
    """The thirteen categories of personal data, in the order of the statement (R3-1)."""

    C01 = "C01"
    C02 = "C02"
    C03 = "C03"
    C04 = "C04"
    C05 = "C05"
    C06 = "C06"
    C07 = "C07"
    C08 = "C08"
    C09 = "C09"
    C10 = "C10"
    C11 = "C11"
    C12 = "C12"
    C13 = "C13"


class TaskOutcome(StrEnum):
    """What a data holder answers to a task (screens: three answers)."""

    FOUND = "found"
    NOTHING_FOUND = "nothing_found"
    KEPT = "kept"


class ErasureOutcome(StrEnum):
    """What becomes of one category in one system after a request to erase (R2.4-1)."""

    ERASED = "erased"
    ANONYMISED = "anonymised"
    RESTRICTED_INSTEAD = "restricted_instead"
    KEPT_LEGAL_OBLIGATION = "kept:legal_obligation"
    KEPT_LEGAL_CLAIMS = "kept:legal_claims"
    KEPT_RETENTION = "kept:retention_not_expired"
    KEPT_OTHER_CONTROLLER = "kept:other_controller"
    NOT_FOUND = "not_found"


class DecisionOutcome(StrEnum):
    """How a request is answered."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"


class ExtensionGround(StrEnum):
    """Why a term may be extended (D-10)."""

    COMPLEX = "complex"
    MANY = "many"


class Letter(StrEnum):
    """The letters that the desk sends (spec 8.2); C, H, S, T02b, T02c, T25b, T29b, T39b and T39c are the desk's own."""

    T01 = "T01"
    T02 = "T02"
    T02B = "T02b"
    T02C = "T02c"
    T03 = "T03"
    T05 = "T05"
    T06 = "T06"
    T07 = "T07"
    T08 = "T08"
    T09 = "T09"
    T10 = "T10"
    T11 = "T11"
    T13 = "T13"
    T14 = "T14"
    T15 = "T15"
    T16 = "T16"
    T17 = "T17"
    T18 = "T18"
    T19 = "T19"
    T20 = "T20"
    T21 = "T21"
    T22 = "T22"
    T23 = "T23"
    T24 = "T24"
    T25 = "T25"
    T25B = "T25b"
    T26 = "T26"
    T27 = "T27"
    T28 = "T28"
    T29B = "T29b"
    T31 = "T31"
    T32 = "T32"
    T33 = "T33"
    T34 = "T34"
    T35 = "T35"
    T36 = "T36"
    T37 = "T37"
    T38 = "T38"
    T39 = "T39"
    T39B = "T39b"
    T39C = "T39c"
    T40 = "T40"
    C01 = "C01"
    C02 = "C02"
    C03 = "C03"
    S01 = "S01"
    S02 = "S02"
    H01 = "H01"


class DeliveryState(StrEnum):
    """Where a letter is on its way out (messages: mail out, once)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


KIND_LABELS: Final = {
    Kind.ACCESS: "See their data",
    Kind.RECTIFICATION: "Have data corrected",
    Kind.ERASURE: "Have data erased",
    Kind.RESTRICTION: "Have data kept but not used",
    Kind.PORTABILITY: "Take data along",
    Kind.OBJECTION: "Object to a use",
    Kind.OBJECTION_DIRECT_MARKETING: "Stop advertising",
    Kind.CONSENT_WITHDRAWAL: "Withdraw consent",
    Kind.COMPLAINT: "Complain about privacy",
    Kind.INFORMATION_REQUEST: "Ask how we handle data",
    Kind.AUTOMATED_DECISION: "Have a person look at a decision",
    Kind.RECIPIENT_NOTIFICATION: "Know who received their data",
}
"""What is asked, in words: English msgids, the same on every page."""

CONTEXT_LABELS: Final = {
    Context.REPRESENTATIVE: "writes for somebody else",
    Context.MINOR: "about a minor",
    Context.DECEASED: "about somebody who has died",
    Context.FORMER_EMPLOYEE: "former employee",
    Context.FORMER_CLIENT: "former client",
    Context.APPLICANT: "job applicant",
    Context.THIRD_PARTY_BULK: "sent by a request platform",
    Context.THIRD_PARTY_DISCLOSURE_DEMAND: "somebody else wants client data",
    Context.CASE_FOLLOWUP: "about an earlier request",
    Context.IDENTITY_REPLY: "reply to the identity question",
    Context.POSSIBLE_BREACH: "possible data breach",
    Context.ROUTINE_UPDATE: "ordinary change of details",
    Context.BOUNCE: "undeliverable mail",
    Context.OUT_OF_OFFICE: "automatic reply",
    Context.INVOICE: "invoice",
    Context.SPAM: "spam",
}
"""Who writes and in what situation, in words: English msgids, the same on every page."""

CHANNEL_LABELS: Final = {
    Channel.MAIL: "e-mail",
    Channel.CHAT: "chat",
    Channel.FORM: "web form",
    Channel.PHONE: "telephone",
    Channel.POST: "letter post",
    Channel.COUNTER: "at the counter",
    Channel.SOCIAL: "social media",
}
"""How it came in, in words: English msgids, the same on every page."""

CATEGORY_LABELS: Final = {
    Category.C01: "Name and contact details",
    Category.C02: "Other contact details",
    Category.C03: "References and log-in details",
    Category.C04: "Demographic details",
    Category.C05: "Identification",
    Category.C06: "Curriculum vitae",
    Category.C07: "Medical details",
    Category.C08: "UWV and re-integration",
    Category.C09: "Device and usage",
    Category.C10: "Support",
    Category.C11: "Conversations and contact moments",
    Category.C12: "Documents",
    Category.C13: "Special categories of data",
}
"""The categories, in words: English msgids, the same on every page."""
