"""Large base64 bodies are lifted out before a mail is parsed, and put back when somebody asks for their bytes.

The standard library's parser looks at each line of a picture; a megabyte has 14,000 of them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from typing import NamedTuple


class Lines(NamedTuple):
    """Whole lines of base64: as they stand, and their line ends alone."""

    text: bytes
    ends: bytes


Lifted = dict[bytes, Lines]
"""What was lifted out, by the line that stands in its place."""

WORTH_IT = 32 * 1024  # bytes of one body
MOST_BOUNDARIES = 5_000  # five times as many as a mail may have parts
_LETTERS = (string.ascii_letters + string.digits + "+/").encode()
_LINE_ENDS = b"\r\n"
_BLANK_LINE = re.compile(rb"\n\r?\n")
_EMPTY_LINE = re.compile(rb"\n[\r\n]|\r\r")
_START = "LiftedOut0"
_MARK = re.compile(rf"{_START}\d{{6}}(?:Out){{16}}")
_MARK_IN_MAIL = re.compile(rb"(%b)(?=(\r?))" % _MARK.pattern.encode())


def lift(data: bytes, lifted: Lifted) -> bytes:
    """Replace the middle lines of each large base64 body by one line; fills `lifted`. Linear in its input.

    Only lines between two that stay are taken, none of them empty, and the line in their place looks like them: the
    parser cannot tell. (An empty line may end something, such as one of the blocks of a delivery report.)
    A mail that holds such a line of its own is left as it is.
    """
    found: Lifted = {}
    stays: list[bytes] = []
    done = position = 0
    for _ in range(MOST_BOUNDARIES):
        end = _boundary(data, position)
        if end - position > WORTH_IT:
            first, lines = _middle(data, position, end)
            if len(lines.text) > WORTH_IT // 2:
                found[f"{_START}{len(lifted) + len(found):06d}{'Out' * 16}".encode()] = lines
                stays.append(data[done:first])
                done = first + len(lines.text)
        position = end + 3
        if position >= len(data):
            break
    stays.append(data[done:])
    if not found or any(_START.encode() in each for each in stays):
        return data
    lifted |= found
    return b"".join([piece for pair in zip(stays, [*found, b""], strict=True) for piece in pair])


def _boundary(data: bytes, start: int) -> int:
    """Give where the next line that begins with two dashes ends the one before it; the end of the data when none does.

    Base64 has no dash, and one sign is found twenty times as fast as three.
    """
    dash = data.find(b"-", start + 1)
    end = data.find(b"\n--", dash - 1) if dash > 0 else -1
    return len(data) if end < 0 else end


def whole(payload: str, lifted: Lifted) -> str:
    """Put back what was lifted out of a payload."""
    if not lifted or _START not in payload:
        return payload
    return _MARK.sub(lambda mark: _back(mark[0].encode(), lifted).decode(), payload)


def whole_mail(written: bytes, lifted: Lifted) -> bytes:
    """Put back what was lifted out of a carried mail that was written out anew, with the line ends of its place.

    The standard library writes a mail with LF; only the text of a multipart without parts it writes as it stood.
    """
    if not lifted or _START.encode() not in written:
        return written
    return _MARK_IN_MAIL.sub(_with_line_ends_of_place(lifted), written)


def _back(mark: bytes, lifted: Lifted) -> bytes:
    return lifted[mark].text if mark in lifted else mark


def _with_line_ends_of_place(lifted: Lifted) -> Callable[[re.Match[bytes]], bytes]:
    def lines(mark: re.Match[bytes]) -> bytes:
        found = _back(mark[1], lifted)
        return found if mark[2] else found.replace(b"\r\n", b"\n")

    return lines


def base64_size(payload: str, lifted: Lifted) -> int | None:
    """Count the bytes that a base64 payload stands for, without decoding; None when it is not clean base64."""
    letters = 0
    if lifted and _START in payload:
        middles = [lifted[mark.encode()] for mark in _MARK.findall(payload) if mark.encode() in lifted]
        letters = sum(len(each.text) - len(each.ends) for each in middles)
        payload = _MARK.sub("", payload)
    rest = payload.encode("ascii", "replace").translate(None, _LINE_ENDS).rstrip(b"=")
    letters += len(rest)
    clean = not rest.translate(None, _LETTERS) and letters % 4 != 1
    return letters * 3 // 4 if clean else None


def _middle(data: bytes, start: int, end: int) -> tuple[int, Lines]:
    """Give the lines between the first and the last of a base64 body, and where they begin; no lines of any other.

    One with an empty line in it is another, and one whose lines do not all end alike.
    """
    blank = _BLANK_LINE.search(data, start, end)
    body = blank.start() if blank else -1
    first = data.find(b"\n", body + 3, end) + 1 if body >= 0 else 0
    stop = first + len(data[first:end].rstrip(_LINE_ENDS)) if first else 0
    last = data.rfind(b"\n", first, stop) if first else -1
    last -= data[last - 1 : last] == b"\r"
    text = data[first : max(last, first)]
    lines = Lines(text, text.translate(None, _LETTERS))
    return first, lines if text and _is_even(data, first, last, lines) else Lines(b"", b"")


def _is_even(data: bytes, first: int, last: int, lines: Lines) -> bool:
    """Whether these lines are clean base64, none of them empty, and end alike."""
    if lines.ends.translate(None, _LINE_ENDS):
        return False
    if data[last : last + 2] == b"\r\n" and _are_of_one_width(lines):
        return True
    return _end_alike(data, first, last) and not _EMPTY_LINE.search(data, first - 1, last + 2)


def _are_of_one_width(lines: Lines) -> bool:
    """Whether all lines are as long as the first and end with CRLF: what most programs write, and seen at a glance."""
    width = lines.text.find(b"\r")
    if width <= 0 or lines.text.endswith(b"\n"):
        return False  # the first or the last one is empty
    returns, feeds = lines.text[width :: width + 2], lines.text[width + 1 :: width + 2]
    count = len(lines.ends) // 2
    return returns == b"\r" * count and feeds == b"\n" * count == lines.ends[1::2] and len(lines.ends) == 2 * count


def _end_alike(data: bytes, first: int, last: int) -> bool:
    """Whether the lines between these, and the one before the last, all end with LF or all with CRLF."""
    returns, feeds, pairs = (data.count(end, first, last + 2) for end in (b"\r", b"\n", b"\r\n"))
    return returns == pairs and pairs in {0, feeds}
