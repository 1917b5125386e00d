"""Somebody asks in another's name: each scenario ends with nothing disclosed (spec 4.2; the abuse cases)."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from services.verify.rules.challenge import MAX_ANSWERS, MAX_TRIES
from services.verify.rules.verification import State
from shared.vocabulary import Kind
from tests.faults.walk import ASKS
from tests.pictures import card, saved
from tests.security.whole_desk import WholeDesk, mail, opened
from tests.services.ladder_desk import CLIENTS, ON_FILE, LadderDesk, called, ladder_desk
from tests.services.verify_desk import CASE

pytestmark = pytest.mark.slow
STRANGER = "noor@evil.example"
LINK, CODE = re.compile(r"https?://\S+/identity/confirm#\S+"), re.compile(r"^\s*(\d{8})\s*$", re.MULTILINE)
ATTACHED = "SELECT coalesce(case_id, '') FROM incoming WHERE id = :id"
PROVED = "SELECT coalesce(verified, 0) FROM incoming WHERE id = :id"
VERSION = "SELECT version FROM verification WHERE case_id = :case"


@asynccontextmanager
async def desk_with_clients(folder: Path) -> AsyncIterator[WholeDesk]:
    """The whole desk, with a client directory."""
    clients = folder / "clients.csv"
    clients.write_text(CLIENTS, encoding="utf-8")
    async with opened(folder / "desk", client_directory={"kind": "csv", "csv_file": clients}) as desk:
        yield desk


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[LadderDesk]:
    """An office of verify with a client directory."""
    async with ladder_desk(tmp_path) as made:
        yield made


async def sorted_case(desk: WholeDesk, incoming: str, handler: str, kind: str = "rectification") -> str:
    """The case of a message, with what it asks confirmed."""
    case = await desk.one("intake", "SELECT case_id FROM incoming WHERE id = :id", id=incoming)
    assert (await desk.send(f"/staff/cases/{case}/kinds", handler, version="1", kinds=kind)).status == 303
    await desk.house.settle()
    return case


async def press(desk: WholeDesk, case: str, handler: str, step: str, **fields: Any) -> int:
    """One form of the verification's page."""
    version = await desk.one("verify", VERSION, case=case)
    answer = await desk.send(f"/staff/verify/{case}/{step}", handler, version=version, **fields)
    await desk.house.settle()
    return answer.status


async def test_a_new_address_never_gets_the_link(tmp_path: Path) -> None:
    """The stranger knows the name; the link goes to the address on file, where its owner reads who asked."""
    async with desk_with_clients(tmp_path) as desk:
        handler = await desk.token("handler")
        incoming = await desk.receive(bytes(mail("Noor Bakker", STRANGER, "Wijzig mijn gegevens", ASKS)))
        case = await sorted_case(desk, incoming, handler)
        assert await press(desk, case, handler, "link", theirs_alone="yes") == 409  # nothing on file yet
        assert await press(desk, case, handler, "file", term=STRANGER) == 409  # unknown there
        assert await press(desk, case, handler, "file", term="Noor Bakker") == 303
        assert await press(desk, case, handler, "link", theirs_alone="yes") == 303
        (letter,) = desk.world.kept(ON_FILE)
        link, code = LINK.search(letter.text), CODE.search(letter.text)
        assert link and code
        assert "n•••@e•••.example" in letter.text
        for theirs in desk.world.kept(STRANGER):
            assert ON_FILE not in theirs.text
            assert "identity/confirm" not in theirs.text
        await desk.send("/identity/confirm", code=link.group(), fresh=code.group(1))
        await desk.house.settle()
        assert await desk.one("verify", "SELECT state FROM verification WHERE case_id = :case", case=case) == "verified"
        assert await desk.one("fulfil", "SELECT identity FROM fulfil_case WHERE id = :case", case=case) == "established"


