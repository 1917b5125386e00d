"""The readable document as plain parts: headings, paragraphs, lists and tables, which become a page and a PDF alike.

Everything is text of ours or a value; nothing in it is markup (R2.2A-1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, Literal

from babel.dates import format_date, format_datetime

from services.fulfil.dossier.contents import PORTABLE, Attached, Entry, Package
from services.fulfil.dossier.words import section, words
from services.fulfil.rules.access_content import retention_of

Kind = Literal["lead", "text", "small", "data", "list", "table"]
LONGEST: Final = 20_000  # signs of one entry that are printed; the data files hold them all
MOST_FILES: Final = 200  # files of a category that are printed by name

NAMES: Final = {
    "page": "overzicht.html",
    "print": "overzicht.pdf",
    "data": "gegevens.json",
    "manifest": "manifest.json",
}


@dataclass(frozen=True)
class Block:
    """One part. `lines` are a paragraph's text, a list's items, or a table's cells row by row after its `head`."""

    kind: Kind
    lines: tuple[str, ...]
    head: tuple[str, ...] = ()

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A table's rows."""
        width = len(self.head)
        return [self.lines[at : at + width] for at in range(0, len(self.lines), width)]


@dataclass(frozen=True)
class Part:
    """A heading of a level (2 or 3) with what stands under it."""

    level: int
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """The whole, in one language."""

    language: str
    title: str
    heading: str
    lead: tuple[Block, ...]
    parts: tuple[Part, ...]
    foot: str = field(default="")


def document(package: Package) -> Document:
    """What the requester reads: all points of an access answer, or of data to take elsewhere only what was given."""
    says = _Saying(package)
    kind = "" if package.words else "portable_"
    day, made = says.day(package.received_on), says.moment()
    owner = package.controller
    return Document(
        language=str(package.language),
        title=says(f"{kind}title", reference=package.reference),
        heading=says(f"{kind}heading"),
        lead=(
            _text(says("intro", requester=package.requester, day=day, reference=package.reference), "lead"),
            _text(says("made", moment=made, version=package.statement_version), "small"),
        ),
        parts=tuple(_access(package, says) if package.words else _portable(package, says)),
        foot=f"{owner.name} · KvK {owner.kvk} · {owner.address} · {owner.phone} · {owner.email}",
    )


class _Saying:
    """The words of the document in one language."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.language = package.language

    def __call__(self, key: str, **values: object) -> str:
        return words("page", key, self.language).format(**values)

    def day(self, value: object) -> str:
        return format_date(value, "d MMMM y", locale=self.language)  # type: ignore[arg-type]

    def moment(self) -> str:
        return format_datetime(self._package.built_at, "d MMMM y HH:mm", locale=self.language)

    def of(self, name: str, code: str) -> str:
        return words(name, code, self.language)


def _text(text: str, kind: Kind = "text") -> Block:
    return Block(kind, (text,))


def _list(lines: Sequence[str]) -> Block:
    return Block("list", tuple(lines))


def _access(package: Package, says: _Saying) -> Iterator[Part]:
    said = package.words
    yield Part(2, says("explanation"), (_text(package.explanation, "data"),))
    yield Part(2, says("confirmation"), (_text(says("confirmation_yes")),))
    yield Part(2, says("data"), ())
    yield from _categories(package, says, package.entries)
    if package.unfound:
        places = [f"{says.of('categories', one.category)}: {says.of('systems', one.system)}" for one in package.unfound]
        yield Part(2, says("unfound"), (_list(places),))
    purposes = [says.of("purposes", code) for code in package.content.purposes]
    yield Part(2, says("purposes"), (_list(purposes),))
    for point in ("recipients", "retention", "sources", "transfers", "automated"):
        note = (_text(says("recipients_note")),) if point == "recipients" else ()
        yield Part(2, says(point), (*note, _list(said.lines(point) if said else ())))
    yield _left_out(package, says)
    yield _rights(package, says)
    yield _inside(package, says)


def _portable(package: Package, says: _Saying) -> Iterator[Part]:
    yield Part(
        2, says("explanation"), (_text(package.explanation, "data"), _text(says("portable_note", format=PORTABLE)))
    )
    if package.provided:
        yield from _categories(package, says, package.provided)
    else:
        yield Part(2, says("data"), (_text(says("none_provided")),))
    yield _left_out(package, says)
    yield _rights(package, says)
    yield _inside(package, says)


def _categories(package: Package, says: _Saying, entries: Sequence[Entry]) -> Iterator[Part]:
    for category, group in groupby(entries, key=lambda entry: entry.category):
        blocks = [block for entry in group for block in _entry(entry, says)]
        files = [file for file in package.files if file.category == category]
        yield Part(3, f"{category} · {says.of('categories', category)}", (*blocks, *_files(files, says)))


def _entry(entry: Entry, says: _Saying) -> Iterator[Block]:
    facts = [says.of("systems", entry.system), says.of("outcomes", entry.outcome)]
    facts.append(says.of("retention", retention_of(entry.category, entry.system)))
    if entry.kept_until:
        facts.append(says("kept_until", day=says.day(entry.kept_until)))
    yield _text(" · ".join(facts), "small")
    if entry.text:
        yield _text(entry.text[:LONGEST], "data")
    if len(entry.text) > LONGEST:
        yield _text(says("cut_short"))


def _files(files: Sequence[Attached], says: _Saying) -> Iterator[Block]:
    if not files:
        return
    yield _text(says("attached", count=len(files)))
    cells = [cell for file in files[:MOST_FILES] for cell in (file.name, size_words(file.size, says.language))]
    yield Block("table", tuple(cells), tuple(section("file_columns", says.language).values()))
    if len(files) > MOST_FILES:
        yield _text(says("attached_rest", count=len(files) - MOST_FILES))


def size_words(count: int, language: str) -> str:
    """A length in words: `1,2 MB` in Dutch."""
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= size:
            amount = f"{count / size:.1f}"
            return f"{amount.replace('.', ',') if language == 'nl' else amount} {unit}"
    return f"{count} bytes"


def _left_out(package: Package, says: _Saying) -> Part:
    left = [f"{says.of('categories', one.category)}: {says.of('left_out', one.what)}" for one in package.left_out]
    for file in package.left_files:
        said = says("left_file", system=says.of("systems", file.system), reason=file.reason)
        left.append(f"{says.of('categories', file.category)}: {said}")
    blocks = (_list(left),) if left else (_text(says("nothing_left_out")),)
    return Part(2, says("left_out"), (*blocks, _text(says("left_out_note"))))


def _rights(package: Package, says: _Saying) -> Part:
    owner = package.controller
    texts = says("rights_text", email=owner.email), says("complaint", fg=owner.fg_name)
    return Part(2, says("rights"), tuple(_text(text) for text in texts))


def _inside(package: Package, says: _Saying) -> Part:
    files = [(NAMES["page"], "file_overview"), (NAMES["print"], "file_pdf")]
    if package.words:
        files += [(NAMES["data"], "file_json"), ("gegevens/", "file_folder")]
    if package.files:
        files.append(("bestanden/", "file_files"))
    if package.portable:
        files.append(("overdraagbaar/", "file_portable"))
    files.append((NAMES["manifest"], "file_manifest"))
    return Part(2, says("files"), (_list([f"{name}: {says(key)}" for name, key in files]),))
