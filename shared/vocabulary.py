"""The words of the desk: enums that every service, table, message and page uses.

Each value stands in `docs/glossary.md`; a test keeps the two together.
"""

from __future__ import annotations

from enum import StrEnum


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


class Channel(StrEnum):
    """The way a request came in (R1.0-2, R4.3-4)."""

    MAIL = "mail"
    CHAT = "chat"
    FORM = "form"
    PHONE = "phone"
    POST = "post"
    COUNTER = "counter"


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


class DecisionOutcome(StrEnum):
    """How a request is answered."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"


class Letter(StrEnum):
    """The letters that the desk sends (spec 8.2); S01 and T39b are the desk's own."""

    T01 = "T01"
    T02 = "T02"
    T03 = "T03"
    T05 = "T05"
    T06 = "T06"
    T09 = "T09"
    T11 = "T11"
    T39 = "T39"
    T39B = "T39b"
    S01 = "S01"


class DeliveryState(StrEnum):
    """Where a letter is on its way out (messages: mail out, once)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"
