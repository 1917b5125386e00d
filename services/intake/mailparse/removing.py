"""The raw mail without some of its attachments: all other bytes stay as they came, as far as that can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message

from services.intake.mailparse.bodies import content, read_body
from services.intake.mailparse.guards import GuardedMessage, Refused, header_block, read, trim
from services.intake.mailparse.headers import attempt

NOTICE = (
    "Hier zat een kopie van een identiteitsbewijs. De privacybalie heeft die verwijderd{nl}.\n"
    "A copy of an identity document was here. The privacy desk removed it{en}.\n"
)
REMOVED_NAME = "verwijderd-removed.txt"
_PART = (
    "Content-Type: text/plain; charset=us-ascii\n"
    "Content-Transfer-Encoding: 7bit\n"
    f'Content-Disposition: attachment; filename="{REMOVED_NAME}"\n'
    "X-Desk-Removed: identity-document\n\n"
)
_LINE = rb"[^\r\n]*(?:\r?\n|\r|$)"
_CONTENT_FIELD = re.compile(rb"(?im)^(?:content-[a-z-]+|mime-version)[ \t]*:" + _LINE + rb"(?:[ \t]" + _LINE + rb")*")
_TELLING = 32  # a shorter line could be anything
_MOMENT = re.compile(r"[^0-9A-Za-z :.+-]")


def without(data: bytes, parts: Sequence[Message], numbers: Sequence[int], at: str = "") -> bytes:
    """Give the mail with the parts of these numbers, and any with the same bytes, replaced by a notice.

    The notice is in Dutch and English and names the moment `at` (text) when given. A part whose place in the bytes
    cannot be found goes with the part around it; when even that leaves a trace, only the headers are kept. Raises
    `Refused` when there is no part of such a number.
    """
    if not numbers or not all(0 <= each < len(parts) for each in numbers):
        raise Refused("an attachment that is to be removed is not there")
    unwanted = {content(parts[each]) for each in numbers} - {b""}
    chosen = [part for number, part in enumerate(parts) if number in numbers or content(part) in unwanted]
    start = len(data) - len(trim(data))
    end = b"\r\n" if b"\r\n" in data[: start + 2000] else b"\n"
    moment = _MOMENT.sub("", at)[:40]
    notice = NOTICE.format(nl=f" op {moment}" if moment else "", en=f" on {moment}" if moment else "")
    replacement = (_PART + notice).encode().replace(b"\n", end)
    gone = [*unwanted, *filter(None, map(_line_of, chosen))]
    stripped = _cut(data, start, chosen, replacement)
    return stripped if _is_clean(stripped, gone) else _headers_only(data, start, replacement)


def _cut(data: bytes, start: int, parts: Sequence[Message], replacement: bytes) -> bytes:
    spans = sorted({span for part in parts if isinstance(part, GuardedMessage) for span in [_span(data, start, part)]})
    out: list[bytes] = []
    done = 0
    for first, last in spans:
        if first == start:
            return _headers_only(data, start, replacement)
        if first >= done:
            out += [data[done:first], replacement.rstrip(b"\r\n")]
            done = last
    return b"".join([*out, data[done:]])


def _span(data: bytes, start: int, part: GuardedMessage) -> tuple[int, int]:
    """Give where a part begins (its headers) and ends (before the line end of the next boundary)."""
    if part.parent is None:
        return start, len(data)
    first, last = _span(data, start, part.parent)
    boundary = attempt(part.parent.get_boundary, None)
    siblings = part.parent.get_payload()
    if not boundary or not isinstance(siblings, list):
        return first, last
    places = list(_places(data, first, last, boundary))
    number = next((number for number, each in enumerate(siblings) if each is part), len(places))
    return places[number] if len(places) == len(siblings) and number < len(places) else (first, last)


def _places(data: bytes, first: int, last: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Give the spans between the boundary lines of a part, as the parser takes them."""
    name = re.escape(boundary.encode("utf-8", "surrogateescape"))
    line = re.compile(rb"(?:(?<=[\r\n])|\A)--" + name + rb"(--)?[ \t]*(?:\r\n|\r|\n|\Z)")
    begin = -1
    for found in line.finditer(data, first, last):
        if begin >= 0 and found.start() > begin:
            yield begin, _before_line_end(data, found.start())
        begin = found.end()
        if found[1]:
            return
    if 0 <= begin < last:
        yield begin, last


def _before_line_end(data: bytes, position: int) -> int:
    return position - (2 if data[position - 2 : position] == b"\r\n" else 1)


def _is_clean(stripped: bytes, gone: Sequence[bytes]) -> bool:
    """Read the result again: nothing in it may hold the bytes that are gone."""
    try:
        left = [content(part) for part in read_body(read(trim(stripped))).parts]
    except Refused:
        return False
    return not any(each and (each in rest) for each in gone for rest in [*left, stripped])


def _line_of(part: Message) -> bytes:
    """Give a line from the middle of a part as it stood in the mail: encoded, it may stand elsewhere too."""
    payload = part.stood if isinstance(part, GuardedMessage) else ""
    line = payload[len(payload) // 2 :].partition("\n")[2].partition("\n")[0].strip()
    return line.encode("utf-8", "surrogateescape") if len(line) >= _TELLING else b""


def _headers_only(data: bytes, start: int, replacement: bytes) -> bytes:
    block = header_block(data[start:])
    kept = _CONTENT_FIELD.sub(b"", block)
    end = b"\r\n" if b"\r\n" in replacement else b"\n"
    between = b"" if not kept or kept.endswith((b"\n", b"\r")) else end
    return data[:start] + kept + between + b"MIME-Version: 1.0" + end + replacement
