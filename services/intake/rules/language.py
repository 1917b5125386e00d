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
nu ff alles niets niks iets ander andere hij gr groetjes hoi hallo nieuw nieuwe morgen klopt vergeten snel stuur waar
waarom wanneer meer haal bewaren sturen
"""
_DUTCH = frozenset(_DUTCH_TEXT.split())
_ENGLISH_TEXT = """
the a an and i you your my of that this not with for on to are is there it also but if at from about
want please can could have has no what how who me these be will would do does any or by like was
pls am it its regards kind
cant dont wont doesnt didnt isnt im ive theyre youre new need old attached sorry just again out off many yrs some people
works acting confirm kindly stuff thanks thank hi hello dear because still them they
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
# What people ask for in those languages: one such word is enough in a few words.
_ASKED_TEXT = """
bitte loschen loesche loesch daten datenschutz auskunft gespeichert speichern kundigen widerspruch widerrufe abmelden
einsicht unterlagen meine mein
donnees supprimer supprimez effacer effacez personnelles desinscrire desabonner
datos borrar borren eliminar eliminen darme cancelar
dati cancellare cancellate eliminare personali
dados apagar excluir
dane danych usunac usuniecie prosze
verilerimi verileri silin silinmesini siler
sterge stergeti
"""
_ASKED = frozenset(_ASKED_TEXT.split())
_UNKNOWN_FROM = 12  # so many words without a single small word of Dutch or English are of neither


def spoken(text: str) -> Language | None:
    """Give the language of a text, None for one that is neither; Dutch when it cannot be told."""
    part = text[:_CHARACTERS]
    words = [word.strip(".,!?:;()") for word in plain(part).split()]
    dutch, english, other = (sum(map(each.__contains__, words)) for each in (_DUTCH, _ENGLISH, _OTHER))
    few = len(words) < _FEW_WORDS
    asks = sum(map(_ASKED.__contains__, words)) if few else 0
    unknown = len(words) >= _UNKNOWN_FROM and not dutch and not english
    if _foreign_script(part) or unknown or ((asks or not few) and other + asks > max(dutch, english)):
        return None
    return Language.EN if english > dutch else Language.NL


def language(text: str) -> Language:
    """Give the language to answer in: Dutch, or English for whatever is not Dutch (R2-6)."""
    return spoken(text) or Language.EN


def _foreign_script(text: str) -> bool:
    """Say whether most letters are of another script than the Latin one."""
    if text.isascii():
        return False
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign > "\u024f" for sign in letters) > len(letters) / 2
