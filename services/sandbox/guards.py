"""Mails that a careful server does not take apart.

pymap parses what it stores with the standard library's strict parser, which raises on some mails and takes
minutes on others. The sandbox must pass such mails on to the desk all the same, so they are stored whole.
"""

from __future__ import annotations

from email.errors import MessageError

from pymap.mime import MessageContent

# What the standard library raises on a mail it cannot read.
UNREADABLE = (MessageError, RecursionError, ValueError, LookupError, AttributeError, TypeError)

HEAD_BYTES = 64 * 1024
LINE_BYTES = 8 * 1024
ENCODED_WORDS = 200
PARTS = 500


def is_tame(raw: bytes) -> bool:
    """Say whether a mail can be parsed in a moment: counted on its bytes, without reading it."""
    head = raw.partition(b"\r\n\r\n")[0]
    return (
        len(head) <= HEAD_BYTES
        and max(map(len, head.splitlines()), default=0) <= LINE_BYTES
        and raw.count(b"=?", 0, HEAD_BYTES) <= ENCODED_WORDS
        and raw.count(b"\n--") + raw.lower().count(b"\ncontent-type:") <= PARTS
    )


def whole(raw: bytes) -> MessageContent:
    """Return a mail as one header block and one text, for pymap to hand out byte for byte."""
    head, blank, _ = raw.partition(b"\r\n\r\n")
    border = len(head) + len(blank)
    return MessageContent.from_json(
        raw,
        {
            "header": {"lines": [(0, border, border)], "folded": []},
            "body": {
                "lines": [(border, len(raw), len(raw))],
                "content_type": "text/plain",
                "nested": [],
            },
        },
    )
