"""What verify hears and writes beside the question of identity: moved dates, later mails, letters to agents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from services.verify.rules.verification import State
from services.verify.rules.vouching import Vouched, vouched
from shared.contracts.fulfil import CaseClosed, CaseTriaged, DatesMoved
from shared.contracts.intake import FollowUpReceived
from shared.contracts.people import ADDRESS, CONTACT, NAME, SENDER_INDEX, Person
from shared.vocabulary import Channel, Context, FollowUp, Kind
from tests.services.ladder_desk import ON_FILE, LadderDesk, ladder_desk
from tests.services.verify_desk import CASE, START

MANDATE = ["mandate_who", "mandate_whose", "mandate_rights", "mandate_date", "mandate_signed"]
PASS, FAIL = "spf=pass dkim=pass dmarc=pass", "spf=pass dkim=fail dmarc=fail"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[LadderDesk]:
    """An office of verify with a client directory."""
    async with ladder_desk(tmp_path) as made:
        yield made


def moved(number: int, due: date, minutes: int) -> DatesMoved:
    """The dates of the case moved, so many minutes after the start."""
    at = START + timedelta(minutes=minutes)
    return DatesMoved(case_id=CASE, at=at, number=number, statutory_due=due, due_sum=[])


async def by_mail(office: LadderDesk, address: str, evidence: str, minutes: int = 0, turn: int = 1) -> CaseTriaged:
    """A case that came by mail, sorted so many minutes after the start."""
    box = await office.desk.keyring.box(CASE, CONTACT)
    return CaseTriaged(
        case_id=CASE, at=START + timedelta(minutes=minutes), reference="2026-0001", kinds=[Kind.RECTIFICATION],
        by="s-1", statutory_due=date(2026, 12, 2), work_due=date(2026, 12, 1), received_at=START, number=turn,
        requester=Person(scope=CASE, name=box.seal(NAME, "Noor"), address=box.seal(ADDRESS, address)),
        channel=Channel.MAIL, evidence=evidence,
    )  # fmt: skip


async def a_mail(office: LadderDesk, address: str, evidence: str = PASS, **more: object) -> FollowUpReceived:
    """A later mail on the case."""
    given = {"incoming_id": "i-1", "verified": False, "subject": "-", "excerpt": "-"} | more
    mark = office.desk.keyring.index(SENDER_INDEX, address)
    return FollowUpReceived(
        case_id=CASE, at=START, received_at=START + timedelta(hours=1), sender=mark, evidence=evidence, **given
    )


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_of_two_moved_dates_the_newer_counts_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Also heard twice, also before the case was sorted: page and list show the last day that holds."""
    async with ladder_desk(tmp_path) as office:
        heard = [
            await by_mail(office, ON_FILE, PASS, minutes=0),
            moved(4, date(2027, 1, 31), 10),
            moved(6, date(2027, 2, 2), 20),
        ]
        for each in order:
            await office.hear(heard[each], heard[each])
        assert (await office.row()).statutory_due == date(2027, 2, 2)


async def test_an_old_move_does_not_undo_a_later_sorting(office: LadderDesk) -> None:
    """The case was sorted again after that; what comes late is older."""
    await office.hear(await by_mail(office, ON_FILE, PASS))
    await office.hear(await by_mail(office, ON_FILE, PASS, minutes=30, turn=2))
    await office.hear(moved(4, date(2027, 1, 31), 10))
    assert (await office.row()).statutory_due == date(2026, 12, 2)


async def test_the_list_shows_the_moved_date(office: LadderDesk) -> None:
    """Thirty days were left at the start, ninety-two after the extension."""
    await office.hear(await by_mail(office, ON_FILE, PASS))
    async with office.web.get("/staff/verify", headers=await office.staff()) as answer:
        assert "30 days" in await answer.text()
    await office.hear(moved(4, date(2027, 2, 2), 10))
    async with office.web.get("/staff/verify", headers=await office.staff()) as answer:
        assert "92 days" in await answer.text()
    assert "92 days" in await office.page()


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (PASS, Vouched.FOR),
        (FAIL, Vouched.NOT_FOR),
        ("spf=pass dkim=pass", Vouched.NOT_FOR),
        ("spf=pass dmarc=none", Vouched.NOT_FOR),
        ("", Vouched.SILENT),
    ],
)
def test_only_dmarc_vouches_for_an_address(evidence: str, expected: Vouched) -> None:
    """SPF and DKIM may be those of another domain than the one that people read."""
    assert vouched(evidence) is expected