async def test_a_mailbox_that_others_read_proves_nothing(office: LadderDesk, tmp_path: Path) -> None:
    """Two clients with one address: it is on file for neither. One that staff know to be shared gets no link."""
    await office.case(Kind.RECTIFICATION)
    assert await office.press("file", term="client-10") == 303  # known, but the address is also client 11's
    assert await office.press("link", theirs_alone="yes") == 409
    assert await office.press("file", term="sam@clients.example") == 409
    assert await office.press("file", term="client-7") == 303
    assert await office.press("link") == 409
    assert await office.said("identity.address_asked") == []


@pytest.mark.parametrize(
    "twin",
    [ON_FILE.replace("m", "rn"), ON_FILE.replace("l", "1"), ON_FILE.replace("oldmail", "xn--odmail-qob")],
    ids=["rn for m", "1 for l", "xn--"],
)
async def test_a_domain_that_looks_like_the_one_on_file_is_another(office: LadderDesk, twin: str) -> None:
    """Nobody is found by it; what staff find by the name goes to the real one."""
    await office.case(Kind.RECTIFICATION)
    assert await office.press("file", term=twin) == 409
    assert (await office.link()).address == ON_FILE


async def test_staff_are_warned_of_a_twin(tmp_path: Path) -> None:
    """The page says that the sender only looks like the address on file."""
    async with desk_with_clients(tmp_path) as desk:
        handler = await desk.token("handler")
        twin = ON_FILE.replace("m", "rn")
        case = await sorted_case(desk, await desk.receive(bytes(mail("Noor Bakker", twin, "Mijn data", ASKS))), handler)
        assert await press(desk, case, handler, "file", term="client-7") == 303
        page = await (await desk.ask("GET", f"/staff/verify/{case}", handler)).text()
        assert "only looks like the one on file" in page
        assert "From another address than the one on file, not vouched for" in page
        assert twin not in page
        assert ON_FILE not in page


async def test_an_ex_partner_with_a_photo_of_the_document_gets_no_further(office: LadderDesk) -> None:
    """A copy that nobody asked for is destroyed unseen, and none is asked for while the address on file can be."""
    await office.case(Kind.ACCESS)
    await office.mailed(saved(card()))
    assert office.files() == []
    assert await office.press("file", term="client-7") == 303
    lies = {"without_L1": "no_address_on_file", "without_L2": "no_number_on_file"}
    assert await office.press("ask", **lies) == 409
    assert await office.press("ask", without_L1="failed_three_times", without_L2="cannot_come") == 409
    assert await office.said("identity.requested") == []
    assert (await office.row()).stands is State.OPEN


async def test_a_forged_reply_in_the_thread_changes_nothing(tmp_path: Path) -> None:
    """Case number and code in a mail from elsewhere, even with our Message-ID: it proves nothing and costs no try."""
    async with desk_with_clients(tmp_path) as desk:
        handler = await desk.token("handler")
        first = await desk.receive(bytes(mail("Noor Bakker", ON_FILE, "Wijzig mijn gegevens", ASKS)))
        case = await sorted_case(desk, first, handler)
        await press(desk, case, handler, "file", term="client-7")
        await press(desk, case, handler, "link", theirs_alone="yes")
        reference = await desk.one("verify", "SELECT reference FROM verification WHERE case_id = :case", case=case)
        letter = desk.world.kept(ON_FILE)[-1]
        for guessed, parent in ((True, "<guess@desk.example>"), (False, letter.message_id)):
            forged = mail("Noor Bakker", STRANGER, f"Re: [zaak {reference}]", "Ik ben het echt. De code is 12345678.")
            forged["In-Reply-To"] = parent
            came = await desk.receive(bytes(forged))
            assert (await desk.one("intake", ATTACHED, id=came) != case) is guessed
            assert await desk.one("intake", PROVED, id=came) == "0"
        assert await desk.one("verify", "SELECT state FROM verification WHERE case_id = :case", case=case) == "open"
        page = await (await desk.ask("GET", f"/staff/verify/{case}", handler)).text()
        assert "A mail came from another address than the one on file" in page
        assert await desk.one("verify", "SELECT tries FROM challenge WHERE case_id = :case", case=case) == "0"
        assert not any("identity/confirm" in theirs.text for theirs in desk.world.kept(STRANGER))


