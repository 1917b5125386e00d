"""The letters of a text, as far as a reader can be relied on. A pure function of text."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Capital letters and digits only, without accents."""
    plain = unicodedata.normalize("NFKD", text.upper())
    return re.sub(r"[^A-Z0-9]", "", plain)
