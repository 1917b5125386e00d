"""The command line: what scripts rely on. Results on stdout, complaints on stderr, exit codes 0, 1 and 2."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner, Result

from services.__main__ import app
from services.verify.checks import examine
from shared.contracts.people import COMPARTMENTS
from shared.platform import keys
from shared.platform.config import PREFIX
from tests.coloured_judge import JUDGE

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[1] / "rules" / "data"
MAILS = DATA / "mails"
EXAMPLES: list[dict[str, Any]] = json.loads((DATA / "deadline_examples.json").read_text(encoding="utf-8"))
NOT_COMPUTED = {"id", "calendar", "why"}
MAIL_KEYS = {
    "file",
    "status",
    "reason",
    "subject",
    "from",
    "to",
    "date",
    "message_id",
    "in_reply_to",
    "references",
    "text",
    "attachments",
    "automatic",
    "automatic_reason",
    "unreadable_parts",
    "raw_headers",
}
CLASS_KEYS = {"proposal", "kinds", "context", "language", "confidence", "explanation"}


@pytest.fixture(autouse=True)
def bare_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory without a configuration file, no variable of ours, and a judge without models."""
    monkeypatch.setattr(examine, "JUDGE", JUDGE)
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)
    return tmp_path


def run(*arguments: str, stdin: str | None = None) -> Result:
    """Call `privacybalie` as a shell would, in this process."""
    return CliRunner().invoke(app, arguments, input=stdin, env={"COLUMNS": "300", "TERM": "dumb"})


def lines(result: Result) -> list[dict[str, Any]]:
    """One JSON object a line."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def complaint(result: Result) -> str:
    """What stands on stderr, unfolded; a refusal leaves stdout empty and never shows a traceback."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert isinstance(result.exception, SystemExit | None), repr(result.exception)
    return re.sub(r"\s+", " ", result.stderr)


def commands(here: Any, *path: str) -> Iterator[tuple[str, ...]]:
    """Every command as words, groups left out."""
    below = getattr(here, "commands", {})
    for name, command in below.items():
        yield from commands(command, *path, name)
    if not below:
        yield path


def calendar_options(example: dict[str, Any]) -> list[str]:
    """The options that choose the example's calendar."""
    chosen = {} if example["calendar"] == "default" else example["calendar"]
    return [
        *(["--no-good-friday"] if not chosen.get("good_friday", True) else []),
        *(["--equated-days"] if chosen.get("equated", False) else []),
    ]


@pytest.mark.parametrize("words", list(commands(typer.main.get_command(app))), ids=" ".join)
def test_every_command_explains_itself_with_an_example(words: tuple[str, ...]) -> None:
    """`--help` says what the command does, and how to call it by its own name."""
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert f"Example: privacybalie {' '.join(words)}" in re.sub(r"\s+", " ", result.stdout)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["id"] for example in EXAMPLES])
def test_deadlines_prints_the_worked_examples(example: dict[str, Any]) -> None:
    """All computed keys of an example as one JSON object, and the same dates in the table for people."""
    arguments = [example["received_at"], "--paused-days", str(example["paused_days"]), *calendar_options(example)]
    result = run("deadlines", *arguments, "--json")
    assert result.exit_code == 0, result.output
    assert lines(result) == [{key: value for key, value in example.items() if key not in NOT_COMPUTED}]
    shown = run("deadlines", *arguments)
    assert shown.exit_code == 0
    assert example["statutory_due"] in shown.stdout
    assert "D-4" in shown.stdout
    assert "Received on" in shown.stdout
    assert "Reason(" not in shown.stdout


def test_there_are_26_examples() -> None:
    """All of the specification's are here."""
    assert len(EXAMPLES) == 26


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["yesterday"], "write it like 2026-03-05T14:00:00+01:00"),
        (["2026-03-05T14:00:00"], "offset"),
        (["2026-03-05T14:00:00+01:00", "--paused-days", "-1"], "--paused-days"),
        (["2026-03-05T14:00:00+01:00", "--paused-days", "many"], "--paused-days"),
        ([], "RECEIVED_AT"),
    ],
)
def test_deadlines_refuses_what_is_no_time(arguments: list[str], said: str) -> None:
    """Wrong use is a sentence on stderr and exit code 2."""
    assert said.lower() in complaint(run("deadlines", *arguments)).lower()


def test_read_mail_gives_one_object_a_mail() -> None:
    """The keys that scripts rely on, one line each, in the order of the arguments."""
    files = [str(MAILS / name) for name in ("gmail_reply.eml", "attachments.eml", "out_of_office.eml")]
    result = run("read-mail", *files, "--json")
    assert result.exit_code == 0, result.output
    told = lines(result)
    assert [one["file"] for one in told] == files
    assert all(one.keys() == MAIL_KEYS for one in told)
    assert {one["status"] for one in told} == {"ok"}
    assert all(attached.keys() == {"name", "type", "bytes", "sort"} for attached in told[1]["attachments"])
    assert told[1]["attachments"]
    assert told[2]["automatic"] is True


