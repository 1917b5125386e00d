"""Recognises mail that a machine wrote, by its headers (RFC 3834 and habit) and, for bounces, by what it says.

Such mail is kept and classified, but may open no case and gets no automatic answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

from services.intake.mailparse.bounces import answered_by_machine, came_back
from services.intake.mailparse.headers import raw, raw_all, text
from services.intake.mailparse.parsed import Address, MachineKind

_BULK = frozenset({"bulk", "junk", "list"})
_FAILURES = ("X-Failed-Recipients", "X-MS-Exchange-Message-Is-Ndr")
_ABSENCE = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply-From")
_LISTS = ("List-Id", "List-Unsubscribe")
_ANSWERS = frozenset({"reply", "counter", "declinecounter", "refresh", "cancel", "publish", "request", "add"})
_NO_FAILURE = frozenset({"delivered", "relayed", "expanded"})


@dataclass(frozen=True, slots=True)
class Machine:
    """The sort of machine and the header that gave it away."""

    kind: MachineKind
    reason: str


def machine_mail(message: Message, sender: Address, own_domain: str) -> Machine | None:
    """Say whether the headers show that a machine wrote this mail; `own_domain` is the domain of our Message-IDs."""
    return _own(message, own_domain) or _bounce(message, sender) or _autoreply(message) or _bulk(message)


def machine_text(subject: str, sender: Address, said: str, *, null_path: bool, calendar: str) -> Machine | None:
    """Say whether what a mail says shows that a machine wrote it.

    `said` is its own text, `calendar` the method of an invitation in it: one without a word of its own is no person's.
    """
    if sign := came_back(subject, sender.address, sender.name, said, null_path=null_path):
        return Machine(MachineKind.BOUNCE, sign)
    if answered_by_machine(subject):
        return Machine(MachineKind.AUTOREPLY, "Subject of an automatic answer")
    if calendar in _ANSWERS and not said.strip():
        return Machine(MachineKind.AUTOREPLY, f"text/calendar: {calendar}")
    return None


def report_kind(actions: list[str]) -> MachineKind:
    """Say what a delivery report is: one that only tells of good delivery is no bounce."""
    good = bool(actions) and all(each.strip().lower() in _NO_FAILURE for each in actions)
    return MachineKind.AUTOREPLY if good else MachineKind.BOUNCE


def no_auto_answer(message: Message) -> bool:
    """Say whether the sender asks for no automatic answer; that alone makes nobody a machine."""
    wishes = {each.strip().lower() for each in raw(message, "X-Auto-Response-Suppress").split(",")}
    return bool(wishes & {"all", "oof", "autoreply"})


def _own(message: Message, own_domain: str) -> Machine | None:
    if not own_domain:
        return None
    if own_domain in raw_all(message, "X-Loop"):
        return Machine(MachineKind.OWN, "X-Loop: our own mail came back")
    if raw(message, "Message-ID").rstrip(">").lower().endswith(f"@{own_domain.lower()}"):
        return Machine(MachineKind.OWN, "Message-ID: our own mail came back")
    return None


def _bounce(message: Message, sender: Address) -> Machine | None:
    if message.get_content_type() == "multipart/report":
        report = str(message.get_param("report-type") or "delivery-status").lower()[:40]
        # A read receipt or a complaint is no bounce: the letter did arrive.
        kind = MachineKind.BOUNCE if report == "delivery-status" else MachineKind.AUTOREPLY
        return Machine(kind, f"multipart/report: {report}")
    local = sender.address.partition("@")[0].lower()
    # A postmaster can be a person; the daemon never is.
    if local == "mailer-daemon" or (local == "postmaster" and raw(message, "Return-Path") == "<>"):
        return Machine(MachineKind.BOUNCE, f"From: {local}")
    name = next((each for each in _FAILURES if raw(message, each)), "")
    return Machine(MachineKind.BOUNCE, name) if name else None


def _autoreply(message: Message) -> Machine | None:
    submitted = raw(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return Machine(MachineKind.AUTOREPLY, f"Auto-Submitted: {submitted[:40]}")
    for name in _ABSENCE:
        if raw(message, name).lower() not in {"", "no"}:
            return Machine(MachineKind.AUTOREPLY, name)
    if raw(message, "Precedence").lower() == "auto_reply":
        return Machine(MachineKind.AUTOREPLY, "Precedence: auto_reply")
    if raw(message, "Return-Path") == "<>":
        return Machine(MachineKind.BOUNCE, "Return-Path: <>")
    return None


def _bulk(message: Message) -> Machine | None:
    precedence = raw(message, "Precedence").lower()
    if precedence in _BULK:
        return Machine(MachineKind.BULK, f"Precedence: {precedence}")
    name = next((each for each in _LISTS if text(message, each)), "")
    return Machine(MachineKind.BULK, name) if name else None