async def test_a_scanner_that_opens_and_posts_the_link_uses_nothing_up(office: LadderDesk) -> None:
    """GET, HEAD, a form without a code, one without a link, and a cross-site form: the link still works after all."""
    await office.case(Kind.RECTIFICATION)
    letter = await office.link()
    for method in ("GET", "HEAD", "GET"):
        async with office.web.request(method, f"/identity/confirm?code={letter.token}") as answer:
            assert answer.status == 200
            if method == "GET":
                assert 'autocomplete="one-time-code"' in await answer.text()
    assert (await office.post("/identity/confirm", code=letter.link)).status == 400
    assert (await office.post("/identity/confirm", fresh=letter.code)).status == 400
    assert (await office.post("/identity/confirm")).status == 400
    form = {"code": letter.link, "fresh": letter.code}
    async with office.web.post("/identity/confirm", data=form, headers={"Origin": "https://scan.example"}) as answer:
        assert answer.status == 403
    (challenge,) = await office.challenges()
    assert (challenge.tries, challenge.state) == (0, "open")
    assert (await office.confirm(letter)).status == 303
    assert (await office.confirm(letter)).status == 400  # once


async def test_codes_cannot_be_tried_out_not_even_over_a_restart(tmp_path: Path) -> None:
    """Five tries in all, counted in the database; then the right code opens nothing either."""
    async with ladder_desk(tmp_path) as office:
        await office.case(Kind.RECTIFICATION)
        letter = await office.link()
        for guess in range(MAX_TRIES - 1):
            assert (await office.confirm(letter, f"{guess:08}")).status == 400
    async with ladder_desk(tmp_path) as again:
        assert (await again.confirm(letter, "99999999")).status == 400
        (challenge,) = await again.challenges()
        assert (challenge.tries, challenge.state) == (MAX_TRIES, "void")
        assert (await again.confirm(letter)).status == 400
        assert await again.fresh(letter) == 303
        assert len(await again.said("identity.address_asked")) == 1
        assert (await again.row()).stands is State.OPEN
        assert [rung[2] for rung in await again.rungs()] == ["sent", "failed"]


async def test_whoever_guesses_links_has_to_wait(office: LadderDesk) -> None:
    """Many wrong answers from one place: a pause, whether a link is there or not."""
    await office.case(Kind.RECTIFICATION)
    letter = await office.link()
    for _ in range(MAX_ANSWERS):
        assert (await office.confirm("a" * 26, "12345678")).status == 400
    for link in ("a" * 26, letter.link):
        answer = await office.confirm(link, "12345678")
        assert (answer.status, "Retry-After" in answer.headers) == (429, True)


async def test_a_guessed_case_looks_like_one_that_is_none_of_your_business(office: LadderDesk) -> None:
    """404 and 403 look the same, on every step of the ladder."""
    await office.case(Kind.RECTIFICATION)
    handler, approver = await office.staff(), await office.staff("approver", staff_id="s-2")
    forms = {"Content-Type": "application/x-www-form-urlencoded"}
    for step in ("file", "file/typed", "file/show", "link", "call", "for-whom", "contact-changed", "agent", "letter"):
        data = "version=1&term=x&since=2020-01-01&address=a@b.example&situation=self&call=not_reached"
        data += "&method=in_person&outcome=failed&letter=T31"
        looks = []
        for case, headers in ((CASE, approver), (str(uuid4()), handler), (str(uuid4()), approver)):
            path = f"/staff/verify/{case}/{step}"
            async with office.web.post(path, data=data, headers={**headers, **forms}) as answer:
                text = re.sub(r"Sam Handler", "", await answer.text())
                looks.append((answer.status, re.search(r"<h1>.*?</h1>", text)[0]))  # type: ignore[index]  # every page has one
        if step == "file":  # nobody is found by that, before the case is looked for
            looks[1] = looks[0]
        assert {status for status, _ in looks} == {404}, step
        assert len(set(looks)) == 1, step


