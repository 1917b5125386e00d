"""Identity documents that come by mail, at intake's doors: to verify, out of the kept mail, out of the mailbox."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from services.intake.rules.documents import BY_LETTER, BY_NAME, BY_WORDS
from services.intake.rules.incoming import State
from services.intake.rules.routing import File
from services.intake.store import Incoming, Removal, find
from services.intake.usecases import copies, settling
from services.intake.usecases.tools import CUT
from shared.contracts.intake import CopiesFound, IdCopyMailed, StripMail
from shared.contracts.people import CORR, ID
from shared.platform import keys
from shared.platform.confined import JobFailed
from shared.platform.crypto import KeyDestroyed
from shared.platform.handover import Handover, handover
from shared.platform.keyring import Keyring
from shared.vocabulary import Letter
from tests.servers.postgres import Postgres
from tests.services.intake_desk import ACCESS_TEXT, VAGUE_TEXT, IntakeDesk, intake_desk, mail
from tests.services.mailed import answer, files_of, photo, picture_mail, with_files

T02 = "<t02@desk.example>"
CRASH = ["intake.copy.handed", "intake.raw.stripped", "intake.raw.replaced"]


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[IntakeDesk]:
    """An office of intake, empty."""
    async with intake_desk(tmp_path / "data") as made:
        yield made


async def asked(intake: IntakeDesk) -> str:
    """Bring a case to the point where a letter asks for a copy; returns the case's id."""
    case = (await intake.case()).case_id
    await intake.hear(intake.letter(case, T02).model_copy(update={"letter": Letter.T02, "delivery_id": "d-t02"}))
    return case


async def mailed(intake: IntakeDesk) -> list[IdCopyMailed]:
    """What intake told of copies."""
    return await intake.said("identity.copy_mailed")


async def fetched(intake: IntakeDesk, name: str) -> bytes:
    """What lies in the handover, opened as verify does."""
    cabinet, clock = intake.desk.cabinet, intake.desk.clock
    wrapping = {ID: keys.read(intake.desk.settings.keys, "wrap-id")}
    return await Handover(cabinet, Keyring(cabinet, wrapping, b"i" * 32, clock), clock, ID).open(name)


async def lying(intake: IntakeDesk) -> list[str]:
    """The names of what lies in the handover."""
    async with intake.desk.cabinet.read() as connection:
        return list((await connection.execute(select(handover.c.name))).scalars())


async def raw(intake: IntakeDesk, row: Incoming) -> bytes:
    """The kept mail."""
    found: bytes = await intake.desk.tools["raw"].open(row.raw_name)
    return found


async def removal(intake: IntakeDesk, incoming_id: str) -> Removal | None:
    """Whether the original is to leave the mailbox."""
    async with intake.desk.look() as session:
        return await session.get(Removal, incoming_id)


def on_disk(intake: IntakeDesk) -> list[str]:
    """The names of the raw files."""
    return sorted(path.name for path in (intake.desk.settings.data_dir / "mail").iterdir())


async def reasons(intake: IntakeDesk, row: Incoming) -> dict[str, str]:
    """Which attachments were taken for an identity document, and why."""
    listed = (await intake.words(row.id)).details["attachments"]
    return {each["name"]: each["document"] for each in listed if "document" in each}


async def test_a_picture_in_answer_to_our_question_goes_to_verify(intake: IntakeDesk) -> None:
    """Sealed for verify alone, with the case and that its sender is proved; the mail itself is a letter of the case."""
    case = await asked(intake)
    row = await intake.taken(answer(In_Reply_To=T02))
    (told,) = await mailed(intake)
    assert (told.case_id, told.incoming_id, told.number, told.verified) == (case, row.id, 0, True)
    assert told.received_at == row.received_at
    assert await fetched(intake, told.handover) == photo()
    assert row.stands is State.ATTACHED
    assert await reasons(intake, row) == {"IMG_2024.png": BY_LETTER}


