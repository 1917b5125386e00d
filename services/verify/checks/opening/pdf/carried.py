"""What a PDF carries besides its pages: files, programs, details, pictures that no page uses, text that nobody sees."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2

from services.verify.checks.copy import Copy, Finding, FindingKind
from services.verify.checks.written.digits import ENOUGH, after_label, digits_near_label, isolated
from services.verify.checks.written.zone import Says, says

_MOST_OBJECTS = 20_000
_SMALLEST = 96  # pixels a side

_FILES = "The PDF carries other files. Send it without them, or send a photo."
_UNUSED = "The PDF carries a picture that no page shows. Print it to a new PDF, or send a photo."
_PROGRAMS = "The PDF carries programs. They were removed."
_DETAILS = "The file held details such as place, time and device. They were removed."
_TEXT = "The PDF carries text beside its picture. It was removed."
_NUMBER = "The PDF holds a citizen service number as text, also where a block covers it. Send a screenshot of the copy."


def carried(copy: Copy) -> tuple[Finding, ...]:
    """Tell what the redrawn pages leave behind; refuse what may show what they cover."""
    with pikepdf.open(io.BytesIO(copy.data)) as document:
        told = [_DETAILS] if document.docinfo or "/Metadata" in document.Root else []
        told += [_PROGRAMS] if _has_programs(document) else []
        refusing = [_FILES] if document.attachments or _objects(document, "/Type", "/EmbeddedFile") else []
        refusing += [_UNUSED] if _has_unused_pictures(document, copy.data) else []
    lines = list(_lines(copy.data))
    told += [_TEXT] if any(lines) else []
    refusing += [_NUMBER] if any(map(_tells_number, lines)) else []
    kept_out = tuple(Finding(FindingKind.HIDDEN_CONTENT, reason) for reason in told + refusing)
    return kept_out + tuple(Finding(FindingKind.WEAK_COVER, reason) for reason in refusing)


def _has_programs(document: pikepdf.Pdf) -> bool:
    names = document.Root.get("/Names", pikepdf.Dictionary())
    return "/JavaScript" in names or "/OpenAction" in document.Root


def _objects(document: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Object]:
    found: list[pikepdf.Object] = []
    for each, _ in zip(document.objects, range(_MOST_OBJECTS), strict=False):
        if isinstance(each, pikepdf.Stream) and each.get(key) == pikepdf.Name(value):
            found.append(each)
    return found


def _has_unused_pictures(document: pikepdf.Pdf, data: bytes) -> bool:
    """Whether a stored picture is on no page; masks belong to their pictures, and a page's own preview counts."""
    stored = _objects(document, "/Subtype", "/Image")
    masks = {each.objgen for picture in stored for key in ("/SMask", "/Mask") for each in _mask(picture, key)}
    sizes = [_size(each) for each in stored if each.objgen not in masks]
    used = set(_used(data))
    return any(min(size) >= _SMALLEST and size not in used for size in sizes)


def _mask(picture: pikepdf.Object, key: str) -> Iterator[pikepdf.Object]:
    mask = picture.get(key)
    if isinstance(mask, pikepdf.Stream):
        yield mask


def _size(picture: pikepdf.Object) -> tuple[int, int]:
    return int(picture.get("/Width", 0)), int(picture.get("/Height", 0))


def _used(data: bytes) -> Iterator[tuple[int, int]]:
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            for each in page.get_objects():
                if isinstance(each, pypdfium2.PdfImage):
                    yield each.get_px_size()


def _lines(data: bytes) -> Iterator[str]:
    """The text of all pages, seen or not: a block over a line leaves the line in the file."""
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            yield from page.get_textpage().get_text_range().splitlines()


def _tells_number(line: str) -> bool:
    return isolated(line) or digits_near_label(after_label(line)) >= ENOUGH or says(line) is Says.NUMBER
