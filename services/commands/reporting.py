"""`report`: the figures of the desk, with small counts masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from services.commands.operations import with_process
from services.commands.output import ConfigFile, Json, line, settings_from, to_people, wrong_use
from services.fulfil.queries.figures import counted
from services.fulfil.rules.figures import MASKED, report
from shared.platform.clock import SystemClock
from shared.platform.process import Process


def report_command(
    since: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], show_default=False)] = None,
    until: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], show_default=False)] = None,
    config: ConfigFile = None,
    json_: Json = False,
) -> None:
    """How much came in, went out and was late, a month and a kind; median days, identity, grounds. Default: this year.

    Counts from one to four are masked, so that nobody can be guessed.

    Example: privacybalie report --from 2026-01-01 --to 2026-12-31 --json
    """
    settings, today = settings_from(config), SystemClock().now().date()
    first, last = since.date() if since else today.replace(month=1, day=1), until.date() if until else today
    if last < first:
        wrong_use("--to lies before --from.")

    async def act(process: Process) -> dict[str, object]:
        return report(await counted(process.desk("fulfil"), first, last), first, last)

    found = with_process(settings, act)
    if json_:
        line(found)
    else:
        _print(found, first, last)


def _print(found: dict[str, Any], first: date, last: date) -> None:
    print(f"{first} to {last}; {MASKED} stands for one to four")
    print(f"{'month':8} {'kind':28} {'in':>6} {'out':>6} {'late':>6}")
    for row in found["months"]:
        print(f"{row['month']:8} {row['kind']:28} {row['in']!s:>6} {row['out']!s:>6} {row['late']!s:>6}")
    for name, title in (
        ("median_days", "median days to an answer"),
        ("rungs", "how identity was proved"),
        ("outcomes", "outcomes"),
        ("grounds", "kept, on what ground"),
    ):
        print(f"{title}: " + (", ".join(f"{key} {value}" for key, value in found[name].items()) or "none"))
    if not found["months"]:
        to_people.print("No case in these days.")
