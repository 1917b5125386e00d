"""Signing in: a wrong try teaches nothing, nobody guesses on, no session is handed over or outlives its person."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from services.fulfil.store.staff import SignInTryRow
from services.fulfil.usecases import accounts, signing_in
from shared.platform.outcomes import Expired
from shared.vocabulary import Role
from tests.services.fulfil_desk import FulfilDesk, running

pytestmark = pytest.mark.slow

PASS = "vier paarse olifanten"
NAME = "cas@desk.example"
OURS = {"Sec-Fetch-Site": "same-origin", "Cookie": "lang=en"}


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path) as running_office:
        yield running_office


async def hire(office: FulfilDesk, address: str = NAME, *, accept: bool = True) -> str:
    """A handler with a password; their id."""
    link = await accounts.invite(office.desk, "Cas Vink", address, [Role.HANDLER], by="test")
    if accept:
        await accounts.accept(office.desk, link.partition("#")[2], PASS)
    return next(one.id for one in await accounts.listed(office.desk) if one.address == address)


async def attempt(office: FulfilDesk, name: str, password: str, **headers: str) -> tuple[int, str, str]:
    """One try at the door: status, page without what was typed, and the session's token if there is one."""
    fields = {"name": name, "password": password, "next": "/staff/queue"}
    office.web.session.cookie_jar.clear()
    async with office.web.post(
        "/staff/sign-in", data=fields, headers={**OURS, **headers}, allow_redirects=False
    ) as answer:
        cookie = answer.cookies.get("desk")
        text = answer.headers.get("Location") or (await answer.text()).replace(name, "")
        return answer.status, text, cookie.value if cookie else ""


async def test_every_failure_looks_the_same(office: FulfilDesk) -> None:
    """Unknown, wrong, invited only, disabled, locked: one status, one page, no cookie."""
    await hire(office)
    await hire(office, "new@desk.example", accept=False)
    await accounts.disable(office.desk, await hire(office, "gone@desk.example"), by="test")
    await hire(office, "locked@desk.example")
    for _ in range(5):
        await attempt(office, "locked@desk.example", "verkeerd wachtwoord")
    answers = {
        await attempt(office, name, password)
        for name, password in (
            ("nobody@desk.example", PASS),
            (NAME, "verkeerd wachtwoord"),
            (NAME, ""),
            (NAME, "x" * 5000),
            ("new@desk.example", PASS),
            ("gone@desk.example", PASS),
            ("locked@desk.example", PASS),
        )
    }
    assert len(answers) == 1
    status, _, token = answers.pop()
    assert (status, token) == (401, "")


