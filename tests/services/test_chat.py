"""The chat at intake: from first words to a case, nothing lost and nothing twice, and what is refused says why."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from services.intake.rules.incoming import State
from services.intake.store.chats import Chat
from services.intake.usecases.chat.rooms import rooms_of
from shared.contracts.people import CODE, CONTACT, EXCERPT, LINK
from shared.vocabulary import Channel, Context, Kind
from tests.servers.postgres import Postgres
from tests.services.chat_visitor import ADDRESS, ASKS, NAME, Visitor, words
from tests.services.intake_desk import IntakeDesk, intake_desk

SECRETS = (ASKS, NAME, ADDRESS)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    """An office of intake with its chat."""
    async with intake_desk(tmp_path, chat={"messages_a_minute": 100}) as opened:
        yield opened


@pytest.fixture
async def noor(desk: IntakeDesk) -> Visitor:
    """Somebody who opened the page."""
    visitor = Visitor(desk.web)
    await visitor.open()
    return visitor


async def code_of(desk: IntakeDesk) -> str:
    """The code that was mailed last."""
    asked = (await desk.said("chat.code_asked"))[-1]
    return await desk.unsealed(asked.case_id, CONTACT, CODE, asked.code)


async def finish(desk: IntakeDesk, visitor: Visitor) -> None:
    """Type the code and say that it is right."""
    assert (await visitor.say(await code_of(desk)))["stage"] == "check"
    assert (await visitor.say(pick="yes"))["stage"] == "done"


async def only_chat(desk: IntakeDesk) -> Chat:
    """The one conversation that there is."""
    async with desk.desk.look() as session:
        return (await session.exec(select(Chat))).one()


async def chats(desk: IntakeDesk) -> int:
    """How many conversations there are."""
    async with desk.desk.database.read() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM chat"))).scalar_one())


async def test_opening_the_page_stores_nothing(desk: IntakeDesk, noor: Visitor) -> None:
    """A chat begins with the first message; until then the greeting is only shown."""
    news = await noor.news()
    assert [line["n"] for line in news["lines"]] == [1, 2]
    assert {"access", "dont_know", "person"} <= {reply["value"] for reply in news["replies"]}
    assert await chats(desk) == 0


async def test_a_chat_becomes_a_case_like_a_mail(desk: IntakeDesk, noor: Visitor) -> None:
    """Own words, name, address, code, a yes: `request.received` with the chat as its channel, to be acknowledged."""
    begun = desk.clock.now()
    await noor.news()
    assert "see my data" in words(await noor.say(ASKS))
    await noor.say(pick="no_more")
    await desk.jump(minutes=3)
    await noor.say(NAME)
    await noor.say(ADDRESS)
    summary = words(await noor.say(await code_of(desk)))
    assert NAME in summary and ADDRESS in summary
    assert "Your request has come in" in words(await noor.say("ja, dat klopt"))
    (request,) = await desk.said("request.received")
    assert (request.channel, request.kinds, request.acknowledge) == (Channel.CHAT, [Kind.ACCESS], True)
    assert request.received_at == begun
    assert ASKS in await desk.unsealed(request.case_id, "corr", EXCERPT, request.excerpt)
    said = await desk.words(request.incoming_id)
    assert (said.name, said.address) == (NAME, ADDRESS)
    assert "Ask for" not in said.text and "The whole conversation" in said.text
    status, page = await desk.page(f"/staff/messages/{request.incoming_id}")
    assert status == 200
    assert "What is your name?" in page


async def test_several_wishes_and_a_question_when_unsure(desk: IntakeDesk, noor: Visitor) -> None:
    """Unclear words get a choice; what is chosen and what is said add up."""
    assert (await noor.say("uitschrijven"))["stage"] == "choose"
    assert (await noor.say(pick="objection_direct_marketing"))["stage"] == "more"
    assert (await noor.say(ASKS))["stage"] == "more"
    await noor.say("nee, dat was het")
    await noor.say(NAME)
    await noor.say(ADDRESS)
    await finish(desk, noor)
    (request,) = await desk.said("request.received")
    assert request.kinds == [Kind.ACCESS, Kind.OBJECTION_DIRECT_MARKETING]


async def test_who_does_not_know_is_read_by_a_person(desk: IntakeDesk, noor: Visitor) -> None:
    """No case on a guess: it waits in triage, its clock runs, and the requester is told the truth."""
    await noor.say("Ik heb iets met mijn papieren, help.")
    assert "A colleague will read" in words(await noor.say("Ik weet het niet"))
    await noor.say(NAME)
    await noor.say(ADDRESS)
    await noor.say(await code_of(desk))
    assert "within a week" in words(await noor.say(pick="yes"))
    assert await desk.said("request.received") == []
    (needed,) = await desk.said("triage.needed")
    row = await desk.row(needed.case_id)
    assert (row.stands, row.channel) == (State.TRIAGE, Channel.CHAT)
    status, page = await desk.page(f"/staff/triage/{row.id}")
    assert status == 200
    assert "did not become clear" in page


async def test_an_outsiders_demand_opens_no_case(desk: IntakeDesk, noor: Visitor) -> None:
    """R5.1-1: also when a wish was chosen beside it."""
    await noor.say("Wij zijn de werkgever van een cliënt en eisen dat u ons zijn dossier toestuurt.")
    await noor.say(pick="access")
    await noor.say(pick="no_more")
    await noor.say(NAME)
    await noor.say(ADDRESS)
    await finish(desk, noor)
    assert await desk.said("request.received") == []
    (row,) = await desk.rows()
    assert Context.THIRD_PARTY_DISCLOSURE_DEMAND in row.context_list


async def test_the_same_message_comes_in_once(desk: IntakeDesk, noor: Visitor) -> None:
    """Sent again after a lost answer, it changes nothing."""
    await noor.say(ASKS, client_id="message-one")
    again = await noor.say(ASKS, client_id="message-one")
    assert again["lines"] == []
    every = await noor.news(0)
    assert [line["text"] for line in every["lines"]].count(ASKS) == 1
    assert [line["n"] for line in every["lines"]] == list(range(1, len(every["lines"]) + 1))


async def test_what_people_say_lies_sealed(desk: IntakeDesk, noor: Visitor, tmp_path: Path) -> None:
    """Not one word in any file of the database, nor the token that opens it."""
    await noor.up_to_the_code()
    await finish(desk, noor)
    for file in tmp_path.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            assert not [secret for secret in (*SECRETS, noor.token) if secret.encode() in data], file


async def test_a_code_has_five_tries_and_a_fresh_one_works(desk: IntakeDesk, noor: Visitor) -> None:
    """Counted in the database; the right one no longer works after that."""
    await noor.up_to_the_code()
    right = await code_of(desk)
    wrong = f"{(int(right) + 1) % 10**8:08}"
    said = [words(await noor.say(wrong)) for _ in range(5)]
    assert "does not fit" in said[3]
    assert "no longer works" in said[4]
    assert "no longer works" in words(await noor.say(right))
    assert (await noor.say(pick="fresh"))["stage"] == "code"
    await finish(desk, noor)


async def test_an_old_code_does_not_fit(desk: IntakeDesk, noor: Visitor) -> None:
    """Thirty minutes; the answer is the one for a wrong code."""
    await noor.up_to_the_code()
    await desk.jump(minutes=31)
    assert "does not fit" in words(await noor.say(await code_of(desk)))


async def test_codes_to_one_address_are_few_from_whatever_chats(desk: IntakeDesk) -> None:
    """Nobody floods somebody else's mailbox."""
    for number in range(5):
        visitor = Visitor(desk.web)
        await visitor.open()
        await visitor.say(ASKS)
        await visitor.say(pick="no_more")
        await visitor.say(NAME)
        news = await visitor.say(ADDRESS)
        assert news["stage"] == ("code" if number < 4 else "address")
    assert len(await desk.said("chat.code_asked")) == 4


