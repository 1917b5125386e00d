"""`make bench`: all figures as Markdown tables."""

from __future__ import annotations

from bench import chat, connector, deadlines, desk, messages, package, queue, uploads
from bench.gate import __main__ as gate
from bench.intake import __main__ as intake
from bench.machine import machine, table


def main() -> None:
    """Measure and print."""
    print(f"Machine: {machine()}")
    table("The desk", desk.measure())
    table("Messages", messages.measure())
    table("Deadlines", deadlines.measure())
    table(f"The queue of {queue.VERIFICATIONS:,} verifications, SQLite", queue.measure())
    table(f"A connected database of {connector.ROWS:,} rows, SQLite", connector.measure())
    table("Sending a copy", uploads.measure())
    table("The chat", chat.measure())
    table("A package of 500 MB", package.measure())
    intake.show_all(intake.MAILS, peers=True)
    gate.show_all(gate.FILES, peers=True)


if __name__ == "__main__":
    main()
