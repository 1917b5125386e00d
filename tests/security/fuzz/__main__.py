"""Fuzz the reader of mails for so many seconds: `python -m tests.security.fuzz 60`.

Ends with 0 when nothing was found. Else it prints the exception and the input as base64, or `slow` and the input that
took longer than two seconds; `python -m tests.security.fuzz --again BASE64` runs one again.
"""

from __future__ import annotations

import base64
import resource
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from tests.security.fuzz import seeds

MEMORY = 1 << 30
SLOW_SECONDS = 2.0
HANGS_AFTER = 20
LONGEST = 8192
PATIENCE = 120
"""Seconds beyond the asked ones for the start, and for an input that hangs."""


def main(arguments: Sequence[str]) -> int:
    """Start the child that fuzzes, in its limits, and wait for it."""
    match arguments:
        case ["--again", given]:
            return run_again(base64.b64decode(given))
        case ["--child", seconds, folder]:
            return fuzz(int(seconds), Path(folder))
    seconds = arguments[0] if arguments else "60"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.security.fuzz", "--child", seconds, folder]
        return subprocess.run(command, check=False, timeout=int(seconds) + PATIENCE).returncode


def run_again(data: bytes) -> int:
    """Run one input without the fuzzer, to see what it does."""
    from tests.security.fuzz.entries import one  # noqa: PLC0415 -- only here without instruments

    start = process_time()
    one(data)
    print(f"fine, {process_time() - start:.2f} s")
    return 0


def fuzz(seconds: int, folder: Path) -> int:
    """Fuzz in this process; the fuzzer itself ends it."""
    import atheris  # noqa: PLC0415 -- there is none for every Python; the parent says so

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with atheris.instrument_imports(include=["services.intake.mailparse", "email"]):
        from tests.security.fuzz.entries import one  # noqa: PLC0415 -- instrumented while it loads

    corpus, words = folder / "corpus", folder / "words"
    seeds.write(corpus, words)
    # One seed, so that a minute in the tests is the same minute; for other paths give it more minutes, or another seed.
    limits = [
        "-seed=7",
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={HANGS_AFTER}",
        "-rss_limit_mb=0",
    ]
    where = [str(corpus), f"-dict={words}", f"-artifact_prefix={folder}/", "-verbosity=0", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *where, *limits], watched(one))
    atheris.Fuzz()
    return 0


def watched(one: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Have what an input provokes told, with the input, before the fuzzer ends the process."""

    def told(data: bytes) -> None:
        start = process_time()
        try:
            one(data)
        except BaseException:
            traceback.print_exc()
            say("crash", data)
            raise
        if (took := process_time() - start) > SLOW_SECONDS:
            say(f"slow, {took:.1f} s", data)
            raise TimeoutError

    return told


def say(what: str, data: bytes) -> None:
    """Print an input so that it can be run again."""
    print(f"{what}: {base64.b64encode(data).decode()}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