async def test_too_fast_and_too_long_are_refused_with_a_reason(tmp_path: Path) -> None:
    """And what is refused is no part of the conversation."""
    async with intake_desk(tmp_path, chat={"messages_a_minute": 5, "chats_an_hour": 2}) as desk:
        visitor = Visitor(desk.web)
        await visitor.open()
        status, told = await visitor.post("/chat/say", id="message-long", text="x" * 2001)
        assert (status, told["code"]) == (413, "too_long")
        for _ in range(5):
            await visitor.say(ASKS)
        status, told = await visitor.post("/chat/say", id="message-fast", text=ASKS)
        assert (status, told["code"]) == (429, "too_fast")
        await desk.jump(minutes=2)
        await visitor.say(ASKS)
        await Visitor(desk.web).say(ASKS)
        status, told = await Visitor(desk.web).post("/chat/say", id="message-more", text=ASKS)
        assert (status, told["code"]) == (429, "too_many")


async def test_a_megabyte_is_refused_honestly(desk: IntakeDesk, noor: Visitor) -> None:
    """Posted: status 413. On the socket: the connection ends with code 1009."""
    big = "x" * 1_000_000
    async with desk.web.post("/chat/say", data={"id": "message-big", "text": big}, headers=noor.headers) as answer:
        assert answer.status == 413
    headers = noor.headers | {"Origin": "http://desk.example"}
    async with desk.web.ws_connect("/chat/socket", headers=headers) as socket:
        await socket.receive_json()
        await socket.send_json({"id": "message-big", "text": big})
        await socket.receive()
        assert socket.close_code == 1009
    assert await chats(desk) == 0


