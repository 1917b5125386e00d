"""`python -m bench.gate`: what judging a copy costs, and what a peer finds and covers on the same files.

Options: `--files N` (of each kind), `--peers` (also presidio-image-redactor, in an environment of its own).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.gate.files import KINDS, LEFT, kept
from bench.gate.peers import make
from bench.intake.peers import CACHE, NotInstalled
from bench.intake.watching import Figures, run
from bench.machine import machine, percentile

FILES = 12
WORKERS = (1, 2)
HEAD = "| {} | wall p50 | p95 | CPU p50 | p95 | files/s | MB a worker |\n|---|---|---|---|---|---|---|"


def _desk(folder: Path, workers: int) -> Figures:
    return run([sys.executable, "-m", "bench.gate.desk_side", str(folder), str(workers)], folder / "log")


def show_cost(files: int, place: Path) -> None:
    """Print seconds and memory for each kind of file, with one and with two workers."""
    print("\n### The black-out gate: what a copy costs\n")
    print(HEAD.format("kind, workers"))
    for kind, names in KINDS.items():
        folder = place / kind.partition(",")[0]
        kept(names, files, folder)
        for workers in WORKERS:
            print(_cost(f"{kind}, {workers}", _desk(folder, workers), workers), flush=True)


def _cost(name: str, figures: Figures, workers: int) -> str:
    told = json.loads(figures.says)
    seconds = [f"{percentile(told[what], share):.2f}" for what in ("wall", "cpu") for share in (0.5, 0.95)]
    return f"| {name} | {' | '.join(seconds)} | {figures.rate:.2f} | {figures.peak_mb / workers:.0f} |"


def show_peer(files: int, place: Path, cache: Path) -> None:
    """Print which regions left visible each side finds; the peer covers what it finds."""
    folder = place / "left"
    kept(LEFT, files, folder)
    sides = {"desk (names it)": _desk(folder, 1)}
    try:
        sides["presidio-image-redactor 0.0.62 (covers it)"] = run([*make(cache), str(folder)], folder / "log")
    except NotInstalled as reason:
        print(f"\npresidio-image-redactor is left out, it could not be installed: {reason}")
    told = {side: json.loads(figures.says) for side, figures in sides.items()}
    regions = sorted({region for one in told.values() for region in one["regions"]})
    print(f"\n### The black-out gate beside a peer: {files} files\n")
    print(f"| side | {' | '.join(regions)} | CPU p50 | peak MB |\n|---|{'---|' * (len(regions) + 2)}")
    for side, one in told.items():
        print(_peer(side, one, regions, sides[side].peak_mb))


def _peer(side: str, told: dict[str, Any], regions: list[str], peak: float) -> str:
    shares = ["{}/{}".format(*told["regions"].get(region, (0, 0))) for region in regions]
    return f"| {side} | {' | '.join(shares)} | {percentile(told['cpu'], 0.5):.2f} | {peak:.0f} |"


def show_all(files: int, *, peers: bool, cache: Path = CACHE) -> None:
    """Measure and print all tables."""
    with tempfile.TemporaryDirectory() as directory:
        show_cost(files, Path(directory))
        if peers:
            show_peer(2 * files, Path(directory), cache)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.gate", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--files", type=int, default=FILES, help="how many of each kind (default 12)")
    parser.add_argument("--peers", action="store_true", help="also presidio-image-redactor")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the peers' environments are kept")
    options = parser.parse_args()
    print(f"Machine: {machine()}")
    show_all(options.files, peers=options.peers, cache=options.cache)


if __name__ == "__main__":
    main()
