"""Accounts of staff through the pages: the first one, invitations, roles, the end of an account, the own password."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from services.fulfil.store.staff import InvitationRow, StaffRow, active_roles, recipients
from services.fulfil.usecases import accounts, signing_in
from services.fulfil.usecases.accounts import Details
from shared.contracts.people import ADDRESS, CONTACT, NAME
from shared.contracts.settings import Settings
from shared.platform.clock import JumpingClock
from shared.platform.desk import Desk
from shared.platform.outcomes import Expired, NotAllowedNow, Unreadable
from shared.vocabulary import Language, Role
from tests.services.fulfil_desk import START, FulfilDesk, make_desk, running

PASS = "vier paarse olifanten"
OTHER_PASS = "negen groene giraffen"
ADMIN = "s-9"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[FulfilDesk]:
    async with running(tmp_path) as running_office:
        yield running_office


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk at its very first start."""
    desk = make_desk(Settings(data_dir=tmp_path), JumpingClock(START))
    yield desk
    await desk.database.close()
    await desk.cabinet.close()


def code_of(link: str) -> str:
    """The code behind the sign of a link."""
    return link.partition("#")[2]


async def admin(desk: Desk, address: str = "bo@desk.example") -> str:
    """An administrator with a password; their id."""
    await accounts.accept(desk, code_of(await accounts.invite(desk, "Bo", address, [Role.ADMIN], by="t")), PASS)
    return next(one.id for one in await accounts.listed(desk) if one.address == address)


async def test_the_first_start_gives_a_link_and_no_default_password(empty: Desk) -> None:
    """Until somebody used one, each start gives a fresh link, and only the newest works."""
    first = await accounts.first_invitation(empty)
    second = await accounts.first_invitation(empty)
    assert first
    assert second
    assert second.startswith("http://127.0.0.1:8080/staff/welcome#")
    with pytest.raises(Expired):
        await accounts.look_at_invitation(empty, code_of(first))
    who = Details("Bo Baas", "bo@desk.example")
    await accounts.accept(empty, code_of(second), PASS, Language.EN, who)
    assert await accounts.first_invitation(empty) is None
    entered = await signing_in.sign_in(empty, " BO@desk.example ", PASS)
    assert entered is not None
    assert (entered.name, entered.roles) == ("Bo Baas", {Role.ADMIN})


async def test_the_first_account_must_say_who_it_is(empty: Desk) -> None:
    """Without a name or an address the link stays good."""
    link = await accounts.first_invitation(empty)
    assert link
    for details in (None, Details("", "bo@desk.example"), Details("Bo", "bo"), Details("Bo", "a b@desk.example")):
        with pytest.raises(Unreadable):
            await accounts.accept(empty, code_of(link), PASS, Language.NL, details)
    await accounts.accept(empty, code_of(link), PASS, Language.NL, Details("Bo", "bo@desk.example", "bo"))
    assert await signing_in.sign_in(empty, "bo", PASS)


async def test_an_invitation_is_shown_once_and_used_once(office: FulfilDesk) -> None:
    """The page after inviting shows the link; the list never does; a second use says that it was used."""
    fields: dict[str, object] = {"name": "Cas Vink", "address": "cas@desk.example", "roles": ["handler", "approver"]}
    status, page = await office.post("/staff/accounts", fields, ADMIN)
    assert status == 200
    found = re.search(r"/staff/welcome#([a-z0-9]{26})", page)
    assert found
    assert found[1] not in await office.page("/staff/accounts", ADMIN)
    assert found[1] not in str([dict(row) for row in await office.rows(InvitationRow)])
    status, page = await office.post("/staff/welcome", {"code": f"http://x/staff/welcome#{found[1]}"})
    assert (status, "cas@desk.example" in page, "Cas Vink" in page) == (200, True, True)
    chosen: dict[str, object] = {"code": found[1], "password": PASS, "again": PASS}
    assert await office.post("/staff/welcome", chosen) == (303, "/staff/sign-in?done=welcome")
    assert (await office.post("/staff/welcome", chosen))[0] == 410
    assert await signing_in.sign_in(office.desk, "cas@desk.example", PASS)


