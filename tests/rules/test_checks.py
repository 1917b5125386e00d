"""Opening a copy: what each question asks, what the sender hears, and what is left of the file."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pytest
from PIL import Image

from services.verify.checks.copy import Copy, Finding, FindingKind, Judgement, verdict_of
from services.verify.checks.door import as_frame, from_frame
from services.verify.checks.keeping import redrawn
from services.verify.checks.opened import Opened, unopened
from services.verify.checks.opening import opener
from services.verify.checks.opening.door import open_frame
from services.verify.checks.opening.opener import OPENING, open_copy
from services.verify.checks.pixel_frames import leaves_as_frame, leaves_from
from shared.vocabulary import Verdict
from tests.pictures import HEIC, INK, card, exif, frames, jpeg_with, noted_png, png_with, saved, with_segment

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


def kinds(opened: Opened) -> list[str]:
    """What was found, in order."""
    return [finding.kind.value for finding in opened.findings]


def told(data: bytes) -> str:
    """What the sender hears about things the file carried."""
    found = (finding for finding in open_copy(data).findings if finding.kind is FindingKind.HIDDEN_CONTENT)
    return " ".join(finding.reason for finding in found)


def kept(data: bytes) -> bytes:
    """The file that is kept of a file."""
    return redrawn([leaf for leaf in open_copy(data).leaves if not leaf.beneath])


def drawn(data: bytes) -> Image.Image:
    """The picture that is kept of a file."""
    return Image.open(io.BytesIO(kept(data)))


def test_the_list_asks_from_cheap_to_dear() -> None:
    """Size before type, type before pixels."""
    assert [each.__name__ for each in OPENING] == ["size", "filetype", "decoded", "metadata", "embedded"]


@pytest.mark.parametrize("name", ORDINARY)
def test_every_ordinary_picture_opens_as_one_page(name: str) -> None:
    """Nothing is found in its bytes; its pixels are judged elsewhere."""
    opened = open_copy(ORDINARY[name])
    assert (kinds(opened), opened.failure) == ([], None)
    assert [(leaf.number, leaf.pixels.shape, leaf.beneath) for leaf in opened.leaves] == [(1, (200, 320, 3), False)]


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
    opened = open_copy(saved(Image.new("F", (20, 20), 0.5), "TIFF"))
    assert unopened(opened).verdict is Verdict.UNREADABLE
    assert "unusual colours" in opened.findings[0].reason


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
    opened = open_copy(file)
    assert kinds(opened).count("hidden_content") == len(opened.findings)
    assert told(kept(file)) == ""


@pytest.mark.parametrize("name", ORDINARY)
def test_padding_behind_a_picture_is_no_content(name: str) -> None:
    """Some phones fill up with zeros."""
    assert told(ORDINARY[name] + bytes(64)) == ""


def test_a_phone_picture_with_others_behind_it_is_read_as_its_first() -> None:
    """MPO, as many phones write it: the viewer's picture is judged, the rest stays behind and is told."""
    file = frames("MPO")
    assert [leaf.number for leaf in open_copy(file).leaves] == [1]
    assert "second, small picture" in told(file)
    assert "followed the end" in told(file)
    red = drawn(file).getpixel((16, 10))
    assert isinstance(red, tuple)
    assert red[0] > red[2] + 100


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_every_frame_is_a_page(kind: str) -> None:
    """An animation, or a scan of both sides: a viewer shows one of them, the checks look at all."""
    leaves = open_copy(frames(kind)).leaves
    assert [leaf.number for leaf in leaves] == [1, 2, 3]
    assert len({leaf.pixels[5, 5].tobytes() for leaf in leaves}) == 3


def test_more_than_six_frames_are_refused() -> None:
    """Nobody sends that many sides."""
    others = [card((32, 20)) for _ in range(6)]
    many = saved(Image.new("RGB", (32, 20)), "TIFF", save_all=True, append_images=others)
    assert kinds(open_copy(many)) == ["several_pictures"]


def test_a_photo_of_a_phone_is_opened() -> None:
    """HEIC, as telephones write it."""
    (leaf,) = open_copy(HEIC, "IMG_1.HEIC").leaves
    assert leaf.pixels.shape == (100, 160, 3)
    assert leaf.pixels[10, 10].tolist() == list(INK)


def test_colours_under_what_is_transparent_are_looked_at() -> None:
    """Whoever makes a part transparent leaves its colours in the file."""
    hidden = card().convert("RGBA")
    hidden.paste((200, 30, 30, 0), (0, 0, 80, 50))
    shown, stored = open_copy(saved(hidden)).leaves
    assert shown.pixels[20, 20].tolist() == [255, 255, 255]
    assert (stored.beneath, stored.pixels[20, 20].tolist()) == (True, list(INK))


def edited(picture: Image.Image) -> Image.Image:
    """The picture after somebody painted a part black."""
    after = picture.copy()
    after.paste((0, 0, 0), (0, 0, 90, 60))
    return after