async def test_the_kept_mail_is_replaced_and_its_key_shredded(intake: IntakeDesk) -> None:
    """What was written stays readable, and every other attachment byte for byte; the original leaves the mailbox."""
    await asked(intake)
    life = ("CV.pdf", "application/pdf", b"%PDF-1.7 my life")
    row = await intake.taken(with_files(answer("paspoort.png", In_Reply_To=T02), life))
    after = await raw(intake, row)
    assert photo()[:40] not in after
    assert row.raw_name == f"{row.id}.2"
    assert files_of(after)["CV.pdf"] == b"%PDF-1.7 my life"
    assert "paspoort.png" not in files_of(after)
    assert f"{row.id}.2.sealed" in on_disk(intake)
    assert f"{row.id}.1.sealed" not in on_disk(intake)
    with pytest.raises(KeyDestroyed):
        await intake.desk.keyring.box(f"raw:{row.id}.1", CORR)
    said = await intake.words(row.id)
    assert "Zie hierbij" in said.text
    assert [each["name"] for each in said.details["attachments"]] == ["paspoort.png", "CV.pdf"]
    assert await removal(intake, row.id) is not None
    actions = [action for action, _, _ in await intake.trail()]
    order = ["message.copies_found", "message.copies_handed", "message.stripped"]
    assert [each for each in actions if each in order] == order


async def test_a_request_that_brings_a_passport_opens_its_case_without_it(intake: IntakeDesk) -> None:
    """Nobody asked yet: verify decides what becomes of it, under the number of the new case."""
    row = await intake.taken(picture_mail("scan paspoort.png", text=ACCESS_TEXT))
    (told,) = await mailed(intake)
    assert row.stands is State.REQUEST
    assert (told.case_id, told.verified) == (row.case_id, False)
    assert await reasons(intake, row) == {"scan paspoort.png": BY_NAME}
    assert photo()[:40] not in await raw(intake, row)


async def test_a_mail_that_waits_for_a_person_is_stripped_first(intake: IntakeDesk) -> None:
    """Its copy goes under the message's own id; the page says what was taken out, and why."""
    row = await intake.taken(picture_mail("rijbewijs.png", text=VAGUE_TEXT))
    assert row.stands is State.TRIAGE
    (told,) = await mailed(intake)
    assert told.case_id == row.id
    assert photo()[:40] not in await raw(intake, row)
    status, page = await intake.page(f"/staff/triage/{row.id}")
    assert status == 200
    assert "It looks like an identity document" in page
    assert "its name says so" in page
    assert "went to the identity check" in page
    assert "de naam zegt het" in (await intake.page(f"/staff/triage/{row.id}", language="nl"))[1]


async def test_words_make_the_picture_of_a_telephone_suspect(intake: IntakeDesk) -> None:
    """And not the small logo beside it."""
    words = f"{ACCESS_TEXT}\nIn de bijlage een kopie van mijn paspoort.\n"
    row = await intake.taken(with_files(picture_mail(text=words), ("image001.png", "image/png", photo(side=40))))
    assert await reasons(intake, row) == {"IMG_2024.png": BY_WORDS}
    assert list(files_of(await raw(intake, row))) == ["image001.png"]


async def test_the_words_of_our_own_letter_below_an_answer_count_for_nothing(intake: IntakeDesk) -> None:
    """Our letters speak of passports, too; a quoted one is not what the writer says."""
    ours = "Op ma 2 nov. 2026 om 09:00 schreef Privacybalie <info@desk.example>:\n> Stuur een kopie van je paspoort.\n"
    row = await intake.taken(picture_mail(text=f"{ACCESS_TEXT}\n{ours}"))
    assert await reasons(intake, row) == {}
    assert row.raw_name == f"{row.id}.1"
    assert photo() in files_of(await raw(intake, row)).values()


async def test_an_ordinary_mail_keeps_its_attachments(intake: IntakeDesk) -> None:
    """Nothing is handed over, stripped or removed."""
    row = await intake.taken(picture_mail("vakantie.png", text=ACCESS_TEXT))
    assert await mailed(intake) == []
    assert await lying(intake) == []
    assert row.raw_name == f"{row.id}.1"
    assert await removal(intake, row.id) is None