async def test_opening_a_welcome_link_does_nothing(office: FulfilDesk) -> None:
    """A mail scanner may open it; the code stands behind the # and never reaches the server."""
    link = await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.HANDLER], by=ADMIN)
    await office.page("/staff/welcome")
    assert (await accounts.look_at_invitation(office.desk, code_of(link))).name == "Cas"


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("kort", "kort", "at least 12 characters"),
        ("wachtwoord1234", "wachtwoord1234", "guessed first"),
        ("aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa", "guessed first"),
        ("cas@desk.example", "cas@desk.example", "your own name"),
        (PASS, OTHER_PASS, "not the same"),
    ],
)
async def test_a_poor_password_is_refused_with_a_sentence(
    office: FulfilDesk, password: str, again: str, says: str
) -> None:
    """And the invitation still works."""
    link = await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.HANDLER], by=ADMIN)
    fields: dict[str, object] = {"code": code_of(link), "password": password, "again": again}
    status, page = await office.post("/staff/welcome", fields)
    assert (status, says in page) == (400, True)
    assert await accounts.look_at_invitation(office.desk, code_of(link))


async def test_a_second_click_on_invite_makes_no_second_account(office: FulfilDesk) -> None:
    """The name is taken, and the page says so; other mistakes name their field as well."""
    fields: dict[str, object] = {"name": "Cas", "address": "cas@desk.example", "roles": "handler"}
    await office.post("/staff/accounts", fields, ADMIN)
    mistakes = (({}, "has this sign-in name"), ({"address": "cas"}, "plain e-mail"), ({"roles": []}, "one role"))
    for change, says in mistakes:
        status, page = await office.post("/staff/accounts", fields | change, ADMIN)
        assert (status, says in page) == (400, True)
    assert [one.name for one in await accounts.listed(office.desk)].count("Cas") == 1


async def test_an_unknown_role_is_refused(office: FulfilDesk) -> None:
    """A form that was tampered with makes no account."""
    fields: dict[str, object] = {"name": "Cas", "address": "cas@desk.example", "roles": "root"}
    assert (await office.post("/staff/accounts", fields, ADMIN))[0] == 400
    assert "Cas" not in [one.name for one in await accounts.listed(office.desk)]


async def test_one_administrator_always_remains(office: FulfilDesk) -> None:
    """Neither disabling nor other roles can take the last one away; one who was only invited does not count."""
    bo = await admin(office.desk)
    await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.ADMIN], by=bo)
    with pytest.raises(NotAllowedNow):
        await accounts.disable(office.desk, bo, by=bo)
    with pytest.raises(NotAllowedNow):
        await accounts.change_roles(office.desk, bo, [Role.HANDLER], by=bo)
    assert (await office.post(f"/staff/accounts/{bo}/disable", {}, ADMIN))[0] == 409
    second = await admin(office.desk, "di@desk.example")
    await accounts.disable(office.desk, bo, by=second)
    assert await signing_in.sign_in(office.desk, "bo@desk.example", PASS) is None


async def test_changed_roles_hold_at_once(office: FulfilDesk) -> None:
    """The sessions of before end, so nobody goes on with rights that were taken away."""
    token = await office.sessions.open("s-1", "Sam", ["handler"])
    assert (await office.post("/staff/accounts/nobody/roles", {"roles": "fg"}, ADMIN))[0] == 404
    bo = await admin(office.desk)
    mine = await office.sessions.open(bo, "Bo", ["admin"])
    await accounts.change_roles(office.desk, bo, [Role.ADMIN, Role.FG], by=bo)
    assert await office.sessions.find(mine) is None
    assert await office.sessions.find(token) is not None
    async with office.desk.look() as session:
        assert bo in [one.staff_id for one in await recipients(session, [Role.FG])]


async def test_disabling_ends_sessions_and_invitations(office: FulfilDesk) -> None:
    """Twice is once; enabling brings the account back with its old password."""
    await admin(office.desk)
    cas = await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.HANDLER], by=ADMIN)
    await accounts.accept(office.desk, code_of(cas), PASS)
    row = next(one for one in await accounts.listed(office.desk) if one.name == "Cas")
    again = await accounts.invite_again(office.desk, row.id, by=ADMIN)
    token = await office.sessions.open(row.id, "Cas", ["handler"])
    for _ in range(2):
        assert (await office.post(f"/staff/accounts/{row.id}/disable", {}, ADMIN))[0] == 303
    assert await office.sessions.find(token) is None
    assert await signing_in.sign_in(office.desk, "cas@desk.example", PASS) is None
    with pytest.raises(Expired):
        await accounts.accept(office.desk, code_of(again), OTHER_PASS)
    with pytest.raises(NotAllowedNow):
        await accounts.invite_again(office.desk, row.id, by=ADMIN)
    assert (await office.post(f"/staff/accounts/{row.id}/enable", {}, ADMIN))[0] == 303
    assert await signing_in.sign_in(office.desk, "cas@desk.example", PASS)
    assert [action for action, _ in await office.noted()].count("staff.disabled") == 1


