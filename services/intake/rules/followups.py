"""What a message seems to be that belongs to a case (R2-8), and whether a reminder is also a complaint (9.2, 6).

It decides nothing about the case: a person reads it. Words are looked for in the sender's own text, without what was
quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from services.intake.rules.classification import Classification
from shared.vocabulary import Context, FollowUp

_READ: Final = 4_000
_NEAR: Final = r"[^.!?]{0,60}"
_WITHDRAWAL: Final = re.compile(
    rf"\b(?:trek|trekken)\b(?!{_NEAR}\bniet in\b){_NEAR}\b(?:\w*verzoek|aanvraag|klacht)\b{_NEAR}\b(?:in|terug)\b"
    rf"|\b(?:\w*verzoek|aanvraag|klacht)\b{_NEAR}\b(?:intrekken|in te trekken|ingetrokken|vervallen|annuleren)\b"
    rf"|\b(?:intrekken|annuleren)\b{_NEAR}\b(?:\w*verzoek|aanvraag|klacht)\b|\bintrekking\b"
    r"|\b(?:hoeft|hoeven) niet meer\b|\bniet meer nodig\b|\blaat (?:het |dan )?maar\b"
    rf"|\bwithdraw\w*\b{_NEAR}\brequest\b|\brequest\b{_NEAR}\b(?:withdrawn|withdraw|cancelled)\b"
    rf"|\bno longer need|\bnever mind\b|\bcancel{_NEAR}\brequest\b",
    re.IGNORECASE,
)
_REMINDER: Final = re.compile(
    r"\bherinner\w*|\baanmaning\b|\bmaan\b|\bin gebreke\b|\bingebrekestelling\b"
    rf"|\bnog (?:steeds |altijd |helemaal )?(?:niets|niks|geen|niet)\b{_NEAR}\b(?:gehoord|ontvangen|antwoord"
    r"|reactie|vernomen|gekregen|gereageerd|binnen)\b"
    r"|\bwacht(?:en)? (?:nog|al|nu)\b|\bwanneer (?:krijg|kan|mag|ontvang|hoor|komt|is)\b|\bhoe ?lang (?:duurt|moet)\b"
    rf"|\b(?:status|stand)\b{_NEAR}\b(?:van|zaken)\b|\bhoe staat het\b|\btermijn\b{_NEAR}\b(?:verstreken|voorbij"
    r"|overschreden|verlopen)\b"
    r"|\breminder\b|\bstill (?:waiting|no|have|haven)"
    r"|\b(?:have not|haven't|have yet to) (?:heard|received|hear|receive)"
    r"|\bany (?:news|update)|\bstatus of\b|\bwhen (?:will|can|do) i\b|\boverdue\b|\bdeadline has passed\b",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"verzoek|\bzaak|inzage|gegevens|dossier|\bavg\b|\bgdpr\b|privacy|antwoord|reactie|\brequest|\bcase\b|\bdata\b"
    r"|\breply\b|\bresponse\b|\banswer",
    re.IGNORECASE,
)
_IDENTITY: Final = re.compile(
    r"\b(?:kopie|copy|foto|scan)\b[^.!?]{0,40}\b(?:id|id-kaart|identiteit\w*|paspoort|rijbewijs|passport|licen[cs]e)\b",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(r"\b(?:bedankt|dank|dankjewel|dankuwel|thanks|thank you|merci)\b", re.IGNORECASE)
_DISSATISFIED: Final = re.compile(
    r"\bklacht\w*|\bschandalig|\bonacceptabel|\bbelachelijk|\bontevreden|\bboos\b|\bdit kan (?:toch |echt )?niet\b"
    r"|\bautoriteit persoonsgegevens\b|\bnaar de ap\b|\bingebrekestelling\b|\bin gebreke\b|\bjurist\b|\badvocaat\b"
    r"|\bcomplain\w*|\bunacceptable\b|\boutrag\w+|\bdisgrace\w*|\bsupervisory authority\b|\blawyer\b",
    re.IGNORECASE,
)
_SHORT: Final = 300


@dataclass(frozen=True, slots=True)
class Seems:
    """What a message seems to be, None when nobody can say; `complains`: a reminder that is also a complaint."""

    followup: FollowUp | None = None
    complains: bool = False


def seems(subject: str, text: str, result: Classification, *, automatic: bool) -> Seems:
    """Say what a message seems to be. `text` is the sender's own, `result` what the classifier made of it."""
    if automatic:
        return Seems(FollowUp.AUTOMATIC)
    body = " ".join(text[:_READ].split())
    words = f"{subject[:_SHORT]}. {body}"
    found = _followup(words, body, result)
    return Seems(found, found is FollowUp.REMINDER and _DISSATISFIED.search(words) is not None)


def _followup(words: str, text: str, result: Classification) -> FollowUp | None:
    if _WITHDRAWAL.search(words):
        return FollowUp.WITHDRAWAL
    if Context.IDENTITY_REPLY in result.context or _IDENTITY.search(words):
        return FollowUp.IDENTITY
    if _REMINDER.search(words) and _ABOUT.search(words):
        return FollowUp.REMINDER
    if "?" in text:
        return FollowUp.QUESTION
    return FollowUp.THANKS if len(text) <= _SHORT and _THANKS.search(text) else None
