"""The form at `/request`: to a case by the same way as a mail, and nothing that a reader does goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from services.intake.rules.incoming import State
from services.intake.rules.request_form import Answers
from services.intake.store import Correction
from services.intake.store.drafts import Draft, FormCount
from services.intake.usecases import drafting
from shared.contracts.fulfil import CaseTriaged
from shared.contracts.intake import AddressCodeAsked, RequestReceived
from shared.contracts.people import ADDRESS, CODE, CONTACT, CORR, EXCERPT, NAME
from shared.platform.crypto import KeyDestroyed
from shared.vocabulary import Channel, Context, Kind, Language
from tests.servers.postgres import Postgres
from tests.services.form_reader import Reader
from tests.services.intake_desk import IntakeDesk, intake_desk, mail

SENT = "We have your request"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    async with intake_desk(tmp_path) as running:
        yield running


@pytest.fixture
def reader(office: IntakeDesk) -> Reader:
    return Reader(office.web)


async def requests(office: IntakeDesk) -> list[RequestReceived]:
    """What was said to fulfil."""
    found: list[RequestReceived] = await office.said("request.received")
    return found


async def code(office: IntakeDesk) -> str:
    """The newest code that notify was told to send."""
    asked: AddressCodeAsked = (await office.said("form.code_asked"))[-1]
    return (await office.desk.keyring.box(asked.requester.scope, CONTACT)).unseal(CODE, asked.code)


async def drafts(office: IntakeDesk) -> list[Draft]:
    """The half-filled forms."""
    async with office.desk.look() as session:
        return list((await session.exec(select(Draft))).all())


async def test_a_choice_opens_a_case(office: IntakeDesk, reader: Reader) -> None:
    """The same `request.received` as of a mail, by the channel `form`, to be acknowledged by mail."""
    await reader.answer(words="Alles van 2024")
    assert reader.heading == "Check your answers"
    await reader.fill("/request/check")
    assert reader.heading == SENT
    (said,) = await requests(office)
    assert (said.channel, said.kinds, said.acknowledge) == (Channel.FORM, [Kind.ACCESS], True)
    assert (said.requester.language, said.received_at, said.evidence) == (
        Language.EN, office.clock.now(), "address=none",
    )  # fmt: skip
    assert await office.unsealed(said.case_id, CONTACT, NAME, said.requester.name) == "Noor Bakker"
    assert await office.unsealed(said.case_id, CONTACT, ADDRESS, said.requester.address) == "noor@post.example"
    assert await office.unsealed(said.case_id, CORR, EXCERPT, said.excerpt) == "Alles van 2024"
    assert said.explanation[0] == "chosen in the form -> access"


@pytest.mark.parametrize(
    ("words", "kinds", "state"),
    [
        ("Ik wil weten welke gegevens jullie van mij hebben.", [Kind.ACCESS], State.REQUEST),
        ("Verwijder al mijn gegevens uit jullie systeem.", [Kind.ERASURE], State.REQUEST),
        ("uitschrijven", [], State.TRIAGE),
    ],
)
async def test_own_words_are_read_as_a_mail_is(
    office: IntakeDesk, reader: Reader, words: str, kinds: list[Kind], state: State
) -> None:
    """What the reader of mails finds counts; what it is not sure of waits for a person (R2-3)."""
    await reader.answer(wish="own_words", words=words)
    await reader.fill("/request/check")
    assert reader.heading == SENT
    (row,) = await office.rows()
    assert (row.stands, row.channel) == (state, Channel.FORM)
    assert [each.kinds for each in await requests(office)] == ([kinds] if kinds else [])
    assert (await office.words(row.id)).text == words


async def test_a_choice_is_no_proposal_to_learn_from(office: IntakeDesk, reader: Reader) -> None:
    """What people chose says nothing of how well the desk reads; what they told does (spec 9.4)."""
    for wish, words in (("access", ""), ("own_words", "Ik wil weten welke gegevens jullie van mij hebben.")):
        await reader.answer(wish=wish, words=words)
        await reader.fill("/request/check")
        await reader.fill("/request/new")
    for number, said in enumerate(await requests(office), start=1):
        await office.hear(
            CaseTriaged(
                case_id=said.case_id, at=office.clock.now(), reference=f"2026-000{number}", kinds=said.kinds,
                requester=said.requester, statutory_due=date(2026, 12, 2), work_due=date(2026, 12, 2), by="s-1",
            )
        )  # fmt: skip
    async with office.desk.look() as session:
        kept = (await session.exec(select(Correction))).all()
    assert [each.incoming_id for each in kept] == [(await requests(office))[1].incoming_id]


async def test_a_choice_and_the_words_beside_it_both_count(office: IntakeDesk, reader: Reader) -> None:
    """Who chooses to see their data and writes that it must go asks both (R2-1)."""
    await reader.answer(words="En verwijder daarna al mijn gegevens.")
    await reader.fill("/request/check")
    assert (await requests(office))[0].kinds == [Kind.ACCESS, Kind.ERASURE]


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("child", [Context.REPRESENTATIVE, Context.MINOR]),
        ("other", [Context.REPRESENTATIVE]),
        ("deceased", [Context.REPRESENTATIVE, Context.DECEASED]),
    ],
)
async def test_somebody_can_ask_for_another(
    office: IntakeDesk, reader: Reader, who: str, labels: list[Context]
) -> None:
    """For whom is a label of the case; the name stands above the words."""
    await reader.answer(who=who, whom="Sam Bakker", words="Alles graag")
    await reader.fill("/request/check")
    (said,) = await requests(office)
    assert said.context == labels
    assert (
        await office.unsealed(said.case_id, CORR, EXCERPT, said.excerpt) == "This is about Sam Bakker.\n\nAlles graag"
    )


async def test_the_code_from_the_mail_confirms_the_address(office: IntakeDesk, reader: Reader) -> None:
    """A wrong code is said in words; blanks in the right one do not matter; the case says that it was confirmed."""
    await reader.answer()
    await reader.open("/request/address")
    await reader.fill("/request/address", address="noor@new.example")
    wrong = await reader.fill("/request/code", fresh="00000000")
    assert wrong.status == 400
    assert "does not fit" in wrong.text
    right = await code(office)
    await reader.fill("/request/code", fresh=f"{right[:4]} {right[4:]}")
    assert reader.heading == "Check your answers"
    assert "(confirmed)" in reader.here.text
    await reader.fill("/request/check")
    assert (await requests(office))[0].evidence == "address=pass"


async def test_another_address_must_be_confirmed_anew(office: IntakeDesk, reader: Reader) -> None:
    """A code is good for the address that it went to."""
    await reader.answer()
    await reader.open("/request/address")
    await reader.fill("/request/address", address="mine@post.example")
    mine = await code(office)
    await reader.open("/request/address")
    await reader.fill("/request/address", address="somebody@else.example")
    assert (await reader.fill("/request/code", fresh=mine)).status == 400


async def test_a_code_wears_out(office: IntakeDesk, reader: Reader) -> None:
    """After five wrong ones, after half an hour, and after a fresh one."""
    await reader.answer()
    await reader.open("/request/address")
    await reader.fill("/request/address", address="b@post.example")
    right = await code(office)
    for _ in range(5):
        await reader.fill("/request/code", fresh="00000000")
    assert (await reader.fill("/request/code", fresh=right)).status == 400
    await reader.fill("/request/code/fresh")
    fresh = await code(office)
    await office.jump(minutes=31)
    assert (await reader.fill("/request/code", fresh=fresh)).status == 400


async def test_sent_twice_is_asked_once(office: IntakeDesk, reader: Reader) -> None:
    """A double click, a second tab and the back button all end at the same page and the same case."""
    await reader.answer()
    fields = {"key": (await drafts(office))[0].key}
    await asyncio.gather(*(reader.post("/request/check", **fields) for _ in range(3)))
    await reader.post("/request/check", **fields)
    assert reader.heading == SENT
    assert len(await requests(office)) == 1
    await reader.open("/request/name")
    assert reader.heading == SENT


async def test_the_form_of_other_answers_sends_nothing(office: IntakeDesk, reader: Reader) -> None:
    """A tab from before belongs to other answers: these are shown, and nothing leaves."""
    await reader.answer()
    for key in ("", "x", "0" * 36):
        answer = await reader.post("/request/check", key=key)
        assert answer.status == 400
    assert await requests(office) == []


async def test_a_half_filled_form_survives(office: IntakeDesk, reader: Reader) -> None:
    """The next day it is gone; until then every page still holds its answer."""
    await reader.answer(words="Mijn woorden")
    office.clock.jump(timedelta(hours=23))
    await reader.open("/request/words")
    assert "Mijn woorden" in reader.here.html
    office.clock.jump(timedelta(hours=2))
    await reader.open("/request/words")
    assert reader.heading == "What do you want to do?"
    assert "Mijn woorden" not in reader.here.html


async def test_a_page_that_is_not_due_leads_to_the_one_that_is(reader: Reader) -> None:
    """Nobody gets to the check with an empty form."""
    await reader.open("/request/check")
    assert reader.heading == "What do you want to do?"
    await reader.fill("/request", wish="access")
    await reader.open("/request/check")
    assert reader.heading == "What do you want to tell us?"


@pytest.mark.parametrize(
    ("path", "field", "bad"),
    [
        ("/request", "wish", "everything"),
        ("/request/words", "words", "x" * 4001),
        ("/request/who", "who", "nobody"),
        ("/request/name", "name", " "),
        ("/request/address", "address", "noor at post"),
    ],
)
async def test_what_is_wrong_is_said_at_the_field(reader: Reader, path: str, field: str, bad: str) -> None:
    """The summary leads to the field, the field names its error, and what was typed is still there."""
    await reader.answer()
    await reader.open(path)
    answer = await reader.fill(path, **{field: bad})
    assert answer.status == 400
    assert answer.links(f"#{field}") == [f"#{field}"]
    assert answer.tree.css_first(f"#{field}-error") is not None
    described = answer.tree.css_first(f"#{field}")
    assert described is not None
    assert f"{field}-error" in (described.attributes.get("aria-describedby") or "")


async def test_a_sender_with_an_open_case_adds_to_it(office: IntakeDesk, reader: Reader) -> None:
    """Who asks where the answer stays belongs to their case, by form as by mail (R2-8)."""
    await office.case(mail(sender="Noor <noor@post.example>"))
    await reader.answer(wish="own_words", words="Wanneer krijg ik antwoord op mijn verzoek? Ik heb nog niets gehoord.")
    await reader.fill("/request/check")
    assert len(await requests(office)) == 1
    assert len(await office.said("followup.received")) == 1


async def test_nothing_is_left_of_a_form_when_its_day_is_over(office: IntakeDesk, reader: Reader) -> None:
    """The row, the counts and the key of whom the code went to are gone; a case that was opened stays."""
    await reader.answer()
    scope = (await office.said("form.code_asked"))[-1].requester.scope
    assert await drafting.purge(office.desk) == 0
    await office.jump(days=3)
    assert await drafting.purge(office.desk) == 1
    async with office.desk.look() as session:
        assert (await session.exec(select(Draft))).all() == []
        assert (await session.exec(select(FormCount))).all() == []
    with pytest.raises(KeyDestroyed):
        await office.desk.keyring.box(scope, CONTACT)


async def test_a_draft_at_rest_is_sealed_for_its_reader(office: IntakeDesk, reader: Reader) -> None:
    """Neither the row nor any key of the desk tells what was filled in; what was sent leaves nothing in it."""
    await reader.answer(name="Kanarie Zeven")
    (row,) = await drafts(office)
    assert "Kanarie" not in row.model_dump_json()
    assert reader.cookies["request"] not in row.model_dump_json()
    await reader.fill("/request/check")
    assert (await drafts(office))[0].sealed == ""


@pytest.mark.servers
async def test_the_form_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """The same there: several at one moment are counted one by one, and a form sent thrice is one request."""
    admin = postgres.create_database("intake_form")
    own = admin.replace("postgres@", "{service}@")
    async with intake_desk(tmp_path, database_url=own, database_admin_url=admin) as office:
        source = "192.0.2.7"
        await asyncio.gather(*(drafting.begin(office.desk, Answers(wish="access"), source) for _ in range(4)))
        async with office.desk.look() as session:
            assert [row.count for row in (await session.exec(select(FormCount))).all()] == [4]
        reader = Reader(office.web)
        await reader.answer()
        key = next(row.key for row in await drafts(office) if row.codes)
        await asyncio.gather(*(reader.post("/request/check", key=key) for _ in range(3)))
        assert len(await requests(office)) == 1
        await office.jump(days=3)
        assert await drafting.purge(office.desk) == 5
