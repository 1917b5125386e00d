"""Verify through its doors: the ladder, the upload, the decision, and what is left of a copy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from services.verify.rules.verification import State
from services.verify.usecases import destroying
from services.verify.usecases.tools import EXAMINE, VAULT, Judged, Reason
from shared.contracts.fulfil import CaseClosed
from shared.vocabulary import Kind, Level, Method, Verdict
from tests.pictures import HTML, card, saved
from tests.servers.postgres import Postgres
from tests.services.verify_desk import CASE, CHECKED, LADDER, VerifyDesk, verify_desk

PNG = saved(card())
APPROVAL: dict[str, Any] = {"shown": CHECKED, "document": "passport"}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office of verify, empty."""
    async with verify_desk(tmp_path / "data") as made:
        yield made


async def copy_in(office: VerifyDesk) -> str:
    """Bring a case to the point where a copy waits; returns the code that brought it."""
    code = await office.asked()
    assert (await office.send(code, PNG)).status == 303
    return code


async def test_a_request_that_needs_no_proof_is_let_through(office: VerifyDesk) -> None:
    """L0: stopping advertising takes no identity; nobody is bothered (spec 2.1)."""
    await office.case(Kind.OBJECTION_DIRECT_MARKETING)
    assert [m.type for m in await office.said()] == ["identity.not_needed"]
    assert (await office.row()).stands is State.NOT_NEEDED


async def test_a_case_is_opened_once_although_it_is_heard_twice(office: VerifyDesk) -> None:
    """The bus may deliver twice."""
    await office.case()
    await office.case()
    (needed,) = await office.said("identity.needed")
    assert needed.level is Level.L2


async def test_a_reopened_case_is_judged_anew(office: VerifyDesk) -> None:
    """What was proved stays proved as far as it reaches; what was not needed may be needed now."""
    await office.case(Kind.OBJECTION_DIRECT_MARKETING)
    await office.case(Kind.ACCESS, turn=2)
    assert (await office.row()).stands is State.OPEN
    await copy_in(office)
    assert await office.press("approve", **APPROVAL) == 303
    await office.hear(CaseClosed(case_id=CASE, at=office.desk.clock.now(), number=2, outcome="granted"))
    await office.case(Kind.ACCESS, turn=3)
    told = [
        (m.type, m.number) for m in await office.said("identity.not_needed", "identity.needed", "identity.verified")
    ]
    assert told == [
        ("identity.not_needed", 1),
        ("identity.needed", 2),
        ("identity.verified", 2),
        ("identity.verified", 3),
    ]


async def test_a_copy_is_asked_only_after_every_lighter_rung(office: VerifyDesk) -> None:
    """R4-1: a rung without a reason, or with one that does not fit, sends nothing."""
    await office.case()
    assert await office.press("ask", without_L1="no_address_on_file") == 409
    assert await office.press("ask", without_L1="cannot_come", without_L2="no_number_on_file") == 409
    assert await office.press("ask", without_L1="made_up", without_L2="no_number_on_file") == 400
    assert await office.said("identity.requested") == []
    assert await office.press("ask", **LADDER) == 303
    (asked,) = await office.said("identity.requested")
    assert (asked.attempt, asked.why, asked.reference) == (1, "no_address_on_file", "2026-0001")


async def test_the_link_hides_its_code_in_the_fragment(office: VerifyDesk) -> None:
    """No server, log or Referer sees it, and the table holds only its fingerprint."""
    code = await office.asked()
    (link,) = await office.links()
    assert code not in link.fingerprint
    async with office.web.get("/identity/upload") as page:
        assert page.status == 200
        assert 'name="code"' in await page.text()


async def test_identity_can_be_established_without_a_copy(office: VerifyDesk) -> None:
    """L2 in person: what was confirmed is noted as codes, and the link of a copy dies."""
    code = await office.asked()
    seen = ["document_shown", "nothing_copied"]
    assert await office.press("establish", method="in_person", seen=seen) == 303
    (verified,) = await office.said("identity.verified")
    assert (verified.method, verified.level, verified.by) == (Method.IN_PERSON, Level.L2, "s-1")
    assert verified.copy_destroyed_at is None
    assert (await office.send(code, PNG)).status == 410


