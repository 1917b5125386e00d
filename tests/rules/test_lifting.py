"""Large bodies are lifted out before a mail is parsed: that makes it fast, and changes nothing of what is read."""

from __future__ import annotations

import base64
import email
import itertools
from random import Random

import pytest

from services.intake.mailparse import parse, parse_frame
from services.intake.mailparse.lifting import WORTH_IT, lift, whole
from tests.security.fuzz.entries import large_bodies

PICTURE = bytes(range(251)) * 400
LINES = (60, 72, 76, 998)
ENDS = ("\r\n", "\n")
TAILS = ("", "\n", "\n\n\n", "\n-- \nhoi\n", "=\n", "\n!!!\n")


def mail(width: int, end: str, tail: str, kind: str = "image/jpeg") -> bytes:
    letters = base64.b64encode(PICTURE).decode()
    lines = "\n".join(letters[start : start + width] for start in range(0, len(letters), width))
    part = f"--b\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n\n{lines}{tail}\n"
    head = "From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhoi\n"
    return f"{head}{part}{part}--b--\n".replace("\n", end).encode()


@pytest.mark.parametrize(("width", "end", "tail"), [*itertools.product(LINES, ENDS, TAILS)])
def test_what_is_lifted_out_comes_back(width: int, end: str, tail: str) -> None:
    """The bytes of an attachment, and their number, are those that the standard library finds."""
    raw = mail(width, end, tail)
    assert "!" in tail or "hoi" in tail or len(lift(raw, {})) < len(raw) / 4
    expected = [part.get_payload(decode=True) for part in email.message_from_bytes(raw).walk()][2:]
    assert [parse_frame(raw, {"attachment": number})[1] for number in (0, 1)] == expected
    assert [each.bytes for each in parse(raw).attachments] == [
        len(each) for each in expected if isinstance(each, bytes)
    ]


def test_a_text_in_base64_is_read_whole() -> None:
    """Not only pictures are large."""
    letters = base64.encodebytes(b"Graag inzage. " * 5_000).decode()
    raw = f"From: a@b.example\nContent-Transfer-Encoding: base64\n\n{letters}".encode()
    assert parse(raw).text.count("Graag inzage.") == 5_000


def test_a_carried_mail_is_counted_with_what_it_carries() -> None:
    """As it stands, encoded; with CRLF it counts no more than with LF (found by fuzzing)."""
    head = b"From: x@b.example\nContent-Type: message/rfc822\n\n"
    inner = mail(76, "\n", "")
    sizes = {parse(head + each).attachments[0].bytes for each in (inner, mail(76, "\r\n", ""))}
    assert sizes == {len(inner)}


def test_small_bodies_and_other_text_stay() -> None:
    """Only clean base64 of some size is worth it; a mail that holds such a mark itself is left alone."""
    for raw in (mail(76, "\n", "")[:WORTH_IT], b"\n\n" + b"Graag inzage in alles. \n" * 5_000, b"", b"\n--", b"\n\n"):
        assert lift(raw, {}) == raw
    lifted: dict[bytes, bytes] = {}
    marked = lift(mail(76, "\n", ""), lifted)
    assert lift(marked + mail(76, "\n", ""), {}) == marked + mail(76, "\n", "")
    assert whole(marked.decode(), lifted).encode() == mail(76, "\n", "")


def test_bytes_that_are_no_text_stay_as_they_were() -> None:
    """Found by fuzzing: reading a body once made question marks of its 8-bit bytes, wherever another was lifted."""
    odd = b"--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nQUJD\xafREVG\n--b--\n"
    raw = mail(76, "\n", "").removesuffix(b"--b--\n") + odd
    expected = [*email.message_from_bytes(raw).walk()][-1].get_payload(decode=True)
    assert parse_frame(raw, {"attachment": 2})[1] == expected


LETTERS = b"QUJDREVGR0hJSktMTU5P"
CARRIED = b"Content-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=n\n"
ODD = [
    pytest.param(b"Content-Type: message/delivery-status\n\n" + (LETTERS + b"\n") * 3 + b"\n" + LETTERS, id="blocks"),
    pytest.param(CARRIED + (LETTERS + b"\n") * 3, id="a carried multipart without parts"),
    pytest.param(CARRIED + LETTERS + (b"\r\n" + LETTERS + b"\n" + LETTERS) * 2, id="line ends of both kinds"),
]
"""Mails of which lifting once changed what was read: an empty line that ends a block, line ends kept as they are."""


@pytest.mark.parametrize("raw", ODD)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_of_broken_mails_too_the_same_is_read(raw: bytes, end: bytes) -> None:
    """Whatever bodies are lifted out."""
    large_bodies(raw.replace(b"\n", end))


PIECES = (
    *(LETTERS, LETTERS * 4, b"QUJD", b"QUI=", b"", b"=", b" fold", b"no header", b"\xaf", b"Subject: hoi"),
    *(b"--m", b"--m--", b"--n", b"--n--", b"From: x@y.example", b"Content-Transfer-Encoding: base64"),
    *(b"Content-Type: multipart/mixed; boundary=m", b"Content-Type: multipart/mixed; boundary=n"),
    *(b"Content-Type: message/rfc822", b"Content-Type: message/delivery-status", b"Content-Type: image/png"),
)


@pytest.mark.parametrize("seed", range(5))
def test_mails_of_any_pieces_are_read_the_same(seed: int) -> None:
    """Two hundred a seed: headers that break off, parts in parts, empty lines and line ends anywhere."""
    dice = Random(seed)  # noqa: S311 -- it repeats itself on purpose
    for _ in range(200):
        end = dice.choice([b"\n", b"\r\n"])
        lines = [dice.choice(PIECES) if dice.random() < 0.6 else LETTERS for _ in range(dice.randint(3, 22))]
        ends = [end if dice.random() < 0.9 else dice.choice([b"\n", b"\r", b"\r\n", b"\r\r\n"]) for _ in lines]
        large_bodies(dice.choice(PIECES[-5:]) + end * 2 + b"".join(map(bytes.__add__, lines, ends)))
