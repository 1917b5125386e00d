"""The cabinet of intake: its tables, and the questions that use cases ask of them."""

from __future__ import annotations

from services.intake.store.cases import (
    CaseKnown,
    OurLetter,
    case_by_letters,
    case_by_reference,
    is_known,
    is_ours,
    open_cases_of,
)
from services.intake.store.incoming import (
    Incoming,
    NoSuchMessage,
    Place,
    Said,
    acknowledged,
    claim,
    codes,
    find,
    places,
    unseal,
)

__all__ = [
    "CaseKnown",
    "Incoming",
    "NoSuchMessage",
    "OurLetter",
    "Place",
    "Said",
    "acknowledged",
    "case_by_letters",
    "case_by_reference",
    "claim",
    "codes",
    "find",
    "is_known",
    "is_ours",
    "open_cases_of",
    "places",
    "unseal",
]
