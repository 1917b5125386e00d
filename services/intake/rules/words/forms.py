"""Small words and verb forms that decide whether an act is wished, refused, or done already (see `meaning`)."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATORS = _words("""
niet geen nooit nergens niemand not never no niks niets nothing nobody stop quit cease evenmin noch nor neither
""")
NEGATORS_BEHIND = _words("niet niks niets geen nothing niemand nergens nobody")
HARMLESS_NEXT = _words("nodig waar goed juist eens alleen only just vergeten forget correct zeker sure langskomen")
WISHES_NOT = _words("wil wilt willen wens want wish liever stop stoppen ophouden hou houd quit cease mag mogen")

DONE_WITH = _words("is zijn was waren heb hebt heeft hebben had hadden has have been were werd werden al already")
WISHED = _words("""
moet moeten wil wilt willen graag worden wordt kan kunt kunnen mag mogen zou zouden laat laten should must be want
please would could can need needs like wens wensen verzoek zien krijgen waarom nog
""")
PARTICIPLES = _words("""
verwijderd gewist vernietigd weggegooid geschrapt opgeruimd weggehaald gedelete aangepast gewijzigd veranderd
gecorrigeerd verbeterd bijgewerkt rechtgezet toegevoegd aangevuld verwerkt hersteld geblokkeerd bevroren ingelicht
doorgegeven geinformeerd verteld deleted removed erased destroyed wiped corrected changed updated fixed amended blocked
locked told informed
""")
DOING = _words("removing deleting correcting changing updating fixing erasing")
PAST = _words("deleted removed erased changed corrected updated threw put verwijderde wiste wijzigde")

SELF = _words("ik i")
TO_YOU = _words("dat that you jullie u to wil want")
TO_ME = _words("want wil get receive obtain have krijg ontvang krijgen ontvangen")

# What parts clauses, and where "maar", "dus" and "want" do not.
SPLITTERS = _words("but omdat because zodat so terwijl aangezien")
AFTER_PARTICLE = _words("""
af weg uit eraf eruit op even vast over mee er in door eens meteen gelijk naar als aan raak gewoon weer alvast direct
snel helemaal allemaal zo
""")
BEFORE_PARTICLE = _words("mij me het ze die dat hem dit ons oude er mag hoeft moet kan mogen is daar")
ENGLISH_WANT = _words("i you we not they to that my it all this a an the me him her your would also")
