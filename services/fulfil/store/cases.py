"""The tables of cases: the case itself, its line of time, tasks, decisions, what waits, and letters seen.

Personal data is sealed (`*_sealed`), in the compartment and field that the column's comment names, with the case's id
as scope. Lists of codes are kept as one text with commas between.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from services.fulfil.store import FulfilTable
from shared.platform.instant import Instant

EXPLANATION = "request.explanation"
TASK_TEXT = "task.text"
TASK_NOTE = "task.note"
CASE_NOTE = "case.note"
"""Field names of the texts that only fulfil seals, all in the compartment `corr`."""


class Identity(StrEnum):
    """How far the question of identity is, as far as verify told."""

    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"
    NEEDED = "needed"
    REQUESTED = "requested"
    ESTABLISHED = "established"
    REFUSED = "refused"


SETTLED = frozenset({Identity.NOT_NEEDED, Identity.ESTABLISHED})


class Waits(StrEnum):
    """What can wait for a person outside a case's own state."""

    TRIAGE = "triage"
    COPY = "copy"


class DecisionState(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    SENT_BACK = "sent_back"


class LetterState(StrEnum):
    """What notify told of a letter."""

    SENT = "sent"
    FAILED = "failed"
    HELD = "held"


class CaseRow(FulfilTable, table=True):
    """One case. `round` counts how often it was opened; `version` grows with every step that somebody takes."""

    __tablename__ = "fulfil_case"

    id: str = Field(primary_key=True)
    reference: str = Field(unique=True)
    state: str
    outcome: str | None = None
    kinds: str
    context: str = ""
    channel: str
    language: str
    person_scope: str
    name_sealed: str  # contact, person.name, in `person_scope`
    address_sealed: str  # contact, person.address, in `person_scope`
    subject_index: str = ""  # keyed fingerprint of the address: finds the same person's other requests
    subject_sealed: str  # corr, request.subject
    excerpt_sealed: str  # corr, request.excerpt
    explanation_sealed: str  # corr, request.explanation: a JSON list
    incoming_id: str
    linked: str = ""  # the other cases out of the same message, by id
    joined_into: str = ""  # the case that goes on with this one
    evidence: str = ""  # what our own mail server found of the sender, such as `spf=pass dkim=pass dmarc=fail`
    statement_version: str
    received_at: datetime = Field(sa_type=Instant)
    receipt_day: date
    nominal: date
    statutory_due: date
    work_due: date
    week_due: date
    extended_kinds: str = ""  # the parts whose term is extended
    extension_id: str | None = None  # the measure in force that did it
    paused_days: int = 0
    pause_id: str | None = None
    reacted_at: datetime | None = Field(default=None, sa_type=Instant)
    week_missed: bool = False
    missed: bool = False
    identity: str = Identity.UNKNOWN.value
    identity_method: str = ""
    identity_level: str = ""
    identity_asked_on: date | None = None
    identity_settled_on: date | None = None
    settled_kinds: str = ""  # the kinds for which identity was settled
    holder_id: str = ""
    status_letters: int = 0
    round: int = 1
    alarms: int = 1  # which series of alarms runs: opening again or extending begins a new one
    version: int = 1
    opened_at: datetime = Field(sa_type=Instant)
    changed_at: datetime = Field(sa_type=Instant)
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    content_destroyed_at: datetime | None = Field(default=None, sa_type=Instant)
    grounds: str = ""  # what is left of the decisions about erasing when the content is gone: codes

    @property
    def proved_on(self) -> date | None:
        """The day on which the sufficient answer to the identity question came; None while there is none."""
        return self.identity_settled_on if self.identity == Identity.ESTABLISHED else None


class EventRow(FulfilTable, table=True):
    """One line of a case's line of time; `codes` is a JSON object without personal data."""

    __tablename__ = "case_event"

    id: int | None = Field(default=None, primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id")
    at: datetime = Field(sa_type=Instant)
    event: str
    actor: str
    codes: str = "{}"
    note_sealed: str | None = None  # corr
    note_field: str = CASE_NOTE


class TaskRow(FulfilTable, table=True):
    """A category of data in a system, and what its holder answered; `outcome` empty means open."""

    __tablename__ = "task"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id")
    category: str
    system: str
    holder: str
    actions: str
    due: date
    outcome: str | None = None
    text_sealed: str | None = None  # corr, task.text: what was found, or why it is kept; meant for the requester
    note_sealed: str | None = None  # corr, task.note: for colleagues
    kept_until: date | None = None
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Instant)
    erased_by: str | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Instant)
    erased_for: int | None = None  # the number of the approved decision that orders it; the database insists
    series: int = 0  # which series of calls to its holder runs; an open task that is made anew begins one
    asked_at: datetime | None = Field(default=None, sa_type=Instant)


class DecisionRow(FulfilTable, table=True):
    """A proposed answer. The database itself refuses that one person proposes and approves (R2-4)."""

    __tablename__ = "decision"

    id: str = Field(primary_key=True)
    case_id: str = Field(foreign_key="fulfil_case.id")
    number: int
    state: str = DecisionState.PROPOSED.value
    outcome: str
    reasons_sealed: str  # contact, letter.words
    withheld: bool
    b_recht: bool
    content_hash: str
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Instant)
    approved_by: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_back_by: str | None = None
    sent_back_at: datetime | None = Field(default=None, sa_type=Instant)


class WaitingRow(FulfilTable, table=True):
    """A message that intake is unsure of, or an uploaded copy: it waits for a person until `done_at`.

    `subject_id` is the incoming message's id, or the case's.
    """

    __tablename__ = "waiting"

    id: str = Field(primary_key=True)
    what: str
    subject_id: str
    reason: str = ""
    received_at: datetime = Field(sa_type=Instant)
    week_due: date
    hidden_until: datetime | None = Field(default=None, sa_type=Instant)
    snoozes: int = 0
    done_at: datetime | None = Field(default=None, sa_type=Instant)


class LetterRow(FulfilTable, table=True):
    """A letter of a case that notify told of."""

    __tablename__ = "letter_seen"

    delivery_id: str = Field(primary_key=True)
    case_id: str
    letter: str
    state: str
    at: datetime = Field(sa_type=Instant)
    message_id: str = ""


class CounterRow(FulfilTable, table=True):
    """The last number given out in a year."""

    __tablename__ = "reference_counter"

    year: int = Field(primary_key=True)
    last: int
