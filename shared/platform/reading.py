"""Reading what a browser sends, within limits: short forms and one file, both in memory, never on disk.

`request.post()` of aiohttp spools files over 1 MiB to a temporary file, so it is not used anywhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from multidict import MultiDict, MultiDictProxy

from shared.platform.i18n import lazy
from shared.platform.outcomes import TooLarge, Unreadable

FORM_BYTES = 64 * 1024
FIELD_BYTES = 16 * 1024
FIELDS = 200
CHUNK = 64 * 1024
FORM_TYPE = "application/x-www-form-urlencoded"
FILE_TYPE = "multipart/form-data"

_NOT_A_FORM = lazy("What was sent is not a form of this page.")
_CUT_SHORT = lazy("The file did not arrive whole.")
_ONE_FILE = lazy("Send one file at a time.")


@dataclass(frozen=True)
class Upload:
    """One file and the fields beside it. `name` is what the sender calls it: never a path, never trusted."""

    fields: dict[str, str]
    name: str | None
    data: bytes


async def form(request: web.Request, max_bytes: int = FORM_BYTES) -> MultiDictProxy[str]:
    """The fields of an urlencoded form; raises `Unreadable`, or `TooLarge` once the limit is passed."""
    if request.content_type != FORM_TYPE:
        raise Unreadable("", _NOT_A_FORM)
    _refuse_announced(request, max_bytes)
    body = await _limited(request.content.iter_chunked(CHUNK), max_bytes)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:
        raise Unreadable("", _NOT_A_FORM) from error
    return MultiDictProxy(MultiDict((name, _clean(name, value)) for name, value in pairs))


def wanted(fields: MultiDictProxy[str], name: str, longest: int = 200) -> str:
    """One field that must be filled in, without the blanks around it; raises `Unreadable`."""
    value = fields.get(name, "").strip()
    if not value:
        raise Unreadable(name, lazy("Fill this in."))
    if len(value) > longest:
        raise Unreadable(name, lazy("Use at most %(longest)s characters.", longest=longest))
    return value


async def upload(request: web.Request, max_bytes: int) -> Upload:
    """One file with the fields beside it, read part by part into memory.

    Raises `TooLarge` as soon as the file passes `max_bytes`, `Unreadable` for what is not such a form.
    """
    if request.content_type != FILE_TYPE:
        raise Unreadable("", _NOT_A_FORM)
    _refuse_announced(request, max_bytes + FORM_BYTES, max_bytes)
    try:
        return await _parts(request, max_bytes)
    except (ValueError, AssertionError, RuntimeError, LookupError, HttpProcessingError) as error:
        raise Unreadable("", _CUT_SHORT) from error


async def _parts(request: web.Request, max_bytes: int) -> Upload:
    fields: dict[str, str] = {}
    found: tuple[str | None, bytes] | None = None
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name or len(fields) >= FIELDS:
            raise Unreadable("", _NOT_A_FORM)
        if part.filename is None:
            fields[part.name] = _clean(part.name, (await _limited(_chunks(part), FIELD_BYTES)).decode())
        elif found is None:
            found = (part.filename or None, await _limited(_chunks(part), max_bytes))
        else:
            raise Unreadable(part.name, _ONE_FILE)
    name, data = found or (None, b"")
    return Upload(fields, name, data)


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(CHUNK):
        yield chunk


async def _limited(chunks: AsyncIterator[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(max_bytes)
    return bytes(body)


def _refuse_announced(request: web.Request, max_bytes: int, named: int | None = None) -> None:
    """Refuse before reading what announces itself as too large."""
    if (request.content_length or 0) > max_bytes:
        raise TooLarge(named or max_bytes)


def _clean(name: str, value: str) -> str:
    """Browsers send no NUL; databases refuse it."""
    if "\0" in value:
        raise Unreadable(name, _NOT_A_FORM)
    return value.replace("\r\n", "\n")
