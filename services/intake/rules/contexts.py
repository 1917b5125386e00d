"""Who writes, and in what situation: the labels that stand beside the kinds (spec 9.1, 2.5)."""

from __future__ import annotations

import re

from services.intake.rules.sentences import Sentence
from shared.vocabulary import Context

_CASE_TOKEN = re.compile(r"\b(?:zaak|case|zaaknummer)\s*(?:nr\.?\s*)?:?\s*\d{4}-\d{3,6}\b", re.IGNORECASE)
_CHILD_AGE = re.compile(r"\b(?:van|is|aged|of)\s+(\d{1,2})\b")

_MACHINE = {"bounce": Context.BOUNCE, "autoreply": Context.OUT_OF_OFFICE, "bulk": Context.SPAM, "own": Context.BOUNCE}


def of_machine(kind: str) -> Context:
    """Give the label of a mail whose headers show a machine wrote it."""
    return _MACHINE.get(kind, Context.OUT_OF_OFFICE)


def machine_text(subject: Sentence | None, body: list[Sentence], message: Sentence) -> Context | None:
    """Recognise a bounce, an absence notice, an advertisement or an invoice by its words alone (tie-break 9)."""
    asks = message.has("my_data", "about_me")
    if (subject is not None and subject.has("bounced")) or (message.has("bounced") and not asks):
        return Context.BOUNCE
    if (subject is not None and subject.has("away")) or (message.has("away") and not asks):
        return Context.OUT_OF_OFFICE
    if any(each.has("footer") and each.has("unsubscribe", "stop") for each in body) and not asks:
        return Context.SPAM
    if message.has("greeting_mail") and not asks:
        return Context.SPAM
    return Context.INVOICE if message.has("bill") and not asks else None


def demand(message: Sentence) -> bool:
    """Say whether an outsider asks for data about somebody else (R5.1-1, tie-break 8)."""
    if not message.has("outsider") or message.has("my_data", "about_me", "relative"):
        return False
    mandate = message.has("on_behalf") and not message.has("sensitive")
    return message.has("somebody", "their_data") and message.has("ask") and not mandate


def followup(raw_subject: str, message: Sentence) -> bool:
    """Say whether this is about a request made before: a question, thanks, a withdrawal (R2-8)."""
    if _CASE_TOKEN.search(raw_subject):
        return True
    if message.has("my_request") and message.has("waiting", "withdraw", "not_needed"):
        return True
    if message.has("asked_before") and message.has("waiting"):
        return True
    return message.has("received_well") and message.has("thanks")


def identity_reply(sentences: list[Sentence]) -> bool:
    """Say whether proof of identity is sent or discussed."""
    return any(each.has("id_card") and each.has("enclosed") and not each.has("no_longer") for each in sentences)


def situation(message: Sentence, text: str) -> list[Context]:
    """Give the labels of who writes about whom, in the order of the vocabulary."""
    applies = {
        Context.REPRESENTATIVE: (message.has("on_behalf") and not message.has("direct_debit"))
        or (message.has("relative") and message.has("their_data", "about_them")),
        Context.MINOR: message.has("child") and _minor(text),
        Context.DECEASED: message.has("dead"),
        Context.FORMER_EMPLOYEE: message.has("worked_here"),
        Context.FORMER_CLIENT: message.has("was_client"),
        Context.APPLICANT: message.has("applied"),
        Context.THIRD_PARTY_BULK: message.has("bulk"),
        Context.POSSIBLE_BREACH: message.has("leak") and message.has("privacy", "data", "my_item"),
        Context.ROUTINE_UPDATE: message.has("moved") or (message.has("contact_item") and message.has("change")),
    }
    return [label for label, holds in applies.items() if holds]


def _minor(text: str) -> bool:
    ages = [int(found) for found in _CHILD_AGE.findall(text)]
    return not ages or min(ages) < 18
