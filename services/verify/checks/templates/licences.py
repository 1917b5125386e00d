"""The pages of Dutch driving licences, by year: own drawings after published descriptions, in millimetres."""

from __future__ import annotations

from services.verify.checks.templates.template import Anchor, Place, Region, Template

LICENCES = (
    Template(
        "licence-2014-front", (85.6, 54),
        (
            Anchor("NEDERLAND  DRIVING LICENCE  PERMIS DE CONDUIRE", 4, 3.3),
            Anchor("RIJBEWIJS", 4, 7),
            Anchor("NLD", 76.6, 3.7),
            Anchor("1.", 28, 11.8),
            Anchor("2.", 28, 15.8),
            Anchor("3.", 28, 19.8),
            Anchor("4a.", 28, 23.8),
            Anchor("4b.", 28, 27.8),
            Anchor("4c.", 50, 23.8),
            Anchor("5.", 28, 31.8),
            Anchor("9.", 28, 40.8),
        ),
        (
            Region(Place.PHOTO, 3.5, 12, 22, 28),
            Region(Place.GHOST, 67, 22, 12, 16),
        ),
        strip=True,
    ),
    Template(
        "licence-2014-back", (85.6, 54),
        (
            Anchor("NLD", 4, 3.3),
            Anchor("BSN / rijbewijsnummer", 3, 3.8),
            Anchor("AM", 5, 12.5),
            Anchor("A1", 5, 15.5),
            Anchor("A2", 5, 18.5),
            Anchor("A", 5, 21.5),
            Anchor("B1", 5, 24.5),
            Anchor("B", 5, 27.5),
            Anchor("C1", 5, 30.5),
            Anchor("C", 5, 33.5),
            Anchor("D1", 5, 36.5),
            Anchor("D", 5, 39.5),
            Anchor("BE", 5, 42.5),
            Anchor("CE", 5, 45.5),
            Anchor("T", 5, 48.5),
        ),
        (
            Region(Place.BSN, 3, 4.9, 16, 2.6),
            Region(Place.QR, 66, 34, 16, 16),
        ),
    ),
    Template(
        "licence-2018-front", (85.6, 54),
        (
            Anchor("NEDERLAND  DRIVING LICENCE", 4, 3.3),
            Anchor("RIJBEWIJS", 4, 7),
            Anchor("NLD", 76.6, 3.7),
            Anchor("1.", 29, 11.3),
            Anchor("2.", 29, 15.3),
            Anchor("3.", 29, 19.3),
            Anchor("4a.", 29, 23.3),
            Anchor("4b.", 29, 27.3),
            Anchor("4c.", 52, 23.3),
            Anchor("5.", 29, 31.3),
            Anchor("9.", 29, 40.8),
        ),
        (
            Region(Place.PHOTO, 3.5, 11.5, 23, 29.5),
            Region(Place.GHOST, 68, 24, 12, 16),
        ),
        strip=True,
    ),
    Template(
        "licence-2018-back", (85.6, 54),
        (
            Anchor("NLD", 4, 3.3),
            Anchor("BSN / rijbewijsnummer", 3.5, 3.8),
            Anchor("AM", 5, 12.5),
            Anchor("A1", 5, 15.5),
            Anchor("A2", 5, 18.5),
            Anchor("A", 5, 21.5),
            Anchor("B1", 5, 24.5),
            Anchor("B", 5, 27.5),
            Anchor("C1", 5, 30.5),
            Anchor("C", 5, 33.5),
            Anchor("D1", 5, 36.5),
            Anchor("D", 5, 39.5),
            Anchor("BE", 5, 42.5),
            Anchor("CE", 5, 45.5),
            Anchor("T", 5, 48.5),
        ),
        (
            Region(Place.BSN, 3.5, 4.9, 16, 2.6),
            Region(Place.QR, 65.5, 33, 17, 17),
        ),
    ),
)  # fmt: skip