def test_a_quarantined_mail_is_a_no(tmp_path: Path) -> None:
    """A mail over the limits is told as such, with its reason, and the exit code is 1; the others are read."""
    bomb = tmp_path / "bomb.eml"
    bomb.write_bytes(b"From: a@clients.example\r\n" + b"X-Line: 1\r\n" * 3000 + b"\r\nhello\r\n")
    good = str(MAILS / "gmail_reply.eml")
    result = run("read-mail", str(bomb), good, "--json")
    assert result.exit_code == 1
    first, second = lines(result)
    assert (first["status"], second["status"]) == ("quarantined", "ok")
    assert first["reason"]
    assert run("read-mail", str(bomb)).stdout.startswith(f"{bomb}: quarantined ")


@pytest.mark.parametrize("command", ["read-mail", "classify", "check-id"])
def test_a_file_that_is_not_there_is_wrong_use(command: str) -> None:
    """The sentence names the file."""
    assert "gone.eml" in complaint(run(command, "gone.eml", "--json"))


def test_classify_reads_lines_and_files() -> None:
    """One object a message, with the proposal and why."""
    given = [
        {"subject": "Mijn gegevens", "text": "Ik wil graag weten welke gegevens jullie over mij hebben."},
        {"subject": "Factuur 1", "text": "In de bijlage vindt u factuur 1 van 10 euro."},
    ]
    result = run("classify", "--jsonl", stdin="\n".join(map(json.dumps, given)) + "\n")
    assert result.exit_code == 0, result.output
    request, invoice = lines(result)
    assert request.keys() == invoice.keys() == CLASS_KEYS
    assert (request["proposal"], request["kinds"], request["language"]) == ("request", ["access"], "nl")
    assert invoice["proposal"] != "request"
    assert request["explanation"]
    (from_file,) = lines(run("classify", str(MAILS / "out_of_office.eml"), "--json"))
    assert from_file.keys() == CLASS_KEYS | {"file"}
    assert "out_of_office" in from_file["context"]


@pytest.mark.parametrize(
    "line", ["not json", '{"subject": "no text"}', '["a", "list"]', '{"subject": 5, "text": null}']
)
def test_classify_says_which_line_is_wrong(line: str) -> None:
    """The second line is at fault; the first and the third are answered."""
    good = '{"subject": "", "text": "hallo"}'
    result = run("classify", "--jsonl", stdin=f"{good}\n{line}\n{good}\n")
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    assert len(lines(result)) == 2


def test_classify_without_input_is_wrong_use() -> None:
    """It says how to give some."""
    assert "--jsonl" in complaint(run("classify"))
    assert "--jsonl" in complaint(run("classify", "--jsonl", str(MAILS / "out_of_office.eml")))


def make_keys(directory: Path) -> None:
    """All keys, as `keys init` makes them."""
    keys.make_missing(directory / "var" / "keys", sorted({c for held in COMPARTMENTS.values() for c in held}))


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("colour = 1", "colour: no such key", "docs/reference.md"),
        ("[mailbox]\ncolour = 1", "mailbox.colour: no such key", "docs/reference.md"),
        ('[mailbox]\nhost = "imap.desk.example"\nsecurity = "plain"', "mailbox: security = 'plain'", "use 'tls'"),
        ('[smtp]\nhost = "smtp.desk.example"\nsecurity = "plain"', "smtp: security = 'plain'", "use 'tls'"),
        ('bus_url = "kafka://broker"', "bus_url", "amqp(s)://"),
        ('database_url = "postgresql://desk@db.example/desk"', "database_url", "name the role as {service}"),
        ('timezone = "Amsterdam"', "timezone: unknown time zone", "Europe/Amsterdam"),
        ('[mail]\nsender = "the desk"', "mail.sender", "privacy@company.example"),
        ("[identity]\ncopy_max_days = 90", "identity.copy_max_days", "less than or equal to 14"),
        ("web = 8080 =", "is not valid TOML", "line 1"),
    ],
)
def test_bad_configuration_stops_the_start(bare_place: Path, text: str, key: str, remedy: str) -> None:
    """The key, the reason and the remedy in a sentence; nothing is made on the way."""
    (bare_place / "privacybalie.toml").write_text(text, encoding="utf-8")
    said = complaint(run("run"))
    assert key in said
    assert remedy in said
    assert [path.name for path in bare_place.iterdir()] == ["privacybalie.toml"]


