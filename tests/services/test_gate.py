"""What the desk does with what the gate says: refuse, keep, paint over, tell where, count, and raise the alarm."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from prometheus_client import REGISTRY

from services.verify import gate
from services.verify.checks.copy import Finding, FindingKind, Judgement
from services.verify.rules.verification import State
from services.verify.rules.whereabouts import Place, place_of, sightings
from services.verify.usecases import stumbling
from services.verify.usecases.tools import EXAMINE, Judged, Reason
from services.verify.usecases.viewing import kept_picture
from shared.contracts.settings import Identity
from shared.vocabulary import DeskTrouble, Verdict
from tests.coloured_judge import COVER, DOUBT, NUMBER, PHOTO, coloured
from tests.services.verify_desk import CASE, CHECKED, VerifyDesk, verify_desk

COVERED = coloured({COVER: (20, 40, 120, 180)})
SHOWS_PHOTO = coloured({PHOTO: (20, 40, 120, 180)})
SHOWS_BOTH = coloured({PHOTO: (20, 40, 120, 180), NUMBER: (200, 200, 300, 230)})
DOUBTFUL = coloured({DOUBT: (20, 40, 120, 180), COVER: (200, 40, 300, 60)})


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office that refuses what shows too much, as it does unless it is told otherwise."""
    async with verify_desk(tmp_path / "data") as made:
        yield made


@pytest.fixture
async def painting(tmp_path: Path) -> AsyncIterator[VerifyDesk]:
    """An office that paints over what shows too much."""
    async with verify_desk(tmp_path / "data", identity={"auto_redact": True}) as made:
        yield made


async def page(office: VerifyDesk, language: str = "en") -> str:
    """The staff's page of the case."""
    headers = await office.staff()
    headers = {**headers, "Cookie": headers["Cookie"].replace("lang=en", f"lang={language}")}
    async with office.web.get(f"/staff/verify/{CASE}", headers=headers) as answer:
        assert answer.status == 200
        return await answer.text()


