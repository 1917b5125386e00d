"""Large base64 bodies are lifted out before a mail is parsed, and put back when somebody asks for their bytes.

The standard library's parser looks at each line of a picture; a megabyte has 14,000 of them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable

Lifted = dict[bytes, bytes]
"""What was lifted out, by the line that stands in its place."""

WORTH_IT = 32 * 1024  # bytes of one body
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
    if _START.encode() in data:
        return data
    out: list[bytes] = []
    done = position = 0
    while (end := data.find(b"\n--", position)) >= 0 or position < len(data):
        end = len(data) if end < 0 else end
        if end - position > WORTH_IT:
            first, last = _middle(data, position, end)
            if last - first > WORTH_IT // 2:
                mark = f"{_START}{len(lifted):06d}{'Out' * 16}".encode()
                lifted[mark] = data[first:last]
                out += [data[done:first], mark]
                done = last
        position = end + 3
    return b"".join([*out, data[done:]]) if out else data


def whole(payload: str, lifted: Lifted) -> str:
    """Put back what was lifted out of a payload."""
    if not lifted or _START not in payload:
        return payload
    return _MARK.sub(lambda mark: lifted.get(mark[0].encode(), mark[0].encode()).decode(), payload)


def whole_mail(written: bytes, lifted: Lifted) -> bytes:
    """Put back what was lifted out of a carried mail that was written out anew, with the line ends of its place.

    The standard library writes a mail with LF; only the text of a multipart without parts it writes as it stood.
    """
    if not lifted or _START.encode() not in written:
        return written
    return _MARK_IN_MAIL.sub(_with_line_ends_of_place(lifted), written)


def _with_line_ends_of_place(lifted: Lifted) -> Callable[[re.Match[bytes]], bytes]:
    def lines(mark: re.Match[bytes]) -> bytes:
        found = lifted.get(mark[1], mark[1])
        return found if mark[2] else found.replace(b"\r\n", b"\n")

    return lines


def base64_size(payload: str, lifted: Lifted) -> int | None:
    """Count the bytes that a base64 payload stands for, without decoding; None when it is not clean base64."""
    letters = 0
    if lifted and _START in payload:
        middles = [lifted[mark.encode()] for mark in _MARK.findall(payload) if mark.encode() in lifted]
        letters = sum(len(each) - each.count(b"\n") - each.count(b"\r") for each in middles)
        payload = _MARK.sub("", payload)
    rest = payload.encode("ascii", "replace").translate(None, _LINE_ENDS).rstrip(b"=")
    letters += len(rest)
    clean = not rest.translate(None, _LETTERS) and letters % 4 != 1
    return letters * 3 // 4 if clean else None


def _middle(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Give where the lines between the first and the last of a base64 body begin and end; (0, 0) for any other.

    One with an empty line in it is another, and one whose lines do not all end alike.
    """
    blank = _BLANK_LINE.search(data, start, end)
    body = blank.start() if blank else -1
    first = data.find(b"\n", body + 3, end) + 1 if body >= 0 else 0
    stop = first + len(data[first:end].rstrip(_LINE_ENDS)) if first else 0
    last = data.rfind(b"\n", first, stop) if first else -1
    last -= data[last - 1 : last] == b"\r"
    if last <= first or data[first:last].translate(None, _LETTERS + _LINE_ENDS):
        return 0, 0
    is_even = _end_alike(data, first, last) and not _EMPTY_LINE.search(data, first - 1, last + 2)
    return (first, last) if is_even else (0, 0)


def _end_alike(data: bytes, first: int, last: int) -> bool:
    """Whether the lines between these, and the one before the last, all end with LF or all with CRLF."""
    returns, feeds, pairs = (data.count(end, first, last + 2) for end in (b"\r", b"\n", b"\r\n"))
    return returns == pairs and pairs in {0, feeds}
