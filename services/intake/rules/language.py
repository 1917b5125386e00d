"""Tells Dutch from English, and from what is neither, by counting the small words of each."""

from __future__ import annotations

from services.intake.rules.sentences import plain
from shared.vocabulary import Language

_CHARACTERS = 5_000
_FEW_WORDS = 6  # fewer words prove no foreign language
_DUTCH_TEXT = """
de het een en ik je jullie u mijn van dat die niet met voor op aan te zijn is er om ook maar als
naar bij uit over wil graag kunt kunnen hebben heb heeft geen wat hoe wie dit mij deze worden wordt
nog al of door zou mn t hem jij uw ben kan mag weg dan toch want groet groeten
"""
_DUTCH = frozenset(_DUTCH_TEXT.split())
_ENGLISH_TEXT = """
the a an and i you your my of that this not with for on to are is there it also but if at from about
want please can could have has no what how who me these be will would do does any or by like was
pls am it its regards kind
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
# German, French, Spanish, Italian, Portuguese, Polish, Turkish: words that neither Dutch nor English has.
_OTHER_TEXT = """
ich und nicht sie ist mit bitte der das ein eine mir meine meinen mich ihnen ihre uber wir haben auch wie
vous voudrais le la les des et est pas une mes mon pour que qui dans sur avec merci je suis
el los las por para mis mi con una gracias quiero quisiera sus su datos
il gli che per non sono vorrei grazie dei della
meus minha nao quero obrigado os seus sobre
prosze nie jest moje moich sie na z w o mam dziekuje panstwa chce
ve bir bu icin lutfen benim bilgilerimi istiyorum tesekkurler
"""
_OTHER = frozenset(_OTHER_TEXT.split()) - _DUTCH - _ENGLISH


def spoken(text: str) -> Language | None:
    """Give the language of a text, None for one that is neither; Dutch when it cannot be told."""
    part = text[:_CHARACTERS]
    words = plain(part).split()
    dutch, english, other = (
        sum(word.strip(".,!?:;()") in each for word in words) for each in (_DUTCH, _ENGLISH, _OTHER)
    )
    if _foreign_script(part) or (len(words) >= _FEW_WORDS and other > max(dutch, english)):
        return None
    return Language.EN if english > dutch else Language.NL


def language(text: str) -> Language:
    """Give the language to answer in: Dutch, or English for whatever is not Dutch (R2-6)."""
    return spoken(text) or Language.EN


def _foreign_script(text: str) -> bool:
    """Say whether most letters are of another script than the Latin one."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign > "\u024f" for sign in letters) > len(letters) / 2
