"""The checks of a copy: what each asks, what the sender hears, and what is left of the file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from services.verify import checks
from services.verify.checks import CHECKS, Finding, FindingKind, Judgement, judge
from services.verify.checks.copy import Copy, verdict_of
from services.verify.checks.door import from_frame, judge_frame
from services.verify.checks.report import check_file
from shared.vocabulary import Verdict
from tests.pictures import INK, card, exif, frames, jpeg_with, noted_png, png_with, saved
from tests.services.unseeing import unseen

ORDINARY = {
    "jpeg": saved(card(), "JPEG"),
    "progressive jpeg": saved(card(), "JPEG", progressive=True),
    "grey jpeg": saved(card(mode="L"), "JPEG"),
    "cmyk jpeg": saved(card(mode="CMYK"), "JPEG"),
    "png": saved(card()),
    "palette png": saved(card(mode="P")),
    "two-colour png": saved(card(mode="1")),
    "webp": saved(card(), "WEBP"),
    "lossless webp": saved(card(), "WEBP", lossless=True),
    "tiff": saved(card(), "TIFF"),
    "packed tiff": saved(card(), "TIFF", compression="tiff_lzw"),
}


@pytest.fixture(autouse=True)
def nothing_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the pixels show is asked in tests/gate; here a file is a file."""
    monkeypatch.setattr(checks, "CHECKS", (*CHECKS[:-1], unseen))


def kinds(judgement: Judgement) -> list[str]:
    """What was found, in order."""
    return [finding.kind.value for finding in judgement.findings]


def told(data: bytes) -> str:
    """What the sender hears about things the file carried."""
    found = (finding for finding in judge(data).findings if finding.kind is FindingKind.HIDDEN_CONTENT)
    return " ".join(finding.reason for finding in found)


def drawn(data: bytes) -> Image.Image:
    """The picture that is kept of a file."""
    kept = judge(data).raster_png
    assert kept is not None
    return Image.open(io.BytesIO(kept))


def test_the_list_asks_from_cheap_to_dear_and_ends_with_a_look_at_the_pixels() -> None:
    """Size before type, type before pixels."""
    order = ["size", "filetype", "decodable", "single_frame", "metadata", "raster", "visible"]
    assert [check.__name__ for check in CHECKS] == order


@pytest.mark.parametrize("name", ORDINARY)
def test_every_decodable_copy_is_opened(name: str) -> None:
    """One page, nothing failed."""
    judgement = judge(ORDINARY[name])
    assert judgement.verdict is Verdict.REVIEW
    assert kinds(judgement) == ["not_examined"]
    assert (judgement.pages, judgement.failure) == (1, None)


@pytest.mark.parametrize("name", ORDINARY)
def test_the_kept_picture_looks_like_what_was_sent(name: str) -> None:
    """The red block is still in its corner (dark where the file knows no colours), the rest white."""
    picture = drawn(ORDINARY[name])
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (320, 200))
    corner, rest = picture.getpixel((20, 20)), picture.getpixel((250, 150))
    assert isinstance(corner, tuple)
    assert isinstance(rest, tuple)
    assert min(rest) > 245
    if name not in {"grey jpeg", "two-colour png"}:
        assert max(abs(is_ - was) for is_, was in zip(corner, INK, strict=True)) < 60


@pytest.mark.parametrize(
    ("orientation", "place"),
    [
        (1, (5, 5)),
        (2, (315, 5)),
        (3, (315, 195)),
        (4, (5, 195)),
        (5, (5, 5)),
        (6, (195, 5)),
        (7, (195, 315)),
        (8, (5, 315)),
    ],
)
def test_the_picture_is_turned_upright(orientation: int, place: tuple[int, int]) -> None:
    """All eight ways a camera can be held."""
    picture = drawn(saved(card(), "JPEG", exif=exif(orientation)))
    assert picture.size == ((320, 200) if orientation < 5 else (200, 320))
    red = picture.getpixel(place)
    assert isinstance(red, tuple)
    assert red[0] > red[1] + 100


def test_a_large_picture_is_made_smaller() -> None:
    """At most 2400 pixels a side, whatever the format."""
    large = card((4000, 1000))
    assert drawn(saved(large, "JPEG")).size == (2400, 600)
    assert drawn(saved(large)).size == (2400, 600)
    assert drawn(saved(large.convert("1"))).size == (2400, 600)


def test_what_is_transparent_becomes_white_and_is_told() -> None:
    """A see-through block hides nothing for another viewer, so everyone gets the same white."""
    clear = card(mode="RGBA")
    clear.putpixel((20, 20), (0, 0, 0, 0))
    for file in (saved(clear), saved(clear, "WEBP", lossless=True)):
        assert drawn(file).getpixel((20, 20)) == (255, 255, 255)
        assert "transparent" in told(file)


def test_a_channel_for_transparency_that_says_nothing_is_not_told() -> None:
    """Screenshots have one; their sender did nothing."""
    assert told(saved(card(mode="RGBA"))) == ""
    assert told(saved(card(mode="LA"))) == ""


def test_a_tiff_is_turned_once() -> None:
    """Its decoder turns it already."""
    picture = drawn(saved(card(), "TIFF", tiffinfo={274: 6}))
    assert picture.size == (200, 320)
    red = picture.getpixel((195, 5))
    assert isinstance(red, tuple)
    assert red[0] > red[1] + 100


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    """Half is half, not white."""
    grey = Image.new("I;16", (20, 20), 0x8000)
    shade = drawn(saved(grey)).getpixel((5, 5))
    assert shade == (128, 128, 128)


