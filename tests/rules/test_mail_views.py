"""What staff look at: HTML without anything that acts, a source as text, a mail without its identity document."""

from __future__ import annotations

import base64
import email
import re

import pytest

from services.intake.mailparse import as_text, parse, parse_frame
from services.intake.mailparse.guards import Refused

HEAD = b"From: Anna <anna@voorbeeld.example>\r\nSubject: inzage\r\nMIME-Version: 1.0\r\n"
PICTURE = bytes(range(256)) * 400
TAG = re.compile(r"<[^>]*>")


def shown(html: str) -> str:
    raw = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
    return parse_frame(raw, {"view": "html"})[1].decode().partition("<body>")[2].removesuffix("</body></html>")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Graag <b>inzage</b></p>", "<p>Graag <b>inzage</b></p>"),
        ("<script>alert(1)</script>hoi", "hoi"),
        ("<style>p{}</style><p style='x' class=y id=z>hoi</p>", "<p>hoi</p>"),
        ("<p onclick='x()'>hoi</p>", "<p>hoi</p>"),
        ("<form action=x><input name=a><button>Stuur</button></form>", "Stuur"),
        ("<iframe src=x>a</iframe><object data=y></object>hoi", "hoi"),
        ("<img src=http://a.example/p.gif alt=Logo>hoi", "[Logo]hoi"),
        ("<img src=cid:1><img src=data:image/png;base64,AA==>", "[▨][▨]"),
        ("<a href='http://a.example/x?y=1&z'>hier</a>", "hier [http://a.example/x?y=1&amp;z]"),
        ("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example"),
        ("<a href='javascript:alert(1)'>hier</a>", "hier"),
        ("<a href='http://a.example/&quot;&gt;&lt;script&gt;'>x</a>", None),
        ("<a name=b>hier</a>", "hier"),
        ("<table background=x><tr><td colspan=2 width=5>a</td></tr></table>", None),
        ("<meta http-equiv=refresh content='0;url=x'><base href=x><link rel=stylesheet href=x>hoi", "hoi"),
        ("<svg><script>x</script></svg><math><mi>x</mi></math>hoi", "hoi"),
        ("<!-- <img src=x> -->hoi", "hoi"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ],
)
def test_html_is_shown_without_anything_that_acts(html: str, expected: str | None) -> None:
    """Links and pictures become text; scripts, styles, forms and frames are gone."""
    found = shown(html)
    assert expected is None or found == expected
    for tag in TAG.findall(found):
        assert re.fullmatch(r'</?[a-z][a-z0-9]*(?: (?:colspan|rowspan)="\d+")?>', tag), tag


def test_a_mail_without_html_has_no_view() -> None:
    """And says so, so that no empty frame is offered."""
    raw = HEAD + b"\r\nhoi"
    assert parse_frame(raw, {"view": "html"})[1] == b""
    assert not parse(raw).has_html
    assert parse(HEAD + b"Content-Type: text/html\r\n\r\n<p>hoi</p>").has_html


def test_hostile_html_is_shown_as_its_source() -> None:
    """What would keep a tree builder busy is not built."""
    assert shown("<b>" * 20_001 + "hoi").startswith("<pre>&lt;b&gt;")


def test_a_source_is_text_whose_hidden_signs_are_seen() -> None:
    """For a mail that no program could read: nothing in it acts, turns around or is invisible."""
    assert as_text(b"a\x00b\x1b[31m\tc\r\nd\re\x7f") == "a␀b␛[31m\tc\nd\ne␡"
    assert as_text("x\u202efdp.exe\u200b".encode()) == "x<U+202E>fdp.exe<U+200B>"
    assert as_text(b"caf\xe9") == "caf\ufffd"
    assert as_text(b"x" * 70_000).endswith("\n… (+ 4464 bytes)")
    assert as_text(b"") == ""


def attached(*parts: bytes, end: bytes = b"\r\n") -> bytes:
    body = b"".join(b"--b\r\n" + each + b"\r\n" for each in (b"\r\nGraag inzage.", *parts)) + b"--b--\r\nepiloog\r\n"
    return (HEAD + b'Content-Type: multipart/mixed;\r\n boundary="b"\r\n\r\n' + body).replace(b"\r\n", end)


