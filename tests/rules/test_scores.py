"""How proposals are scored (spec 9.4)."""

from __future__ import annotations

import pytest

from services.intake.rules.scores import Judged, as_json, as_text, score
from shared.vocabulary import Context, Kind

ACCESS, ERASURE = frozenset({Kind.ACCESS}), frozenset({Kind.ERASURE})
BOTH = ACCESS | ERASURE
NONE = Judged()


def test_right_proposals_score_one() -> None:
    """What was proposed as meant counts as exact, with full precision, recall and F1."""
    report = score([(Judged(ACCESS), Judged(ACCESS)), (NONE, NONE)])
    assert (report.exact_match, report.macro.f1, report.missed, report.messages, report.requests) == (1.0, 1.0, 0, 2, 1)
    assert set(report.kinds) == {Kind.ACCESS}


def test_each_kind_of_a_message_counts_by_itself() -> None:
    """Half of two kinds: full precision and recall for the one, nothing for the other, and no exact match."""
    report = score([(Judged(BOTH), Judged(ACCESS))])
    assert (report.kinds[Kind.ACCESS].f1, report.kinds[Kind.ERASURE].recall, report.exact_match) == (1.0, 0.0, 0.0)
    assert report.macro.f1 == pytest.approx(0.5)


def test_a_kind_proposed_too_often_costs_precision() -> None:
    """One of two proposals right: precision a half, recall one, F1 two thirds."""
    found = score([(Judged(ACCESS), Judged(ACCESS)), (NONE, Judged(ACCESS))]).kinds[Kind.ACCESS]
    assert (found.precision, found.recall) == (0.5, 1.0)
    assert found.f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("proposed", "missed", "dropped"),
    [
        (NONE, 1, 0),
        (Judged(filed=True), 1, 1),
        (Judged(unsure=True), 0, 0),
        (Judged(ERASURE), 0, 0),
    ],
)
def test_a_request_is_missed_when_it_was_proposed_as_none(proposed: Judged, missed: int, dropped: int) -> None:
    """Unsure is not missed, for a person is asked; dropped is what nobody was shown."""
    report = score([(Judged(ACCESS), proposed)])
    assert (report.missed, report.dropped) == (missed, dropped)


def test_labels_are_counted_apart() -> None:
    """Another label is no other kind."""
    report = score([(Judged(ACCESS, frozenset({Context.MINOR})), Judged(ACCESS))])
    assert (report.exact_match, report.context_match) == (1.0, 0.0)


def test_nothing_scores_nothing() -> None:
    """Without messages there is no division by zero, and both forms can be written."""
    report = score([])
    assert as_json(report)["missed_share"] == 0.0
    assert "exact match 0.000 of 0 messages" in as_text(report)
