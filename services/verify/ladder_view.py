"""What the page of a verification shows of the ladder: what is on file, masked; what was tried; what may come next."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.verify import ladder_store
from services.verify.ladder_store import Challenge, FileEntry, Representing, Rung
from services.verify.rules.calling import CALL_LABELS, TOPIC_LABELS
from services.verify.rules.challenge import ChallengeState
from services.verify.rules.ladder import LEVEL_LABELS, WHY_LABELS, enough
from services.verify.rules.on_file import SOURCE_LABELS, OnFile, looks_alike, masked_address, masked_number
from services.verify.rules.proof import METHOD_LABELS, SEEN_FOR, STEP_BY_STEP
from services.verify.rules.representation import (
    CONFIRM_LABELS,
    MAY_ADD,
    NOTES,
    REQUIRED,
    SITUATION_LABELS,
    Situation,
    may_be_identified,
    needs_age,
    suggested,
)
from services.verify.rules.rungs import OUTCOME_LABELS, may_try, passed, tried
from services.verify.rules.verification import SUBJECT, VERIFICATION, Event
from services.verify.rules.whose import (
    AGENT_SEEN_LABELS,
    AGENT_WAY_LABELS,
    AGENT_WAYS,
    BESIDE,
    WHOSE_LABELS,
    AgentSeen,
    Whose,
    both_proved,
)
from services.verify.store import Verification
from services.verify.usecases.looking_up import opened, received_on
from services.verify.usecases.representing import ages_of
from services.verify.usecases.steps import DECIDER
from services.verify.usecases.tools import directory_of
from shared.contracts.people import ADDRESS, CONTACT
from shared.platform.desk import Desk
from shared.statetable import Verdict
from shared.vocabulary import Level, Method

__all__ = [
    "CALL_LABELS",
    "CONFIRM_LABELS",
    "MAY_ADD",
    "NOTES",
    "OUTCOME_LABELS",
    "REQUIRED",
    "SITUATION_LABELS",
    "SOURCE_LABELS",
    "TOPIC_LABELS",
    "WHOSE_LABELS",
    "LadderView",
    "label_of",
    "on_page",
    "reasons_of",
    "view",
]

WHY: Final[Mapping[str, str]] = {
    str(code): label for table in (WHY_LABELS, TOPIC_LABELS, AGENT_SEEN_LABELS) for code, label in table.items()
}


@dataclass(frozen=True)
class AgentWay:
    """One way in which a representative proves who they are beside their client's ladder."""

    method: Method
    label: str
    lines: Mapping[AgentSeen, str]
    """What it needs, with its msgids."""
    may: Verdict
    enough: bool
    """Whether it reaches the level of the request."""


@dataclass(frozen=True)
class LadderView:
    """The ladder of one verification; personal data is masked in it."""

    rungs: Sequence[Rung]
    names: Mapping[int, str]
    """Who took each step, by its number; nobody of the staff: not there."""
    tried: frozenset[Level]
    passed: frozenset[Method]
    may_link: Verdict
    may_call: Verdict
    is_asking: bool
    """Whether the address on file can still be asked."""
    has_directory: bool
    entry: FileEntry | None
    addresses: Sequence[str]
    numbers: Sequence[str]
    twin: bool
    """The request came from an address that people would take for the one on file, and that is another one."""
    challenge: Challenge | None
    challenge_runs: bool
    representing: Representing | None
    situation: Situation
    """What staff said, or what the request's labels point to."""
    clear: Verdict
    received_on: date
    ways: Sequence[Method]
    """Ways that succeeded, reach the level, and were not used yet to establish identity."""
    agent_clear: Verdict
    """Whether the representative proved who they are, where they must."""
    agent_way: str
    """The msgid of how they did, or nothing."""
    agent_ways: Sequence[AgentWay]
    """How a representative may do so here; empty where no second proof is asked."""

    @property
    def with_age(self) -> bool:
        """Whether the age of the person whose data it is decides."""
        return needs_age(self.situation)


