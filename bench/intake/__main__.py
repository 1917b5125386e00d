"""`python -m bench.intake`: the table of intake by mail.

Options: `--mails N`, `--peers` (also django-helpdesk, in an environment of its own), `--growth` (200, 2,000 and 20,000
mails), `--only SIDE` (again and again, for whoever makes it faster).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.intake.mails import mailbox
from bench.intake.peers import CACHE, NotInstalled, make
from bench.intake.place import fill
from bench.intake.watching import Figures, run
from bench.machine import machine
from tests.servers.daemon import make_directory
from tests.servers.dovecot import Dovecot

MAILS = 2000
GROWTH = (200, 2000, 20000)
USER = "{side}@desk.example"
SIDES = ("desk", "floor", "django-helpdesk")
Run = Callable[[Dovecot, str, int, Path], Figures]


def _own(module: str, dovecot: Dovecot, user: str, count: int, directory: Path) -> Figures:
    """A side that is a module of ours."""
    secret = directory / "password"
    secret.write_text(dovecot.password(user))
    command = [sys.executable, "-m", f"bench.intake.{module}", str(dovecot.imap_port), user, str(secret)]
    return run([*command, str(directory), str(count)], directory / "log")


def measure(count: int, sides: Mapping[str, Run]) -> dict[str, Figures]:
    """Run the sides one after the other on the same mails."""
    missing = Dovecot.missing()
    if missing:
        raise SystemExit(missing)
    users = {side: USER.format(side=side) for side in sides}
    dovecot = Dovecot(make_directory("bench"), tuple(users.values()))
    with tempfile.TemporaryDirectory() as directory, dovecot:
        fill(dovecot, list(users.values()), mailbox(count, "info@desk.example", datetime.now(UTC).date()))
        figures = {}
        for side, user in users.items():
            place = Path(directory) / side
            place.mkdir()
            figures[side] = sides[side](dovecot, user, count, place)
        return figures


def show(figures: Mapping[str, Figures], count: int) -> None:
    """Print one table."""
    print(f"\n### Intake: {count:,} mails\n")
    print("| side | mails/s | CPU s | peak MB | what it says |\n|---|---|---|---|---|")
    for side, one in figures.items():
        print(f"| {side} | {one.rate:.0f} | {one.cpu_seconds:.1f} | {one.peak_mb:.0f} | {one.says} |")


def show_all(count: int, *, peers: bool, only: str = "", cache: Path = CACHE) -> None:
    """Measure so many mails on each side, or on one only, and print the table."""
    sides: dict[str, Run] = {"desk": partial(_own, "desk_side"), "floor": partial(_own, "floor_side")}
    if peers:
        try:
            sides["django-helpdesk"] = make(cache)
        except NotInstalled as reason:
            print(f"\ndjango-helpdesk is left out, it could not be installed: {reason}")
    show(measure(count, {name: side for name, side in sides.items() if only in {"", name}}), count)


def main() -> None:
    """Measure and print."""
    options = _options()
    print(f"Machine: {machine()}")
    for count in GROWTH if options.growth else (options.mails,):
        show_all(count, peers=options.peers, only=options.only, cache=options.cache)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mails", type=int, default=MAILS, help="how many mails (default 2000)")
    parser.add_argument("--peers", action="store_true", help="also django-helpdesk")
    parser.add_argument("--growth", action="store_true", help="200, 2,000 and 20,000 mails")
    parser.add_argument("--only", choices=SIDES, default="", help="one side only")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the peers' environments are kept")
    return parser.parse_args()


if __name__ == "__main__":
    main()
