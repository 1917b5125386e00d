"""Puts right one wrong, missing, doubled or swapped letter in the words that matter most."""

from __future__ import annotations

from functools import lru_cache

_SHORTEST = 5

_WORDS_TEXT = """
gegevens persoonsgegevens dossier inzage inzien verwijderen verwijderd verwijder vernietigen
wijzigen aanpassen corrigeren toestemming intrekken nieuwsbrief nieuwsbrieven uitschrijven afmelden
bezwaar klacht privacy datalek account verslag rapport informatie overzicht kopie afschrift bewaren
gebruiken bevriezen blokkeren geblokkeerd machineleesbaar overdragen vergetelheid verhuisd
telefoonnummer rekeningnummer geboortedatum achternaam adres reclame aanbiedingen algoritme
automatisch computer medewerker autoriteit functionaris personal access delete erase remove address
newsletter newsletters unsubscribe consent withdraw complaint information about freeze transfer
statistics algorithm review correct incorrect update request
"""
_WORDS = tuple(_WORDS_TEXT.split())

# Real words one letter away from those above; they stay what they are.
_REAL_TEXT = """
bewaar bewaard bezwaren krachten klachten afmeldt afmelding verwijdert verwijderde kopieen kopies
gebruiker gebruikten bewaart wijziging wijzigden inzet adressen verslagen verslaan rapporten
rapports erased erases deleted deletes removed removes removal updated updates requests requested
reviews reviewed corrects corrected transfers computers medewerkers accounts dossiers complaints
complain consents persona personally addressed aanbieding reclames above abort another verhuist
verhuisde kracht slacht gegeven beware inzagen algoritmen automatische afsluiten erasing
"""
_REAL = frozenset(_REAL_TEXT.split())


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def _index() -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in _WORDS:
        for short in {word, *_without_one(word)}:
            index.setdefault(short, []).append(word)
    return index


_KNOWN = frozenset(_WORDS)
_INDEX = _index()


@lru_cache(maxsize=20_000)
def corrected(word: str) -> str:
    """Give the word meant, or the word itself when none, or more than one, is one slip away."""
    if len(word) < _SHORTEST or word in _KNOWN or word in _REAL or word.isdigit():
        return word
    near = {each for short in {word, *_without_one(word)} for each in _INDEX.get(short, ()) if _one_slip(word, each)}
    return near.pop() if len(near) == 1 else word


def _one_slip(word: str, meant: str) -> bool:
    """Say whether one letter was added, left out, replaced, or swapped with its neighbour."""
    if len(word) != len(meant):
        longer, shorter = (word, meant) if len(word) > len(meant) else (meant, word)
        return len(longer) - len(shorter) == 1 and shorter in _without_one(longer)
    wrong = [place for place, (one, other) in enumerate(zip(word, meant, strict=True)) if one != other]
    if len(wrong) == 2:
        first, second = wrong
        return second == first + 1 and word[first] == meant[second] and word[second] == meant[first]
    return len(wrong) == 1