def without(text: str, *secrets: str) -> str:
    """A page without what the reader typed."""
    for secret in secrets:
        text = text.replace(secret, "")
    return text


async def test_known_unknown_used_and_expired_links_sound_the_same(office: LadderDesk) -> None:
    """The same page, the same status, the same headers; and a fresh code is promised alike."""
    await office.case(Kind.RECTIFICATION)
    void, live = await office.link(), await office.link()
    answers, asks = [], []
    for link in (void.link, live.link, live.link.replace(live.token, "a" * 26)):
        answer = await office.confirm(link, "00000000")
        answers.append((answer.status, without(await answer.text(), link), sorted(answer.headers)))
        fresh = await office.post("/identity/confirm/fresh", code=link)
        asks.append((fresh.status, fresh.headers["Location"]))
    assert (await office.confirm(live)).status == 303
    used = await office.confirm(live)
    answers.append((used.status, without(await used.text(), live.link), sorted(used.headers)))
    assert len({repr(answer) for answer in answers}) == 1
    assert len(set(asks)) == 1
    assert "Noor" not in answers[0][1]


async def seconds(office: LadderDesk, link: str) -> float:
    """The least processor time of several wrong answers."""
    spent = []
    for _ in range(4):
        began = time.process_time()
        assert (await office.confirm(link, "00000000")).status == 400
        spent.append(time.process_time() - began)
    return min(spent)


async def test_a_wrong_answer_costs_the_same_work_for_known_and_unknown(office: LadderDesk) -> None:
    """Both look, compare and count in the database; the difference is far below that of a network."""
    await office.case(Kind.RECTIFICATION)
    live = await office.link()
    known, unknown = await seconds(office, live.link), await seconds(office, "a" * 26)
    assert known < 4 * unknown
    assert unknown < 4 * known


async def test_the_acknowledgement_says_the_same_to_clients_and_strangers(tmp_path: Path) -> None:
    """Whoever writes in a client's name learns nothing from the answer."""
    async with desk_with_clients(tmp_path) as desk:
        for address in (ON_FILE, STRANGER):
            await desk.receive(bytes(mail("Noor Bakker", address, "Mijn gegevens", ASKS)))
        ours, theirs = ("".join(each.text for each in desk.world.kept(to)) for to in (ON_FILE, STRANGER))
        assert ours
        assert re.sub(r"2026-0\d{3}|#\w+", "", ours) == re.sub(r"2026-0\d{3}|#\w+", "", theirs)


async def test_an_agent_without_a_mandate_proves_nothing_by_a_link(office: LadderDesk) -> None:
    """R2.5-1: the link may be answered and the call may be right; identity waits for the mandate."""
    await office.asks_for_another()
    letter = await office.link()
    assert (await office.confirm(letter)).status == 303
    assert await office.press("call", **called("both_right")) == 303
    assert (await office.row()).stands is State.OPEN
    seen = ["document_shown", "nothing_copied"]
    assert await office.press("establish", method="in_person", seen=seen) == 409
    mandate = ["mandate_who", "mandate_whose", "mandate_rights", "mandate_date", "mandate_signed"]
    assert await office.press("for-whom", situation="agent", confirmed=mandate[:4]) == 303
    assert await office.press("establish", method="in_person", seen=seen) == 409
    assert await office.press("for-whom", situation="agent", confirmed=mandate) == 303
    ticks = ["number_on_file", "two_answers"]
    assert await office.press("establish", method="call_back", seen=ticks) == 409  # who the agent is, nobody proved
    elsewhere = ["number_from_elsewhere", "named_in_mandate"]
    assert await office.press("agent", method="call_back", outcome="passed", agent_seen=elsewhere) == 303
    assert await office.press("establish", method="call_back", seen=ticks) == 303
    assert (await office.row()).stands is State.VERIFIED
