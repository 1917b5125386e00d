"""What verify says when identity is established: once in each round of a case."""

from __future__ import annotations

from datetime import datetime

from services.verify.rules.ladder import LEVEL_OF_METHOD
from services.verify.store import Verification
from shared.contracts.verify import IdentityVerified
from shared.vocabulary import Method


def verified(verification: Verification, at: datetime) -> IdentityVerified:
    """The fact that stays of a verification: method, level, by whom (R4-14)."""
    method = Method(verification.method or Method.NONE)
    return IdentityVerified(
        case_id=verification.case_id,
        at=at,
        number=verification.round,
        again=verification.voided,
        method=method,
        level=LEVEL_OF_METHOD[method],
        by=verification.decided_by or "",
        reference=verification.reference,
        requester=verification.person,
    )
