"""What is understood of a mail crosses the pipe of the confined child unchanged."""

from __future__ import annotations

import json

import pytest

from services.intake.rules.understanding import answer, understand
from services.intake.rules.understood import Own, from_frame, pieces, to_frame

OWN = Own("info@desk.example", ("desk.example",), "mx.desk.example")
PLAIN = b"From: Noor <noor@clients.example>\r\nSubject: vraag\r\n\r\nWelke gegevens hebben jullie van mij?\r\n"
RICH = (
    b"Authentication-Results: mx.desk.example; dmarc=pass\r\nFrom: Sanne <sanne@desk.example>\r\n"
    b"To: info@desk.example\r\nReply-To: x@y.example\r\nDate: Mon, 2 Nov 2026 09:00:00 +0100\r\n"
    b"Message-ID: <1@desk.example>\r\nIn-Reply-To: <0@desk.example>\r\nReferences: <a@x.example> <b@x.example>\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nzie onder\r\n--b\r\n'
    b"Content-Type: message/rfc822\r\n\r\n" + PLAIN + b"\r\n--b\r\nContent-Type: image/jpeg\r\n"
    b'Content-Disposition: attachment; filename="paspoort.jpg"\r\n\r\nx\r\n--b--\r\n'
)
BOUNCE = b"From: MAILER-DAEMON@x.example\r\nReturn-Path: <>\r\nSubject: Undeliverable\r\n\r\n5.1.1\r\n"


@pytest.mark.parametrize("raw", [PLAIN, RICH, BOUNCE, b"", b"\xff\xfe\x00"])
def test_it_comes_back_as_it_went(raw: bytes) -> None:
    """Through JSON, with every type restored."""
    found = understand(raw, OWN)
    assert from_frame(json.loads(json.dumps(to_frame(found), allow_nan=False))) == found


def test_a_job_answers_each_of_its_mails() -> None:
    """In their order, end to end."""
    raws = [PLAIN, RICH, BOUNCE]
    told, data = answer(b"".join(raws), {"lengths": [len(each) for each in raws], "own": _own()})
    frames = list(pieces(data, told["lengths"]))
    assert [from_frame(json.loads(each)) for each in frames] == [understand(raw, OWN) for raw in raws]


def test_a_mail_that_breaks_its_reader_leaves_the_others_their_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own answer is empty."""

    def breaks(raw: bytes, own: Own) -> object:
        if raw == BOUNCE:
            raise RecursionError
        return understand(raw, own)

    monkeypatch.setattr("services.intake.rules.understanding.understand", breaks)
    raws = [PLAIN, BOUNCE, RICH]
    told, _ = answer(b"".join(raws), {"lengths": [len(each) for each in raws], "own": _own()})
    assert [length > 0 for length in told["lengths"]] == [True, False, True]


def _own() -> dict[str, object]:
    return {"sender": OWN.sender, "domains": list(OWN.domains), "authserv_id": OWN.authserv_id}
