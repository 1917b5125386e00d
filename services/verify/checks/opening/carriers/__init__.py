"""Where a picture file can hold more than its picture: one reader per format, by the format's own structure.

Readers take the whole file and say what they met. A structure that breaks off is no error here: the pixels
were decoded already, and what cannot be followed counts as an unknown part.
"""

from __future__ import annotations

from services.verify.checks.opening.carriers.carrier import Carrier

__all__ = ["Carrier"]
