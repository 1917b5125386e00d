"""What is fuzzed: the whole reader and each of its parts alone. None may raise, whatever it is given.

What else must hold is checked too: what is read crosses the pipe, and a text stays a text.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from services.intake.mailparse import as_json, as_text, from_frame, lifting, parse, parse_frame, to_frame, verdicts
from services.intake.mailparse.guards import Refused, read_headers
from services.intake.mailparse.headers import addresses, attempt, decode_words, ids, moment, text
from services.intake.mailparse.pasted import pasted
from services.intake.mailparse.plaintext import from_html, unflow
from services.intake.mailparse.quotes import CHARACTERS, split
from services.intake.mailparse.showing import document
from services.intake.rules.writer import answered_ids, writer

LITTLE, MUCH = 32, 1 << 30  # bytes from which a body is worth lifting out
FORBIDDEN_IN_VIEW = (b"<script", b"<style", b"<img", b"<form", b"<iframe", b"<a ", b"<link", b" on", b"javascript:")


def whole_mail(data: bytes) -> None:
    """The reader itself, as the desk uses it; what it read survives the pipe."""
    mail = parse(data, "desk.example")
    assert from_frame(json.loads(json.dumps(to_frame(mail)))) == mail
    json.dumps(as_json(mail, "a.eml")).encode()
    writer(mail, {"voorbeeld.example"}, "pass")
    answered_ids(mail)


def views(data: bytes) -> None:
    """What staff look at, and the mail without its attachments: nothing of them is left."""
    frame, _ = parse_frame(data, {"view": "html"})
    as_text(data)
    numbers = list(range(len(frame["attachments"])))
    if numbers:
        parse_frame(data, {"attachment": 0})
        try:
            parse_frame(data, {"view": "stripped", "without": numbers})
        except Refused:
            return


def large_bodies(data: bytes) -> None:
    """Bodies are lifted out before parsing and put back: whether that happens cannot be told from what is read."""
    with_lifting, without = (_read_when_worth(size, data) for size in (LITTLE, MUCH))
    assert with_lifting == without


def _read_when_worth(size: int, data: bytes) -> list[object]:
    ordinary, lifting.WORTH_IT = lifting.WORTH_IT, size
    try:
        mail, _ = parse_frame(data, {})
        parts = [parse_frame(data, {"attachment": number})[1] for number in range(min(3, len(mail["attachments"])))]
    finally:
        lifting.WORTH_IT = ordinary
    return [mail, *parts]


def header_values(data: bytes) -> None:
    """Addresses, subjects, dates, ids and results of other servers."""
    block = data[:4000].replace(b"\r", b" ").replace(b"\n", b"\n ")
    message = read_headers(b"From: " + block + b"\nSubject: " + block + b"\n\n")
    for name in ("From", "Subject"):
        (addresses(message, name), text(message, name), ids(message, name))
    said = block.decode("latin-1")
    attempt(lambda: decode_words(said), said)
    moment(said)
    verdicts(said, "mx.desk.example")
    verdicts(said, "microsoft365")


def html(data: bytes) -> None:
    """HTML to text, and to the document that staff see: no tag in it that does anything."""
    source = data.decode("utf-8", "replace")
    from_html(source)
    shown = document([source]).partition(b"<body>")[2]
    tags = b"".join(piece.partition(b">")[0] + b">" for piece in shown.split(b"<")[1:])
    assert not any(each in b"<" + tags.replace(b">", b"><") for each in FORBIDDEN_IN_VIEW), shown


def quotes(data: bytes) -> None:
    """Quotations apart from own words: no word is lost."""
    said = data.decode("utf-8", "replace").replace("\r", "")
    own, quoted = split(said)
    assert sorted(f"{own} {quoted}".split()) == sorted(said[:CHARACTERS].split())
    unflow(said)
    unflow(said, delsp=True)


def forwards(data: bytes) -> None:
    """Mails forwarded inline."""
    said = data.decode("utf-8", "replace")
    pasted(said, said[:50])
    pasted(said, "Fwd: x")


ENTRIES: tuple[Callable[[bytes], None], ...] = (
    whole_mail,
    views,
    header_values,
    html,
    quotes,
    forwards,
    large_bodies,
)


def one(data: bytes) -> None:
    """Run the entry that the first byte chooses; the whole reader half of the time (0 to 6 of 13)."""
    choice = data[0] % 13 if data else 0
    ENTRIES[max(0, choice - 6)](data[1:])
