"""The desk's judge in so many worker processes: `python -m bench.gate.desk_side FOLDER WORKERS`.

Prints `begin` once every worker has its models, and `end COUNT JSON` when every file is judged.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from bench.gate.files import TRUTH
from services.verify.checks import Finding, judge
from services.verify.checks.eyes import load
from tests.gate.weighing import overlap

_KINDS = {
    "photo": {"face"}, "ghost": {"face"}, "small": {"face"}, "bsn": {"bsn"}, "mrz_bsn": {"bsn", "mrz"}, "qr": {"qr"},
}  # fmt: skip


def one(path: str) -> tuple[str, float, float, list[dict[str, Any]]]:
    """Judge a file; name, wall and processor seconds, findings."""
    data = Path(path).read_bytes()
    wall, cpu = time.perf_counter(), time.process_time()
    answer = judge(data, Path(path).name)
    return (
        Path(path).name,
        time.perf_counter() - wall,
        time.process_time() - cpu,
        [f.as_json() for f in answer.findings],
    )


def found(findings: Iterable[dict[str, Any]], region: str, page: int, box: tuple[float, float, float, float]) -> bool:
    """Whether a region that is left is named, or at least suspected, at its place."""
    for told in map(Finding.from_json, findings):
        if (
            told.kind.value in _KINDS[region] | {"suspect", "weak_cover"}
            and told.page == page
            and overlap(told.box, box)
        ):
            return True
    return False


def main() -> None:
    """Judge a folder of files."""
    folder, workers = Path(sys.argv[1]), int(sys.argv[2])
    truth = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=load) as pool:
        list(pool.map(one, [str(folder / name) for name in list(truth)[:1] * workers]))
        print("begin", flush=True)
        answers = list(pool.map(one, [str(folder / name) for name in truth]))
        score: dict[str, list[int]] = {}
        for name, _, _, findings in answers:
            for region, page, box in truth[name]:
                score.setdefault(region, []).append(found(findings, region, page, box))
        told = {
            "wall": [wall for _, wall, _, _ in answers],
            "cpu": [cpu for _, _, cpu, _ in answers],
            "regions": {region: (sum(hits), len(hits)) for region, hits in score.items()},
        }
        print(f"end {len(answers)} {json.dumps(told)}", flush=True)


if __name__ == "__main__":
    main()