def test_unusual_colours_are_refused_with_a_reason() -> None:
    """Floating point is no photo."""
    judgement = judge(saved(Image.new("F", (20, 20), 0.5), "TIFF"))
    assert judgement.verdict is Verdict.UNREADABLE
    assert "unusual colours" in judgement.findings[0].reason


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (saved(card(), "JPEG", exif=exif()), "place, time and device"),
        (saved(card(), "JPEG", exif=exif(thumbnail=saved(card((32, 20)), "JPEG"))), "second, small picture"),
        (jpeg_with(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"), "place, time and device"),
        (jpeg_with(0xED, b"Photoshop 3.0\x008BIM"), "place, time and device"),
        (jpeg_with(0xED, b"Photoshop 3.0\x008BIM\xff\xd8\xff\xe0"), "second, small picture"),
        (jpeg_with(0xE2, b"MPF\0" + bytes(20)), "second, small picture"),
        (jpeg_with(0xE0, b"JFXX\0\x10" + bytes(20)), "second, small picture"),
        (jpeg_with(0xEB, b"JP" + bytes(20)), "not for showing"),
        (jpeg_with(0xFE, b"a comment"), "a note"),
        (noted_png(), "a note"),
        (saved(card(), exif=exif()), "place, time and device"),
        (png_with(b"prVw", bytes(20)), "not for showing"),
        (saved(card(), "WEBP", exif=exif()), "place, time and device"),
        (saved(card(), "WEBP", xmp=b"<x:xmpmeta/>"), "place, time and device"),
        (saved(card(), "TIFF", tiffinfo={270: "a description"}), "a note"),
        (saved(card(), "TIFF", tiffinfo={700: b"<x:xmpmeta/>"}), "place, time and device"),
        *((file + b"<html>more</html>", "followed the end") for file in ORDINARY.values()),
    ],
)
def test_what_a_file_carries_is_told_and_left_behind(file: bytes, words: str) -> None:
    """A carrier refuses nothing: it is stripped, and the sender hears of it."""
    assert words in told(file)
    judgement = judge(file)
    assert judgement.verdict is Verdict.REVIEW
    kept = judgement.raster_png
    assert kept is not None
    assert told(kept) == ""


@pytest.mark.parametrize("name", ORDINARY)
def test_padding_behind_a_picture_is_no_content(name: str) -> None:
    """Some phones fill up with zeros."""
    assert told(ORDINARY[name] + bytes(64)) == ""


def test_a_phone_picture_with_others_behind_it_is_read_as_its_first() -> None:
    """MPO, as many phones write it: the viewer's picture is judged, the rest stays behind and is told."""
    file = frames("MPO")
    judgement = judge(file)
    assert judgement.verdict is Verdict.REVIEW
    assert "second, small picture" in told(file)
    assert "followed the end" in told(file)
    red = drawn(file).getpixel((16, 10))
    assert isinstance(red, tuple)
    assert red[0] > red[2] + 100


@pytest.mark.parametrize(
    ("kinds_found", "verdict"),
    [
        ([], Verdict.ACCEPTED),
        (["hidden_content"], Verdict.ACCEPTED),
        (["hidden_content", "not_examined"], Verdict.REVIEW),
        (["bsn", "not_examined"], Verdict.REJECTED),
        (["weak_cover"], Verdict.REJECTED),
        (["face", "damaged"], Verdict.UNREADABLE),
    ],
)
def test_the_verdict_follows_the_gravest_finding(kinds_found: list[str], verdict: Verdict) -> None:
    """Cannot be read, shows too much, needs a person, fine: in that order (spec 4.5)."""
    assert verdict_of(Finding(FindingKind(kind), "") for kind in kinds_found) is verdict


def test_a_check_that_raises_is_a_counted_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which check and which exception, and not a word of its text; no picture is kept."""

    def face(_: Copy) -> tuple[Finding, ...]:
        raise LookupError("111222333")

    monkeypatch.setattr(checks, "CHECKS", (*CHECKS[:-1], face, CHECKS[-1]))
    judgement = judge(ORDINARY["png"])
    assert (judgement.verdict, judgement.failure) == (Verdict.UNREADABLE, "face:LookupError")
    assert judgement.raster_png is None
    assert "111222333" not in str(judgement)


def test_running_out_of_memory_is_left_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has none left is replaced, not asked for more."""

    def greedy(_: Copy) -> tuple[Finding, ...]:
        raise MemoryError

    monkeypatch.setattr(checks, "CHECKS", (greedy,))
    with pytest.raises(MemoryError):
        judge(b"x")


def test_a_judgement_survives_the_frame() -> None:
    """What the child writes, the parent reads."""
    file = noted_png()
    assert from_frame(*judge_frame(file, {"declared_name": "copy.png"})) == judge(file, "copy.png")
    assert from_frame(*judge_frame(b"", {})) == judge(b"")


def test_a_file_is_reported_in_the_words_of_the_contract(tmp_path: Path) -> None:
    """`check-id --json` prints these keys and no others, and never a value."""
    path = tmp_path / "copy.jpg"
    path.write_bytes(ORDINARY["jpeg"])
    report = check_file(path)
    assert list(report) == ["file", "verdict", "findings", "pages", "seconds"]
    assert (report["file"], report["verdict"], report["pages"]) == (str(path), "review", 1)
    assert isinstance(report["seconds"], float)
    (finding,) = report["findings"]
    assert list(finding) == ["kind", "page", "box", "reason"]
    assert (finding["kind"], finding["page"], finding["box"]) == ("not_examined", 1, [0.0, 0.0, 1.0, 1.0])
