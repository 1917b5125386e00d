"""Yesterday's messages must still read: the samples of every version stay here for ever."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared import contracts
from shared.contracts.envelope import MAX_BYTES, TooBig
from shared.contracts.fulfil_timers import AlarmDue
from shared.contracts.intake import FollowUpReceived
from shared.contracts.people import COMPARTMENTS
from shared.platform.message import Topology

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.json"))
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_a_sample_of_every_version_is_still_readable(file: Path) -> None:
    """And saying it again gives the same id, so nothing is done twice after an upgrade."""
    sample = json.loads(file.read_text(encoding="utf-8"))
    message = contracts.parse(json.dumps(sample["message"]))
    assert message is not None
    assert message.id == sample["id"]
    again = contracts.parse(message.body())
    assert again == message


def test_every_type_has_a_sample() -> None:
    """A new message comes with its first sample."""
    assert {file.stem.rpartition(".v")[0] for file in SAMPLES} == set(contracts.BY_TYPE)


def test_a_type_that_is_not_known_yet_gives_nothing_and_no_error() -> None:
    """During a rolling deploy it waits for the process that knows it."""
    assert contracts.parse('{"type": "case.teleported", "case_id": "x"}') is None


@pytest.mark.parametrize("body", ["", "[]", "nonsense", '{"type": "case.opened"}', '{"type": "alarm.due", "at": "x"}'])
def test_what_cannot_be_read_says_so(body: str) -> None:
    """A ValueError, which makes a dead message; never another exception."""
    with pytest.raises(ValueError):
        contracts.parse(body)


def test_the_id_does_not_depend_on_when_it_was_said() -> None:
    """So that a repeated fact is the same fact, and a timer can be cancelled by an equal message."""
    early = AlarmDue(case_id="c", at=NOW, alarm="half")
    late = AlarmDue(case_id="c", at=NOW.replace(hour=17), alarm="half")
    other = AlarmDue(case_id="c", at=NOW, alarm="work_due")
    assert early.id == late.id != other.id


def test_a_message_over_four_kilobytes_is_refused() -> None:
    """What is large goes by reference."""
    message = FollowUpReceived(
        case_id="c", at=NOW, incoming_id="i", received_at=NOW, verified=True, subject="s", excerpt="x" * MAX_BYTES
    )
    with pytest.raises(TooBig):
        message.body()


def test_everything_announced_is_heard_by_somebody_and_announced_once() -> None:
    """A message that nobody hears is a mistake of the program."""
    announced = [model for models in contracts.ANNOUNCED.values() for model in models]
    assert set(announced) == set(contracts.HEARD_BY)
    assert len(announced) == len(set(announced))
    topology = Topology(contracts.queues())
    assert all(topology.hearers(name) for name in contracts.BY_TYPE)


def test_no_service_holds_more_keys_than_its_work_needs() -> None:
    """Only verify opens identity evidence; notify opens nothing but what its letters say."""
    assert [name for name, held in COMPARTMENTS.items() if "id" in held] == ["verify"]
    assert [name for name, held in COMPARTMENTS.items() if "pkg" in held] == ["fulfil"]
    assert COMPARTMENTS["notify"] == ("contact",)
