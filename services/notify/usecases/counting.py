"""Figures of the letters: how each one ended, and how many wait for a person to decide."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

LETTERS = Counter("privacybalie_letters", "Letters by what became of them and why.", ("letter", "outcome", "reason"))
STANDING = Gauge("privacybalie_deliveries", "Deliveries that are not at their end, by state.", ("state",))


def count(letter: str, outcome: str, reason: str = "") -> None:
    """One more letter came to this."""
    LETTERS.labels(letter, outcome, reason).inc()
