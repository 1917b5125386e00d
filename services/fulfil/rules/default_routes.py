"""A plausible map of who keeps which data (spec 7.1); the bureau confirms it or configures its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from services.fulfil.rules.tasks import Action, Route
from shared.vocabulary import Category

HOLDERS: Final = {
    "KVS": "Client administration",
    "DOC": "Client administration",
    "FIN": "Finance",
    "UWV": "UWV contact",
    "MBX": "Office",
    "CMS": "Website",
    "ANA": "Website",
    "MAIL": "Communication",
    "TEL": "Office",
    "CHAT": "Website",
    "HR": "Personnel",
    "SUR": "Communication",
}
"""The systems of the model and who answers for each."""

_LOOK: Final = frozenset({Action.SEARCH, Action.ERASE})
_FIX: Final = _LOOK | {Action.CORRECT}
_FREEZE: Final = _FIX | {Action.RESTRICT}
_ALL: Final = _FREEZE | {Action.EXPORT, Action.STOP_USE}

_MODEL: Final = {
    Category.C01: (("KVS", "CMS", "MAIL", "FIN", "MBX", "DOC", "UWV", "TEL", "SUR"), _ALL),
    Category.C02: (("KVS", "CMS", "MBX"), _ALL),
    Category.C03: (("CMS", "ANA"), _LOOK | {Action.EXPORT}),
    Category.C04: (("KVS", "CMS", "UWV"), _FIX),
    Category.C05: (("DOC", "KVS", "UWV", "FIN", "HR"), _FREEZE),
    Category.C06: (("KVS", "DOC", "MBX"), _ALL),
    Category.C07: (("KVS", "DOC", "UWV", "MBX"), _FREEZE | {Action.STOP_USE}),
    Category.C08: (("KVS", "UWV", "DOC"), _FREEZE),
    Category.C09: (("CMS", "ANA"), _LOOK | {Action.STOP_USE}),
    Category.C10: (("MBX", "CMS", "KVS"), _LOOK),
    Category.C11: (("TEL", "CHAT", "MBX", "KVS"), _FIX | {Action.STOP_USE}),
    Category.C12: (("DOC", "MBX", "FIN", "HR"), _LOOK | {Action.RESTRICT}),
    Category.C13: (("KVS",), _FREEZE),
}

# Newsletters and calls: the places that keep addresses and numbers in order to advertise.
_ADVERTISES: Final = frozenset({(Category.C01, "MAIL"), (Category.C01, "TEL")})


def _actions(category: Category, system: str, usual: frozenset[Action]) -> frozenset[Action]:
    return usual | {Action.STOP_ADVERTISING} if (category, system) in _ADVERTISES else usual


DEFAULT_ROUTES: Final = tuple(
    Route(category, system, HOLDERS[system], _actions(category, system, usual))
    for category, (systems, usual) in _MODEL.items()
    for system in systems
)


def usual_actions(row: Mapping[str, object]) -> dict[str, object]:
    """A configured row, filled with the model's holder and actions where it names none."""
    category, system = str(row["category"]), str(row["system"])
    usual = {str(known): actions for known, (_systems, actions) in _MODEL.items()}.get(category, frozenset(Action))
    if category in set(Category):
        usual = _actions(Category(category), system, usual)
    return {**row, "holder": row.get("holder") or HOLDERS.get(system, ""), "actions": row.get("actions") or usual}
