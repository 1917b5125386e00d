"""What a person's words come down to at a stage: plain answers first, then the same engine that reads mail."""

from __future__ import annotations

import re
from typing import Final

from services.intake.rules.chat.dialogue import Heard, Stage
from services.intake.rules.classification import Classification
from shared.vocabulary import Context, Kind, Proposal

LONGEST_TEXT: Final = 2_000
LONGEST_NAME: Final = 100
ABOUT_WISHES: Final = frozenset({Stage.WISH, Stage.CHOOSE, Stage.MORE})
"""Where words are weighed as a request."""

_BLANK: Final = re.compile(r"[\s.,!?;:'\"’]+")
_DONT_KNOW: Final = frozenset(
    [
        "ik weet het niet",
        "weet ik niet",
        "weet niet",
        "geen idee",
        "dat weet ik niet",
        "ik weet niet",
        "kweenie",
        "geen flauw idee",
        "i don t know",
        "i dont know",
        "dont know",
        "don t know",
        "no idea",
        "not sure",
        "i am not sure",
        "i m not sure",
    ]
)
_NO: Final = frozenset(
    [
        "nee",
        "nee hoor",
        "neen",
        "nee dank je",
        "nee dankje",
        "nee bedankt",
        "nee dit is alles",
        "nee dat was het",
        "dat was het",
        "dit was het",
        "dat is alles",
        "dit is alles",
        "dit was alles",
        "dat was alles",
        "nee dat is alles",
        "klaar",
        "verder niets",
        "niets",
        "nee verder niets",
        "no",
        "nope",
        "no thanks",
        "no thank you",
        "that is all",
        "that s all",
        "that was all",
        "nothing else",
        "done",
    ]
)
_YES: Final = frozenset(
    [
        "ja",
        "ja hoor",
        "jazeker",
        "klopt",
        "dat klopt",
        "ja dat klopt",
        "ja klopt",
        "akkoord",
        "prima",
        "goed",
        "oke",
        "ok",
        "verstuur",
        "verstuur het",
        "yes",
        "yes please",
        "that is right",
        "correct",
        "yes correct",
        "fine",
        "okay",
        "send it",
        "send",
    ]
)
_PERSON: Final = re.compile(
    r"\b(?:met|naar)?\s*(?:een )?(?:medewerker|collega|echt mens|mens|persoon|iemand)\s+(?:spreken|praten|chatten)\b"
    r"|\b(?:speak|talk|chat) (?:to|with) (?:a |an |some)?(?:person|human|colleague|employee|one|somebody|someone)\b"
    r"|^(?:medewerker|mens|persoon|human|agent)$",
    re.IGNORECASE,
)
_COPY: Final = re.compile(
    r"\b(?:kopie|foto|scan|copy|picture|photo)\w*\b.{0,40}\b(?:paspoort|passport|id|id[- ]?(?:kaart|bewijs|card)"
    r"|identiteits?\w*|rijbewijs|verblijfs\w*|identity|driving|licen[cs]e)\b"
    r"|\b(?:paspoort|rijbewijs|id-?bewijs|identiteits(?:kaart|bewijs)|passport|identity card)\b",
    re.IGNORECASE | re.DOTALL,
)


def normal(text: str) -> str:
    """Small letters and single blanks: how plain answers are looked up."""
    return _BLANK.sub(" ", text.casefold()).strip()


def plain_answer(text: str) -> Heard | None:
    """One of the few answers that need no engine; None for all other words."""
    bare = normal(text)
    if bare in _DONT_KNOW:
        return Heard.DONT_KNOW
    if bare in _NO:
        return Heard.NO_MORE
    if bare in _YES:
        return Heard.YES
    return Heard.PERSON if _PERSON.search(bare) else None


def mentions_copy(text: str) -> bool:
    """Whether somebody speaks of an identity document: none of it goes into a chat."""
    return _COPY.search(text) is not None


def chosen_kind(pick: str) -> Kind | None:
    """The wish that a quick reply names; None for the others."""
    return Kind(pick) if pick in set(Kind) else None


def of_wish(stage: Stage, text: str, found: Classification) -> Heard:
    """What words about a wish come down to; an outsider's demand (R5.1-1) is never a clear wish."""
    answer = plain_answer(text)
    if answer is Heard.NO_MORE:
        return Heard.NO_MORE if stage is Stage.MORE else Heard.DONT_KNOW
    if answer is Heard.YES and stage is Stage.MORE:
        return Heard.YES
    if answer in {Heard.DONT_KNOW, Heard.PERSON}:
        return Heard(answer)
    if Context.THIRD_PARTY_DISCLOSURE_DEMAND in found.context:
        return Heard.UNSURE
    if found.proposal is Proposal.REQUEST and found.kinds:
        return Heard.CLEAR
    return Heard.UNSURE if found.proposal is Proposal.UNSURE else Heard.NOTHING


def of_name(text: str) -> Heard:
    """A name is one short line with a letter in it, and no address."""
    if plain_answer(text) in {Heard.DONT_KNOW, Heard.PERSON}:
        return Heard(plain_answer(text) or Heard.ODD)
    one_line = "\n" not in text and len(text) <= LONGEST_NAME
    return Heard.GIVEN if one_line and "@" not in text and any(sign.isalpha() for sign in text) else Heard.ODD


def of_check(text: str) -> Heard:
    """A yes is a yes; anything else is answered by the quick replies."""
    answer = plain_answer(text)
    return Heard(answer) if answer in {Heard.YES, Heard.PERSON} else Heard.ODD


def address_in(text: str) -> str:
    """The one address that a line holds, without the words and signs around it; the line itself when it holds none."""
    found = [each.strip("<>()[],;:.\"'") for each in text.split() if "@" in each]
    return found[0] if len(found) == 1 else text.strip()


def digits_in(text: str) -> str:
    """The digits of a code, however it was typed."""
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())
