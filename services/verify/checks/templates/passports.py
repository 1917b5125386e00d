"""The pages of Dutch passports, by year: own drawings after published descriptions, in millimetres."""

from __future__ import annotations

from services.verify.checks.templates.template import Anchor, Place, Region, Template

PASSPORTS = (
    Template(
        "passport-2014-front", (125, 88),
        (
            Anchor("KONINKRIJK DER NEDERLANDEN  KINGDOM OF THE NETHERLANDS", 4, 3.6),
            Anchor("PASPOORT  PASSPORT  PASSEPORT", 4, 7.5),
            Anchor("NLD", 116, 3.7),
            Anchor("Type/Type", 43, 13.9),
            Anchor("Code/Code", 58, 13.9),
            Anchor("Documentnummer/Document no.", 88, 13.9),
            Anchor("Naam/Surname/Nom", 43, 20.9),
            Anchor("Voornamen/Given names/Prénoms", 43, 27.9),
            Anchor("Nationaliteit/Nationality", 43, 34.9),
            Anchor("Geboortedatum/Date of birth", 43, 41.9),
            Anchor("Geslacht/Sex", 82, 41.9),
            Anchor("Geboorteplaats/Place of birth", 43, 48.9),
            Anchor("Lengte/Height", 82, 48.9),
            Anchor("Datum van afgifte/Date of issue", 43, 55.9),
            Anchor("Geldig tot/Date of expiry", 82, 27.9),
            Anchor("Autoriteit/Authority", 82, 34.9),
        ),
        (
            Region(Place.PHOTO, 5, 17, 34, 44),
            Region(Place.GHOST, 101, 38, 17, 22),
            Region(Place.MRZ, 4, 66, 117, 20),
        ),
        strip=True,
    ),
    Template(
        "passport-2014-back", (125, 88),
        (
            Anchor("KONINKRIJK DER NEDERLANDEN", 4, 3.6),
            Anchor("PERSOONSGEGEVENS", 4, 7.5),
            Anchor("Persoonsnummer/Personal no./No. personnel", 12, 20.9),
            Anchor("Autoriteit/Authority", 12, 34.9),
            Anchor("Woonplaats/Residence/Domicile", 12, 46.9),
            Anchor("Opmerkingen/Observations", 12, 58.9),
        ),
        (
            Region(Place.BSN, 12, 21.8, 18, 3),
        ),
    ),
    Template(
        "passport-2021-front", (125, 88),
        (
            Anchor("KONINKRIJK DER NEDERLANDEN", 4, 3.6),
            Anchor("PASPOORT  PASSPORT  PASSEPORT", 4, 7.5),
            Anchor("NLD", 116, 3.7),
            Anchor("Type/Type", 43, 12.9),
            Anchor("Code/Code", 56, 12.9),
            Anchor("Documentnummer/Document no.", 86, 12.9),
            Anchor("Naam/Surname/Nom", 43, 19.9),
            Anchor("Voornamen/Given names/Prénoms", 43, 26.9),
            Anchor("Nationaliteit/Nationality/Nationalité", 43, 33.9),
            Anchor("Geboortedatum/Date of birth", 43, 40.9),
            Anchor("Geboorteplaats/Place of birth", 43, 47.9),
            Anchor("Geslacht/Sex", 84, 40.9),
            Anchor("Lengte/Height", 84, 47.9),
            Anchor("Datum van afgifte/Date of issue", 43, 54.9),
            Anchor("Geldig tot/Date of expiry", 84, 26.9),
            Anchor("Autoriteit/Authority", 84, 33.9),
        ),
        (
            Region(Place.PHOTO, 5, 16, 35, 45),
            Region(Place.GHOST, 102, 36, 16, 21),
        ),
        strip=True,
    ),
    Template(
        "passport-2021-back", (125, 88),
        (
            Anchor("KONINKRIJK DER NEDERLANDEN", 4, 3.6),
            Anchor("PERSOONSGEGEVENS", 4, 7.5),
            Anchor("Persoonsnummer/Personal no./No. personnel", 10, 22.9),
            Anchor("Woonplaats/Residence/Domicile", 10, 40.9),
            Anchor("Opmerkingen/Observations", 10, 54.9),
        ),
        (
            Region(Place.BSN, 10, 23.8, 18, 3),
            Region(Place.QR, 88, 20, 24, 24),
        ),
    ),
    Template(
        "passport-2024-front", (125, 88),
        (
            Anchor("NEDERLAND  NETHERLANDS  PAYS-BAS", 4, 3.6),
            Anchor("PASPOORT  PASSPORT  PASSEPORT", 4, 7.5),
            Anchor("NLD", 116, 3.7),
            Anchor("Type/Type", 46, 12.9),
            Anchor("Code/Code", 58, 12.9),
            Anchor("Documentnummer/Document no.", 70, 12.9),
            Anchor("Naam/Surname/Nom", 46, 19.9),
            Anchor("Voornamen/Given names/Prénoms", 46, 26.9),
            Anchor("Nationaliteit/Nationality", 46, 33.9),
            Anchor("Geboortedatum/Date of birth", 46, 40.9),
            Anchor("Geboorteplaats/Place of birth", 46, 47.9),
            Anchor("Geldig tot/Date of expiry", 46, 54.9),
            Anchor("Geslacht/Sex", 82, 47.9),
            Anchor("CAN", 86, 54.9),
        ),
        (
            Region(Place.PHOTO, 5, 15, 37, 47),
            Region(Place.GHOST, 99, 40, 15, 20),
            Region(Place.SMALL, 103, 14, 15, 20),
        ),
        strip=True,
    ),
    Template(
        "passport-2024-back", (125, 88),
        (
            Anchor("NEDERLAND", 4, 3.6),
            Anchor("PERSOONSGEGEVENS", 4, 7.5),
            Anchor("Persoonsnummer/Personal no./No. personnel", 10, 20.9),
            Anchor("Woonplaats/Residence/Domicile", 10, 36.9),
            Anchor("Datum van afgifte/Date of issue", 10, 50.9),
            Anchor("Autoriteit/Authority", 10, 62.9),
        ),
        (
            Region(Place.SMALL, 88, 14, 24, 31),
            Region(Place.BSN, 10, 21.8, 18, 3),
            Region(Place.QR, 90, 50, 23, 23),
        ),
    ),
)  # fmt: skip
