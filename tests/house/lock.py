"""Is requirements.lock what pyproject.toml asks for? `--write` resolves anew; without it only looks.

A lock is fresh when resolving with the locked versions preferred changes nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path("requirements.lock")
OPTIONS = ("--all-extras", "--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet")


def resolve(out: Path, *, upgrade: bool) -> None:
    """Write the resolution to `out`; versions that are in it already are kept unless `upgrade`."""
    uv = Path(sys.executable).parent / "uv"
    more = ("--upgrade",) if upgrade else ()
    command = [str(uv), "pip", "compile", "pyproject.toml", *OPTIONS, *more, "-o", str(out)]
    subprocess.run(command, check=True)


def main() -> int:
    """Exit code 1 when the lock is stale."""
    if "--write" in sys.argv:
        resolve(LOCK, upgrade=True)
        return 0
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / LOCK.name
        shutil.copy(LOCK, copy)
        resolve(copy, upgrade=False)
        fresh = _pins(copy) == _pins(LOCK)
    print("requirements.lock is fresh" if fresh else "requirements.lock is stale: run `make lock`")
    return 0 if fresh else 1


def _pins(file: Path) -> set[str]:
    return {text.split(" ")[0] for text in file.read_text(encoding="utf-8").splitlines() if "==" in text}


if __name__ == "__main__":
    sys.exit(main())
