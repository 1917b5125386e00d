"""Mails made to stop the mailbox: each ends within its time, quarantined or read, and never as an exception."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from services.intake.mailparse import Status, parse, parse_frame, verdicts
from services.intake.rules.classify import classify
from tests.pace import ends

pytestmark = pytest.mark.slow

HEAD = b"From: Anna <anna@voorbeeld.example>\r\nSubject: inzage\r\n"
MIXED = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="%s"\r\n\r\n'


def nested(depth: int) -> bytes:
    body = HEAD + MIXED % b"b0"
    for level in range(1, depth):
        body += b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (level - 1, level)
    return body + b"--b%d\r\n\r\nhoi\r\n" % (depth - 1)


def carried(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"hoi"


def parts(count: int, headers: bytes = b"") -> bytes:
    return HEAD + MIXED % b"b" + (b"--b\r\n" + headers + b"\r\nx\r\n") * count + b"--b--\r\n"


def html(body: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html\r\n\r\n" + body


REFUSED: dict[str, Callable[[], bytes]] = {
    "a mail over 40 MiB": lambda: HEAD + b"\r\n" + b"x" * (41 * 1024 * 1024),
    "twenty million empty lines": lambda: HEAD + b"\r\n" + b"\n" * 20_000_000,
    "lines ended by bare returns": lambda: HEAD + b"\r\n" + b"x\r" * 2_000_000,
    "100,000 parts": lambda: parts(100_000),
    "10,000 empty parts in a digest": lambda: (
        HEAD + b"Content-Type: multipart/digest; boundary=b\r\n\r\n" + b"--b\r\n\r\nx: y\r\n\r\n" * 10_000
    ),
    "31 levels of parts": lambda: nested(32),
    "5,000 levels of parts": lambda: nested(5_000),
    "5,000 mails in mails": lambda: carried(5_000),
    "a header block of 5 MB": lambda: HEAD + b"X-Long: " + b"a" * 5_000_000 + b"\r\n\r\nhoi",
    "3,000 header lines": lambda: HEAD + b"X-A: b\r\n" * 3_000 + b"\r\nhoi",
    "a header block behind blank lines": lambda: b"\r\n" * 9 + HEAD + b"X-A: b\r\n" * 3_000 + b"\r\nhoi",
    "a subject of 20,000 encoded words": lambda: (
        HEAD + b"Subject: " + b"=?utf-8?q?a?=\r\n =?utf-8?b?YQ=?=\r\n " * 10_000 + b"\r\n\r\nhoi"
    ),
    "a sender of 17 KiB": lambda: b"From: " + b"a" * 17_000 + b"@voorbeeld.example\r\n\r\nhoi",
    "300 addressees": lambda: (
        HEAD + b"To: " + b",".join(b"p%d@voorbeeld.example" % number for number in range(300)) + b"\r\n\r\nhoi"
    ),
    "a part with 5 MB of headers": lambda: parts(1, b"X-Long: " + b"a" * 5_000_000 + b"\r\n"),
    "a part with 3,900 parameters": lambda: parts(1, b'Content-Type: text/plain; a="' + b";" * 3_900 + b"\r\n"),
    "parameters of 14 KiB": lambda: HEAD + b'Content-Type: text/plain; a="' + b";" * 14_000 + b"\r\n\r\nhoi",
}

READ: dict[str, Callable[[], bytes]] = {
    "500 nested brackets in the sender": lambda: b"From: " + b"(" * 500 + b" a@b.example" + b")" * 500 + b"\r\n\r\nhoi",
    "15,000 open brackets in the sender": lambda: b"From: " + b"(" * 15_000 + b"\r\nSubject: s\r\n\r\nhoi",
    "15,000 quotes in the addressees": lambda: HEAD + b"To: " + b'"\\' * 7_500 + b"\r\n\r\nhoi",
    "15,000 commas in the addressees": lambda: HEAD + b"To: " + b"," * 15_000 + b"\r\n\r\nhoi",
    "15,000 angle brackets": lambda: HEAD + b"References: " + b"<" * 15_000 + b"\r\n\r\nhoi",
    "1,000 parts with hostile parameters": lambda: parts(
        999, b'Content-Type: text/plain; a="' + b'x";"\\' * 145 + b"y" * 3_000 + b"\r\n"
    ),
    "120 kB of encoded word starts": lambda: HEAD + b"Subject: " + b"=?a?q?" * 20_000 + b"\r\n\r\nhoi",
    "a body in punycode": lambda: HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-b" * 300_000,
    "HTML with 500,000 open tags": lambda: html(b"<div>" * 500_000 + b"hoi"),
    "HTML with 300,000 options": lambda: html(b"<select>" + b"<option>" * 300_000 + b"hoi"),
    "HTML with 100,000 attributes": lambda: html(b"<p " + b"a%d=1 " * 100_000 + b">hoi"),
    "HTML with 1,000,000 opening signs": lambda: html(b"<" * 1_000_000 + b"hoi"),
    "HTML with one endless attribute": lambda: html(b'<p a="' + b"<p '" * 4_900),
    "HTML with 19,000 nested tags": lambda: html(b"<div><b>" * 9_500 + b"hoi"),
    "200,000 quoted headings": lambda: HEAD + b"\r\n" + b"Op 1 schreef\n" * 200_000,
    "a heading that never ends": lambda: HEAD + b"\r\n" + b"On " + b"wrote " * 300_000,
    "200,000 senders of forwarded mails": lambda: HEAD + b"\r\n" + b"Van: a\r\n" * 200_000,
    "forwarded headers that never become whole": lambda: HEAD + b"\r\n" + b"Van: a\r\nCc: b\r\n\r\n" * 50_000,
    "signatures without end": lambda: HEAD + b"\r\n" + b"-----BEGIN PGP SIGNATURE-----\r\n" * 60_000,
    "signed texts without end": lambda: HEAD + b"\r\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: a\r\n" * 40_000,
    "a bounce that says nothing, at length": lambda: (
        HEAD.replace(b"inzage", b"Rejected: x") + b"\r\n" + b"your message to a could the following recipient " * 20_000
    ),
    "900 pictures of 32 KiB": lambda: parts(
        900, b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + (b"QUJD" * 19 + b"\r\n") * 430
    ),
    "a text of lines as the parser puts for pictures": lambda: (
        HEAD + b"\r\n" + b"".join(b"LiftedOut0%06d" % number + b"Out" * 16 + b"\r\n" for number in range(100_000))
    ),
    "results of a thousand comments": lambda: HEAD + b"Authentication-Results: " + b'("' * 4_000 + b"\r\n\r\nhoi",
    "flowed lines without end": lambda: (
        HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"woord \r\n" * 200_000
    ),
    "a uuencoded body of 2 MB": lambda: (
        HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n" + b"M" * 2_000_000
    ),
    "an attachment name of 3 KiB": lambda: parts(
        1, b'Content-Disposition: attachment; filename="' + b"../" * 1_000 + b'x.pdf"\r\n'
    ),
}


def bounded(data: bytes) -> Status:
    """Parse, and come to an end, whatever else the machine is doing."""
    with ends():
        return parse(data).status


@pytest.mark.parametrize("name", REFUSED)
def test_a_mail_over_a_limit_is_quarantined_in_time(name: str) -> None:
    """Refused means kept raw and shown to a person; the byte scan makes it cheap."""
    assert bounded(REFUSED[name]()) is Status.QUARANTINED


@pytest.mark.parametrize("name", READ)
def test_an_odd_mail_within_the_limits_is_read_in_time(name: str) -> None:
    """Within the limits nothing in the parser runs away."""
    assert bounded(READ[name]()) is Status.OK


HTML: dict[str, bytes] = {
    "open tags": b"<div>" * 19_000,
    "links without end": b"<a href=x>" * 19_000,
    "pictures": b"<img alt='a>b'>" * 19_000,
    "nested tables": b"<table><tr><td>" * 6_000,
    "misnested letters": b"<b><i></b>" * 6_000,
    "one long address": b"<a href='" + b"x&" * 400_000 + b"'>",
    "opening signs": b"<" * 900_000,
}


@pytest.mark.parametrize("name", HTML)
def test_hostile_html_is_shown_in_time(name: str) -> None:
    """The view is made in the child that has sixty seconds; it needs far less."""
    with ends():
        parse_frame(html(HTML[name] + b"hoi"), {"view": "html"})


@pytest.mark.parametrize("header", [b'"' * 8_000, b"(" * 8_000, b"\\" * 8_000, b'(")' * 2_700, b"spf=" * 2_000])
def test_hostile_results_are_read_in_time(header: bytes) -> None:
    """A sender writes some of what our own server quotes."""
    with ends():
        verdicts(header.decode(), "mx.desk.example")


def test_a_large_picture_is_taken_out_in_time() -> None:
    """Twenty megabytes, replaced by a notice."""
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3\r\n"
    raw = parts(1, b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + line * 250_000)
    with ends():
        assert len(parse_frame(raw, {"view": "stripped", "without": [0]})[1]) < 2_000


def test_the_limits_themselves_are_allowed() -> None:
    """A mail of exactly the limits is read: thirty levels deep, a thousand parts, two hundred addressees."""
    everyone = b"To: " + b",".join(b"p%d@voorbeeld.example" % number for number in range(200))
    assert bounded(nested(30)) is Status.OK
    assert bounded(parts(1_000)) is Status.OK
    assert bounded(HEAD + everyone + b"\r\n\r\nhoi") is Status.OK


def test_a_refused_mail_still_says_who_wrote_and_about_what() -> None:
    """The person who looks at it sees sender, subject and the limit in words."""
    mail = parse(parts(5_000))
    assert (mail.from_.address, mail.subject) == ("anna@voorbeeld.example", "inzage")
    assert mail.reason == "more than 1,000 parts"


@pytest.mark.parametrize(
    "text",
    ["." * 50_000, "a.\n" * 20_000, "mijn " * 10_000, "mijn gegevens " * 5_000, "\u0301" * 50_000, "a-" * 50_000],
)
def test_a_hostile_text_is_classified_in_time(text: str) -> None:
    """Linear work, and only so much of it."""
    with ends():
        classify(text, text)


IN_ONE_GIGABYTE = """
import resource, sys
from services.intake.mailparse import parse
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
print(parse(sys.stdin.buffer.read()).status)
"""


def test_a_large_mail_is_read_within_the_memory_of_the_child() -> None:
    """The child has 1 GB: a mail of 39 MiB in one attachment fits."""
    line = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3\r\n"
    data = HEAD + b"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + line * 480_000
    done = subprocess.run(
        [sys.executable, "-c", IN_ONE_GIGABYTE], input=data, capture_output=True, timeout=60, check=True
    )
    assert done.stdout.split() == [b"ok"]
