"""The case a mail says it is about, and whether we said so first."""

from __future__ import annotations

import pytest

from services.intake.rules.references import Found, find
from shared.contracts.references import canary_mark, canary_number, tag, token
from tests.pace import ends

KEY = b"a key of the tests"
OURS = token("2026-0001", KEY)


@pytest.mark.parametrize(
    ("subject", "recipients"),
    [
        (f"Re: [zaak {OURS}] Uw verzoek", []),
        (f"re: [Zaak {OURS.lower()}]", []),
        (f"FW: [case {OURS}]", []),
        ("hoi", ["info@buro.example", f"info+{OURS}@buro.example"]),
        ("[zaak 2026-0002]", [f"info+{OURS.lower()}@buro.example"]),
    ],
)
def test_a_token_with_our_tag_is_verified(subject: str, recipients: list[str]) -> None:
    """In a subject or behind the plus, whatever case the letters are in."""
    assert find(subject, recipients, KEY) == Found("2026-0001", verified=True)


@pytest.mark.parametrize(
    ("subject", "recipients"),
    [
        ("Re: [zaak 2026-0001] Uw verzoek", []),
        ("mijn zaak: 2026-0001", []),
        ("[zaak 2026-0001-AAAAAAAA]", []),
        (f"[zaak 2026-0001-{tag('2026-0002', KEY)}]", []),
        ("hoi", ["info+2026-0001@buro.example"]),
    ],
)
def test_a_reference_without_our_tag_is_unverified(subject: str, recipients: list[str]) -> None:
    """Anyone can write a number: it finds the case and proves nothing."""
    assert find(subject, recipients, KEY) == Found("2026-0001", verified=False)


@pytest.mark.parametrize(
    "subject", ["", "2026-0001", "factuur 2026-0001", "[zaak 26-1]", "zaakdossier", "casework 2026-1"]
)
def test_a_number_alone_is_no_case(subject: str) -> None:
    """An invoice number looks the same; without the word for a case it names none."""
    assert find(subject, ["info@buro.example", "2026-0001@buro.example"], KEY) is None


def test_a_tag_of_another_key_or_case_does_not_fit() -> None:
    """Tags belong to one case and one key, and are short enough for a subject."""
    assert len({tag("2026-0001", KEY), tag("2026-0001", b"other"), tag("2026-0002", KEY)}) == 3
    assert len(tag("2026-0001", KEY)) == 8
    assert not find(f"[zaak {OURS}]", [], b"other").verified  # type: ignore[union-attr]


def test_a_hostile_subject_is_read_in_time() -> None:
    """The reader is linear and reads only so much."""
    with ends():
        assert find("zaak 2026-" * 100_000, ["info+" * 20_000], KEY) is None


def test_a_canarys_mark_is_read_back_and_cannot_be_made_up() -> None:
    """Only we can make one; another number, another key, a cut or lengthened mark are somebody else's words."""
    mark = canary_mark(12, KEY)
    assert canary_number(mark, KEY) == canary_number(f" {mark} ", KEY) == 12
    wrong = [mark[:-1], f"{mark}A", mark.lower(), f"13{mark[2:]}", "", "12", "0-" + "A" * 26, canary_mark(12, b"other")]
    assert [canary_number(each, KEY) for each in wrong] == [None] * len(wrong)
