"""`make bench`: all figures as Markdown tables; `python -m bench queue chat` measures just those."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

from bench import chat, connector, deadlines, desk, messages, package, queue, uploads
from bench.gate import __main__ as gate
from bench.intake import __main__ as intake
from bench.machine import machine, table

BENCHES: dict[str, Callable[[], None]] = {
    "desk": lambda: table("The desk", desk.measure()),
    "messages": lambda: table("Messages", messages.measure()),
    "deadlines": lambda: table("Deadlines", deadlines.measure()),
    "queue": lambda: table(f"The queue of {queue.VERIFICATIONS:,} verifications, SQLite", queue.measure()),
    "connector": lambda: table(f"A connected database of {connector.ROWS:,} rows, SQLite", connector.measure()),
    "uploads": lambda: table("Sending a copy", uploads.measure()),
    "chat": lambda: table("The chat", chat.measure()),
    "package": lambda: table("A package of 500 MB", package.measure()),
    "intake": partial(intake.show_all, intake.MAILS, peers=True),
    "gate": partial(gate.show_all, gate.FILES, peers=True),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("only", nargs="*", choices=[*BENCHES, []], metavar="NAME", help=", ".join(BENCHES))
    chosen = parser.parse_args().only or list(BENCHES)
    print(f"Machine: {machine()}")
    for name in chosen:
        BENCHES[name]()


if __name__ == "__main__":
    main()