async def view(desk: Desk, row: Verification) -> LadderView:
    """The ladder of a verification."""
    async with desk.look() as session:
        rungs = await ladder_store.rungs_of(session, row.case_id)
        entry = await ladder_store.entry_of(session, row)
        challenge = await ladder_store.newest_challenge(session, row.case_id)
        representing = await ladder_store.representing(session, row.case_id)
    known = OnFile() if entry is None else await opened(desk, entry)
    steps = ladder_store.these_steps(rungs, row, row.proves)
    hinted = suggested(row.labels)
    situation = representing.stands_for if representing else hinted or Situation.SELF
    done = passed(steps)
    box = await desk.keyring.box(row.person.scope, CONTACT)
    sender = box.unseal(ADDRESS, row.person.address)
    return LadderView(
        rungs=rungs,
        names={rung.number: box.unseal(DECIDER, rung.by_name_sealed) for rung in rungs if rung.by_name_sealed},
        tried=tried(steps, desk.clock.now()),
        passed=done,
        may_link=may_try(steps, Method.KNOWN_ADDRESS),
        may_call=may_try(steps, Method.CALL_BACK),
        is_asking=Event.CONFIRM in VERIFICATION.possible(row.stands, SUBJECT),
        has_directory=directory_of(desk) is not None,
        entry=entry,
        addresses=[masked_address(each) for each in known.addresses],
        numbers=[masked_number(each) for each in known.numbers],
        twin=any(looks_alike(sender, each) for each in known.addresses),
        challenge=challenge,
        challenge_runs=_runs(challenge, desk),
        representing=representing,
        situation=situation,
        clear=may_be_identified(
            None if representing is None else representing.stands_for,
            hinted,
            frozenset() if representing is None else representing.confirmations,
            None if representing is None else representing.age,
            received_on(desk, row),
            ages_of(desk),
        ),
        received_on=received_on(desk, row),
        ways=[way for way in SEEN_FOR if way in done & STEP_BY_STEP and enough(way, row.needs)],
        agent_clear=both_proved({Whose.AGENT} if row.agent_needed else (), row.agent, row.needs),
        agent_way=AGENT_WAY_LABELS.get(row.agent, "") if row.agent else "",
        agent_ways=_agent_ways(rungs, row),
    )


def _agent_ways(rungs: Sequence[Rung], row: Verification) -> list[AgentWay]:
    if not row.agent_needed or row.proves is Whose.AGENT:
        return []
    steps = ladder_store.these_steps(rungs, row, Whose.AGENT)
    return [
        AgentWay(
            method,
            AGENT_WAY_LABELS[method],
            {line: AGENT_SEEN_LABELS[line] for line in lines},
            may_try(steps, method),
            enough(method, row.needs),
        )
        for method, lines in AGENT_WAYS.items()
    ]


async def on_page(desk: Desk, row: Verification) -> dict[str, Any]:
    """What the template of the ladder needs."""
    this = sys.modules[__name__]
    return {"ladder": await view(desk, row), "ladder_words": this, "step_by_step": STEP_BY_STEP, "all_ways": SEEN_FOR}


def _runs(challenge: Challenge | None, desk: Desk) -> bool:
    return challenge is not None and challenge.state == ChallengeState.OPEN and challenge.expires_at > desk.clock.now()


def label_of(rung: Rung) -> str:
    """The way of one step; for a rung that was left out, the rung."""
    method = Method(rung.method)
    if BESIDE in rung.why.split(","):
        return AGENT_WAY_LABELS[method]
    return LEVEL_LABELS[Level(rung.level)] if method is Method.NONE else METHOD_LABELS[method]


def reasons_of(rung: Rung) -> list[str]:
    """The msgids of why it was left out, or of the questions that were asked."""
    return [WHY.get(code, code) for code in rung.why.split(",") if code not in {"", BESIDE}]