@pytest.mark.parametrize(
    ("method", "seen"),
    [("known_address", ["link_to_file_address", "answered_from_there"]), ("call_back", ["number_on_file"])],
)
async def test_a_way_that_is_too_light_or_half_done_proves_nothing(
    office: VerifyDesk, method: str, seen: list[str]
) -> None:
    """Access to a dossier needs L2, and a call back needs both its lines."""
    await office.case()
    assert await office.press("establish", method=method, seen=seen) == 409
    assert (await office.row()).stands is State.OPEN


async def test_a_good_copy_waits_sealed_for_a_person(office: VerifyDesk) -> None:
    """Received, announced without a byte of it, shown to staff as a fresh picture."""
    await copy_in(office)
    (said,) = await office.said("identity.copy_received")
    assert len(said.body()) < 300
    (file,) = office.files()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert not file.read_bytes().startswith(b"\x89PNG")
    async with office.web.get(f"/staff/verify/{CASE}/picture", headers=await office.staff()) as picture:
        assert picture.headers["Cache-Control"] == "no-store"
        assert (await picture.read()).startswith(b"\x89PNG")
    assert ("verification.picture_seen", {"actor": "s-1", "attempt": 1}) in await office.trail()


async def test_an_approved_copy_is_gone_with_its_key(office: VerifyDesk) -> None:
    """R4-11: what stays is method, kind of document, who and when."""
    await copy_in(office)
    assert await office.press("approve", **APPROVAL) == 303
    (copy,) = await office.copies()
    assert office.files() == []
    assert await office.key_destroyed(copy.object_name)
    destroyed, verified = (await office.said())[-2:]
    assert (destroyed.type, verified.type) == ("identity.copy_destroyed", "identity.verified")
    assert (verified.method, verified.copy_destroyed_at) == (Method.REDACTED_COPY, copy.destroyed_at)
    row = await office.row()
    assert (row.method, row.document, row.decided_by) == ("redacted_copy", "passport", "s-1")
    async with office.web.get(f"/staff/verify/{CASE}/picture", headers=await office.staff()) as picture:
        assert picture.status == 404


async def test_a_copy_is_not_approved_with_a_line_unchecked(office: VerifyDesk) -> None:
    """Spec 4.5: photo, number, strip and code are hidden, name and document fit."""
    await copy_in(office)
    assert await office.press("approve", shown=CHECKED[1:], document="passport") == 409
    assert (await office.row()).stands is State.COPY_RECEIVED
    assert len(office.files()) == 1


async def test_asking_again_destroys_the_copy_and_makes_a_new_link(office: VerifyDesk) -> None:
    """T03: the requester learns what was wrong, in codes that letters know; the old link is dead."""
    old = await copy_in(office)
    assert await office.press("again") == 409
    assert await office.press("again", reason=["bsn", "face"]) == 303
    assert office.files() == []
    (refused,) = await office.said("identity.copy_rejected")
    assert (refused.attempt, refused.reasons) == (1, ["bsn", "face"])
    assert (await office.send(old, PNG)).status == 410
    assert (await office.send(await office.code(), PNG)).status == 303
    assert (await office.row()).stands is State.COPY_RECEIVED


async def test_a_lost_link_can_be_sent_anew(office: VerifyDesk) -> None:
    """Without a copy there is nothing to refuse: the same question goes out with the next attempt's link."""
    await office.asked()
    assert await office.press("again") == 303
    assert [m.attempt for m in await office.said("identity.requested")] == [1, 2]
    assert [link.state for link in await office.links()] == ["void", "open"]


async def test_a_rejected_requester_leaves_no_copy_behind(office: VerifyDesk) -> None:
    """The reason is for staff: it is in the trail, not in the message."""
    await copy_in(office)
    assert await office.press("reject", why="name_differs") == 303
    assert office.files() == []
    (refused,) = await office.said("identity.refused")
    assert "name_differs" not in refused.body()
    assert (await office.row()).stands is State.REJECTED


