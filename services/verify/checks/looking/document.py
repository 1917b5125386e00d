"""Is it an identity document, and of what kind?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.letters import folded
from services.verify.checks.page import Page
from services.verify.checks.written.zone import is_strip

TITLES: dict[str, tuple[str, ...]] = {
    "passport": (
        "PASPOORT", "PASSPORT", "PASSEPORT", "REISEPASS", "PASAPORTE", "PASSAPORTO", "PASSAPORTE", "PASZPORT",
        "PASAPORT", "REISDOCUMENT", "TRAVELDOCUMENT",
    ),
    "card": (
        "IDENTITEITSKAART", "IDENTITYCARD", "PERSONALAUSWEIS", "CARTENATIONALE", "CARTEDIDENTITE", "CARTADIDENTITA",
        "DOWODOSOBISTY", "DOCUMENTONACIONAL", "NATIONALID",
    ),
    "licence": (
        "RIJBEWIJS", "DRIVINGLICENCE", "DRIVERLICENSE", "FUHRERSCHEIN", "PERMISDECONDUIRE", "PRAWOJAZDY",
        "PATENTEDIGUIDA", "PERMISODECONDUCCION",
    ),
    "permit": (
        "VERBLIJFSTITEL", "VERBLIJFSDOCUMENT", "VERBLIJFSVERGUNNING", "RESIDENCEPERMIT", "AUFENTHALTSTITEL",
        "TITREDESEJOUR", "VREEMDELINGENDOCUMENT",
    ),
}  # fmt: skip
_LABELS = (
    "SURNAME", "GIVENNAMES", "VOORNAMEN", "ACHTERNAAM", "NATIONALIT", "DATEOFBIRTH", "GEBOORTEDATUM", "PLACEOFBIRTH",
    "GEBOORTEPLAATS", "DATEOFEXPIRY", "GELDIGTOT", "DATEOFISSUE", "DATUMVANAFGIFTE", "DOCUMENTN", "GESLACHT",
    "AUTHORITY", "AUTORIT",
    "GEBURTSDATUM", "STAATSANGEH", "VORNAMEN", "PRENOMS", "DATEDENAISSANCE", "LIEUDENAISSANCE", "KONINKRIJK",
    "PERSOONSNUMMER", "PERSONALNO", "BURGERSERVICENUMMER", "HOLDERSSIGNATURE", "HANDTEKENING", "BUNDESREPUBLIK",
    "REPUBLIQUE", "KINGDOMOF", "REPUBLICOF", "4A", "4B", "4C", "LENGTE", "HEIGHT",
)  # fmt: skip
_MARKS = (
    re.compile(r"NLD"),
    re.compile(r"\d\d ?[A-Z]{3}/[A-Z]{3} ?(?:19|20)\d\d"),
    re.compile(r"\d\d[.]\d\d[.](?:19|20)\d\d.*"),
)
"""Values as only documents print them: said by copies whose small labels cannot be read."""
_STRIP = 15  # characters of a strip's row
_LONGEST_TITLE = 60  # characters; a sentence that names a passport is no passport


def document(page: Page) -> tuple[Finding, ...]:
    """Note the kinds that its words name; send what looks like no document at all to a person."""
    texts = [folded(line.text) for line in page.lines if len(line.text) <= _LONGEST_TITLE]
    page.kinds = kinds_of(texts)
    labels = sum(any(label in text for text in texts) for label in _LABELS)
    marks = sum(any(mark.fullmatch(line.text.strip().upper()) for line in page.lines) for mark in _MARKS)
    if page.models or labels >= 4 or (page.kinds and (labels >= 1 or marks >= 2)) or has_strip(page):
        return ()
    return (page.found(FindingKind.NO_DOCUMENT, "It does not look like an identity document."),)


def kinds_of(texts: Iterable[str]) -> frozenset[str]:
    """The kinds whose titles stand in texts that went through `folded`."""
    whole = list(texts)
    return frozenset(
        kind for kind, titles in TITLES.items() if any(title in text for title in titles for text in whole)
    )


def has_strip(page: Page) -> bool:
    """Whether a line looks like one of the strip at the bottom: long, and with its filling signs; or a licence's."""
    return any(is_strip(line.text) and len(line.text) >= _STRIP for line in page.lines)
