"""The mailbox: the only place of intake that speaks IMAP.

One thread a mailbox, two connections: one waits (IDLE), the other sweeps. The wait begins before the sweep, because
what comes in between a search and the IDLE after it would not be noticed. A keyword marks what is safely stored; the
flag Seen belongs to people and is neither read nor changed.
"""

from __future__ import annotations

from services.intake.mailbox.bridge import Bridge, Store, since
from services.intake.mailbox.mails import Mail
from services.intake.mailbox.removing import Remover
from services.intake.mailbox.signin import Failures, connect, drop
from services.intake.mailbox.sweeping import BATCH_BYTES, TAKEN, Known, Sweeper, Take, budgeted
from services.intake.mailbox.trial import Keeps, Trial, try_out
from services.intake.mailbox.watch import Watch, sweep_once

__all__ = [
    "BATCH_BYTES",
    "TAKEN",
    "Bridge",
    "Failures",
    "Keeps",
    "Known",
    "Mail",
    "Remover",
    "Store",
    "Sweeper",
    "Take",
    "Trial",
    "Watch",
    "budgeted",
    "connect",
    "drop",
    "since",
    "sweep_once",
    "try_out",
]