async def picture(office: VerifyDesk) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The picture that is kept, as pixels; what staff see of it bears their name as well."""
    _, kept = await kept_picture(office.desk, CASE)
    return np.array(Image.open(io.BytesIO(kept)))


@pytest.mark.slow
async def test_a_copy_that_shows_something_is_refused_with_what_and_where(office: VerifyDesk) -> None:
    """Nothing is kept, a try is used up, and the page says where to look."""
    code = await office.asked()
    answer = await office.send(code, SHOWS_BOTH)
    said = await answer.text()
    assert answer.status == 422
    assert "A photo can be seen. Look here: on the left." in said
    assert "A number can be read. Look here: at the bottom." in said
    assert "4 more times" in said
    assert office.files() == []
    assert [link.tries for link in await office.links()] == [1]
    assert (await office.send(code, COVERED)).status == 303
    (copy,) = await office.copies()
    assert (copy.verdict, copy.finding_list) == ("accepted", [])
    assert "Nothing was found that must be hidden" in await page(office)


@pytest.mark.slow
async def test_in_doubt_a_person_sees_a_picture_in_which_the_doubt_is_black(office: VerifyDesk) -> None:
    """Spec 4.5, uncertain: painted before it is kept; the place is drawn over it and said in both languages."""
    assert (await office.send(await office.asked(), DOUBTFUL)).headers["Location"].endswith("done=copy-received")
    (copy,) = await office.copies()
    assert copy.verdict == "review"
    (finding,) = copy.finding_list
    assert (finding["kind"], finding["painted"], finding["area"]) == ("suspect", True, [0.05, 0.16, 0.3, 0.72])
    pixels = await picture(office)
    assert not (pixels == DOUBT).all(axis=2).any()
    assert not pixels[40:180, 20:120].any()
    said = await page(office)
    assert '<rect x="5.0%" y="16.0%" width="25.0%" height="56.0%"/>' in said
    assert "painted over by the desk" in said and "(on the left)" in said
    assert "compares no faces" in said
    dutch = await page(office, "nl")
    assert "zwart gemaakt door de balie" in dutch and "(links)" in dutch


@pytest.mark.slow
async def test_a_desk_that_paints_keeps_what_passes_and_tells_everybody(painting: VerifyDesk) -> None:
    """The requester reads that something was hidden, staff read what; a person decides whatever the gate says."""
    answer = await painting.send(await painting.asked(), SHOWS_BOTH)
    assert answer.headers["Location"].endswith("done=copy-repainted")
    async with painting.web.get(answer.headers["Location"], headers={"Cookie": "lang=en"}) as received:
        assert "we painted that over" in await received.text()
    (copy,) = await painting.copies()
    assert copy.verdict == "review"
    assert [(f["kind"], f["painted"]) for f in copy.finding_list] == [("face", True), ("bsn", True)]
    pixels = await picture(painting)
    for rows, columns in ((slice(40, 180), slice(20, 120)), (slice(200, 230), slice(200, 300))):
        assert (pixels[rows, columns] == 0).all(axis=2).mean() > 0.85  # around each block runs a light line
    assert "It showed too much: the desk painted that over" in await page(painting)
    assert {"repainted": True}.items() <= dict(await painting.trail())["identity.copy_received"].items()


@pytest.mark.slow
async def test_a_mailed_copy_is_painted_over_too(painting: VerifyDesk) -> None:
    """The same gate at the other door; the requester reads of it with the decision (T05)."""
    await painting.asked()
    await painting.mailed(SHOWS_PHOTO)
    assert (await painting.row()).stands is State.COPY_RECEIVED
    assert not (await picture(painting) == PHOTO).all(axis=2).any()
    assert await painting.press("approve", shown=CHECKED, document="passport") == 303
    (verified,) = await painting.said("identity.verified")
    assert verified.repainted


@pytest.mark.slow
async def test_the_photo_alone_may_be_painted_over_for_a_person(tmp_path: Path) -> None:
    """Spec 4.5, main photo: by configuration; a number that is visible refuses the copy all the same."""
    async with verify_desk(tmp_path / "data", identity={"photo_must_be_hidden": False}) as office:
        code = await office.asked()
        assert (await office.send(code, SHOWS_BOTH)).status == 422
        assert (await office.send(code, SHOWS_PHOTO)).status == 303
        (copy,) = await office.copies()
        assert copy.verdict == "review"


@pytest.mark.slow
async def test_the_letter_says_where_a_mailed_copy_showed_something(office: VerifyDesk) -> None:
    """T03: of the reasons that a person gives, those that the gate saw carry their place."""
    await office.asked()
    await office.mailed(SHOWS_BOTH)
    said = await page(office)
    assert "A face was found (on the left)" in said
    assert re.search(r'value="face" checked', said)
    assert await office.press("again", reason=["face", "unreadable"]) == 303
    (rejected,) = await office.said("identity.copy_rejected")
    assert (sorted(rejected.reasons), rejected.seen) == (["face", "unreadable"], ["face@left"])


async def judge_of(office: VerifyDesk, found: Judgement, monkeypatch: pytest.MonkeyPatch) -> Judged:
    """Let the desk judge a file of which the children say this."""

    async def examine(*_: object) -> Judgement:
        return found

    monkeypatch.setattr(gate, "examine", examine)
    judged: Judged = await office.desk.tools[EXAMINE](b"", None)
    return judged


def failed(kind: str) -> Judgement:
    """A file that the gate has no answer for."""
    return Judgement(Verdict.UNREADABLE, (Finding(FindingKind.NO_ANSWER, "Later."),), 0, None, kind)


def counted(kind: str) -> float:
    """How many failures of this kind were counted."""
    return REGISTRY.get_sample_value("privacybalie_gate_failures_total", {"kind": kind}) or 0.0


async def test_a_failing_gate_is_counted_and_people_hear_of_it_once(
    office: VerifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each failure counts, the first one of a day raises the alarm, a day without ends it; the next one is new."""
    before = counted("faces:TypeError")
    for _ in range(2):
        judged = await judge_of(office, failed("faces:TypeError"), monkeypatch)
        assert (judged.verdict, judged.busy) == (Verdict.UNREADABLE, False)
        await stumbling.look_again(office.desk)
    assert counted("faces:TypeError") == before + 2
    office.clock.jump(timedelta(hours=25))
    await stumbling.look_again(office.desk)
    await stumbling.look_again(office.desk)
    await judge_of(office, failed("died"), monkeypatch)
    alarms = await office.said("gate.alarm")
    assert [(m.what, m.number, m.raised) for m in alarms] == [
        (DeskTrouble.GATE_FAILS, 1, True),
        (DeskTrouble.GATE_FAILS, 1, False),
        (DeskTrouble.GATE_FAILS, 2, True),
    ]


