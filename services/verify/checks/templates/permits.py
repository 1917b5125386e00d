"""The pages of Dutch residence permits, by year: own drawings after published descriptions, in millimetres."""

from __future__ import annotations

from services.verify.checks.templates.template import Anchor, Place, Region, Template

PERMITS = (
    Template(
        "permit-2020-front", (85.6, 54),
        (
            Anchor("NEDERLAND", 4, 3.3),
            Anchor("VERBLIJFSTITEL  RESIDENCE PERMIT", 4, 7),
            Anchor("NLD", 76.6, 3.7),
            Anchor("Documentnummer/Document no.", 31, 10.8),
            Anchor("Naam/Surname", 31, 16.3),
            Anchor("Voornamen/Given names", 31, 21.8),
            Anchor("Geboortedatum/Date of birth", 31, 27.3),
            Anchor("Geldig tot/Card expiry", 31, 32.8),
            Anchor("Soort titel/Type of permit", 31, 38.3),
            Anchor("Geslacht/Sex", 66, 20.8),
        ),
        (
            Region(Place.PHOTO, 3.5, 12, 24, 31),
            Region(Place.GHOST, 69, 29, 12, 16),
        ),
    ),
    Template(
        "permit-2020-back", (85.6, 54),
        (
            Anchor("NLD", 4, 3.3),
            Anchor("BSN/Personal no.", 46, 5.8),
            Anchor("Geboorteplaats/Place of birth", 7, 5.8),
            Anchor("Autoriteit/Authority", 7, 13.8),
            Anchor("Opmerkingen/Remarks", 7, 21.8),
        ),
        (
            Region(Place.BSN, 46, 6.9, 16, 2.6),
            Region(Place.MRZ, 3, 33, 79.6, 18.5),
        ),
        strip=True,
    ),
)  # fmt: skip
