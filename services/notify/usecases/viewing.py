"""Looking at a letter: as it was sent, without the secrets that are for its reader only; every look is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.notify import store
from services.notify.letters.catalogue import FieldType, fields
from services.notify.rules.markup import Rendered
from services.notify.store import Delivery
from services.notify.usecases.queueing import HTML, SUBJECT, TEXT, facts_of
from services.notify.usecases.tools import writer_of
from shared.contracts.people import ADDRESS, CONTACT
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk
from shared.platform.sessions import Session
from shared.vocabulary import Language, Letter

HIDDEN = "••••••"
SECRET_FACTS = frozenset({"code"})


@dataclass(frozen=True)
class Shown:
    """A delivery as staff see it; `letter` is None when it was never written or was erased."""

    delivery: Delivery
    address: str
    letter: Rendered | None


async def view(desk: Desk, delivery_id: str, actor: Session) -> Shown:
    """One delivery with its letter; raises `NoSuchDelivery`."""
    async with desk.work() as work:
        row = await store.claim(work.session, delivery_id)
        work.note("letter.viewed", row.case_id, actor.staff_id, letter=row.letter, delivery=row.id)
    try:
        box = await desk.keyring.box(row.person.scope, CONTACT)
        address = box.unseal(ADDRESS, row.person.address)
        if row.subject_sealed is None or row.text_sealed is None or row.html_sealed is None:
            return Shown(row, address, None)
        secrets = secrets_of(facts_of(box, row))
        subject = box.unseal(row.field(SUBJECT), row.subject_sealed)
        text, html = box.unseal(row.field(TEXT), row.text_sealed), box.unseal(row.field(HTML), row.html_sealed)
    except CannotOpen:
        return Shown(row, "", None)
    return Shown(row, address, Rendered(subject, _without(text, secrets), _without(html, secrets)))


def secrets_of(facts: Mapping[str, object]) -> list[str]:
    """What only the reader of the letter may have: codes, and the part of a link that opens something."""
    found = [str(value) for name, value in facts.items() if name in SECRET_FACTS]
    for name, value in facts.items():
        known = fields().get(name)
        if known is not None and known.type is FieldType.LINK:
            found.append(urlsplit(str(value)).fragment)
    return [secret for secret in found if secret]


def _without(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    return text


def sample(desk: Desk, letter: Letter) -> dict[Language, Rendered]:
    """A letter in both languages, with invented facts."""
    return {language: writer_of(desk).sample(letter, language) for language in Language}
