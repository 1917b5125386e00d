"""How a person and a text travel: sealed, with what may be known in clear beside them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from shared.contracts.envelope import Sealed
from shared.vocabulary import Language

CONTACT = "contact"
CORR = "corr"
ID = "id"
PKG = "pkg"

COMPARTMENTS: dict[str, tuple[str, ...]] = {
    "intake": (CONTACT, CORR),
    "verify": (CONTACT, ID),
    "fulfil": (CONTACT, CORR, PKG),
    "notify": (CONTACT,),
}
"""Which compartments each service can open: what it does not hold it cannot leak."""

ONE_WAY: dict[str, tuple[str, ...]] = {"intake": (ID,)}
"""Which compartments a service may fill without being able to open them: a copy that comes by mail goes to verify."""

NAME = "person.name"
ADDRESS = "person.address"
SUBJECT = "request.subject"
EXCERPT = "request.excerpt"
WORDS = "letter.words"
EVIDENCE = "letter.evidence"
LINK = "letter.link"
CODE = "letter.code"
LEFT = "message.left"
CAME_FROM = "letter.came_from"
MESSAGE_ID = "request.message_id"
"""Of the requester's own mail, so that our letters stand beside it; some mail programs put a name into it."""

SENDER_INDEX = "sender.address"
"""The purpose of the keyed index of an address: two services compare two addresses without telling either."""


class Person(BaseModel):
    """A requester or member of staff. Name and address are sealed in `contact` of `scope`."""

    model_config = ConfigDict(frozen=True)

    scope: str
    name: Sealed
    address: Sealed
    language: Language = Language.NL