async def test_the_socket_takes_and_tells(desk: IntakeDesk, noor: Visitor) -> None:
    """A message is said to be taken; what follows comes with its numbers, also what was said elsewhere."""
    headers = noor.headers | {"Origin": "http://desk.example"}
    async with desk.web.ws_connect("/chat/socket", headers=headers) as socket:
        assert [line["n"] for line in (await socket.receive_json())["lines"]] == [1, 2]
        await socket.send_json({"id": "message-one", "text": ASKS})
        heard = [await socket.receive_json(), await socket.receive_json()]
        assert {"taken": "message-one"} in heard
        (news,) = [each for each in heard if "lines" in each]
        assert [line["n"] for line in news["lines"]] == [3, 4, 5]
        noor.last = 5
        await noor.say(pick="no_more")
        assert [line["n"] for line in (await socket.receive_json())["lines"]] == [6, 7]
        await socket.send_json({"id": "message-one", "text": ASKS})
        assert await socket.receive_json() == {"taken": "message-one"}


async def seated(desk: IntakeDesk, count: int) -> None:
    """Until so many look on."""
    while rooms_of(desk.desk).count < count:
        await asyncio.sleep(0)


async def test_who_asks_and_waits_hears_at_once(desk: IntakeDesk, noor: Visitor) -> None:
    """Long polling: the question stays open until something is said, also before there is a conversation."""

    async def wait(after: int) -> list[int]:
        async with desk.web.get(f"/chat/lines?after={after}&wait=1", headers=noor.headers) as answer:
            return [line["n"] for line in (await answer.json())["lines"]]

    for after, text_said, expected in ((2, ASKS, [3, 4, 5]), (5, "nee", [6, 7])):
        waiting = asyncio.create_task(wait(after))
        await seated(desk, 1)
        await noor.say(text_said)
        assert await asyncio.wait_for(waiting, 10) == expected


