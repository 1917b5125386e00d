"""Who writes, and in what situation: the labels that stand beside the kinds (spec 9.1, 2.5)."""

from __future__ import annotations

import re

from services.intake.rules.sentences import Sentence
from shared.vocabulary import Context

_CASE_TOKEN = re.compile(
    r"\b(?:zaak|case|zaaknummer)\s*(?:nr\.?\s*)?:?\s*\d{4}-\d{3,6}\b|\bLW-\d{4}-\d{3,6}\b", re.IGNORECASE
)
_CHILD_AGE = re.compile(r"\b(?:van|is|aged|of)\s+(\d{1,2})\b|\((\d{1,2})\)", re.IGNORECASE)

_MACHINE = {"bounce": Context.BOUNCE, "autoreply": Context.OUT_OF_OFFICE, "bulk": Context.SPAM, "own": Context.BOUNCE}


def of_machine(kind: str) -> Context:
    """Give the label of a mail whose headers show a machine wrote it."""
    return _MACHINE.get(kind, Context.OUT_OF_OFFICE)


def machine_text(subject: Sentence, body: list[Sentence], message: Sentence) -> Context | None:
    """Recognise a bounce, an absence notice, an advertisement or an invoice by its words alone (tie-break 9)."""
    asks = message.has("my_data", "about_me", "my_item")
    written = message.has("bounced") and not asks and not message.has("greeting_mail", "footer")
    if subject.has("bounced") or written:
        return Context.BOUNCE
    absent = message.has("away") and not asks and not message.has("delete", "see")
    if subject.has("away") or absent:
        return Context.OUT_OF_OFFICE
    if any(_is_footer(each) for each in body) and not asks:
        return Context.SPAM
    if message.has("greeting_mail") and not asks and not message.has("source"):
        return Context.SPAM
    billed = message.has("bill") and not asks and not message.has("delete", "on_behalf", "bulk")
    return Context.INVOICE if billed else None


def _is_footer(sentence: Sentence) -> bool:
    """Say whether this is the last line of a mailing; whoever says "I" in it has trouble with one."""
    mailing = sentence.has("footer") and sentence.has("unsubscribe", "stop", "change", "marketing")
    return mailing and not sentence.has("person", "my")


def demand(message: Sentence, text: str) -> bool:
    """Say whether an outsider asks for data about somebody else (R5.1-1, tie-break 8)."""
    if message.has("my_data", "about_me", "my_item", "dead") or not message.has("ask"):
        return False
    if message.has("relative") and message.has("about_them", "their_data", "somebody") and not message.has("on_behalf"):
        return message.has("behind_back") or bool(ages(text) and min(ages(text)) >= 18)
    if not message.has("outsider"):
        return False
    mandate = message.has("on_behalf") and not message.has("sensitive")
    return message.has("somebody", "their_data", "about_them") and not mandate


def followup(raw_subject: str, message: Sentence) -> bool:
    """Say whether this is about a request made before: a question, thanks, a withdrawal (R2-8)."""
    if _CASE_TOKEN.search(raw_subject):
        return True
    if message.has("my_request", "article_access") and message.has("waiting", "withdraw", "not_needed"):
        return message.has("my_request", "asked_before") or message.has("withdraw", "not_needed")
    if message.has("asked_before") and message.has("waiting", "not_needed"):
        return True
    return message.has("received_well") and message.has("thanks")


def identity_reply(sentences: list[Sentence]) -> bool:
    """Say whether proof of identity is sent or discussed."""
    return any(each.has("id_card") and each.has("enclosed") and not each.has("delete") for each in sentences)


def situation(message: Sentence, text: str) -> list[Context]:
    """Give the labels of who writes about whom, in the order of the vocabulary."""
    young = message.has("child") and bool(ages(text)) and min(ages(text)) < 18
    applies = {
        Context.REPRESENTATIVE: (message.has("on_behalf") and not message.has("direct_debit"))
        or (message.has("relative") and message.has("their_data", "about_them") and not message.has("dead")),
        Context.MINOR: message.has("i_am_young")
        or young
        or (message.has("child") and message.has("their_data", "about_them") and not ages(text)),
        Context.DECEASED: message.has("dead"),
        Context.FORMER_EMPLOYEE: message.has("worked_here"),
        Context.FORMER_CLIENT: message.has("was_client"),
        Context.APPLICANT: message.has("applied"),
        Context.THIRD_PARTY_BULK: message.has("bulk"),
        Context.POSSIBLE_BREACH: message.has("leak", "not_mine")
        and message.has("privacy", "data", "item", "sensitive"),
        Context.ROUTINE_UPDATE: message.has("moved") or (message.has("contact_item") and message.has("change")),
    }
    return [label for label, holds in applies.items() if holds]


def ages(text: str) -> list[int]:
    """Give the ages of children that a text names: "mijn zoon van 14", "mijn dochter (31)"."""
    return [int(first or second) for first, second in _CHILD_AGE.findall(text)]