async def test_the_second_of_two_decisions_learns_who_was_faster(office: VerifyDesk) -> None:
    """Two pages open at once: the second click is answered with a name, and does nothing."""
    await copy_in(office)
    version = (await office.row()).version
    assert await office.press("approve", **APPROVAL) == 303
    late = await office.staff(name="Kim Second", staff_id="s-2")
    async with office.web.post(
        f"/staff/verify/{CASE}/reject", data={"version": version, "why": "other_person"}, headers=late
    ) as answer:
        assert answer.status == 409
        assert "Sam Handler" in await answer.text()
    assert await office.said("identity.refused") == []


async def test_two_decisions_at_the_same_moment_make_one(office: VerifyDesk) -> None:
    """Whoever commits first decides."""
    await copy_in(office)
    version, staff = (await office.row()).version, await office.staff()
    tries = [office.press("approve", staff, version=version, **APPROVAL) for _ in range(4)]
    assert sorted(await asyncio.gather(*tries)) == [303, 409, 409, 409]
    assert len(await office.said("identity.verified")) == 1


async def test_a_text_called_jpg_is_refused_with_the_reason(office: VerifyDesk) -> None:
    """At once, nothing is kept, and the link still works; after five such files it is void."""
    code = await office.asked()
    for left in (4, 3, 2, 1):
        answer = await office.send(code, HTML, "passport.jpg")
        text = await answer.text()
        assert answer.status == 422
        assert "The name says picture, but the content is something else" in text
        assert f"{left} more time" in text
    assert (await office.send(code, HTML, "passport.jpg")).status == 422
    assert (await office.send(code, PNG)).status == 410
    assert office.files() == []
    assert await office.said("identity.copy_received") == []


async def test_a_refused_file_does_not_use_up_the_link(office: VerifyDesk) -> None:
    """The second, better picture comes through the same link."""
    code = await office.asked()
    assert (await office.send(code, b"%PDF-1.7\n", "scan.pdf")).status == 422
    assert (await office.send(code, PNG)).status == 303


async def test_a_hundred_megabytes_are_refused_early(office: VerifyDesk) -> None:
    """A stream without an announced length is cut off just over the limit, not read to its end."""
    code = await office.asked()
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 100:
            given += 1
            yield bytes(1024 * 1024)

    with suppress(ConnectionError):  # the server may hang up on a sender who goes on
        assert (await office.send(code, endless())).status == 413
    assert given < 40
    (link,) = await office.links()
    assert (link.state, link.tries) == ("open", 0)


async def test_a_link_ends_with_its_last_day(office: VerifyDesk) -> None:
    """Fourteen days, to the end of the day in Amsterdam; the answer says how to get a new one."""
    code = await office.asked()
    await office.jump(days=14, hours=13)
    assert (await office.send(code, HTML)).status == 422
    await office.jump(hours=2)
    answer = await office.send(code, PNG)
    assert answer.status == 410
    assert "we will send a new one" in await answer.text()


async def test_wrong_codes_get_one_answer_and_then_a_pause(office: VerifyDesk) -> None:
    """Six in a row; the counter is in the database, and a right code is not shut out by it."""
    code = await office.asked()
    answers = [await office.send(f"wrong{n}", PNG) for n in range(6)]
    assert [a.status for a in answers] == [400, 400, 400, 400, 400, 429]
    bodies = {(await a.text()).replace(f"wrong{n}", "") for n, a in enumerate(answers[:5])}
    assert len(bodies) == 1
    assert (await office.send(code, PNG)).status == 303


async def test_a_copy_posted_twice_is_received_once(office: VerifyDesk) -> None:
    """One after the other, and at the same moment."""
    code = await office.asked()
    answers = await asyncio.gather(*(office.send(code, PNG) for _ in range(3)))
    answers.append(await office.send(code, PNG))
    assert {a.status for a in answers} == {303}
    assert len(await office.copies()) == len(office.files()) == 1
    assert len(await office.said("identity.copy_received")) == 1


async def test_a_refused_file_sent_again_under_its_key_is_one_try(office: VerifyDesk) -> None:
    """As when the first answer was lost; another file under the same key, or no key, is another try."""
    code = await office.asked()
    for data, key, tries in ((HTML, "k1", 1), (HTML, "k1", 1), (HTML + b" ", "k1", 2), (HTML, "", 3), (HTML, "", 4)):
        assert (await office.send(code, data, "passport.jpg", **{"Idempotency-Key": key})).status == 422
        assert [link.tries for link in await office.links()] == [tries]


