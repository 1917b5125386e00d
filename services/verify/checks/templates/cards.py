"""The pages of Dutch identity cards, by year: own drawings after published descriptions, in millimetres."""

from __future__ import annotations

from services.verify.checks.templates.template import Anchor, Place, Region, Template

CARDS = (
    Template(
        "card-2014-front", (85.6, 54),
        (
            Anchor("KONINKRIJK DER NEDERLANDEN", 4, 3.3),
            Anchor("IDENTITEITSKAART  IDENTITY CARD  CARTE D'IDENTITÉ", 4, 7),
            Anchor("NLD", 76.6, 3.7),
            Anchor("Documentnummer/Document no.", 31, 11.8),
            Anchor("Naam/Surname/Nom", 31, 17.3),
            Anchor("Voornamen/Given names/Prénoms", 31, 22.8),
            Anchor("Geboortedatum/Date of birth", 31, 28.3),
            Anchor("Geboorteplaats/Place of birth", 31, 33.8),
            Anchor("Geldig tot/Date of expiry", 31, 39.3),
            Anchor("Geslacht/Sex", 66, 27.8),
            Anchor("Nationaliteit/Nationality", 58, 17.3),
        ),
        (
            Region(Place.PHOTO, 4, 14, 24, 31),
            Region(Place.GHOST, 68, 32, 12, 16),
        ),
    ),
    Template(
        "card-2014-back", (85.6, 54),
        (
            Anchor("NLD", 4, 3.3),
            Anchor("Persoonsnummer/Personal no.", 48, 4.8),
            Anchor("Lengte/Height", 8, 4.8),
            Anchor("Autoriteit/Authority", 8, 11.8),
            Anchor("Datum van afgifte/Date of issue", 8, 18.8),
            Anchor("Opmerkingen/Observations", 8, 25.8),
        ),
        (
            Region(Place.BSN, 48, 5.9, 16, 2.6),
            Region(Place.MRZ, 3, 33, 79.6, 18.5),
        ),
        strip=True,
    ),
    Template(
        "card-2021-front", (85.6, 54),
        (
            Anchor("KONINKRIJK DER NEDERLANDEN", 4, 3.3),
            Anchor("IDENTITEITSKAART  IDENTITY CARD", 4, 7),
            Anchor("NLD", 76.6, 3.7),
            Anchor("Documentnummer/Document no.", 32, 11.3),
            Anchor("Naam/Surname/Nom", 32, 16.8),
            Anchor("Voornamen/Given names/Prénoms", 32, 22.3),
            Anchor("Geboortedatum/Date of birth", 32, 27.8),
            Anchor("Nationaliteit/Nationality", 32, 33.3),
            Anchor("Geldig tot/Date of expiry", 32, 38.8),
            Anchor("Geslacht/Sex", 66, 24.8),
            Anchor("CAN", 70, 48.8),
        ),
        (
            Region(Place.PHOTO, 4, 13, 25, 33),
            Region(Place.GHOST, 69, 31, 12, 16),
        ),
    ),
    Template(
        "card-2021-back", (85.6, 54),
        (
            Anchor("NLD", 4, 3.3),
            Anchor("Persoonsnummer/Personal no.", 52, 5.8),
            Anchor("Lengte/Height", 7, 5.8),
            Anchor("Autoriteit/Authority", 7, 12.8),
            Anchor("Datum van afgifte/Date of issue", 7, 19.8),
        ),
        (
            Region(Place.BSN, 52, 6.9, 16, 2.6),
            Region(Place.QR, 64, 14, 16, 16),
        ),
        strip=True,
    ),
    Template(
        "card-2024-front", (85.6, 54),
        (
            Anchor("NEDERLAND", 4, 3.3),
            Anchor("IDENTITEITSKAART  IDENTITY CARD", 4, 7),
            Anchor("NLD", 76.6, 3.7),
            Anchor("Documentnummer/Document no.", 35, 10.8),
            Anchor("Naam/Surname/Nom", 35, 16.3),
            Anchor("Voornamen/Given names/Prénoms", 35, 21.8),
            Anchor("Geboortedatum/Date of birth", 35, 27.3),
            Anchor("Nationaliteit/Nationality", 35, 32.8),
            Anchor("Geldig tot/Date of expiry", 35, 38.3),
            Anchor("Geslacht/Sex", 35, 43.8),
            Anchor("CAN", 56, 44.8),
        ),
        (
            Region(Place.PHOTO, 3.5, 12, 28, 36),
            Region(Place.GHOST, 70, 33, 11, 14.5),
            Region(Place.SMALL, 71, 11, 11, 14),
        ),
    ),
    Template(
        "card-2024-back", (85.6, 54),
        (
            Anchor("NLD", 4, 3.3),
            Anchor("Persoonsnummer/Personal no.", 50, 4.8),
            Anchor("Lengte/Height", 7, 4.8),
            Anchor("Autoriteit/Authority", 7, 11.8),
            Anchor("Datum van afgifte/Date of issue", 7, 18.8),
        ),
        (
            Region(Place.BSN, 50, 5.9, 16, 2.6),
            Region(Place.QR, 65, 14, 16, 16),
        ),
        strip=True,
    ),
)  # fmt: skip