@pytest.mark.parametrize("frame", ["", "[]", "nonsense", "{", "1", '"x"'])
async def test_a_frame_that_is_no_message_ends_the_connection(desk: IntakeDesk, noor: Visitor, frame: str) -> None:
    """Closed as not understood; nothing is stored."""
    headers = noor.headers | {"Origin": "http://desk.example"}
    async with desk.web.ws_connect("/chat/socket", headers=headers) as socket:
        await socket.receive_json()
        await socket.send_str(frame)
        await socket.receive()
        assert socket.close_code == 1003
    assert await chats(desk) == 0


async def test_odd_signs_are_taken_or_refused_and_break_nothing(desk: IntakeDesk, noor: Visitor) -> None:
    """Half characters, nulls, wrong types, ids of other shapes."""
    headers = noor.headers | {"Origin": "http://desk.example"}
    async with desk.web.ws_connect("/chat/socket", headers=headers) as socket:
        await socket.receive_json()
        for odd in ({"id": "x", "text": "a"}, {"id": 7}, {}, {"id": "message-pick", "pick": "\ud800"}):
            await socket.send_json(odd)
            assert "refused" in await socket.receive_json()
        await socket.send_str('{"id": "message-half", "text": "half \\ud800 a\\u0000 sign"}')
        told = [await socket.receive_json(), await socket.receive_json()]
        assert {"taken": "message-half"} in told
    assert "half ? a sign" in words(await noor.news())


async def test_of_many_links_the_oldest_stop_working(desk: IntakeDesk, noor: Visitor) -> None:
    """So that a button cannot fill the table."""
    await noor.say(ASKS)
    links = []
    for _ in range(6):
        await desk.jump(seconds=1)
        links.append((await noor.post("/chat/link"))[1]["link"])
    assert await Visitor(desk.web).post("/chat/resume", link=links[0]) == (200, {"resumed": False})
    assert await Visitor(desk.web).post("/chat/resume", link=links[-1]) == (200, {"resumed": True})


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_a_socket_from_another_page_is_refused(desk: IntakeDesk, noor: Visitor, origin: str) -> None:
    """A WebSocket is not held back by the browser: the desk looks itself."""
    given = {"Origin": origin} if origin else {}
    headers = {"Cookie": f"chat={noor.token}", "Connection": "Upgrade", "Upgrade": "websocket", **given}
    async with desk.web.get("/chat/socket", headers=headers) as answer:
        assert answer.status == 403


async def test_there_are_only_so_many_connections(tmp_path: Path) -> None:
    """One more is told to come back, and can ask instead."""
    async with intake_desk(tmp_path, chat={"most_connections": 10}) as desk:
        sockets = []
        for _ in range(10):
            visitor = Visitor(desk.web)
            await visitor.open()
            headers = visitor.headers | {"Origin": "http://desk.example"}
            sockets.append(await desk.web.ws_connect("/chat/socket", headers=headers))
            await sockets[-1].receive_json()
        late = Visitor(desk.web)
        await late.open()
        upgrade = {"Origin": "http://desk.example", "Connection": "Upgrade", "Upgrade": "websocket"}
        async with desk.web.get("/chat/socket", headers=late.headers | upgrade) as answer:
            assert answer.status == 429
        assert len((await late.news())["lines"]) == 2
        for socket in sockets:
            await socket.close()


async def test_a_link_takes_it_up_in_another_browser(desk: IntakeDesk, noor: Visitor) -> None:
    """The whole conversation, and both go on; a made-up link opens nothing and sounds the same."""
    await noor.say(ASKS)
    _, told = await noor.post("/chat/link")
    other = Visitor(desk.web)
    _, resumed = await other.post("/chat/resume", link=told["link"].partition("#")[2])
    assert resumed == {"resumed": True}
    assert ASKS in words(await other.news(0))
    await other.say(pick="no_more")
    assert (await noor.news())["stage"] == "name"
    stranger = Visitor(desk.web)
    assert await stranger.post("/chat/resume", link="a" * 26) == (200, {"resumed": False})
    assert stranger.token == ""