async def test_a_script_hears_the_same_verdict_as_the_page(office: VerifyDesk) -> None:
    """Sentences, places as fractions and tries left; where to go once the copy is in; words for the rest."""
    code, program = await office.asked(), {"Accept": "application/json"}
    seen: dict[str, object] = {"kind": "face", "page": 1, "box": [0.1, 0.2, 0.3, 0.4]}
    whole: dict[str, object] = {"kind": "no_document", "page": 1, "box": [0.0, 0.0, 1.0, 1.0]}

    async def refuse(_data: bytes, _name: str | None) -> Judged:
        return Judged(Verdict.REJECTED, (Reason("Your photo can be seen."),), (seen, whole), 1, None)

    async def accept(data: bytes, _name: str | None) -> Judged:
        return Judged(Verdict.ACCEPTED, (), (), 1, data)

    office.desk.tools[EXAMINE] = refuse
    answer = await office.send(code, PNG, **program)
    assert (answer.status, await answer.json()) == (422, {
        "reasons": ["Your photo can be seen."],
        "places": [{"kind": "face", "box": [0.1, 0.2, 0.3, 0.4]}],
        "tries_left": 4,
        "left": "We kept nothing of this file. You can try this link 4 more times.",
    })  # fmt: skip
    answer = await office.send("wrong", PNG, **program)
    assert (answer.status, list(await answer.json())) == (400, ["reasons"])
    office.desk.tools[EXAMINE] = accept
    answer = await office.send(code, PNG, **program)
    assert (answer.status, await answer.json()) == (200, {"go": "/identity/received?done=copy-received"})
    await office.jump(days=20)
    answer = await office.send(code, PNG, **program)
    assert answer.status == 410
    assert "we will send a new one" in (await answer.json())["detail"]


async def test_an_old_copy_goes_without_a_decision(office: VerifyDesk) -> None:
    """R4-11: after fourteen days; the verification stands at asked again, and decides nothing."""
    code = await copy_in(office)
    await office.jump(days=13, hours=23)
    assert len(office.files()) == 1
    await office.jump(hours=2)
    assert office.files() == []
    (copy,) = await office.copies()
    assert await office.key_destroyed(copy.object_name)
    assert [m.type for m in await office.said()][-1] == "identity.copy_destroyed"
    assert (await office.row()).stands is State.ASKED
    assert (await office.send(code, PNG)).status == 410
    assert await office.press("again") == 303


async def test_a_decision_takes_the_timer_back(office: VerifyDesk) -> None:
    """Fourteen days after an approval nothing happens any more."""
    await copy_in(office)
    assert await office.press("approve", **APPROVAL) == 303
    before = await office.said()
    await office.jump(days=15)
    assert await office.said() == before


async def test_a_closed_case_leaves_no_copy_and_no_link(office: VerifyDesk) -> None:
    """Whatever state it was in."""
    code = await copy_in(office)
    await office.hear(CaseClosed(case_id=CASE, at=office.clock.now(), outcome="withdrawn"))
    assert office.files() == []
    assert (await office.row()).stands is State.LAPSED
    assert (await office.send(code, PNG)).status == 410
    unknown = CaseClosed(case_id="never-sorted", at=office.clock.now(), outcome="not_a_request")
    await office.hear(unknown)


class Stubborn:
    """A vault whose disk fails while it destroys."""

    async def destroy(self, name: str) -> None:  # noqa: ARG002 -- the shape of a vault
        raise OSError("read-only file system")


