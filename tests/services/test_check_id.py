"""`check-id` and `redact-id` as scripts call them, with the real children and a judge that looks for colours."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from services.__main__ import app
from services.verify.checks import examine, report
from tests.coloured_judge import COVER, DOUBT, JUDGE, NUMBER, PHOTO, coloured

pytestmark = pytest.mark.slow

COVERED = coloured({COVER: (20, 40, 120, 180)})
OPEN = coloured({PHOTO: (20, 40, 120, 180), NUMBER: (200, 40, 300, 60)})
PLAIN = coloured({})
KEYS = {"file", "verdict", "findings", "pages", "seconds"}


@pytest.fixture(autouse=True)
def without_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The judge of colours, in an empty directory."""
    monkeypatch.setattr(examine, "JUDGE", JUDGE)
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> Result:
    """Call `privacybalie` as a shell would, in this process."""
    return CliRunner().invoke(app, arguments, env={"COLUMNS": "300", "TERM": "dumb"})


def told(text: str) -> dict[str, dict[str, Any]]:
    """The results of the lines, by file."""
    results = [json.loads(line) for line in text.splitlines()]
    assert all(result.keys() >= KEYS for result in results)
    return {result["file"]: result for result in results}


def folder(**files: bytes) -> Path:
    """A folder `copies` with these files, one of them deeper."""
    for name, data in files.items():
        file = Path("copies", *name.split("__"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Path("copies")


def test_the_answer_is_no_until_every_copy_is_accepted() -> None:
    """The keys that scripts rely on; exit code 0 only if all are accepted; counts on stderr."""
    folder(covered=COVERED, open=OPEN, plain=PLAIN, text=b"this is no picture")
    result = run("check-id", *(f"copies/{name}" for name in ("covered", "open", "plain", "text")), "--json")
    assert result.exit_code == 1
    found = told(result.stdout)
    assert {file: one["verdict"] for file, one in found.items()} == {
        "copies/covered": "accepted",
        "copies/open": "rejected",
        "copies/plain": "review",
        "copies/text": "unreadable",
    }
    assert all(one.keys() == KEYS for one in found.values())
    face = found["copies/open"]["findings"][0]
    assert face == {"kind": "face", "page": 1, "box": [0.05, 0.16, 0.3, 0.72], "reason": "A photo can be seen."}
    assert "4 of 4 files: 1 accepted, 1 rejected, 1 review, 1 unreadable" in result.stderr
    assert run("check-id", "copies/covered").exit_code == 0


def test_a_folder_is_walked_and_a_file_named_twice_is_judged_once() -> None:
    """Everything in it, however deep; to people each finding with its page."""
    copies = folder(b=OPEN, a__deep__c=COVERED)
    found = run("check-id", str(copies), "copies/b", "--jobs", "2")
    assert found.stdout.count("copies/b: rejected") == 1
    assert "copies/a/deep/c: accepted (1 page(s)" in found.stdout
    assert "  - face (page 1): A photo can be seen." in found.stdout


def test_a_later_run_goes_on_where_the_first_one_stopped() -> None:
    """What is known and unchanged is not judged again, and counts; a line that was cut off is judged anew."""
    copies = folder(a=COVERED, b=OPEN)
    run("check-id", str(copies), "--resume", "copies/results.jsonl")
    results = copies / "results.jsonl"
    first = results.read_text()
    assert told(first).keys() == {"copies/a", "copies/b"}
    results.write_text(first[:-40])
    folder(c=PLAIN, d=COVERED)
    again = run("check-id", str(copies), "--json", "--resume", str(results))
    cut = next(file for file, one in told(first).items() if json.dumps(one) == first.splitlines()[-1])
    assert told(again.stdout).keys() == {cut, "copies/c", "copies/d"}
    assert "4 of 4 files, 1 of them from an earlier run: 2 accepted, 1 rejected, 1 review" in again.stderr
    assert told(results.read_text()).keys() == {"copies/a", "copies/b", "copies/c", "copies/d"}
    Path("copies/b").write_bytes(COVERED)
    changed = run("check-id", str(copies), "--json", "--resume", str(results))
    assert [one["verdict"] for one in told(changed.stdout).values()] == ["accepted"]
    assert run("check-id", "copies/a", "copies/b", "--json", "--resume", str(results)).exit_code == 0


def test_results_are_never_added_to_something_else() -> None:
    """A mistyped name does not spoil a file."""
    folder(a=COVERED)
    for text in ("my notes", '{"file": "a"}\n', "1\n"):
        Path("notes.txt").write_text(text)
        result = run("check-id", "copies", "--resume", "notes.txt")
        assert result.exit_code == 2
        assert "does not hold results" in result.stderr
        assert Path("notes.txt").read_text() == text


def test_a_file_that_cannot_be_read_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is unreadable, for its own reason, and is tried again by a later run; odd names are printed as they can be."""
    copies = folder(a=COVERED, b=COVERED)
    odd = os.fsdecode(b"copies/\xff.png")
    Path(odd).write_bytes(COVERED)
    real = report._start_of

    def closed(path: Path) -> bytes:
        if path.name == "b":
            raise PermissionError
        return real(path)

    monkeypatch.setattr(report, "_start_of", closed)
    result = run("check-id", str(copies), "--json", "--resume", "results.jsonl")
    found = told(result.stdout)
    assert (found["copies/b"]["verdict"], found["copies/b"]["findings"][0]["kind"]) == ("unreadable", "no_answer")
    assert found["copies/\\xff.png"]["verdict"] == "accepted"
    monkeypatch.setattr(report, "_start_of", real)
    again = told(run("check-id", str(copies), "--json", "--resume", "results.jsonl").stdout)
    assert {file: one["verdict"] for file, one in again.items()} == {"copies/b": "accepted"}


def test_ctrl_c_leaves_whole_lines_that_a_later_run_goes_on_with(tmp_path: Path) -> None:
    """A process of its own is interrupted once it has written its first results."""
    folder(**{f"{number:03}": COVERED for number in range(200)})
    code = (
        "from services.verify.checks import examine\nfrom services.__main__ import main\n"
        f"examine.JUDGE = {JUDGE!r}\nmain()"
    )
    command = [sys.executable, "-c", code, "check-id", "copies", "--json", "--resume", "results.jsonl", "--jobs", "1"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"with --resume" in complaint
    assert b"Traceback" not in complaint
    done = (tmp_path / "results.jsonl").read_text()
    assert done.endswith("\n")
    assert 0 < len(told(done)) < 200


@pytest.mark.parametrize("arguments", [["gone.png"], [], ["copies", "--jobs", "0"]])
def test_wrong_use_is_told_as_such(arguments: list[str]) -> None:
    """Exit code 2, and nothing on stdout."""
    folder(a=COVERED)
    result = run("check-id", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_redact_id_writes_a_fresh_picture_that_is_accepted() -> None:
    """Painted wider than what was seen; the file that was given stays as it is, the new one is its owner's only."""
    folder(open=OPEN)
    result = run("redact-id", "copies/open", "--out", "safe.png", "--json")
    assert result.exit_code == 0, result.output
    (found,) = told(result.stdout).values()
    assert (found["verdict"], found["out"]) == ("accepted", "safe.png")
    assert [one["kind"] for one in found["painted"]] == ["face", "bsn"]
    assert Path("safe.png").stat().st_mode & 0o777 == 0o600
    with Image.open(io.BytesIO(Path("safe.png").read_bytes())) as picture:
        pixels = np.array(picture)
    assert not pixels[40:180, 0:170].any()
    assert Path("copies/open").read_bytes() == OPEN
    assert run("check-id", "safe.png").exit_code == 0


def test_redact_id_takes_doubts_away_too_and_leaves_an_accepted_copy_as_it_is() -> None:
    """A person need not look at what is black."""
    folder(doubt=coloured({DOUBT: (20, 40, 120, 180)}), covered=COVERED)
    assert (
        run("redact-id", "copies/doubt", "--out", "doubt.png").stdout == "doubt.png: written, 1 place(s) painted over\n"
    )
    assert "0 place(s)" in run("redact-id", "copies/covered", "--out", "covered.png").stdout


def test_redact_id_writes_nothing_when_it_does_not_pass() -> None:
    """With the reason, and exit code 1."""
    folder(plain=PLAIN, text=b"no picture")
    for name, verdict in (("plain", "review"), ("text", "unreadable")):
        result = run("redact-id", f"copies/{name}", "--out", "safe.png")
        assert result.exit_code == 1
        assert f"nothing is written; after painting over it is: {verdict}" in result.stdout
        assert "  - no" in result.stdout
        assert not Path("safe.png").exists()
    assert json.loads(run("redact-id", "copies/plain", "--out", "safe.png", "--json").stdout)["out"] is None


@pytest.mark.parametrize(
    ("file", "out", "said"),
    [
        ("gone", "safe.png", "no such file"),
        ("copies/open", "copies/open", "is there already"),
        ("copies/open", "nowhere/safe.png", "nowhere/safe.png"),
    ],
)
def test_redact_id_never_overwrites(file: str, out: str, said: str) -> None:
    """Neither what it was given nor anything else."""
    folder(open=OPEN)
    result = run("redact-id", file, "--out", out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert Path("copies/open").read_bytes() == OPEN
