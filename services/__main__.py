"""The command line of the product: `privacybalie`, also `python -m services`."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from typing import Annotated

import typer

from services.commands import backups, checking, operations, pure, reporting
from services.commands.doctor import doctor_command
from services.commands.health import health_command
from services.commands.running import run_command

app = typer.Typer(
    name="privacybalie",
    help="A privacy-request desk: from the mail that asks to the answer, in time and proved.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
if all(find_spec(name) for name in ("aiosmtpd", "pymap")):  # the extra `sandbox`: a server does without it
    from services.commands.demo import demo_command

    app.command("demo")(demo_command)
app.command("run")(run_command)
app.command("doctor")(doctor_command)
app.command("health")(health_command)
app.command("check-id")(checking.check_id_command)
app.command("redact-id")(checking.redact_id_command)
app.command("read-mail")(pure.read_mail_command)
app.command("classify")(pure.classify_command)
app.command("deadlines")(pure.deadlines_command)
app.command("evaluate")(operations.evaluate_command)
app.command("suppressed")(operations.suppressed_command)
app.command("migrate")(operations.migrate_command)
app.command("backup")(backups.backup_command)
app.command("restore")(backups.restore_command)
app.command("replay")(backups.replay_command)
app.command("report")(reporting.report_command)
app.add_typer(operations.keys_app, name="keys")
app.add_typer(operations.staff_app, name="staff")
app.add_typer(operations.audit_app, name="audit")


def _print_version(wanted: bool) -> None:
    if wanted:
        print(version("privacybalie"))
        raise typer.Exit


@app.callback()
def about(
    version_: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True)] = False,
) -> None:
    """A privacy-request desk: from the mail that asks to the answer, in time and proved."""
    del version_


def main() -> None:
    """The entry point."""
    app()


if __name__ == "__main__":
    main()