@pytest.mark.parametrize("kind", ["busy", "decoded:OSError"])
async def test_a_damaged_file_or_a_rush_is_counted_without_an_alarm(
    office: VerifyDesk, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that people have to mend."""
    before = counted(kind)
    judged = await judge_of(office, failed(kind), monkeypatch)
    assert judged.busy is (kind == "busy")
    assert counted(kind) == before + 1
    assert await office.said("gate.alarm") == []


async def test_what_a_child_that_was_taken_over_says_is_not_counted_under_its_name(
    office: VerifyDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A label is a code; anything else could be somebody's data."""
    before = counted("answer")
    await judge_of(office, failed("Noor Bakker 111222333"), monkeypatch)
    assert counted("answer") == before + 1
    assert counted("Noor Bakker 111222333") == 0


def test_a_question_that_fails_by_itself_is_ours_to_mend() -> None:
    """A misspelt name in our own code must never look like a damaged file."""
    assert [stumbling.is_ours(kind) for kind in ("decoded:NameError", "faces:OSError", "timeout", "died")] == [True] * 4
    assert not stumbling.is_ours("decoded:SyntaxError")


def test_what_the_sender_hears_is_what_decided() -> None:
    """Of a refused copy what must be hidden, page by page; of one that cannot be read why."""
    seen = Finding(FindingKind.FACE, "seen", 2, (0.0, 0.0, 0.2, 0.2))
    more = Finding(FindingKind.HIDDEN_CONTENT, "more")
    refused = gate.as_judged(Judgement(Verdict.REJECTED, (more, seen), 2, None))
    assert refused.reasons == (Reason("seen", 2, Place.TOP_LEFT),)
    assert [finding["kind"] for finding in refused.findings] == ["hidden_content", "face"]
    assert gate.as_judged(failed("died")).reasons == (Reason("Later."),)


def test_a_box_of_the_second_page_lies_in_the_lower_half_of_the_picture() -> None:
    """Fractions of the page become fractions of the picture with all pages."""
    doubt = Finding(FindingKind.SUSPECT, "", 2, (0.5, 0.5, 1.0, 1.0))
    halves = ((0.0, 0.0, 1.0, 0.5), (0.0, 0.5, 0.8, 1.0))
    (told,) = gate.as_judged(Judgement(Verdict.REVIEW, (doubt,), 2, b"png", None, (doubt,), halves)).findings
    assert told["area"] == [0.4, 0.75, 0.8, 1.0]


def test_the_configuration_says_what_becomes_of_what_shows_too_much() -> None:
    """Refused, unless it is set."""
    assert gate.wish_of(Identity()).value == "judge"
    assert gate.wish_of(Identity(photo_must_be_hidden=False)).value == "hide_photo"
    assert gate.wish_of(Identity(photo_must_be_hidden=False, auto_redact=True)).value == "hide"


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((0.0, 0.0, 0.2, 0.2), Place.TOP_LEFT),
        ((0.4, 0.4, 0.6, 0.6), Place.MIDDLE),
        ((0.0, 0.85, 1.0, 1.0), Place.BOTTOM),
        ((0.9, 0.1, 1.0, 0.9), Place.RIGHT),
        ((0.0, 0.0, 1.0, 1.0), None),
    ],
)
def test_a_box_has_a_place_in_words(box: tuple[float, float, float, float], place: Place | None) -> None:
    """By its middle; what is most of the page is nowhere in particular."""
    assert place_of(box) is place


def test_a_letter_says_the_page_only_where_there_are_several() -> None:
    """Reasons that nobody gave are left out, and so is one that is everywhere on an only page."""
    face = {"kind": "face", "page": 1, "box": [0.0, 0.0, 0.2, 0.2]}
    code = {"kind": "qr", "page": 2, "box": [0.0, 0.0, 1.0, 1.0]}
    assert sightings([face, face], ["face"]) == ["face@top_left"]
    assert sightings([face, code], ["face", "qr"]) == ["face@top_left@1", "qr@@2"]
    assert sightings([code | {"page": 1}, face], ["qr"]) == []
