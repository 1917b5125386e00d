"""What an access answer must say beside the data itself, worked out from where data was found (R2.2A-1, R2.2-1).

Which purpose, term and recipient goes with which category and system is a proposal (spec 7.1, 7.2), to be confirmed by
the FG; the reasons that two people approved stand above it in every answer. All results are codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.vocabulary import Category

DESK: Final = "DESK"
"""This desk as a system: its own record of the request is part of the answer (R2.2-8)."""

_PURPOSES: Final[Mapping[str, tuple[str, ...]]] = {
    Category.C01: ("P02", "P04", "P05"),
    Category.C02: ("P02", "P04"),
    Category.C03: ("P01", "P16"),
    Category.C04: ("P02",),
    Category.C05: ("P02", "P03"),
    Category.C06: ("P02",),
    Category.C07: ("P02",),
    Category.C08: ("P02",),
    Category.C09: ("P01", "P07", "P16"),
    Category.C10: ("P07", "P08"),
    Category.C11: ("P02", "P08"),
    Category.C12: ("P02", "P13"),
    Category.C13: ("P02",),
}
_PURPOSES_OF_SYSTEM: Final[Mapping[str, tuple[str, ...]]] = {
    DESK: ("P08",),
    "FIN": ("P13", "P14"),
    "MAIL": ("P09",),
    "SUR": ("P07",),
    "CMS": ("P01",),
    "ANA": ("P07",),
}
_ONLY_OWN: Final = frozenset({DESK, "FIN", "MAIL", "SUR", "CMS", "ANA"})
"""Systems with purposes of their own: a name in the mailing list says nothing about a programme."""

_TERMS: Final[Mapping[str, str]] = {
    DESK: "request_file",
    "FIN": "tax_seven_years",
    "MAIL": "newsletter_end",
    "CMS": "account_end",
    "ANA": "visits_twelve_months",
}
_RECIPIENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "CMS": ("hosting",),
    "MAIL": ("mail_sender",),
    "MBX": ("mail_host",),
    "SUR": ("survey",),
    "FIN": ("payments", "tax_authority"),
    "ANA": ("google",),
    "UWV": ("uwv",),
    "TEL": ("telephony",),
    "CHAT": ("chat",),
}
NAMED: Final = frozenset({"none", "google", "uwv", "tax_authority"})
"""Recipients whose words are a name already; the others get theirs from configuration."""
_IN_LETTERS: Final = frozenset({"needed_for_purpose", "tax_seven_years", "request_file"})


@dataclass(frozen=True)
class AccessContent:
    """The codes of the required points, each in a fixed order and never empty."""

    purposes: tuple[str, ...]
    categories: tuple[Category, ...]
    recipients: tuple[str, ...]
    retention: tuple[str, ...]
    sources: tuple[str, ...]
    transfers: tuple[str, ...]

    def facts(self) -> dict[str, str]:
        """The same for the letter T11, several codes with a semicolon between; details stay in the package."""
        terms = [term if term in _IN_LETTERS else "needed_for_purpose" for term in self.retention]
        return {
            "confirmation": "yes",
            "purposes": ";".join(self.purposes),
            "categories": ";".join(self.categories),
            "recipients": "package",
            "retention": ";".join(dict.fromkeys(terms)),
            "sources": ";".join(self.sources),
            "automated": "no_automated_decisions",
            "transfers": "no_transfers" if self.transfers == ("no_transfers",) else "package",
        }


def access_content(found: Iterable[tuple[Category, str]]) -> AccessContent:
    """The points that go with data found in these categories and systems; the desk's own record is always there."""
    places = sorted({*found, (Category.C01, DESK), (Category.C11, DESK)})
    systems = [system for _, system in places]
    return AccessContent(
        purposes=tuple(sorted({purpose for place in places for purpose in _purposes(*place)})),
        categories=tuple(dict.fromkeys(category for category, _ in places)),
        recipients=_coded(systems, _RECIPIENTS) or ("none",),
        retention=tuple(dict.fromkeys(retention_of(*place) for place in places)),
        sources=_sources(places),
        transfers=("google",) if "ANA" in systems else ("no_transfers",),
    )


def retention_of(category: Category, system: str) -> str:
    """How long this is kept, as a code (statement art. 8, spec 6.1)."""
    if category is Category.C10 and system == "CMS":
        return "contact_form_two_years"
    if category is Category.C09:
        return "visits_twelve_months"
    return _TERMS.get(system, "needed_for_purpose")


def _purposes(category: Category, system: str) -> tuple[str, ...]:
    own = _PURPOSES_OF_SYSTEM.get(system, ())
    return own if system in _ONLY_OWN else _PURPOSES[category]


def _sources(places: Iterable[tuple[Category, str]]) -> tuple[str, ...]:
    places = list(places)
    uwv = ("uwv",) if any(system == "UWV" for _, system in places) else ()
    employer = ("employer",) if any(category is Category.C07 and system != "UWV" for category, system in places) else ()
    return ("yourself", *uwv, *employer)


def _coded(systems: Iterable[str], codes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for system in systems for code in codes.get(system, ())))
