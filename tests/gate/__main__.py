"""`make gate`: make documents of nobody, have them judged, print the confusion table."""

from __future__ import annotations

import argparse
import fnmatch
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.gate.running import jobs_for, run
from tests.gate.table import markdown
from tests.gate.variants import VARIANTS
from tests.gate.weighing import Weighed

PAGE = Path("docs/gate.md")
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"


def main() -> int:
    """Exit code 1 when something was wrongly accepted, or failed."""
    asked = _asked()
    variants = tuple(one for one in VARIANTS if fnmatch.fnmatch(one.name, asked.variants))
    if not variants:
        sys.exit(f"no variant is called {asked.variants}")
    if asked.save:
        asked.save.mkdir(parents=True, exist_ok=True)
    count = asked.count or 4 * len(variants)
    print(f"seed {asked.seed}, {count} files of {len(variants)} variants", file=sys.stderr)
    weighed: list[Weighed] = []
    for one in run(jobs_for(variants, count, asked.seed), asked.jobs, asked.faces, asked.save):
        weighed.append(one)
        _progress(len(weighed), count, one)
    told = f"Seed {asked.seed}, {count} files, {datetime.now(UTC):%Y-%m-%d}.\n\n{markdown(weighed)}"
    print(told)
    if asked.json:
        asked.json.write_text(json.dumps([asdict(one) for one in weighed], indent=1), encoding="utf-8")
    if asked.page:
        publish(told)
    return int(any(one.wrong_accept or one.failure for one in weighed))


def publish(told: str) -> None:
    """Put the table between its marks on the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n\n{told}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def _progress(done: int, count: int, one: Weighed) -> None:
    wrongs = {
        "failure": one.failure is not None,
        "wrong accept": one.wrong_accept,
        "wrong refusal": one.wrong_refusal,
        "wrong reason": one.refused and not one.right_reason,
    }
    for what in [name for name, is_so in wrongs.items() if is_so][:1]:
        told = f"{one.verdict} {','.join(one.kinds)} missed {','.join(one.missed) or '-'} {one.failure or ''}"
        print(f"\r{what}: {one.variant} {one.seed}: {told}", file=sys.stderr)
    print(f"\r{done}/{count}", end="", file=sys.stderr, flush=True)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(f"{datetime.now(UTC):%y%j%H}"), help="default: of this hour")
    parser.add_argument("--count", type=int, help="files; default: four of each variant")
    parser.add_argument("--faces", type=Path, help="a folder of portraits in place of the painted ones")
    parser.add_argument("--variants", default="*", help="a pattern of names")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes")
    parser.add_argument("--save", type=Path, help="keep the files in this folder")
    parser.add_argument("--json", type=Path, help="write every answer there")
    parser.add_argument("--page", action="store_true", help="write the table into docs/gate.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
