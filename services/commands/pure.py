"""Commands that need no configuration and no server: deadlines, read-mail, classify."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import track
from rich.table import Table

from services.commands.output import Json, line, read_input, to_people, wrong_use
from services.fulfil.rules.calendar_nl import Calendar
from services.fulfil.rules.current_term import current_term
from services.fulfil.rules.deadlines import as_json, deadlines, read_instant
from services.intake import commands as intake

Files = Annotated[list[Path], typer.Argument(help="Files to look at.", show_default=False)]


def deadlines_command(
    received_at: Annotated[str, typer.Argument(help="When it was received, with its offset.")],
    paused_days: Annotated[int, typer.Option(min=0, max=366, help="Approved days of pause (D-17).")] = 0,
    no_good_friday: Annotated[bool, typer.Option(help="Good Friday counts as a working day (D-5).")] = False,
    equated_days: Annotated[bool, typer.Option(help="Days equated by royal decree count as holidays (D-6).")] = False,
    json_: Json = False,
) -> None:
    """The dates of a case, each with the rule and article it follows from.

    Example: privacybalie deadlines 2026-11-02T09:15:00+01:00
    """
    calendar = Calendar(good_friday=not no_good_friday, use_equated=equated_days)
    try:
        dates = deadlines(read_instant(received_at), paused_days, calendar)
    except ValueError as error:
        wrong_use(str(error))
    result = as_json(dates)
    if json_:
        line(result)
        return
    sums = {
        "statutory_due": current_term(dates, calendar, extended=False).sum_reasons,
        "extended_due": current_term(deadlines(dates.received_at, 0, calendar), calendar, extended=True).sum_reasons,
    }
    table = Table("date", "is", "rule", "why", box=None)
    for name, value in result.items():
        reason = dates.reasons.get(name)
        rule, why = (", ".join(filter(None, (reason.rule, reason.article))), reason.words()) if reason else ("", "")
        if name in sums:
            why = " ".join(step.words() for step in sums[name])
        table.add_row(name, str(value), rule, why)
    _print_table(table)


def read_mail_command(files: Files, json_: Json = False) -> None:
    """Read raw mails as intake does.

    Exit code 1 if one had to be quarantined. Example: privacybalie read-mail request.eml --json
    """
    all_ok = True
    for file in _with_progress(files):
        result = intake.read_mail(read_input(file), str(file))
        all_ok = all_ok and result["status"] == "ok"
        if json_:
            line(result)
        else:
            print(f"{file}: {result['status']} {result['reason'] or ''}".rstrip())
            print(f"  from {result['from']}  subject {result['subject']}")
    raise typer.Exit(0 if all_ok else 1)


def classify_command(
    files: Annotated[list[Path] | None, typer.Argument(help="Mails as files.", show_default=False)] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"subject", "text"} lines from stdin.')] = False,
    json_: Json = False,
) -> None:
    """What do messages ask? A proposal with its explanation; a person confirms.

    A line of stdin that is none is named on stderr and left out; the others are done, and the exit code is 2.
    Example: privacybalie classify request.eml --json
    """
    if bool(files) == jsonl:
        wrong_use("give mails as files, or --jsonl and lines on stdin. See `privacybalie classify --help`.")
    for result in _classified(files or [], jsonl=jsonl):
        if json_ or jsonl:
            line(result)
        else:
            kinds = ", ".join(result["kinds"]) or "-"
            print(f"{result.get('file', '')}: {result['proposal']} [{kinds}] ({result['confidence']})")
            for reason in result["explanation"]:
                print(f"  - {reason}")


def _classified(files: list[Path], *, jsonl: bool) -> Iterator[dict[str, Any]]:
    for file in files:
        yield intake.classify_mail(read_input(file), str(file))
    bad: list[str] = []
    for number, text in enumerate(sys.stdin.buffer if jsonl else (), start=1):
        if not text.strip():
            continue
        match _given(text):
            case {"subject": str(subject), "text": str(body)}:
                yield intake.classify_text(subject, body)
            case _:
                bad.append(str(number))
    if bad:
        wrong_use(f'expected a JSON object with "subject" and "text" in line {", ".join(bad)}.')


def _given(text: bytes) -> object:
    """What a line of stdin holds; None when it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _with_progress(files: list[Path]) -> Iterator[Path]:
    few = len(files) < 3 or not sys.stderr.isatty()
    yield from files if few else track(files, console=to_people, description="files", transient=True)


def _print_table(table: Table) -> None:
    from rich.console import Console  # noqa: PLC0415 -- one with the width of stdout, made when it is known

    Console(highlight=False).print(table)