async def test_what_could_not_be_destroyed_is_destroyed_by_the_next_round(office: VerifyDesk) -> None:
    """A letter that says "deleted" waits until it is true; the decision itself stands."""
    await copy_in(office)
    vault = office.desk.tools[VAULT]
    office.desk.tools[VAULT] = Stubborn()
    assert await office.press("approve", **APPROVAL) == 303
    assert (await office.row()).stands is State.VERIFIED
    assert await office.said("identity.verified", "identity.copy_destroyed") == []
    async with office.web.get(f"/staff/verify/{CASE}/picture", headers=await office.staff()) as picture:
        assert picture.status == 404
    office.desk.tools[VAULT] = vault
    assert await destroying.heal(office.desk) == 1
    assert office.files() == []
    assert len(await office.said("identity.verified", "identity.copy_destroyed")) == 2
    assert await destroying.heal(office.desk) == 0


async def test_a_round_sweeps_leftovers_but_not_what_is_on_its_way(office: VerifyDesk) -> None:
    """A file without a row is a crash's, unless somebody holds it."""
    await copy_in(office)
    vault = office.desk.tools[VAULT]
    async with vault.storing(PNG) as name:
        assert await destroying.heal(office.desk) == 0
        assert await vault.open(name) == PNG
    assert await destroying.heal(office.desk) == 1
    assert await office.key_destroyed(name)
    (copy,) = await office.copies()
    assert [file.name for file in office.files()] == [f"{copy.object_name}.sealed"]


@pytest.mark.parametrize("role", ["approver", "admin"])
async def test_who_may_not_see_identities_finds_nothing(office: VerifyDesk, role: str) -> None:
    """A wrong role and a wrong address look the same."""
    await copy_in(office)
    staff = await office.staff(role)
    for path in ("/staff/verify", f"/staff/verify/{CASE}", f"/staff/verify/{CASE}/picture"):
        async with office.web.get(path, headers=staff) as answer:
            assert answer.status == 404
    assert await office.press("approve", staff, **APPROVAL) == 404
    async with office.web.get("/staff/verify/nobody", headers=await office.staff()) as answer:
        assert answer.status == 404


async def test_the_pages_show_every_state_in_both_languages(office: VerifyDesk) -> None:
    """List and page stand in every state; a name is on the page, never in an address."""
    english = await office.staff()
    dutch = {**english, "Cookie": english["Cookie"].replace("lang=en", "lang=nl")}

    async def look() -> str:
        for path in ("/staff/verify?tab=look", "/staff/verify?tab=asked", "/staff/verify?tab=done"):
            async with office.web.get(path, headers=dutch) as page:
                assert page.status == 200
        async with office.web.get(f"/staff/verify/{CASE}", headers=dutch) as page:
            assert page.status == 200
        async with office.web.get(f"/staff/verify/{CASE}", headers=english) as page:
            assert page.status == 200
            return await page.text()

    await office.case()
    assert "Noor Bakker" in await look()
    assert await office.press("ask", **LADDER) == 303
    assert "Send a new link" in await look()
    await office.send(await office.code(), PNG)
    assert f'src="/staff/verify/{CASE}/picture"' in await look()
    assert await office.press("reject", why="looks_changed") == 303
    assert "Not identified" in await look()
    assert await office.press("establish", method="video_call", seen=["document_shown", "not_recorded"]) == 303
    assert "Sam Handler" in await look()
    async with office.web.get("/identity/received", headers=dutch) as page:
        assert page.status == 200


@pytest.mark.servers
async def test_the_life_of_a_copy_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The same tables and locks hold there: four posts and four decisions at a moment make one of each."""
    admin = postgres.create_database("verify_life")
    own = admin.replace("postgres@", "{service}@")
    async with verify_desk(tmp_path, database_url=own, database_admin_url=admin) as office:
        code = await office.asked()
        assert {a.status for a in await asyncio.gather(*(office.send(code, PNG) for _ in range(4)))} == {303}
        assert len(office.files()) == len(await office.said("identity.copy_received")) == 1
        version, staff = (await office.row()).version, await office.staff()
        tries = [office.press("approve", staff, version=version, **APPROVAL) for _ in range(4)]
        assert sorted(await asyncio.gather(*tries)) == [303, 409, 409, 409]
        assert office.files() == []
        assert [m.type for m in await office.said()][-2:] == ["identity.copy_destroyed", "identity.verified"]
        assert (await office.send("wrong", PNG)).status == 400
        async with office.web.get("/staff/verify?tab=done", headers=staff) as page:
            assert "2026-0001" in await page.text()