@pytest.mark.parametrize(
    ("name", "key"),
    [("WEB__COLOUR", "web.colour: no such key"), ("COLOUR", "PRIVACYBALIE_COLOUR: no such key")],
)
def test_an_unknown_variable_stops_the_start(name: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt variable is a mistake, not a wish."""
    monkeypatch.setenv(f"{PREFIX}{name}", "1")
    assert key in complaint(run("doctor"))


def test_every_wrong_key_is_told_at_once(bare_place: Path) -> None:
    """One round of mending, not five."""
    (bare_place / "privacybalie.toml").write_text('colour = 1\n[web]\nport = "many"\n', encoding="utf-8")
    said = complaint(run("run"))
    assert "colour: no such key" in said
    assert "web.port: " in said


def test_missing_keys_stop_the_start_with_their_remedy() -> None:
    """Without its keys the desk does not start, and says how to make them."""
    said = complaint(run("run"))
    assert "keys_dir: the key '" in said
    assert "privacybalie keys init" in said


def test_a_missing_secret_stops_the_start(bare_place: Path) -> None:
    """The sentence names the file."""
    make_keys(bare_place)
    (bare_place / "privacybalie.toml").write_text(
        'database_url = "postgresql://{service}@127.0.0.1:9/desk"\ndatabase_password_file = "gone/{service}"\n',
        encoding="utf-8",
    )
    said = complaint(run("run"))
    assert "gone/intake: the secret cannot be read" in said
    assert "Check path and rights" in said


def test_a_configuration_file_that_is_not_there_is_wrong_use() -> None:
    """A `--config` that was given must be read."""
    assert "gone.toml: cannot be read" in complaint(run("run", "--config", "gone.toml"))


def test_services_of_one_process_cannot_be_split_on_the_embedded_bus(bare_place: Path) -> None:
    """`run intake` needs a broker, and says so; an unknown service is named."""
    make_keys(bare_place)
    assert "Set an amqp:// address" in complaint(run("run", "intake"))
    assert "no such service: post" in complaint(run("run", "post"))


def test_doctor_names_what_an_empty_directory_lacks(bare_place: Path) -> None:
    """Every key, database and server that is missing is a finding with a remedy; nothing is made by looking."""
    result = run("doctor", "--json")
    assert result.exit_code == 1
    told = lines(result)
    assert all(one.keys() == {"part", "state", "found", "remedy"} for one in told)
    failed = {one["part"]: one["remedy"] for one in told if one["state"] == "failed"}
    compartments = {c for held in COMPARTMENTS.values() for c in held}
    names = (*keys.SINGLE, *(f"wrap-{c}" for c in compartments), "seal-id")
    made = {f"key {name}": "privacybalie keys init" for name in names}
    made |= {f"database {n}": "privacybalie migrate" for n in ("cabinet", "intake", "verify", "fulfil", "notify")}
    assert made.items() <= failed.items()
    assert failed.keys() - made.keys() == {"mailbox", "smtp"}
    assert "mailbox.host" in failed["mailbox"]
    assert "smtp.host" in failed["smtp"]
    assert list(bare_place.iterdir()) == []


def test_doctor_says_to_people_what_to_do_next() -> None:
    """Without --json the remedy follows its finding."""
    result = run("doctor")
    assert result.exit_code == 1
    assert "-> privacybalie keys init" in result.stderr


def test_the_commands_prepare_a_directory_that_the_doctor_finds_in_order(bare_place: Path) -> None:
    """`keys init` and `migrate` mend what they are named for; accounts are made, listed and ended."""
    assert run("keys", "init").exit_code == 0
    assert run("migrate").exit_code == 0
    states = {one["part"]: one["state"] for one in lines(run("doctor", "--json"))}
    assert states["keys"] == states["database cabinet"] == states["database fulfil"] == "ok"
    invited = run("staff", "add", "Tom Jansen", "tom@desk.example", "--role", "admin")
    assert invited.exit_code == 0, invited.output
    assert "/staff/welcome#" in invited.stdout
    assert "somebody else" in complaint(run("staff", "add", "Tom", "tom@desk.example", "--role", "fg")).lower()
    (account,) = lines(run("staff", "list", "--json"))
    assert (account["name"], account["roles"], account["active"]) == ("Tom Jansen", ["admin"], True)
    assert [row["ok"] for row in lines(run("audit", "verify", "--json"))] == [True] * 4
    (report,) = lines(run("evaluate", "--json"))
    assert (report["messages"], report["missed"], report["kinds"]) == (0, 0, {})
    assert "exact match" in run("evaluate").stdout
    assert run("replay", "notify").exit_code == 1, "nothing was dead"
    assert "no such service: post" in complaint(run("replay", "post"))


def test_the_doctor_sees_a_public_half_of_another_desk(bare_place: Path) -> None:
    """What intake sealed with it, verify could never open."""
    assert "seal-id" in run("keys", "init").stdout
    (directory,) = bare_place.rglob("keys")
    (directory / "seal-id").write_bytes((directory / "wrap-id").read_bytes())
    found = next(one for one in lines(run("doctor", "--json")) if one["part"] == "key seal-id")
    assert (found["state"], found["found"]) == ("failed", "does not belong to wrap-id")


def test_the_module_is_the_command() -> None:
    """`python -m services` does what `privacybalie` does."""
    command = [sys.executable, "-m", "services", "deadlines", EXAMPLES[0]["received_at"], "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["statutory_due"] == EXAMPLES[0]["statutory_due"]