async def test_a_vouched_mail_from_the_address_on_file_is_no_proof(office: LadderDesk) -> None:
    """Shown in words; no step, no level, and the copy still needs its reasons (4.2)."""
    await office.hear(await by_mail(office, ON_FILE, PASS))
    assert await office.press("file", term="client-7") == 303
    page = await office.page()
    assert "From the address on file, the mail server vouches for it" in page
    assert "another address than" not in page
    assert (await office.row()).stands is State.OPEN
    assert await office.rungs() == []
    assert await office.press("establish", method="known_address", seen=["answered_from_there"]) == 409
    assert await office.press("ask", without_L2="cannot_come") == 409


async def test_a_mail_from_elsewhere_warns_with_the_way_to_act(office: LadderDesk) -> None:
    """By codes only: neither address stands on the page, and nothing happens by itself."""
    await office.hear(await by_mail(office, ON_FILE, ""))
    await office.press("file", term="client-7")
    assert "not vouched for: the mail server said nothing" in await office.page()
    await office.hear(await a_mail(office, "noor@new.example", FAIL))
    page = await office.page()
    assert "A mail came from another address than the one on file" in page
    assert "the mail server does not vouch for it" in page
    assert page.count(f"/staff/verify/{CASE}/contact-changed") == 2
    assert "new.example" not in page
    assert await office.said("identity.contact_changed") == []
    await office.hear(CaseClosed(case_id=CASE, at=office.clock.now(), outcome="withdrawn"))
    assert "another address than" not in await office.page()


async def test_an_agent_writes_from_their_own_address(office: LadderDesk) -> None:
    """That is no change of the client's contact data; a third address would be."""
    sorted_ = (await by_mail(office, "robin@agents.example", PASS)).model_copy(
        update={"context": [Context.REPRESENTATIVE]}
    )
    await office.hear(sorted_, await a_mail(office, "robin@agents.example"))
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    await office.press("file", term="client-7")
    assert "A mail came from another address" not in await office.page()
    await office.hear(await a_mail(office, "third@new.example", incoming_id="i-2"))
    assert "A mail came from another address" in await office.page()


async def test_a_mail_heard_before_the_case_twice_or_by_a_machine(office: LadderDesk) -> None:
    """It waits for its case, counts once, and an absence notice from elsewhere warns nobody."""
    early = await a_mail(office, ON_FILE)
    machine = await a_mail(office, "robot@new.example", incoming_id="i-2", followup=FollowUp.AUTOMATIC)
    await office.hear(early, early, machine)
    await office.hear(await by_mail(office, ON_FILE, PASS), early)
    await office.press("file", term="client-7")
    page = await office.page()
    assert page.count("From the address on file, the mail server vouches") == 2
    assert "another address than" not in page


@pytest.mark.parametrize(
    ("situation", "letter", "type_"),
    [
        ("agent", "T31", "identity.mandate_asked"),
        ("parent", "T32", "identity.authority_asked"),
        ("deceased", "T33", "identity.deceased_told"),
        ("bulk", "T34", "identity.platform_told"),
    ],
)
async def test_each_letter_fits_one_situation_and_goes_once(
    office: LadderDesk, situation: str, letter: str, type_: str
) -> None:
    """Staff say for whom, read it, press; a second press, and any other letter, is refused."""
    await office.asks_for_another()
    assert await office.press("letter", letter=letter) == 409  # nobody said for whom
    assert await office.press("for-whom", situation=situation) == 303
    assert f"/staff/letters/texts/{letter}" in await office.page()
    other = "T33" if letter != "T33" else "T31"
    assert await office.press("letter", letter=other) == 409
    assert await office.press("letter", letter="T39") == 409
    assert await office.press("letter", letter=letter) == 303
    assert await office.press("letter", letter=letter) == 409
    (said,) = await office.said(type_)
    assert await office.address_of(said.requester) == "robin@agents.example"
    page = await office.page()
    assert "Send this letter" not in page
    assert "Sam Handler" in page


async def test_the_age_rule_of_the_day_of_receipt_is_in_the_letter(office: LadderDesk) -> None:
    """Since September 2026: 12 and 16."""
    await office.asks_for_another(Context.MINOR)
    await office.press("for-whom", situation="parent")
    await office.press("letter", letter="T32")
    (said,) = await office.said("identity.authority_asked")
    assert (said.alone_from, said.alone_only_from) == (12, 16)


async def test_a_whole_mandate_is_not_asked_for(office: LadderDesk) -> None:
    """Nothing is missing; and an age that nobody has is a slip."""
    await office.asks_for_another()
    await office.press("for-whom", situation="agent", confirmed=MANDATE)
    assert await office.press("letter", letter="T31") == 409
    assert await office.press("for-whom", situation="parent", born="2062-01-01") == 409