async def test_a_quiet_chat_is_laid_aside_and_goes_on(desk: IntakeDesk, noor: Visitor) -> None:
    """Politely, once; who proved an address gets a link there. The next word takes it up."""
    await noor.up_to_the_code()
    await noor.say(await code_of(desk))
    await desk.jump(minutes=31)
    assert "close the conversation for now" in words(await noor.news())
    await desk.jump(hours=3)
    assert (await noor.news())["lines"] == []
    (aside,) = await desk.said("chat.laid_aside")
    link = await desk.unsealed(aside.case_id, CONTACT, LINK, aside.link)
    other = Visitor(desk.web)
    await other.post("/chat/resume", link=link)
    assert (await other.say(pick="yes"))["stage"] == "done"
    assert len(await desk.said("request.received")) == 1


async def test_an_unfinished_chat_is_destroyed_with_its_key(desk: IntakeDesk, noor: Visitor) -> None:
    """After its days, counted from the last word; the same browser begins anew."""
    await noor.say(ASKS)
    await desk.jump(days=10)
    await noor.say("en mijn adres klopt niet")
    await desk.jump(days=10)
    assert await chats(desk) == 1
    await desk.jump(days=5)
    assert await chats(desk) == 0
    assert "chat.destroyed" in [action for action, _, _ in await desk.trail()]
    assert [line["n"] for line in (await noor.news(0))["lines"]] == [1, 2]
    await noor.say(ASKS)
    assert await chats(desk) == 1


async def test_script_is_text(desk: IntakeDesk, noor: Visitor) -> None:
    """Told as text, and shown escaped to staff."""
    script = "<script>alert(1)</script> ik wil mijn gegevens zien"
    assert script in words(await noor.say(script))
    status, page = await desk.page(f"/staff/chats/{(await only_chat(desk)).id}")
    assert status == 200
    assert "&lt;script&gt;alert" in page
    assert "<script>alert" not in page


async def test_no_copy_goes_into_the_chat(desk: IntakeDesk, noor: Visitor) -> None:
    """Who speaks of one is told where it goes instead."""
    assert "black it out first" in words(await noor.say("Ik stuur een foto van mijn paspoort mee"))


async def test_an_old_button_is_refused(desk: IntakeDesk, noor: Visitor) -> None:
    """Its message is no part of the conversation."""
    await noor.say(ASKS)
    status, told = await noor.post("/chat/say", id="message-old", pick="yes")
    assert (status, told["code"]) == (400, "odd")
    assert (await noor.news())["lines"] == []


async def test_only_the_desks_own_pages_may_post(desk: IntakeDesk, noor: Visitor) -> None:
    """Another site cannot speak for somebody."""
    headers = {"Cookie": f"chat={noor.token}", "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    async with desk.web.post("/chat/say", data={"id": "message-x", "text": ASKS}, headers=headers) as answer:
        assert answer.status == 403


async def test_a_row_of_a_chat_names_its_stage(desk: IntakeDesk, noor: Visitor) -> None:
    """And its language, which its letters are written in."""
    await noor.say(ASKS)
    chat = await only_chat(desk)
    assert (chat.stage, chat.language, chat.last_line) == ("more", "en", 5)


@pytest.mark.servers
async def test_a_chat_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """As the service's own role: from first words to the case, and destroyed after its days."""
    admin = postgres.create_database("intake_chat")
    own = admin.replace("postgres@", "{service}@")
    async with intake_desk(tmp_path, database_url=own, database_admin_url=admin) as desk:
        noor = Visitor(desk.web)
        await noor.open()
        await noor.up_to_the_code()
        await finish(desk, noor)
        assert len(await desk.said("request.received")) == 1
        assert (await desk.page("/staff/chats"))[0] == 200
        await desk.jump(days=15)
        assert await chats(desk) == 0
