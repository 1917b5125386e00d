"""Files made to mislead or to do harm: each is refused, or disarmed, for its own stated reason."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.verify.checks import FindingKind, Judgement, judge
from services.verify.checks import examine as examine_module
from services.verify.checks.examine import Examiners, examine, examiners
from services.verify.checks.keeping import redrawn
from services.verify.checks.opening.opener import open_copy
from services.verify.checks.report import check_file
from shared.platform.confined import Confined
from shared.vocabulary import Verdict
from tests.coloured_judge import JUDGE
from tests.pictures import BROKEN_HEIC, EMPTY_PDF, HTML, SVG, archive, card, frames, png_of, saved, text_bomb

pytestmark = pytest.mark.slow

JPEG = saved(card(), "JPEG")
PNG = saved(card())
REFUSED: dict[str, tuple[bytes, str, str]] = {
    "nothing.jpg": (b"", "empty", "is empty"),
    "vast.jpg": (JPEG + bytes(100 << 20), "too_large", "15 MB"),
    "text.jpg": (b"Dear desk, this is my passport.\n" * 9, "not_a_picture", "name says picture"),
    "page.png": (HTML, "not_a_picture", "name says picture"),
    "page.html": (HTML, "not_a_picture", "not a photo"),
    "drawing.svg": (SVG, "not_a_picture", "not a photo"),
    "moving.gif": (frames("GIF"), "not_a_picture", "not a photo"),
    "archive.zip": (archive(), "not_a_picture", "not a photo"),
    "program.jpg": (b"\x7fELF\x02\x01\x01" + bytes(200), "not_a_picture", "name says picture"),
    "noise.jpg": (bytes(range(255, 0, -1)), "not_a_picture", "name says picture"),
    "empty.pdf": (EMPTY_PDF, "damaged", "PDF is damaged"),
    "start.heic": (BROKEN_HEIC, "damaged", "damaged"),
    "wide.png": (png_of(30000, 30000, b""), "too_many_pixels", "40 million pixels"),
    "strip.png": (png_of(1_000_000, 1, b""), "too_many_pixels", "40 million pixels"),
    "pixels.png": (png_of(6400, 6400, zlib.compress(bytes(1 << 20))), "too_many_pixels", "40 million"),
    "notes.png": (text_bomb(), "damaged", "damaged"),
    "half.jpg": (JPEG[: len(JPEG) // 2], "damaged", "damaged"),
    "half.png": (PNG[: len(PNG) // 2], "damaged", "damaged"),
    "half.webp": (saved(card(), "WEBP")[:200], "damaged", "damaged"),
    "half.tif": (saved(card(), "TIFF")[:2000], "damaged", "damaged"),
    "start.png": (PNG[:20], "damaged", "damaged"),
    "short.png": (png_of(4000, 4000, zlib.compress(bytes(100))), "damaged", "damaged"),
}
DISARMED: dict[str, bytes] = {
    "png and page": PNG + HTML,
    "png and archive": PNG + archive(),
    "jpeg and page": JPEG + HTML,
    "jpeg and archive": JPEG + archive(),
    "webp and archive": saved(card(), "WEBP") + archive(),
    "tiff and archive": saved(card(), "TIFF") + archive(),
    "png and second png": PNG + PNG,
}


@pytest.fixture
async def confined(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Examiners]:
    """The children that open and judge, as the service runs them; the judge has no models (tests/gate has)."""
    monkeypatch.setattr(examine_module, "JUDGE", JUDGE)
    async with examiners() as both:
        yield both


def the_reason(judgement: Judgement) -> tuple[str, str]:
    """The one finding of a file that is refused."""
    (finding,) = judgement.findings
    return finding.kind.value, finding.reason


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_unreadable_for_its_own_reason(name: str) -> None:
    """The verdict alone proves nothing: a broken checker would refuse everything too."""
    data, kind, words = REFUSED[name]
    judgement = judge(data, name)
    assert (judgement.verdict, judgement.raster_png) == (Verdict.UNREADABLE, None)
    found, reason = the_reason(judgement)
    assert found == kind
    assert words in reason


@pytest.mark.parametrize("name", DISARMED)
def test_a_file_that_is_two_things_at_once_keeps_only_its_picture(name: str) -> None:
    """The second thing is told to the sender and is not in what is kept."""
    opened = open_copy(DISARMED[name], "copy.png")
    assert any("followed the end" in finding.reason for finding in opened.findings)
    kept = redrawn([leaf for leaf in opened.leaves if not leaf.beneath])
    assert kept.endswith(b"IEND\xaeB`\x82")
    assert kept.count(b"IEND") == 1
    assert b"<script" not in kept
    assert b"PK\x03\x04" not in kept


def test_what_a_decoder_raises_is_counted_by_its_name() -> None:
    """Which check gave up, and on what; for the figures that the desk watches."""
    assert judge(REFUSED["half.jpg"][0]).failure == "decoded:OSError"


async def test_the_confined_child_says_the_same(confined: Examiners) -> None:
    """One after the other through one process: none of them hurts the next."""
    for name, (data, kind, _) in REFUSED.items():
        if name != "vast.jpg":
            judgement = await examine(confined, data, name)
            assert (judgement.verdict, the_reason(judgement)[0]) == (Verdict.UNREADABLE, kind), name
    assert (await examine(confined, PNG + archive(), "copy.png")).verdict is Verdict.REVIEW


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("TIFF", "RGBA")])
async def test_the_largest_allowed_picture_fits_in_the_childs_memory(confined: Examiners, kind: str, mode: str) -> None:
    """Forty million pixels, half of it transparent where the format can."""
    picture = card((8000, 5000), mode)
    if mode == "RGBA":
        picture.paste((0, 0, 0, 0), (0, 0, 4000, 5000))
    judgement = await examine(confined, saved(picture, kind, **_PACKED.get(kind, {})), "copy")
    assert (judgement.verdict, judgement.failure) == (Verdict.REVIEW, None)


_PACKED: dict[str, dict[str, object]] = {"TIFF": {"compression": "tiff_deflate"}, "PNG": {"compress_level": 1}}


async def test_a_child_that_fails_is_a_verdict_with_a_kind_to_count() -> None:
    """Here every job raises; the sender hears what to do."""
    async with Confined("tests.platform.confined_jobs:do", seconds=1) as confined:
        judgement = await examine(Examiners(confined, confined), PNG)
    assert (judgement.verdict, judgement.failure) == (Verdict.UNREADABLE, "raised:KeyError")
    assert judgement.findings[0].kind is FindingKind.NO_ANSWER
    assert "new photo" in judgement.findings[0].reason


def test_a_name_is_never_a_path() -> None:
    """Whatever it spells, nothing is opened by it."""
    for name in ("../../etc/passwd", "/etc/passwd", "a\0b.png", "x" * 100_000 + ".png", "\u202egnp.exe"):
        assert open_copy(PNG, name).leaves
        assert judge(HTML, name).verdict is Verdict.UNREADABLE


async def test_a_vast_file_is_read_no_further_than_needed(confined: Examiners, tmp_path: Path) -> None:
    """A sparse file of 10 GB: its first 15 MB tell enough."""
    path = tmp_path / "copy.png"
    with path.open("wb") as file:
        file.truncate(10 << 30)
    report = await check_file(confined, path)
    assert report["verdict"] == "unreadable"
    assert [finding["kind"] for finding in report["findings"]] == ["too_large"]
