"""Small odd mails, one corner of the format each: what is read of them is what a good mail program shows."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from services.intake.mailparse import ParsedMail, parse


class Odd(NamedTuple):
    """A raw mail, what is looked at, and what it must be."""

    name: str
    raw: bytes
    seen: str
    expected: object


def headers(*lines: bytes, body: bytes = b"hoi") -> bytes:
    return b"\r\n".join((*lines, b"", body))


def text(content_type: bytes, body: bytes, *more: bytes) -> bytes:
    return headers(b"From: a@b.example", b"Content-Type: " + content_type, *more, body=body)


def named(*lines: bytes) -> bytes:
    return headers(b"From: a@b.example", *lines, b"Content-Disposition: attachment", body=b"x")


def subject(value: bytes) -> bytes:
    return headers(b"Subject: " + value)


def sender(value: bytes) -> bytes:
    return headers(b"From: " + value)


def look(mail: ParsedMail, what: str) -> object:
    match what:
        case "from":
            return str(mail.from_)
        case "to":
            return [str(each) for each in mail.to]
        case "name":
            return mail.attachments[0].name
        case "names":
            return [each.name for each in mail.attachments]
        case "raw":
            return dict(mail.raw_headers)
    return getattr(mail, what)


SUBJECTS = (
    Odd("words in two charsets", subject(b"=?utf-8?q?caf=C3=A9?= =?iso-8859-15?q?_=A4?="), "subject", "café €"),
    Odd(
        "a word cut between the bytes of a letter",
        subject(b"=?utf-8?b?w6k=?= =?utf-8?q?=C3?=\r\n =?utf-8?q?=A9?="),
        "subject",
        "éé",
    ),
    Odd("a language in the word", subject(b"=?utf-8*nl?q?inz=C3=A0ge?="), "subject", "inzàge"),
    Odd("an underscore and a space", subject(b"=?utf-8?q?een_twee?= drie"), "subject", "een twee drie"),
    Odd("a question mark in the word", subject(b"=?utf-8?q?Wat=3F?="), "subject", "Wat?"),
    Odd("spaces inside the word", subject(b"=?utf-8?q?een twee?="), "subject", "een twee"),
    Odd("an unknown charset", subject(b"=?x-niets?q?caf=C3=A9?="), "subject", "café"),
    Odd("a word that is no base64", subject(b"=?utf-8?b?!!!?= hoi"), "subject", "hoi"),
    Odd("a word without end", subject(b"=?utf-8?q?hoi"), "subject", "=?utf-8?q?hoi"),
    Odd("raw UTF-8", subject("dossiër".encode()), "subject", "dossiër"),
    Odd("raw Windows letters", subject("dossiër €".encode("cp1252")), "subject", "dossiër €"),
    Odd("Japanese", subject(b"=?iso-2022-jp?b?GyRCRnxLXBsoQg==?="), "subject", "日本"),
    Odd("Russian in KOI8", subject(b"=?koi8-r?b?5MHOztnF?="), "subject", "Данные"),
    Odd("Chinese in GBK, said to be GB2312", subject(b"=?gb2312?b?weE=?="), "subject", "玲"),
    Odd("folded with a tab", subject(b"een\r\n\ttwee"), "subject", "een twee"),
    Odd("wrapped without a space", headers(b"Subject: een", b"twee", b"From: a@b.example"), "subject", "een twee"),
    Odd("turned around", subject("inzage \u202egnurts".encode()), "subject", "inzage gnurts"),
    Odd("zero-width spaces", subject("in\u200bza\u2060ge\ufeff".encode()), "subject", "inzage"),
    Odd("soft hyphens", subject(b"=?utf-8?q?in=C2=ADzage?="), "subject", "inzage"),
    Odd("tag characters", subject("inzage\U000e0041\U000e007f".encode()), "subject", "inzage"),
    Odd("letters in two pieces", subject("dossie\u0308r".encode()), "subject", "dossiër"),
    Odd("control signs", subject(b"in\x00za\x07ge"), "subject", "inzage"),
    Odd("empty", subject(b""), "subject", ""),
    Odd("twice", headers(b"Subject: een", b"Subject: twee"), "subject", "een"),
    Odd("in capitals", headers(b"SUBJECT: een"), "subject", "een"),
    Odd("a space before the colon", headers(b"Subject : een", b"From: a@b.example"), "from", "a@b.example"),
)

SENDERS = (
    Odd("a comma in a quoted name", sender(b'"Boer, Els de" <els@b.example>'), "from", "Boer, Els de <els@b.example>"),
    Odd("an encoded name in quotes", sender(b'"=?utf-8?q?J=C3=B6rg?=" <j@b.example>'), "from", "Jörg <j@b.example>"),
    Odd(
        "a comma in an encoded name",
        sender(b"=?utf-8?q?Boer=2C_Els?= <els@b.example>"),
        "from",
        "Boer, Els <els@b.example>",
    ),
    Odd("a comment as a name", sender(b"els@b.example (Els)"), "from", "Els <els@b.example>"),
    Odd("no brackets", sender(b"els@b.example"), "from", "els@b.example"),
    Odd("encoded whole", sender(b"=?utf-8?q?Els_=3Cels=40b=2Eexample=3E?="), "from", "Els <els@b.example>"),
    Odd(
        "another address in the name",
        sender(b'"info@bank.example" <els@b.example>'),
        "from",
        "info@bank.example <els@b.example>",
    ),
    Odd("several senders", sender(b"els@b.example, jan@b.example"), "from", "els@b.example"),
    Odd("a name turned around", sender("\u202eslE <els@b.example>".encode()), "from", "slE <els@b.example>"),
    Odd("a name of unseen signs", sender("E\u200bl\u00ads <els@b.example>".encode()), "from", "Els <els@b.example>"),
    Odd("an unseen sign in the address", sender("els\u200b@b.example".encode()), "from", "els@b.example"),
    Odd("only a name, and a Sender", headers(b"From: Els", b"Sender: els@b.example"), "from", "Els <els@b.example>"),
    Odd("nothing, and a Return-Path", headers(b"Return-Path: <els@b.example>"), "from", "els@b.example"),
    Odd("letters in the domain", sender("els@büro.example".encode()), "from", "els@büro.example"),
    Odd("undisclosed recipients", headers(b"To: undisclosed-recipients:;"), "to", []),
    Odd("a group", headers(b"To: Team: a@b.example, c@b.example;"), "to", ["a@b.example", "c@b.example"]),
    Odd("semicolons between addresses", headers(b"To: a@b.example; c@b.example"), "to", ["a@b.example", "c@b.example"]),
    Odd(
        "a header break in a name",
        sender(b"=?utf-8?q?Els=0D=0ABcc=3A_x?= <els@b.example>"),
        "from",
        "Els Bcc: x <els@b.example>",
    ),
)

HTML_UTF16 = "<p>dossiër</p>".encode("utf-16")

TEXTS = (
    Odd(
        "Windows letters said to be Latin-1",
        text(b"text/plain; charset=iso-8859-1", b"\x80 5 \x96 \x93ja\x94"),
        "text",
        "€ 5 – “ja”",
    ),
    Odd("Windows letters said to be ASCII", text(b"text/plain; charset=us-ascii", b"dossi\xebr"), "text", "dossiër"),
    Odd("Windows letters said to be UTF-8", text(b"text/plain; charset=utf-8", b"dossi\xebr"), "text", "dossiër"),
    Odd("an unknown charset", text(b"text/plain; charset=x-niets", "dossiër".encode()), "text", "dossiër"),
    Odd("a charset without a dash", text(b"text/plain; charset=windows1252", b"dossi\xebr \x80"), "text", "dossiër €"),
    Odd("a charset with an ending", text(b'text/plain; charset="windows-1252http-equiv"', b"\x80"), "text", "€"),
    Odd("UTF-16 with a mark", text(b"text/plain; charset=utf-8", "dossiër".encode("utf-16")), "text", "dossiër"),
    Odd("UTF-8 with a mark", text(b"text/plain", b"\xef\xbb\xbfhoi"), "text", "hoi"),
    Odd("HTML in UTF-16", text(b"text/html", HTML_UTF16), "text", "dossiër"),
    Odd(
        "HTML that names its charset",
        text(b"text/html", b'<meta charset="iso-8859-2"><p>\xa3\xf3d\xbc</p>'),
        "text",
        "Łódź",
    ),
    Odd(
        "HTML that names it the old way",
        text(b"text/html", b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>\xe4\xc1</p>'),
        "text",
        "Да",
    ),
    Odd(
        "the mail's charset goes before the page's",
        text(b"text/html; charset=utf-8", b'<meta charset="iso-8859-2"><p>\xc3\xab</p>'),
        "text",
        "ë",
    ),
    Odd("a soft hyphen in HTML", text(b"text/html", b"<p>dos&shy;sier in&#8203;zage</p>"), "text", "dossier inzage"),
    Odd("entities", text(b"text/html", b"<p>caf&eacute; &lt;b&gt; &#8364;</p>"), "text", "café <b> €"),
    Odd("HTML said to be plain", text(b"text/plain", b"<p>hoi</p>"), "text", "<p>hoi</p>"),
    Odd(
        "a list and a table",
        text(b"text/html", b"<ul><li>een<li>twee</ul><table><tr><td>drie</td></tr></table>"),
        "text",
        "een\n\ntwee\n\ndrie",
    ),
    Odd(
        "a preheader that nobody sees",
        text(b"text/html", b'<div style="display:none">weg</div><p>hoi</p>'),
        "text",
        "hoi",
    ),
    Odd("flowed", text(b"text/plain; format=flowed", b"een \r\ntwee\r\n drie \r\nvier"), "text", "een twee\ndrie vier"),
    Odd("flowed in capitals", text(b"Text/Plain; Format=Flowed; DelSp=Yes", b"sam \r\nen"), "text", "samen"),
    Odd(
        "quoted-printable, broken",
        text(b"text/plain; charset=utf-8", b"caf=C3=A9 =ZZ 1=2", b"Content-Transfer-Encoding: quoted-printable"),
        "text",
        "café =ZZ 1=2",
    ),
    Odd(
        "base64 with a blank behind its name",
        text(b"text/plain", b"aG9p", b"Content-Transfer-Encoding: base64 "),
        "text",
        "hoi",
    ),
    Odd("base64 with a comment", text(b"text/plain", b"aG9p", b"Content-Transfer-Encoding: base64 (x)"), "text", "hoi"),
    Odd("base64 without its end", text(b"text/plain", b"aG9pIQ", b"Content-Transfer-Encoding: BASE64"), "text", "hoi!"),
    Odd(
        "base64 in one breath with rubbish",
        text(b"text/plain", b"aG9p\r\n~~~\r\nIQ==", b"Content-Transfer-Encoding: base64"),
        "text",
        "hoi!",
    ),
    Odd("an encoding nobody knows", text(b"text/plain", b"hoi", b"Content-Transfer-Encoding: 9bit"), "text", "hoi"),
    Odd(
        "a boundary with odd signs",
        text(b'multipart/mixed; boundary="a+b (c)=?"', b"--a+b (c)=?\r\n\r\nhoi\r\n--a+b (c)=?--"),
        "text",
        "hoi",
    ),
    Odd("a text that has a name", text(b"text/plain; name=bericht.txt", b"Graag inzage."), "text", "Graag inzage."),
    Odd(
        "a text that is an attachment of nothing",
        text(b"text/plain", b"Graag inzage.", b"Content-Disposition: attachment; filename=a.txt"),
        "text",
        "Graag inzage.",
    ),
    Odd(
        "a named text between others",
        text(
            b"multipart/mixed; boundary=b",
            b"--b\r\n\r\neen\r\n--b\r\nContent-Type: text/plain; name=ATT1.txt\r\n"
            b"Content-Disposition: inline\r\n\r\ntwee\r\n--b--",
        ),
        "text",
        "een\n\ntwee",
    ),
    Odd(
        "a plain form that only points at the other",
        text(
            b"multipart/alternative; boundary=b",
            b"--b\r\n\r\nZie de HTML.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>"
            + b"Ik wil inzage in al mijn gegevens. " * 5
            + b"</p>\r\n--b--",
        ),
        "text",
        "Ik wil inzage in al mijn gegevens. " * 4 + "Ik wil inzage in al mijn gegevens.",
    ),
    Odd(
        "an empty plain form",
        text(
            b"multipart/alternative; boundary=b",
            b"--b\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>hoi</p>\r\n--b--",
        ),
        "text",
        "hoi",
    ),
    Odd(
        "two texts around a picture",
        text(
            b"multipart/mixed; boundary=b",
            b"--b\r\n\r\neen\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b\r\n\r\ntwee\r\n--b--",
        ),
        "text",
        "een\n\ntwee",
    ),
    Odd(
        "a digest",
        text(b"multipart/digest; boundary=b", b"--b\r\n\r\nFrom: c@b.example\r\n\r\nhoi\r\n--b--"),
        "names",
        ["message.eml"],
    ),
    Odd("line ends of old Macs", b"From: a@b.example\rSubject: x\r\rhoi\rdag", "text", "hoi\ndag"),
    Odd("bare line feeds", b"From: a@b.example\n\nhoi\ndag", "text", "hoi\ndag"),
)

NAMES = (
    Odd("RFC 2231", named(b"Content-Type: image/png; name*=utf-8''caf%C3%A9.png"), "name", "café.png"),
    Odd(
        "RFC 2231 in pieces",
        named(b"Content-Type: image/png;\r\n name*0*=utf-8''caf%C3;\r\n name*1*=%A9;\r\n name*2=.png"),
        "name",
        "café.png",
    ),
    Odd(
        "RFC 2231 in another charset",
        named(b"Content-Type: image/png; name*=iso-8859-1'nl'caf%E9.png"),
        "name",
        "café.png",
    ),
    Odd("RFC 2231 in an unknown charset", named(b"Content-Type: image/png; name*=x-niets''a.png"), "name", "a.png"),
    Odd(
        "RFC 2047 where it may not be",
        named(b'Content-Type: image/png; name="=?utf-8?q?caf=C3=A9.png?="'),
        "name",
        "café.png",
    ),
    Odd("bare UTF-8", named('Content-Type: image/png; name="café.png"'.encode()), "name", "café.png"),
    Odd("bare Windows letters", named('Content-Type: image/png; name="café.png"'.encode("cp1252")), "name", "café.png"),
    Odd("no quotes and blanks", named(b"Content-Type: image/png; name=mijn pas.png"), "name", "mijn pas.png"),
    Odd("a path", named(b'Content-Type: image/png; name="C:\\\\tmp\\\\pas.png"'), "name", "pas.png"),
    Odd("only a path", named(b'Content-Type: image/png; name="../../"'), "name", "unnamed"),
    Odd(
        "an ending turned around",
        named('Content-Type: image/png; name="fotog\u202egpj.exe"'.encode()),
        "name",
        "fotoggpj.exe",
    ),
    Odd(
        "unseen signs in an ending",
        named('Content-Type: image/png; name="foto.j\u200bpg"'.encode()),
        "name",
        "foto.jpg",
    ),
    Odd("a header break", named(b"Content-Type: image/png; name*=utf-8''a%0D%0Ab.png"), "name", "a b.png"),
    Odd(
        "decomposed letters of a Mac",
        named('Content-Type: image/png; name="cafe\u0301.png"'.encode()),
        "name",
        "café.png",
    ),
)

KEPT = (
    Odd(
        "a sound mail keeps nothing",
        headers(
            b"From: Els <els@b.example>",
            b"Subject: =?utf-8?q?caf=C3=A9?=",
            b"Date: Mon, 2 Nov 2026 09:00:00 +0100",
            b"Message-ID: <a@b.example>",
            b"To: x@y.example",
        ),
        "raw",
        {},
    ),
    Odd("bytes of no charset", subject(b"dossi\xebr"), "raw", {"Subject": "dossi\ufffdr"}),
    Odd("a subject turned around", subject("a\u202eb".encode()), "raw", {"Subject": "a<U+202E>b"}),
    Odd("a word that hides a sign", subject(b"=?utf-8?q?a=E2=80=8Bb?="), "raw", {"Subject": "=?utf-8?q?a=E2=80=8Bb?="}),
    Odd("a date that is none", headers(b"Date: gisteren"), "raw", {"Date": "gisteren"}),
    Odd("an id without brackets", headers(b"Message-ID: a@b.example"), "raw", {"Message-ID": "a@b.example"}),
    Odd(
        "a sender encoded whole",
        sender(b"=?utf-8?q?=3Cels=40b=2Eexample=3E?="),
        "raw",
        {"From": "=?utf-8?q?=3Cels=40b=2Eexample=3E?="},
    ),
    Odd("a wrapped subject", headers(b"Subject: een", b"twee", b"From: a@b.example"), "raw", {"Subject": "een\n twee"}),
    Odd("the canary's mark", headers(b"X-Desk-Canary: abc.DEF-1"), "canary", "abc.DEF-1"),
    Odd("a mark with other signs", headers("X-Desk-Canary: abcé".encode()), "canary", ""),
    Odd("a mark without end", headers(b"X-Desk-Canary: " + b"a" * 300), "canary", "a" * 200),
    Odd(
        "what was quoted",
        text(b"text/plain", b"Ja.\n\nOp 2 nov 2026 schreef Els:\n> Oud."),
        "quoted",
        "Op 2 nov 2026 schreef Els:\n> Oud.",
    ),
    Odd("nothing was quoted", text(b"text/plain", b"Ja."), "quoted", ""),
    Odd("only a quotation", text(b"text/plain", b"> Oud."), "quoted", ""),
)


@pytest.mark.parametrize("odd", [*SUBJECTS, *SENDERS, *TEXTS, *NAMES, *KEPT], ids=lambda odd: odd.name)
def test_an_odd_mail_is_read_as_a_reader_sees_it(odd: Odd) -> None:
    """One corner of the format each."""
    assert look(parse(odd.raw), odd.seen) == odd.expected
