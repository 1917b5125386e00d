"""The mails that fuzzing starts from, made here: small, and each with another corner of the format."""

from __future__ import annotations

from pathlib import Path

MAILS = Path(__file__).parents[2] / "rules" / "data" / "mails"

HEAD = b"From: Anna <anna@voorbeeld.example>\r\nTo: info@buro.example\r\nSubject: inzage\r\nMIME-Version: 1.0\r\n"
WORDS = b"Graag inzage in mijn dossier.\r\n"

LINE = b"QUJDREVGR0hJSktMTU5P\r\n"

ODD = (
    HEAD + b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + LINE * 9 + b"QUI=\r\n",
    HEAD
    + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: image/png\r\n"
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + LINE * 9
    + b"--m\r\nContent-Type: message/rfc822\r\n\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + LINE * 9
    + b"--m--\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n" + (LINE * 4 + b"\r\n") * 3,
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: multipart/mixed; boundary=n\r\n" + LINE * 6,
    HEAD + b"\r\n" + WORDS,
    b"Subject: =?utf-8?B?aW56YWdl?= =?iso-8859-1?Q?dossi=EBr?=\r\nFrom: =?utf-8?q?J=C3=B6rg?= <j@a.example>\r\n\r\nhoi",
    b'From: "a, b" (c (d)) <a@b.example>, c@d.example;\r\nTo: groep: a@b.example, c@d.example;\r\n\r\nhoi',
    HEAD + b"Content-Type: text/html; charset=windows-1252\r\n\r\n<p>in<b>za</b>ge&shy;<blockquote>oud</blockquote>",
    HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\nsam \r\nen\r\n> oud \r\n-- \r\nik",
    HEAD
    + b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\n\r\nplat\r\n--a\r\nContent-Type: text/html\r\n"
    b"\r\n<a href='http://a.example'>hier</a><img alt=b src=cid:1>\r\n--a--\r\n",
    HEAD + b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n\r\nhoi\r\n--m\r\nContent-Type: image/png;\r\n'
    b" name*0*=utf-8''pas%20; name*1=poort.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--m--\r\n",
    HEAD + b"Content-Type: message/rfc822\r\n\r\nFrom: b@c.example\r\nSubject: fw\r\n\r\nbinnen",
    HEAD
    + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nRnJvbTogYkBjLmV4YW1wbGUNCg0KaG9p\r\n",
    HEAD + b"Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\n\r\nweg\r\n--r\r\n"
    b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    b"--r\r\n"
    b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <a@b.example>\r\n--r--",
    HEAD + b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR",
    HEAD + b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nx",
    HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n#86)C\r\n`\r\nend\r\n",
    HEAD
    + b"Content-Type: text/plain; charset=utf-7\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n+AOk-=3D=\r\nx",
    HEAD + b"\r\nDag\r\n\r\nOp ma 2 nov 2026 om 08:01 schreef Balie <a@b.example>:\r\n> oud\r\n",
    HEAD + b"\r\n---------- Forwarded message ---------\r\nVan: Jan <jan@a.example>\r\nDate: ma 2 nov 2026\r\n"
    b"Subject: inzage\r\nTo: <info@b.example>\r\n\r\nGraag inzage.\r\n",
    HEAD + b"\r\nVan: Jan [mailto:jan@a.example]\r\nVerzonden: maandag\r\nAan: b\r\nOnderwerp: inzage\r\n\r\nhoi",
    HEAD + b"Authentication-Results: mx.b.example; dmarc=pass (p=none) header.from=a.example; spf=fail\r\n\r\nhoi",
    HEAD
    + b"Subject: Onbestelbaar: hoi\r\nReturn-Path: <>\r\n\r\nBezorging is mislukt 550 5.1.1 Message-ID: <a@b.example>",
    HEAD + b"\r\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhoi\n-----BEGIN PGP SIGNATURE-----\nx\n"
    b"-----END PGP SIGNATURE-----\n",
)

#: Words of the format, so that the fuzzer need not find them letter by letter.
WORDS_OF_THE_FORMAT = (
    "From:",
    "To:",
    "Subject:",
    "Content-Type:",
    "Content-Transfer-Encoding:",
    "Content-Disposition:",
    "multipart/mixed",
    "multipart/alternative",
    "multipart/report",
    "message/rfc822",
    "message/delivery-status",
    "text/html",
    "text/plain",
    "text/calendar",
    "boundary=",
    "charset=",
    "utf-16",
    "iso-2022-jp",
    "utf-7",
    "base64",
    "quoted-printable",
    "filename*=",
    "filename*0*=",
    "=?utf-8?q?",
    "=?utf-8?b?",
    "?=",
    "format=flowed",
    "delsp=yes",
    "Van:",
    "Verzonden:",
    "Onderwerp:",
    "Aan:",
    "schreef",
    "wrote:",
    "> ",
    "--",
    "Status: 5.1.1",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "&#",
    "mailto:",
)


def corpus() -> list[bytes]:
    """The mails of the tests and the odd ones above, each for the reader and the views, pieces for the other entries.

    The first byte chooses the entry (see `entries.one`).
    """
    mails = [*ODD, *(each.read_bytes() for each in sorted(MAILS.glob("*.eml")))]
    whole = [first + mail for mail in mails for first in (b"\x00", b"\x07", b"\x0c")]
    blocks = [b"\x08" + mail.partition(b"\r\n\r\n")[0] for mail in ODD]
    texts = [first + mail.partition(b"\r\n\r\n")[2] for mail in ODD for first in (b"\x09", b"\x0a", b"\x0b")]
    return [*whole, *blocks, *texts]


def write(folder: Path, words: Path) -> None:
    """Write the corpus, a file each, and the dictionary."""
    folder.mkdir(parents=True)
    for number, mail in enumerate(corpus()):
        (folder / f"{number:03}").write_bytes(mail)
    lines = (f'"{each}"'.replace("\\", "\\\\") for each in WORDS_OF_THE_FORMAT)
    words.write_text("\n".join(lines), encoding="utf-8")