async def test_what_a_machine_wrote_is_left_alone(intake: IntakeDesk) -> None:
    """A newsletter of a town hall with a picture of a passport."""
    row = await intake.taken(picture_mail("paspoort.png", List_Unsubscribe="<https://town.example>", Precedence="bulk"))
    assert await reasons(intake, row) == {}
    assert await mailed(intake) == []
    assert await removal(intake, row.id) is None


FILED = "Hallo, hierbij de factuur van het schilderwerk, met de bon en het nummer. Met vriendelijke groet, Sam Schilder"


async def filed(intake: IntakeDesk, monkeypatch: pytest.MonkeyPatch) -> Incoming:
    """A mail of somebody unknown with a passport, surely no request."""
    monkeypatch.setattr(settling, "decide", lambda *_args, **_more: File("surely no request"))
    return await intake.taken(picture_mail("paspoort.png", text=FILED))


async def test_a_mail_that_is_no_request_is_stripped_here_and_left_in_the_mailbox(
    intake: IntakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Colleagues may be waiting for it; the desk keeps no copy, and verify hears of none."""
    row = await filed(intake, monkeypatch)
    assert row.stands is State.NOT_A_REQUEST
    assert await mailed(intake) == await lying(intake) == []
    assert photo()[:40] not in await raw(intake, row)
    assert await removal(intake, row.id) is None
    assert "was left alone" in (await intake.page(f"/staff/messages/{row.id}"))[1]


async def test_a_filed_mail_that_is_a_request_after_all_leaves_the_mailbox(
    intake: IntakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From then on it is ours."""
    row = await filed(intake, monkeypatch)
    fields: dict[str, Any] = {"kinds": "access", "name": "Sam", "address": "sam@others.example", "language": "nl"}
    status, where = await intake.press(f"/staff/triage/{row.id}/accept", **fields)
    assert status == 303, where
    await intake.jump(seconds=30)
    assert (await intake.row(row.id)).stands is State.REQUEST
    assert await removal(intake, row.id) is not None


async def test_a_copy_over_the_limit_is_only_told(tmp_path: Path) -> None:
    """Not handed over, and yet taken out and removed; verify says it to a person."""
    async with intake_desk(tmp_path / "data", identity={"max_upload_mb": 1}) as intake:
        await asked(intake)
        large = mail("Zie hierbij.", message_id="<large@clients.example>", In_Reply_To=T02)
        row = await intake.taken(with_files(large, ("id.png", "image/png", photo(side=700))))
        (told,) = await mailed(intake)
        assert told.handover == ""
        assert await lying(intake) == []
        assert photo(side=700)[:40] not in await raw(intake, row)
        assert await removal(intake, row.id) is not None


async def test_many_pictures_are_all_taken_out_and_some_are_looked_at(intake: IntakeDesk) -> None:
    """One mail cannot fill the cabinet."""
    await asked(intake)
    row = await intake.taken(answer(*(f"foto-{number}.png" for number in range(25)), In_Reply_To=T02))
    assert [each.number for each in await mailed(intake)] == list(range(copies.MOST_HANDED))
    assert len(await reasons(intake, row)) == 25
    assert files_of(await raw(intake, row)) == {}


async def test_a_sender_that_is_not_proved_is_told_as_such(intake: IntakeDesk) -> None:
    """Our Message-ID, from another address."""
    case = await asked(intake)
    await intake.taken(answer("paspoort.png", In_Reply_To=T02, sender="Eve <eve@elsewhere.example>"))
    (told,) = await mailed(intake)
    assert (told.case_id, told.verified) == (case, False)


async def test_a_mail_of_before_is_stripped_and_its_text_stays_readable(
    intake: IntakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its raw file was sealed with the key of its text: the file goes, the key stays."""
    monkeypatch.setattr("services.intake.usecases.storing.first_name", lambda incoming_id: incoming_id)
    await asked(intake)
    row = await intake.taken(answer("paspoort.png", In_Reply_To=T02))
    assert row.raw_name == f"{row.id}.1"
    assert photo()[:40] not in await raw(intake, row)
    assert f"{row.id}.sealed" not in on_disk(intake)
    assert "Zie hierbij" in (await intake.words(row.id)).text


async def test_a_mail_that_cannot_be_rewritten_is_tried_again(intake: IntakeDesk) -> None:
    """Neither a child that fails nor one that gives the mail back as it was leaves the copy there for good."""
    real, answers = intake.desk.tools[CUT], [JobFailed("timeout"), None]

    async def failing(raw_mail: bytes, **facts: Any) -> bytes:
        if "view" in facts and answers:
            answer = answers.pop(0)
            if answer is not None:
                raise answer
            return raw_mail
        cut: bytes = await real(raw_mail, **facts)
        return cut

    intake.desk.tools[CUT] = failing
    await asked(intake)
    stored = await intake.take(answer("paspoort.png", In_Reply_To=T02))
    assert (await intake.row(stored.incoming_id)).raw_name.endswith(".1")
    await intake.jump(minutes=1)
    await intake.jump(minutes=5)
    row = await intake.row(stored.incoming_id)
    assert photo()[:40] not in await raw(intake, row)
    assert len(await mailed(intake)) == 1


async def test_both_steps_may_be_told_twice(intake: IntakeDesk) -> None:
    """A bus delivers twice; nothing is handed over or stripped a second time."""
    await asked(intake)
    row = await intake.taken(answer("paspoort.png", In_Reply_To=T02))
    now, old = intake.clock.now(), f"{row.id}.1"
    await intake.hear(
        CopiesFound(case_id=row.id, at=now, about=row.case_id, verified=True),
        StripMail(case_id=row.id, at=now, file=old, leaves=True),
    )
    assert len(await mailed(intake)) == len(await lying(intake)) == 1
    assert (await intake.row(row.id)).raw_name == f"{row.id}.2"


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("point", CRASH)
def test_a_kill_on_the_way_of_a_mailed_copy_leaves_nothing(tmp_path: Path, point: str) -> None:
    """Killed after the handover, after the new file, before the old one goes: a restart finishes, and says it once."""
    command = [sys.executable, "-m", "tests.faults.copy_child", str(tmp_path / "data")]
    environment = {**os.environ, "PRIVACYBALIE_CRASH_AT": point}
    here = Path(__file__).parents[2]
    killed = subprocess.run(command, env=environment, cwd=here, capture_output=True, timeout=100, check=False)
    assert killed.returncode == 137, killed.stderr[-800:]
    done = subprocess.run(command, cwd=here, capture_output=True, timeout=100, check=False, text=True)
    assert done.returncode == 0, done.stderr[-800:]
    assert done.stdout.splitlines()[-1] == "1 told, stripped, 1 file, removal wanted"


async def test_a_message_that_is_gone_stops_nothing(intake: IntakeDesk) -> None:
    """The message of a mail that nobody knows is dead, not the loop."""
    await intake.hear(StripMail(case_id="nobody", at=intake.clock.now(), file="nobody.1", leaves=True))
    async with intake.desk.look() as session:
        assert await find(session, "nobody") is None


@pytest.mark.servers
async def test_a_mailed_copy_leaves_intake_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    """As the service's own role: handed over, stripped, and to be removed."""
    admin = postgres.create_database("intake_copies")
    own = admin.replace("postgres@", "{service}@")
    async with intake_desk(tmp_path, database_url=own, database_admin_url=admin) as intake:
        case = await asked(intake)
        row = await intake.taken(answer("paspoort.png", In_Reply_To=T02))
        (told,) = await mailed(intake)
        assert (told.case_id, told.verified) == (case, True)
        assert await fetched(intake, told.handover) == photo()
        assert photo()[:40] not in await raw(intake, row)
        assert await removal(intake, row.id) is not None
