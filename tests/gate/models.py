"""The models of documents as data (`models.toml`): sizes in millimetres, regions, fields."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

Millimetres = tuple[float, float, float, float]
"""Left, top, width, height on the upright page."""
FACES = ("photo", "ghost", "small")


@dataclass(frozen=True, slots=True)
class Model:
    """One side of one document."""

    name: str
    title: str
    country: str
    size: tuple[float, float]
    tint: tuple[tuple[int, int, int], tuple[int, int, int]]
    regions: dict[str, Millimetres]
    fields: tuple[tuple[str, str, float, float], ...]
    mrz: str | None = None
    bsn_in_mrz: bool = False

    @property
    def front(self) -> bool:
        """Whether the holder's photo is on it."""
        return "photo" in self.regions

    @property
    def to_hide(self) -> tuple[str, ...]:
        """Names of the regions that must be hidden (4.5, 5.1); `mrz` only where a BSN stands in it."""
        names = [name for name in (*FACES, "bsn", "qr") if name in self.regions]
        return (*names, "mrz") if self.bsn_in_mrz else tuple(names)


@cache
def models() -> dict[str, Model]:
    """All models by name."""
    told = tomllib.loads((Path(__file__).parent / "models.toml").read_text(encoding="utf-8"))
    return {name: _model(name, facts) for name, facts in told.items()}


def _model(name: str, facts: dict[str, Any]) -> Model:
    first, second = facts.pop("tint")
    return Model(
        name=name,
        title=facts.pop("title"),
        country=facts.pop("country"),
        size=tuple(facts.pop("size")),
        tint=(tuple(first), tuple(second)),
        regions={region: tuple(box) for region, box in facts.pop("regions").items()},
        fields=tuple(tuple(field) for field in facts.pop("fields")),
        **facts,
    )
