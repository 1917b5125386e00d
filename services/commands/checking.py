"""`check-id` and `redact-id`: the black-out gate on files, as an upload would meet it."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from services.commands.output import Json, line, to_people, wrong_use
from services.commands.results import Key, NotResults, Results, key_of
from services.verify.checks.examine import Examiners, examiners
from services.verify.checks.report import check_file, redact_file
from shared.vocabulary import Verdict

Copies = Annotated[list[Path], typer.Argument(help="Files, and folders with all that is in them.", show_default=False)]
Jobs = Annotated[int | None, typer.Option(min=1, max=64, help="Files side by side; not given: as many as processors.")]
Resume = Annotated[
    Path | None, typer.Option(help="Add results to this file, and skip the files that it holds.", show_default=False)
]
Out = Annotated[Path, typer.Option("--out", help="The new picture (PNG); one that is there stays.", show_default=False)]
Done = Callable[[Key, dict[str, Any]], None]


def check_id_command(files: Copies, jobs: Jobs = None, resume: Resume = None, json_: Json = False) -> None:
    """Check copies of identity documents: is everything hidden that must be hidden?

    Exit code 0 only if every copy is accepted. Example: privacybalie check-id copies/ --json --resume results.jsonl
    """
    wanted = list(_walked(files, resume))
    results = None if resume is None else _results(resume)
    earlier = {} if results is None else results.earlier(wanted)
    waiting = [file for file in wanted if file not in earlier]
    verdicts = Counter(told["verdict"] for told in earlier.values())
    before = verdicts.total()
    stopped = False
    with ExitStack() as open_:
        if results is not None:
            open_.enter_context(results)
        move_on = open_.enter_context(_progress(len(waiting)))

        def done(key: Key, result: dict[str, Any]) -> None:
            if results is not None:
                results.add(key, result)
            verdicts[result["verdict"]] += 1
            _print_judgement(result, json_=json_)
            move_on()

        try:
            asyncio.run(_check_all(waiting, jobs or len(os.sched_getaffinity(0)), done))
        except KeyboardInterrupt:
            stopped = True
    _summary(verdicts, before, len(wanted), stopped=stopped)
    raise typer.Exit(0 if verdicts[Verdict.ACCEPTED] == len(wanted) else 1)


def redact_id_command(file: Annotated[Path, typer.Argument(show_default=False)], out: Out, json_: Json = False) -> None:
    """Paint over what `check-id` finds on a copy, judge that again, and write it only if it is accepted.

    Exit code 1 if it is not; nothing is written then. Example: privacybalie redact-id copy.jpg --out safe.png
    """
    if not file.is_file():
        wrong_use(f"{file}: no such file")
    if out.exists():
        wrong_use(f"{out}: is there already; name a new file")
    try:
        result, picture = asyncio.run(_redact(file))
    except OSError as error:
        wrong_use(f"{file}: {error.strerror}")
    if picture is not None:
        _write(out, picture)
    if json_:
        line(result | {"out": None if picture is None else str(out)})
    else:
        _print_redacted(result, out, is_written=picture is not None)
    raise typer.Exit(1 if picture is None else 0)


async def _check_all(files: Iterable[Path], side_by_side: int, done: Done) -> None:
    """Judge the files, so many at a time, each as soon as there is a place for it."""
    waiting = iter(files)
    async with examiners(side_by_side) as by, asyncio.TaskGroup() as group:
        for _ in range(side_by_side):
            group.create_task(_check_one_after_another(by, waiting, done))


async def _check_one_after_another(by: Examiners, waiting: Iterator[Path], done: Done) -> None:
    for file in waiting:
        key = key_of(file)
        done(key, await check_file(by, file))


async def _redact(file: Path) -> tuple[dict[str, Any], bytes | None]:
    async with examiners() as by:
        return await redact_file(by, file)


def _walked(given: Iterable[Path], resume: Path | None) -> Iterator[Path]:
    """The files, those of folders in order of their names; each once. The file of results is none of them."""
    seen = set() if resume is None else {resume.resolve()}
    for path in given:
        if not path.is_dir() and not path.is_file():
            wrong_use(f"{path}: no such file")
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _results(path: Path) -> Results:
    try:
        return Results(path)
    except NotResults:
        wrong_use(f"{path}: does not hold results of check-id; name another file")
    except OSError as error:
        wrong_use(f"{path}: {error.strerror}")


def _write(out: Path, picture: bytes) -> None:
    """Make the new file, for its owner only; it is never written over another."""
    try:
        with open(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 -- with a mode
            file.write(picture)
    except OSError as error:
        wrong_use(f"{out}: {error.strerror}")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr, on a terminal and for more than a few files; gives what is called after each."""
    if total < 3 or not to_people.is_terminal:
        yield lambda: None
        return
    columns = (TextColumn("files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=to_people, transient=True) as bar:
        task = bar.add_task("files", total=total)
        yield lambda: bar.advance(task)


def _summary(verdicts: Counter[str], before: int, total: int, *, stopped: bool) -> None:
    counts = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in Verdict)
    known = f", {before} of them from an earlier run" if before else ""
    to_people.print(f"{verdicts.total()} of {total} files{known}: {counts}", markup=False, soft_wrap=True)
    if stopped:
        to_people.print("Stopped; with --resume the same command goes on from here.", markup=False, soft_wrap=True)


def _print_judgement(result: dict[str, Any], *, json_: bool) -> None:
    if json_:
        line(result)
        return
    print(f"{result['file']}: {result['verdict']} ({result['pages']} page(s), {result['seconds']} s)")
    _print_findings(result["findings"])


def _print_redacted(result: dict[str, Any], out: Path, *, is_written: bool) -> None:
    if is_written:
        print(f"{out}: written, {len(result['painted'])} place(s) painted over")
        return
    print(f"{result['file']}: nothing is written; after painting over it is: {result['verdict']}")
    _print_findings(result["findings"])


def _print_findings(findings: Iterable[dict[str, Any]]) -> None:
    for finding in findings:
        print(f"  - {finding['kind']} (page {finding['page']}): {finding['reason']}")