def xmp_with(preview: bytes) -> bytes:
    """A JPEG whose XMP holds a preview as base64."""
    text = b"<xmpGImg:image>" + base64.b64encode(preview) + b"</xmpGImg:image>"
    return b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + text + b"</x:xmpmeta>"


PREVIEWS: dict[str, Callable[[bytes, bytes], bytes]] = {
    "camera details": lambda _, old: saved(edited(card()), "JPEG", exif=exif(thumbnail=old)),
    "behind the end": lambda new, old: new + old,
    "photoshop": lambda new, old: with_segment(new, 0xED, b"Photoshop 3.0\x008BIM\x04\x0c" + old),
    "xmp": lambda new, old: with_segment(new, 0xE1, xmp_with(old)),
}


@pytest.mark.parametrize("place", PREVIEWS)
def test_a_preview_that_shows_more_refuses_the_copy(place: str) -> None:
    """An editor painted the picture black and left the old preview; wherever it lies, it is found."""
    new, old = saved(edited(card()), "JPEG"), saved(card((160, 100)), "JPEG")
    assert {"hidden_content", "weak_cover"} <= set(kinds(open_copy(PREVIEWS[place](new, old))))


@pytest.mark.parametrize("place", PREVIEWS)
def test_a_preview_that_shows_the_same_is_only_told(place: str) -> None:
    """Every camera makes one."""
    new = saved(edited(card()), "JPEG")
    same = saved(edited(card()).resize((160, 100)), "JPEG")
    assert set(kinds(open_copy(PREVIEWS[place](new, same)))) == {"hidden_content"}


def test_a_preview_filled_up_with_black_shows_the_same() -> None:
    """Previews are four to three, whatever the photo is."""
    preview = Image.new("RGB", (160, 120))
    preview.paste(edited(card()).resize((160, 100)), (0, 10))
    file = saved(edited(card()), "JPEG", exif=exif(thumbnail=saved(preview, "JPEG")))
    assert set(kinds(open_copy(file))) == {"hidden_content"}


@pytest.mark.parametrize(
    ("kinds_found", "verdict"),
    [
        ([], Verdict.ACCEPTED),
        (["hidden_content"], Verdict.ACCEPTED),
        (["hidden_content", "not_examined"], Verdict.REVIEW),
        (["bsn", "not_examined"], Verdict.REJECTED),
        (["suspect"], Verdict.REVIEW),
        (["no_cover"], Verdict.REVIEW),
        (["illegible", "bsn"], Verdict.UNREADABLE),
        (["weak_cover"], Verdict.REJECTED),
        (["face", "damaged"], Verdict.UNREADABLE),
    ],
)
def test_the_verdict_follows_the_gravest_finding(kinds_found: list[str], verdict: Verdict) -> None:
    """Cannot be read, shows too much, needs a person, fine: in that order (spec 4.5)."""
    assert verdict_of(Finding(FindingKind(kind), "") for kind in kinds_found) is verdict


def test_a_question_that_raises_is_a_counted_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which question and which exception, and not a word of its text; no page is left."""

    def face(_: Copy) -> tuple[Finding, ...]:
        raise LookupError("111222333")

    monkeypatch.setattr(opener, "OPENING", (*OPENING, face))
    opened = open_copy(ORDINARY["png"])
    assert (opened.leaves, opened.failure) == ((), "face:LookupError")
    assert unopened(opened).verdict is Verdict.UNREADABLE
    assert "111222333" not in str(opened)


def test_running_out_of_memory_is_left_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has none left is replaced, not asked for more."""

    def greedy(_: Copy) -> tuple[Finding, ...]:
        raise MemoryError

    monkeypatch.setattr(opener, "OPENING", (greedy,))
    with pytest.raises(MemoryError):
        open_copy(b"x")


def test_what_a_child_writes_the_parent_reads() -> None:
    """Pages and judgements survive the frame."""
    file = noted_png()
    facts, pixels = open_frame(file, {"declared_name": "copy.png"})
    (leaf,) = leaves_from(facts["leaves"], pixels)
    (was,) = open_copy(file).leaves
    assert (leaf.number, leaf.beneath, leaf.pixels.tobytes()) == (1, False, was.pixels.tobytes())
    for judgement in (
        unopened(open_copy(b"")),
        Judgement(Verdict.REJECTED, (Finding(FindingKind.FACE, "", 2, (0.1, 0.2, 0.3, 0.4)),), 2, None, "x:Y"),
        Judgement(
            Verdict.ACCEPTED, (), 2, b"png", None, (Finding(FindingKind.QR, "", 2),), ((0, 0, 1, 0.5), (0, 0.5, 0.9, 1))
        ),
    ):
        assert from_frame(*as_frame(judgement)) == judgement
    assert leaves_as_frame([]) == ([], b"")