async def test_an_unknown_name_costs_the_same_work(office: FulfilDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is compared, and a try is counted, whether or not anybody has the name."""
    await hire(office)
    compared: list[bool] = []
    really = signing_in.passwords.matches

    async def counting(stored: str | None, password: str) -> bool:
        compared.append(stored is None)
        return await really(stored, password)

    monkeypatch.setattr(signing_in.passwords, "matches", counting)
    await attempt(office, "nobody@desk.example", PASS)
    await attempt(office, NAME, "verkeerd wachtwoord")
    assert compared == [True, False]
    assert [row.failed for row in await office.rows(SignInTryRow)] == [1, 1]


async def test_five_wrong_tries_lock_for_a_quarter_of_an_hour(office: FulfilDesk) -> None:
    """Then the right password does not help either; after that it does, and the count begins anew."""
    await hire(office)
    for _ in range(5):
        assert (await attempt(office, NAME, "verkeerd wachtwoord"))[0] == 401
    assert (await attempt(office, NAME, PASS))[0] == 401
    office.clock.jump(timedelta(minutes=14, seconds=59))
    assert (await attempt(office, NAME, PASS))[0] == 401
    office.clock.jump(timedelta(seconds=1))
    assert (await attempt(office, NAME, PASS))[0] == 303
    assert await office.rows(SignInTryRow) == []


async def test_many_tries_at_once_are_not_more_tries(office: FulfilDesk) -> None:
    """The count is taken before the password is looked at: the sixth at the same moment does not get in."""
    await hire(office)
    tries = [signing_in.sign_in(office.desk, NAME, f"verkeerd wachtwoord {n}") for n in range(7)]
    await asyncio.gather(*tries)
    assert await signing_in.sign_in(office.desk, NAME, PASS) is None
    assert [row.failed for row in await office.rows(SignInTryRow)] == [5]


async def test_the_right_password_forgets_the_wrong_ones(office: FulfilDesk) -> None:
    """Four mistakes a day lock nobody out."""
    await hire(office)
    for _ in range(3):
        for _ in range(4):
            await attempt(office, NAME, "verkeerd wachtwoord")
        assert (await attempt(office, NAME, PASS))[0] == 303


async def test_a_session_from_before_is_not_taken_over(office: FulfilDesk) -> None:
    """A token that somebody planted stays worthless, and one that was alive ends (fixation)."""
    await hire(office)
    planted = "a" * 26
    _, _, token = await attempt(office, NAME, PASS, Cookie=f"desk={planted}; lang=en")
    assert token
    assert token != planted
    assert await office.sessions.find(planted) is None
    _, _, second = await attempt(office, NAME, PASS, Cookie=f"desk={token}; lang=en")
    assert second != token
    assert await office.sessions.find(token) is None


async def test_signing_out_ends_the_session_on_the_server(office: FulfilDesk) -> None:
    """The cookie alone is not the session."""
    await hire(office)
    _, _, token = await attempt(office, NAME, PASS)
    office.web.session.cookie_jar.clear()
    headers = {**OURS, "Cookie": f"desk={token}"}
    async with office.web.post("/staff/sign-out", headers=headers, allow_redirects=False) as answer:
        assert answer.status == 303
    assert await office.sessions.find(token) is None
    async with office.web.get("/staff/sign-out", allow_redirects=False) as answer:
        assert answer.status == 405


async def test_a_disabled_person_is_out_at_once(office: FulfilDesk) -> None:
    """The page that was open a moment ago leads to the sign-in."""
    staff_id = await hire(office)
    _, _, token = await attempt(office, NAME, PASS)
    headers = {"Cookie": f"desk={token}"}
    office.web.session.cookie_jar.clear()
    async with office.web.get("/staff/account", headers=headers, allow_redirects=False) as answer:
        assert answer.status == 200
    await accounts.disable(office.desk, staff_id, by="test")
    async with office.web.get("/staff/account", headers=headers, allow_redirects=False) as answer:
        assert (answer.status, "/staff/sign-in" in answer.headers["Location"]) == (303, True)


async def test_a_form_from_another_site_is_refused(office: FulfilDesk) -> None:
    """Also where nobody is signed in: a stranger may not sign a visitor in as somebody else."""
    fields = {"name": NAME, "password": PASS}
    foreign = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {})
    for page in ("sign-in", "sign-out", "welcome", "account", "accounts"):
        for headers in foreign:
            async with office.web.post(f"/staff/{page}", data=fields, headers=headers) as answer:
                assert (page, answer.status) == (page, 403)


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", ""])
async def test_signing_in_leads_nowhere_else(office: FulfilDesk, wanted: str) -> None:
    """Only a path of this site is followed."""
    await hire(office)
    fields = {"name": NAME, "password": PASS, "next": wanted}
    async with office.web.post("/staff/sign-in", data=fields, headers=OURS, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/staff")


async def test_an_invitation_works_once_and_not_for_ever(office: FulfilDesk) -> None:
    """48 hours; a newer link voids the older; two who use it at once: one of them."""
    link = await accounts.invite(office.desk, "Cas", NAME, [Role.HANDLER], by="test")
    (cas,) = [one for one in await accounts.listed(office.desk) if one.address == NAME]
    newer = (await accounts.invite_again(office.desk, cas.id, by="test")).partition("#")[2]
    with pytest.raises(Expired):
        await accounts.accept(office.desk, link.partition("#")[2], PASS)
    office.clock.jump(timedelta(hours=48))
    with pytest.raises(Expired):
        await accounts.accept(office.desk, newer, PASS)
    fresh = (await accounts.invite_again(office.desk, cas.id, by="test")).partition("#")[2]
    office.clock.jump(timedelta(hours=47, minutes=59))
    both = [accounts.accept(office.desk, fresh, f"{PASS} {n}") for n in range(2)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["Expired", "NoneType"]


async def test_a_guessed_invitation_says_no_more_than_an_old_one(office: FulfilDesk) -> None:
    """Unknown, empty and expired codes get one page."""
    link = await accounts.invite(office.desk, "Cas", NAME, [Role.HANDLER], by="test")
    office.clock.jump(timedelta(hours=49))
    codes = (link.partition("#")[2], "b" * 26, "", "x" * 400)
    pages = {re.sub(r"\s+", " ", (await office.post("/staff/welcome", {"code": code}))[1]) for code in codes}
    assert len(pages) == 1


async def test_hostile_names_stay_text(office: FulfilDesk) -> None:
    """A name is escaped wherever it is shown, what was typed at the door as well."""
    _, page, _ = await attempt(office, '"><script>alert(1)</script>', "x")
    assert "<script>alert" not in page
    await accounts.invite(office.desk, "<img src=x onerror=alert(1)>", "i@desk.example", [Role.HANDLER], by="test")
    shown = await office.page("/staff/accounts", "s-9")
    assert "<img" not in shown.partition("<main")[2]
