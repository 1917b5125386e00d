"""Which case does a message belong to, and is it from whom that case is about (mail 1.6)?"""

from __future__ import annotations

from dataclasses import dataclass

from services.intake import store
from services.intake.mailparse import ParsedMail
from services.intake.rules import references
from services.intake.rules.classification import Classification
from services.intake.rules.routing import Facts
from services.intake.store import CaseKnown
from shared.platform.desk import Desk, Work
from shared.vocabulary import Proposal

DMARC_FAIL = "fail"


@dataclass(frozen=True)
class Recognised:
    """The facts that routing needs, and the cases that they name by id.

    `untrusted`: it names a case of ours without proof, from another address; that attaches nowhere.
    """

    facts: Facts
    cases: dict[str, CaseKnown]
    untrusted: bool = False


async def recognise(
    desk: Desk, work: Work, mail: ParsedMail, answered: tuple[str, ...], sender: str, dmarc: str, result: Classification
) -> Recognised:
    """Look a message's reference, thread and sender up. `sender` is the keyed index of the address."""
    session = work.session
    found = references.find(mail.subject, mail.recipients, desk.reference_key)
    named = await store.case_by_reference(session, found.reference) if found else None
    threaded = await store.case_by_letters(session, answered)
    proved_sender = "" if dmarc == DMARC_FAIL else sender
    untrusted = bool(
        found and named and not found.verified and not _is_from(named, proved_sender) and not _same(named, threaded)
    )
    named = None if untrusted or _asks_anew(named, mail, result) else named
    threaded = None if _asks_anew(threaded, mail, result) else threaded
    own = await store.open_cases_of(session, proved_sender)
    only = own[0] if len(own) == 1 else None
    case = named or threaded
    known = _is_from(case, proved_sender) if case else await store.is_known(session, sender)
    facts = Facts(
        hidden=bool(mail.unreadable_parts),
        automatic=mail.automatic,
        sender_known=known,
        token_case=named.case_id if named else "",
        # An answer to a letter of ours is as good as a tag: nobody else knows its Message-ID.
        token_verified=bool(named and found and (found.verified or _same(named, threaded))),
        thread_case=threaded.case_id if threaded else "",
        sender_case=only.case_id if only else "",
    )
    return Recognised(facts, {each.case_id: each for each in (named, threaded, only) if each}, untrusted)


def _is_from(case: CaseKnown, sender: str) -> bool:
    return bool(sender) and case.sender_index == sender


def _same(one: CaseKnown, other: CaseKnown | None) -> bool:
    return other is not None and one.case_id == other.case_id


def _asks_anew(case: CaseKnown | None, mail: ParsedMail, result: Classification) -> bool:
    """Whether somebody asks something in the thread of a case that is over: that is a new request."""
    wishes = not mail.automatic and result.proposal is not Proposal.NOT_A_REQUEST
    return case is not None and not case.is_open and wishes