def picture(name: bytes = b"paspoort.jpg", data: bytes = PICTURE) -> bytes:
    return (
        b'Content-Type: image/jpeg; name="' + name + b'"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(data).replace(b"\n", b"\r\n").rstrip()
    )  # fmt: skip


def stripped(raw: bytes, *numbers: int) -> bytes:
    return parse_frame(raw, {"view": "stripped", "without": list(numbers), "at": "2 november 2026 10:00"})[1]


@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
def test_only_the_identity_document_leaves_the_mail(end: bytes) -> None:
    """Every other byte stays as it came, and the notice says what was there, in Dutch and English."""
    letter = b"Content-Type: application/pdf; name=brief.pdf\r\n\r\n%PDF-1.7"
    raw = attached(letter, picture(), letter, end=end)
    left = stripped(raw, 1)
    first, last = raw.index(b"--b" + end + b"Content-Type: image") + 3 + len(end), raw.rindex(b"--b" + end)
    assert left.startswith(raw[:first])
    assert left.endswith(raw[last:])
    notice = left[first : left.rindex(b"--b" + end)].decode()
    assert "identiteitsbewijs" in notice
    assert "identity document" in notice
    assert notice.count("2 november 2026 10:00") == 2
    assert "paspoort" not in left.decode()
    assert [each.name for each in parse(left).attachments] == ["brief.pdf", "verwijderd-removed.txt", "brief.pdf"]
    assert parse(left).text == parse(raw).text


def nested() -> bytes:
    inner = attached(picture())
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="o"\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n'
        + (inner + b"\r\n--o\r\n" + picture(b"foto.jpg", b"iets anders" * 50) + b"\r\n--o--\r\n")
    )


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (attached(picture()), 0),
        (attached(picture(data=b"klein plaatje")), 0),
        (attached(picture(), picture()), 1),
        (nested(), 1),
        (nested(), 0),
        (HEAD + picture(), 0),
        (b"\r\n\r\n" + HEAD + picture(), 0),
        (attached(picture()).replace(b"--b--\r\nepiloog\r\n", b""), 0),
        (attached(picture()).replace(b"\r\n--b--", b"\r\n--b--   "), 0),
        (attached(picture()).replace(b"--b\r\n\r\nGraag", b"preambule\r\n--b\r\n--b\r\n\r\nGraag"), 0),
        (HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
         + base64.encodebytes(attached(picture())), 1),
        (attached(b"Content-Type: image/jpeg; name=a.jpg\r\n\r\n\xff\xd8\xff" * 3), 0),
        (attached(picture()) + attached(picture()), 0),
    ],
    ids=["plain", "small", "twice the same", "in a carried mail", "the carried mail", "the mail itself",
         "behind blank lines", "never closed", "blanks behind the boundary", "a preamble and two boundaries",
         "in a mail in base64", "binary", "two mails in one"],
)  # fmt: skip
def test_nothing_of_the_document_is_left(raw: bytes, number: int) -> None:
    """However it lies in the mail: not its bytes, not its base64, not in any part that is left."""
    removed = parse_frame(raw, {"attachment": number})[1]
    assert removed
    left = stripped(raw, number)
    assert b"identity document" in left
    assert base64.encodebytes(PICTURE)[100:160] not in left.replace(b"\r\n", b"\n")
    assert all((part.get_payload(decode=True) or b"") != removed for part in email.message_from_bytes(left).walk())
    mail = parse(left)
    assert (mail.subject, mail.from_.address) == ("inzage", "anna@voorbeeld.example")


def test_a_number_that_is_not_there_is_refused() -> None:
    """Better an error than a mail that still holds what should be gone."""
    with pytest.raises(Refused):
        stripped(attached(picture()), 0, 7)
    with pytest.raises(Refused):
        stripped(b"X-A: b\r\n" * 2_001 + b"\r\nhoi", 0)


def test_the_notice_cannot_be_used_to_write_headers() -> None:
    """What is named as the moment is only letters and digits."""
    raw = attached(picture())
    left = parse_frame(raw, {"view": "stripped", "without": [0], "at": "x\r\n--b\r\n<é>"})[1]
    assert b"on x--b." in left
