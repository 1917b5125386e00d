"""What a mail carries: recognised by type and name, listed, never unpacked; and what may hide a text."""

from __future__ import annotations

import pytest

from services.intake.mailparse import ParsedMail, from_frame, parse, parse_frame
from services.intake.mailparse.sorts import sort_of
from services.intake.rules.classify import classify
from services.intake.rules.routing import Attach, Facts, File, Open, Triage, decide

HEAD = b"From: Anna <anna@voorbeeld.example>\r\nSubject: inzage\r\n"


def with_part(headers: str, content: str = "x", text: str = "Graag inzage.") -> ParsedMail:
    part = f"--b\r\n\r\n{text}\r\n--b\r\n{headers}\r\n\r\n{content}\r\n--b--\r\n"
    return parse(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.encode())


@pytest.mark.parametrize(
    ("kind", "name", "sort"),
    [
        ("application/ms-tnef", "winmail.dat", "tnef"),
        ("application/octet-stream", "WINMAIL.DAT", "tnef"),
        ("application/vnd.ms-tnef", "unnamed", "tnef"),
        ("application/pkcs7-mime", "smime.p7m", "smime"),
        ("application/x-pkcs7-signature", "smime.p7s", "smime"),
        ("application/octet-stream", "smime.p7m", "smime"),
        ("application/pgp-encrypted", "unnamed", "pgp"),
        ("application/pgp-signature", "signature.asc", "pgp"),
        ("application/octet-stream", "bericht.pgp", "pgp"),
        ("text/calendar", "invite.ics", "calendar"),
        ("application/octet-stream", "invite.ics", "calendar"),
        ("message/partial", "unnamed", "partial"),
        ("message/external-body", "unnamed", "partial"),
        ("message/rfc822", "message.eml", "message"),
        ("application/octet-stream", "bericht.msg", "message"),
        ("application/zip", "met-wachtwoord.zip", "archive"),
        ("application/octet-stream", "dossier.RAR", "archive"),
        ("application/x-7z-compressed", "a.7z", "archive"),
        ("image/jpeg", "paspoort.jpg", "picture"),
        ("application/octet-stream", "IMG_1.HEIC", "picture"),
        ("application/pdf", "brief.pdf", "document"),
        ("application/octet-stream", "brief.docx", "document"),
        ("text/plain", "brief.txt", "document"),
        ("text/plain", "foto.jpg", "picture"),
        ("application/octet-stream", "unnamed", ""),
        ("application/x-msdownload", "a.exe", ""),
        ("audio/mpeg", "a.mp3", ""),
    ],
)
def test_a_part_is_recognised_by_type_or_name(kind: str, name: str, sort: str) -> None:
    """A name helps where the type says nothing."""
    assert sort_of(kind, name) == sort


@pytest.mark.parametrize(
    ("headers", "hidden"),
    [
        ("Content-Type: application/ms-tnef; name=winmail.dat", ("tnef",)),
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", ("encrypted",)),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s", ()),
        ("Content-Type: application/pgp-encrypted", ("encrypted",)),
        ("Content-Type: application/pgp-signature; name=signature.asc", ()),
        ("Content-Type: application/octet-stream; name=brief.gpg", ("encrypted",)),
        ("Content-Type: message/partial; id=1; number=1; total=2", ("partial",)),
        ("Content-Type: application/zip; name=geheim.zip", ()),
        ("Content-Type: image/jpeg; name=foto.jpg", ()),
    ],
)
def test_what_may_hide_a_text_is_named(headers: str, hidden: tuple[str, ...]) -> None:
    """Encrypted, TNEF and pieces of a mail; a signature or a picture hides none."""
    mail = with_part(headers)
    assert (mail.unreadable_parts, mail.text) == (hidden, "Graag inzage.")
    assert len(mail.attachments) == 1


def test_encrypted_mails_are_recognised_as_a_whole() -> None:
    """S/MIME as the mail itself, PGP/MIME, and PGP inside the text."""
    smime = parse(HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\n\r\nMIIB")
    assert (smime.unreadable_parts, smime.text, smime.attachments[0].sort) == (("encrypted",), "", "smime")
    pgp = HEAD + b"Content-Type: multipart/encrypted; protocol=application/pgp-encrypted; boundary=b\r\n\r\n"
    pgp += b"--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
    pgp += b"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\nx\r\n--b--\r\n"
    assert parse(pgp).unreadable_parts == ("encrypted",)
    inline = parse(HEAD + b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n")
    assert inline.unreadable_parts == ("encrypted",)


def test_a_signed_text_is_read_without_its_armour() -> None:
    """PGP signatures, inline and as a part, take nothing away."""
    signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nGraag inzage.\n"
    signed += "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    mail = parse(HEAD + b"\r\n" + signed.encode())
    assert (mail.text, mail.unreadable_parts) == ("Graag inzage.", ())


def test_what_a_carried_mail_carries_is_listed_too() -> None:
    """An identity card in a forwarded mail is one in this mail; its bytes can be asked for."""
    inner = "From: jan@voorbeeld.example\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nhoi\r\n--i\r\n"
    inner += (
        "Content-Type: image/png; name=paspoort.png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--i--"
    )
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nzie bijlage\r\n--b\r\n"
    raw += f"Content-Type: message/rfc822\r\n\r\n{inner}\r\n--b--\r\n".encode()
    mail = parse(raw)
    assert [(each.name, each.sort) for each in mail.attachments] == [
        ("message.eml", "message"),
        ("paspoort.png", "picture"),
    ]
    assert parse_frame(raw, {"attachment": 1})[1] == b"\x89PNG\r\n\x1a\n"
    assert mail.text == "zie bijlage"


def test_a_carried_mail_in_base64_is_read() -> None:
    """The standard forbids it; some programs do it."""
    raw = HEAD + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw += b"RnJvbTogYkBjLmV4YW1wbGUNClN1YmplY3Q6IHdpc3Nlbg0KDQpXaXMgYWxsZXMuDQo=\r\n"
    found = parse(raw).forwarded
    assert found is not None
    assert (found.from_.address, found.subject, found.text) == ("b@c.example", "wissen", "Wis alles.")


def test_a_frame_of_yesterday_still_reads() -> None:
    """A mail that was parsed before these fields existed."""
    frame, _ = parse_frame(HEAD + b"Content-Type: image/png; name=a.png\r\n\r\nx", {})
    for key in ("quoted", "has_html", "unreadable_parts", "bounce_status", "returned_ids", "canary", "raw_headers"):
        del frame[key]
    del frame["attachments"][0]["sort"]
    assert from_frame(frame).attachments[0].sort == ""


REQUEST = classify("inzage", "Ik wil mijn dossier inzien.")
LUNCH = classify("lunch", "Zullen we morgen samen lunchen?")


def test_a_text_that_may_be_hidden_goes_to_a_person() -> None:
    """Neither opened as a case nor filed (mail in, step 9); a machine's mail as any machine's."""
    assert isinstance(decide(Facts(hidden=True), REQUEST), Triage)
    assert isinstance(decide(Facts(hidden=True), LUNCH, threshold=0.0), Triage)
    assert isinstance(decide(Facts(), REQUEST), Open)
    assert isinstance(decide(Facts(hidden=True, automatic=True), LUNCH, threshold=0.0), File)
    attached = decide(Facts(hidden=True, thread_case="c"), LUNCH)
    assert attached == Attach("c", verified=False, new_wishes=True, reason="answers a letter of ours (R2-8)")