async def test_letters_go_to_who_works_here_now(office: FulfilDesk) -> None:
    """Once each, sealed, in their language; not to the disabled, nor to who was only invited."""
    link = await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.HANDLER, Role.FG], by=ADMIN)
    async with office.desk.look() as session:
        before = await recipients(session, [Role.HANDLER, Role.FG])
    await accounts.accept(office.desk, code_of(link), PASS, Language.EN)
    async with office.desk.look() as session:
        after = await recipients(session, [Role.HANDLER, Role.FG])
    (cas,) = [one for one in after if one not in before]
    assert len(after) == len(before) + 1
    box = await office.desk.keyring.box(cas.person.scope, CONTACT)
    assert (box.unseal(NAME, cas.person.name), box.unseal(ADDRESS, cas.person.address)) == ("Cas", "cas@desk.example")
    assert cas.person.language is Language.EN
    await accounts.disable(office.desk, cas.staff_id, by=ADMIN)
    async with office.desk.look() as session:
        assert await recipients(session, [Role.HANDLER, Role.FG]) == before


async def test_a_role_is_filled_by_who_can_sign_in(empty: Desk) -> None:
    """An invitation fills nothing yet, and a disabled account nothing any more."""
    await admin(empty)
    link = await accounts.invite(empty, "Cas", "cas@desk.example", [Role.FG], by="test")
    async with empty.look() as session:
        assert await active_roles(session) == {Role.ADMIN}
    await accounts.accept(empty, code_of(link), PASS)
    async with empty.look() as session:
        assert await active_roles(session) == {Role.ADMIN, Role.FG}


async def test_the_own_password_is_changed_by_who_knows_the_present_one(office: FulfilDesk) -> None:
    """Every other session ends; a wrong present password is told, and counts as a try."""
    bo = await admin(office.desk)
    elsewhere = await office.sessions.open(bo, "Bo", ["admin"])
    wrong: dict[str, object] = {"present": "niet dit wachtwoord", "password": OTHER_PASS, "again": OTHER_PASS}
    status, page = await office.post("/staff/account", wrong, bo)
    assert (status, "not your present password" in page) == (400, True)
    same: dict[str, object] = {"present": PASS, "password": PASS, "again": PASS}
    assert (await office.post("/staff/account", same, bo))[0] == 400
    right: dict[str, object] = {"present": PASS, "password": OTHER_PASS, "again": OTHER_PASS}
    assert await office.post("/staff/account", right, bo) == (303, "/staff/account?done=password-changed")
    assert await office.sessions.find(elsewhere) is None
    assert await signing_in.sign_in(office.desk, "bo@desk.example", PASS) is None
    assert await signing_in.sign_in(office.desk, "bo@desk.example", OTHER_PASS)


async def test_the_database_tells_no_name_and_no_password(office: FulfilDesk) -> None:
    """Names, addresses and sign-in names are sealed; a password is an argon2id hash."""
    link = await accounts.invite(office.desk, "Cornelis Baas", "cornelis@desk.example", [Role.ADMIN], by="t")
    await accounts.accept(office.desk, code_of(link), PASS)
    rows: list[StaffRow] = [row for row in await office.rows(StaffRow) if row.sign_in_sealed]
    stored = str([row.model_dump() for row in rows])
    for told in ("Cornelis", "cornelis@desk.example", PASS):  # long: two letters stand in sealed values by chance
        assert told not in stored
    assert rows[0].password_hash is not None
    assert rows[0].password_hash.startswith("$argon2id$")


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_every_page_of_accounts_renders(office: FulfilDesk, language: str) -> None:
    """In both languages, for whom they are meant; the first page leads to what this person may see."""
    bo = await admin(office.desk)
    await accounts.invite(office.desk, "Cas", "cas@desk.example", [Role.HANDLER], by=ADMIN)
    for path in ("/", "/staff/sign-in", "/staff/welcome", "/staff/account", "/download"):
        await office.page(path, "s-1", language=language)
    for path in ("/staff/accounts", f"/staff/accounts/{bo}"):
        await office.page(path, ADMIN, language=language)
        await office.page(path, "s-1", status=404, language=language)
    await office.page("/staff", ADMIN, status=303)


def test_the_shipped_hasher_costs_what_the_field_advises(quick_hashes: PasswordHasher) -> None:
    """argon2id with at least 64 MiB and three passes (RFC 9106, second recommendation)."""
    assert quick_hashes.hash("any pass phrase").startswith("$argon2id$")
    assert (quick_hashes.memory_cost, quick_hashes.time_cost) >= (64 * 1024, 3)
