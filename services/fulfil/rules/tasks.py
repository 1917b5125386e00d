"""Which data holder has to do what for a request, and what counts as an answer (spec 7.1, R2.4-1, R3-1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from shared.statetable import Allowed, Refused, Verdict
from shared.vocabulary import Category, Kind, TaskOutcome


class Action(StrEnum):
    """What a data holder is asked to do."""

    SEARCH = "search"
    CORRECT = "correct"
    ERASE = "erase"
    RESTRICT = "restrict"
    EXPORT = "export"
    STOP_USE = "stop_use"
    STOP_ADVERTISING = "stop_advertising"


ACTION_LABELS: Final = {
    Action.SEARCH: "Search and hand over what you find",
    Action.CORRECT: "Correct or complete",
    Action.ERASE: "Erase",
    Action.RESTRICT: "Keep, but do not use",
    Action.EXPORT: "Export in a machine-readable format",
    Action.STOP_USE: "Stop using it for this purpose",
    Action.STOP_ADVERTISING: "Stop all advertising",
}
"""English msgids."""

SHORT_ACTION_LABELS: Final = {
    Action.SEARCH: "search",
    Action.CORRECT: "correct",
    Action.ERASE: "erase",
    Action.RESTRICT: "keep unused",
    Action.EXPORT: "export",
    Action.STOP_USE: "stop a use",
    Action.STOP_ADVERTISING: "stop advertising",
}
"""English msgids, for a table."""

ACTION_OF_KIND: Final = {
    Kind.ACCESS: Action.SEARCH,
    Kind.RECTIFICATION: Action.CORRECT,
    Kind.ERASURE: Action.ERASE,
    Kind.RESTRICTION: Action.RESTRICT,
    Kind.PORTABILITY: Action.EXPORT,
    Kind.OBJECTION: Action.STOP_USE,
    Kind.CONSENT_WITHDRAWAL: Action.STOP_USE,
    Kind.OBJECTION_DIRECT_MARKETING: Action.STOP_ADVERTISING,
}
"""The other kinds (complaint, question, human review, who was told) are answered by the desk itself."""


@dataclass(frozen=True)
class Route:
    """Who keeps a category of data in a system, and what can be asked of them there."""

    category: Category
    system: str
    holder: str
    actions: frozenset[Action]


@dataclass(frozen=True)
class Task:
    """One task to make: a category in a system, with everything that this case asks of its holder."""

    category: Category
    system: str
    holder: str
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class TaskAnswer:
    """What a data holder said; `kept_until` is the day on which erasing no longer waits."""

    outcome: TaskOutcome
    remarks: str = ""
    has_file: bool = False
    kept_until: date | None = None


def load_routes(rows: Iterable[Mapping[str, object]]) -> tuple[Route, ...]:
    """Routes from configuration, with the four fields of `Route`; ValueError names the row at fault."""
    routes: dict[tuple[Category, str], Route] = {}
    for number, row in enumerate(rows, start=1):
        route = _route(row, number)
        if (route.category, route.system) in routes:
            raise ValueError(f"Route {number} repeats {route.category} in {route.system}; merge the two.")
        routes[route.category, route.system] = route
    if not routes:
        raise ValueError("There is no route; then no request would ever reach a data holder.")
    return tuple(routes.values())


def _route(row: Mapping[str, object], number: int) -> Route:
    if row.keys() != {"category", "system", "holder", "actions"}:
        raise ValueError(f"Route {number} must have exactly: category, system, holder, actions.")
    names, system, holder = row["actions"], str(row["system"]).strip(), str(row["holder"]).strip()
    if not system or not holder or isinstance(names, str) or not isinstance(names, Collection) or not names:
        raise ValueError(f"Route {number} needs a system, a holder and a list of actions.")
    try:
        category, actions = Category(str(row["category"])), frozenset(Action(str(name)) for name in names)
    except ValueError as unknown:
        known = ", ".join(Action)
        raise ValueError(f"Route {number}: {unknown}; categories are C01-C13, actions {known}.") from None
    return Route(category, system, holder, actions)


def tasks_for(kinds: Collection[Kind], routes: Iterable[Route]) -> list[Task]:
    """One task per category and system that the kinds touch, in the order of the routes (R3-1)."""
    wanted = [action for action in Action if action in {ACTION_OF_KIND.get(kind) for kind in kinds}]
    plans = [(route, tuple(action for action in wanted if action in route.actions)) for route in routes]
    return [Task(route.category, route.system, route.holder, actions) for route, actions in plans if actions]


def check_answer(actions: Sequence[Action], answer: TaskAnswer) -> Verdict:
    """Whether an answer says enough: what was found is shown, what is kept has a ground and an end."""
    said = bool(answer.remarks.strip())
    if answer.outcome is TaskOutcome.KEPT and not said:
        return Refused("R2.4-1", "Say why this must be kept.")
    if answer.outcome is TaskOutcome.KEPT and Action.ERASE in actions and answer.kept_until is None:
        return Refused("R2.4-1", "Say until when this must be kept; it is erased then.")
    if answer.outcome is TaskOutcome.FOUND and not (said or answer.has_file):
        return Refused("7.1", "Add a file, or say in words what you found and did.")
    return Allowed()


def contradicts(answer: TaskAnswer, today: date) -> Verdict:
    """Whether an answer says two things at once: then nobody may choose one of them (R2.4-1)."""
    if answer.outcome is TaskOutcome.NOTHING_FOUND and answer.has_file:
        return Refused("7.1", "You say that nothing was found, and you add a file. Choose one of the two.")
    if answer.outcome is not TaskOutcome.KEPT and answer.kept_until is not None:
        return Refused("R2.4-1", "You give a day until which it is kept, but you do not say that it must be kept.")
    if answer.kept_until is not None and answer.kept_until <= today:
        return Refused("R2.4-1", "The day until which it is kept must lie ahead.")
    return Allowed()
