"""Pages on their way from the child that opens files to the one that judges them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from services.verify.checks.leaf import Leaf


def leaves_as_frame(leaves: Sequence[Leaf]) -> tuple[list[dict[str, Any]], bytes]:
    """Pages as a frame holds them: size, number and place of each, and all pixels one after the other."""
    facts = [{"number": leaf.number, "size": list(leaf.pixels.shape[:2]), "beneath": leaf.beneath} for leaf in leaves]
    return facts, b"".join(leaf.pixels.tobytes() for leaf in leaves)


def leaves_from(facts: Sequence[dict[str, Any]], data: bytes) -> Iterator[Leaf]:
    """Read what `leaves_as_frame` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    start = 0
    for each in facts:
        height, width = (int(side) for side in each["size"])
        pixels = np.frombuffer(data, np.uint8, height * width * 3, start).reshape(height, width, 3)
        start += pixels.size
        yield Leaf(int(each["number"]), pixels, bool(each["beneath"]))
