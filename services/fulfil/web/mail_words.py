"""The words for what came with a mail: what checks of its sender found, what it seems to be, how a letter came back.

Also what is wrong with the desk itself. English msgids; Dutch in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.contracts.bounces import bounce_words
from shared.platform.i18n import Text, lazy
from shared.vocabulary import DeskTrouble, FollowUp

TROUBLES: Final = {
    DeskTrouble.MAILBOX_SILENT: lazy("The mailbox cannot be read"),
    DeskTrouble.CANARY_LATE: lazy("The desk's test mail did not come through"),
    DeskTrouble.GATE_FAILS: lazy("Copies of identity documents cannot be judged as they should"),
    DeskTrouble.REMOVAL_STUCK: lazy("A mail must leave a mailbox that the desk no longer reads"),
    DeskTrouble.ERASURE_DUE: lazy("Data that was kept until now can be erased"),
    DeskTrouble.HOLD_REVIEW: lazy("A hold must be looked at again"),
}
TROUBLE_ADVICE: Final = {
    DeskTrouble.MAILBOX_SILENT: lazy(
        "New requests may be in it that nobody sees, and their time runs. Look into the mailbox with your own mail"
        " program, and tell whoever runs the desk."
    ),
    DeskTrouble.CANARY_LATE: lazy(
        "It goes the same way as a real request, so real requests may be stuck too. Look into the mailbox and at what"
        " was taken for spam, look under Triage, and tell whoever runs the desk."
    ),
    DeskTrouble.GATE_FAILS: lazy(
        "At least one copy was refused without an answer, and others may be: whoever sent one was asked to send it"
        " again. Offer another way to prove who they are, and tell whoever runs the desk: `privacybalie doctor`."
    ),
    DeskTrouble.REMOVAL_STUCK: lazy(
        "It may hold a copy of an identity document. Under Triage you see which mail it is and what to do."
    ),
    DeskTrouble.ERASURE_DUE: lazy("Look under “Erase later”: propose a batch, and let a second person release it."),
    DeskTrouble.HOLD_REVIEW: lazy("Nothing under it is erased until the data protection officer has decided."),
}

FOLLOWUPS: Final = {
    FollowUp.REMINDER: lazy("seems to ask where the answer stays"),
    FollowUp.WITHDRAWAL: lazy("seems to take the request back: read it and decide"),
    FollowUp.IDENTITY: lazy("seems to answer the question who they are"),
    FollowUp.THANKS: lazy("seems to say thanks"),
    FollowUp.QUESTION: lazy("seems to ask something"),
    FollowUp.AUTOMATIC: lazy("was written by a machine"),
}

_RESULTS: Final = {
    "pass": lazy("passed"),
    "fail": lazy("failed"),
    "softfail": lazy("failed, not strictly"),
    "none": lazy("nothing to check against"),
    "neutral": lazy("says nothing"),
    "temperror": lazy("could not be checked just then"),
    "permerror": lazy("could not be checked: the sender's domain is set up wrongly"),
}
_FORGED = lazy("The sender's address may be somebody else's: no data goes out to it or because of it.")
_GENUINE = lazy("The sender's domain confirms that the mail came from it. Who wrote it, that does not prove.")
_BY_LINK = lazy("it came by the link in our letter")
_CONFIRMED = lazy("The requester typed a code that we sent to this address.")
_UNCONFIRMED = lazy("The requester filled in this address; whether it is theirs was not confirmed.")
_UNPROVED = lazy("Whether the mail came from the sender's domain, is not proved.")

_VERIFIED: Final = lazy("the address is the requester's, and it answers a letter of ours")
_UNVERIFIED: Final = lazy("the sender could not be checked")


def details(codes: Mapping[str, str | int | bool]) -> list[Text]:
    """What the codes of a line of time say of a mail."""
    found: list[Text] = []
    if "status" in codes:
        found.append(_bounce(str(codes["status"])))
    if "followup" in codes:
        found.append(FOLLOWUPS[FollowUp(str(codes["followup"]))])
    by_link = codes.get("evidence") == "link=pass"
    if "verified" in codes and not by_link:
        found.append(_VERIFIED if codes["verified"] else _UNVERIFIED)
    if by_link:
        found.append(_BY_LINK)
    elif "evidence" in codes:
        found += evidence(str(codes["evidence"]))
    return found


def _bounce(status: str) -> Text:
    words = Text(bounce_words(status))
    return lazy("%(code)s, %(words)s", code=status, words=words) if status else words


def evidence(codes: str) -> list[Text]:
    """What our mail server found of a sender, such as `spf=pass dmarc=fail`, and what that means; nothing: nothing."""
    found = dict(each.partition("=")[::2] for each in codes.split())
    if not found:
        return []
    if "address" in found:
        return [_CONFIRMED if found["address"] == "pass" else _UNCONFIRMED]
    checks = [lazy("%(check)s: %(result)s", check=name.upper(), result=_result(found[name])) for name in found]
    return [*checks, {"fail": _FORGED, "pass": _GENUINE}.get(found.get("dmarc", ""), _UNPROVED)]


def _result(code: str) -> Text:
    return _RESULTS.get(code, Text(code))
