"""A minute of coverage-guided fuzzing of what reads strangers' mail; what was found earlier stays a test below."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security.fuzz.entries import ENTRIES, one
from tests.security.fuzz.seeds import corpus

SECONDS = 60
ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 180)
@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris is made for Linux and Python below 3.14 only"
)
def test_a_minute_of_fuzzing_finds_nothing() -> None:
    """No undeclared exception, nothing slower than two seconds, nothing beyond a gigabyte (trust 5)."""
    command = [sys.executable, "-m", "tests.security.fuzz", str(SECONDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    told = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith(("#", "INFO"))]
    assert done.returncode == 0, "\n".join(told[-60:])


def test_each_seed_is_read() -> None:
    """The fuzzer starts from inputs that hold."""
    for seed in corpus():
        one(seed)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.__name__)
def test_each_entry_takes_anything(entry: object) -> None:
    """Nothing at all, every byte, and a mail."""
    assert callable(entry)
    for data in (b"", bytes(range(256)), corpus()[0]):
        entry(data)
