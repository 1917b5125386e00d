"""The files to judge: drawn once, written to a folder, with what is left visible on each as JSON beside them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.gate.make import make
from tests.gate.truth import Sample
from tests.gate.variants import VARIANTS, Variant

SEED = 4
KINDS: dict[str, tuple[str, ...]] = {
    "photo, 12 MP": ("compliant/phone_12mp",),
    "scan": ("compliant/exact", "visible/bsn", "compliant/png", "compliant/a4"),
    "PDF": ("compliant/pdf", "compliant/pdf-two-pages", "visible/pdf-page-2"),
}
LEFT = (
    "visible/everything",
    "visible/everything-back",
    "visible/mrz-bsn-phone",
    "visible/bsn-phone",
    "visible/ghost-phone",
)
"""For the peer: nothing hidden, or one thing left, on scans and photos."""
TRUTH = "truth.json"


def kept(names: tuple[str, ...], count: int, folder: Path) -> list[Path]:
    """Draw so many files of these variants into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    samples = [make(_of(names[at % len(names)]), SEED + at // len(names)) for at in range(count)]
    truths = {sample.name: _left(sample) for sample in samples}
    (folder / TRUTH).write_text(json.dumps(truths), encoding="utf-8")
    for sample in samples:
        (folder / sample.name).write_bytes(sample.data)
    return [folder / sample.name for sample in samples]


def _of(name: str) -> Variant:
    return next(variant for variant in VARIANTS if variant.name == name)


def _left(sample: Sample) -> list[tuple[str, int, tuple[float, ...]]]:
    return [(leak.region, leak.page, leak.box) for leak in sample.leaks if leak.box is not None]
