"""The contracts of import-linter hold, and each of them would notice a breach."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
BREACHES = {
    "one service imports another": ("services/verify/listen.py", "from services.fulfil import store"),
    "a rule reads the machine": ("services/fulfil/rules/fees.py", "import os"),
    "a rule throws dice": ("services/verify/rules/ladder.py", "import random"),
    "a rule knows the table": ("services/intake/rules/routing.py", "from services.intake import store"),
    "the parser asks for the time": ("services/intake/mailparse/parse.py", "from shared.platform import clock"),
    "a check opens a connection": ("services/verify/checks/size.py", "import socket"),
    "the store calls a use case": ("services/notify/store.py", "from services.notify import usecases"),
    "a use case knows a page": ("services/fulfil/usecases/tasks.py", "from services.fulfil import web"),
    "one edge uses another": ("services/verify/vault.py", "from services.verify import checks"),
    "one door calls another": ("services/intake/web/reading.py", "from services.intake import listen"),
    "a module without a place": ("services/notify/stray.py", '"""A stray."""'),
    "the machine room knows a word of the desk": ("shared/platform/desk.py", "from shared import vocabulary"),
    "a contract knows the machine room": ("shared/contracts/people.py", "from shared.platform import db"),
    "a table of words imports the root": ("services/navigation.py", "from services import composition"),
    "the root knows the command line": ("services/composition.py", "from services.commands import output"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the tree at `root`."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    given = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree that a test may spoil."""
    root = tmp_path_factory.mktemp("house")
    for folder in ("services", "shared"):
        shutil.copytree(HOUSE / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOUSE / "pyproject.toml", root)
    return root


def test_the_contracts_hold(copy: Path) -> None:
    """Nothing is imported against the plan of the house."""
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("name", "line"), BREACHES.values(), ids=BREACHES)
def test_a_breach_is_noticed(copy: Path, name: str, line: str) -> None:
    """One import too many breaks a contract."""
    file = copy / name
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        assert lint(copy).returncode != 0
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, encoding="utf-8")


def test_who_only_asks_for_a_judgement_loads_no_decoder_and_no_model() -> None:
    """They belong in the confined children; in the desk they would cost memory and be in reach of hostile bytes."""
    heavy = ("PIL", "cv2", "numpy", "onnxruntime", "pikepdf", "pypdfium2", "rapidocr")
    look = f"import sys, services.composition; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
