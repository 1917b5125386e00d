"""What stood there where a header had to be repaired to be read: kept for the person who looks at the mail."""

from __future__ import annotations

import re
from typing import Final

from services.intake.mailparse.charsets import hides
from services.intake.mailparse.guards import GuardedMessage
from services.intake.mailparse.headers import attempt, decode_words, raw
from services.intake.mailparse.parsed import ParsedMail
from services.intake.mailparse.source import as_text

RAW_CHARACTERS: Final = 500
_LOOKED_AT: Final = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID")
_GROUP = re.compile(r":[\s;]*;?\s*$")


def repaired(message: GuardedMessage, mail: ParsedMail) -> tuple[tuple[str, str], ...]:
    """Give (name, what stood there) for each header that was not read as it stands; 500 characters of each."""
    found = []
    for name in _LOOKED_AT:
        values = message.fields.get(name.lower(), ())
        was_mended = name.lower() in message.mended
        if values and (was_mended or any(map(_was_odd, values)) or _was_lost(name, message, mail)):
            stood = values[0].encode("utf-8", "surrogateescape")
            found.append((name, as_text(stood)[:RAW_CHARACTERS].strip()))
    return tuple(found)


def _was_odd(value: str) -> bool:
    """Say whether a value holds bytes that are no UTF-8, encoded words that do not decode, or signs that hide."""
    value = "".join(value.splitlines())
    try:
        seen = value if value.isascii() else value.encode("utf-8", "surrogateescape").decode()
    except UnicodeDecodeError:
        return True
    seen = attempt(lambda: decode_words(seen), seen) if "=?" in seen else seen
    return "=?" in seen or "\ufffd" in seen or hides(seen)


def _was_lost(name: str, message: GuardedMessage, mail: ParsedMail) -> bool:
    """Say whether a header says something that could not be read: an address, a date, an id without brackets."""
    value = raw(message, name)
    match name:
        case "From":
            return bool(value) and mail.from_.address not in value
        case "To":
            return bool(value) and not mail.to and not _GROUP.search(value)
        case "Date":
            return bool(value) and mail.date is None
        case "Message-ID":
            return bool(value) and mail.message_id not in value
    return False
