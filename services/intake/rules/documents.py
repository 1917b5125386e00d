"""Which attachments of a mail look like an identity document (R6.1-1, R4.4-2)? By name, by words, by what they answer.

Nothing is opened. Better one too many than a passport that stays: what is none is destroyed by verify unseen, and the
page says which attachment went and why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from services.intake.mailparse import Attachment
from shared.vocabulary import Context, Letter

ASKING: Final = (Letter.T02, Letter.T03, Letter.T06)
"""The letters that ask for a copy."""

SMALL_PICTURE: Final = 15 * 1024  # bytes; a logo or a photo under a signature, no document that can be read

BY_NAME: Final = "its name says so"
BY_WORDS: Final = "the mail says that one is enclosed"
BY_LETTER: Final = "the mail answers a letter of ours that asks for one"
NO_SIGN: Final = "nothing points to an identity document"
OTHER_SORT: Final = "a file of this kind holds no picture"
OTHER_NAME: Final = "its name says that it is something else"
TOO_SMALL: Final = "too small a picture: a logo or a signature"

_TEXT_CHARACTERS: Final = 20_000
_PICTURES: Final = frozenset({
    "jpg", "jpeg", "jfif", "png", "webp", "tif", "tiff", "heic", "heif", "avif", "bmp", "gif",
})  # fmt: skip
_CARRIERS: Final = frozenset({
    "doc", "docx", "odt", "rtf", "pages", "ppt", "pptx", "xls", "xlsx", "zip", "rar", "7z", "eml", "msg", "dat", "",
})  # fmt: skip
"""Files that may carry a picture; a name that speaks of a passport is enough."""

_NAMED: Final = re.compile(
    r"""\b(?:(?:kopie|copy|scan|foto|photo|mijn|my|voorkant|achterkant)\ ?)?(?:
        paspoort(?:foto|kopie|scan|\d*)? | passports? | pasport | identiteits(?:kaart|bewijs|document) | rijbewijs
      | legitimatie\w* | verblijfs(?:document|vergunning|kaart|pas) | vreemdelingendocument
      | id\ ?(?:kaart|card|bewijs|document|kopie|copy|scan|pas) | identity\ (?:card|document|proof)
      | proof\ of\ (?:id|identity) | driv(?:ing|er|ers)\ ?(?:s\ )?licen[cs]e | residence\ (?:permit|card) )\b
      | \b(?:kopie|copy|scan|foto|photo|mijn|my|voorkant|achterkant|front|back|voor|achter)\ ?id\b
      | ^id(?:\ (?:\d+|front|back|voor|achter|voorkant|achterkant|voorzijde|achterzijde|kopie|copy|scan|foto))*$
    """,
    re.VERBOSE,
)
_OTHERWISE: Final = re.compile(
    r"""\b(?:cv|curriculum\ vitae|resume|logo|banner|signature|handtekening|machtiging|volmacht|mandaat|mandate|factuur
      |invoice|contract|overeenkomst|brief|letter|klacht|complaint|bezwaar|verzoek|request|diploma|certificaat
      |loonstrook|jaaropgave|polis|beschikking|uittreksel|logboek|verslag|rapport|agenda|rekening|bankafschrift)\w*\b
    """,
    re.VERBOSE,
)
_DOCUMENT: Final = re.compile(
    r"""\b(?:paspoort|pasport|passport|legitimatie\w*|identiteits(?:kaart|bewijs|document)|rijbewijs
      |verblijfs(?:document|vergunning|kaart|pas)|id\ ?(?:kaart|card|bewijs|kopie|copy|document)
      |identity\ (?:card|document)|driv(?:ing|er|ers)\ (?:s\ )?licen[cs]e|residence\ permit
      |proof\ of\ (?:my\ )?(?:id|identity)
      |(?:kopie|copy)\ (?:van\ |of\ )?(?:mijn\ |my\ )?id)\b""",
    re.VERBOSE,
)
_ENCLOSED: Final = re.compile(
    r"\b(?:bijlagen?|bijgevoegde?|bijgaande?|hierbij|bijgesloten|meegestuurd|meegezonden|toegevoegd|ingesloten|aangehecht"
    r"|stuur|zend|attach(?:ed|ment|ing)?|enclosed|enclosing|sending|herewith|here\ is|find)\b"
)
_NOT: Final = re.compile(r"\b(?:geen|niet|nooit|zonder|not|no|never|without|don ?t|won ?t)\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one attachment looks like an identity document, and why."""

    number: int
    looks: bool
    reason: str


def identity_documents(
    attachments: Sequence[Attachment], own_text: str, context: Collection[Context], answered: str = ""
) -> tuple[Verdict, ...]:
    """A verdict for each attachment, in their order.

    `own_text` is the writer's own, without what was quoted: our letters speak of passports too. `answered` is the code
    of the letter of ours that the mail answers, or empty.
    """
    hint = BY_LETTER if answered in ASKING else ""
    if not hint and (Context.IDENTITY_REPLY in context or _says_enclosed(own_text)):
        hint = BY_WORDS
    return tuple(_verdict(number, each, hint) for number, each in enumerate(attachments))


def _verdict(number: int, attachment: Attachment, hint: str) -> Verdict:
    name, ending = _stem_and_ending(attachment.name)
    shown, carried = _shows(attachment, ending), _carries(attachment, ending)
    if _NAMED.search(name) and (shown or carried):
        return Verdict(number, looks=True, reason=BY_NAME)
    if not hint:
        return Verdict(number, looks=False, reason=NO_SIGN)
    if not shown and not _is_mail(attachment, ending):
        return Verdict(number, looks=False, reason=OTHER_SORT)
    if _OTHERWISE.search(name):
        return Verdict(number, looks=False, reason=OTHER_NAME)
    if attachment.bytes < SMALL_PICTURE and ending != "pdf" and attachment.type != "application/pdf":
        return Verdict(number, looks=False, reason=TOO_SMALL)
    return Verdict(number, looks=True, reason=hint)


def _stem_and_ending(name: str) -> tuple[str, str]:
    """The words of a file name, and its ending; `KopieID_voor.JPG` gives `kopie id voor` and `jpg`."""
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, ending.lower()) if dot and len(ending) <= 5 else (name, "")
    return _plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", stem)), ending


def _plain(text: str) -> str:
    """Small letters and digits without accents, with one blank between words."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", "".join(each for each in letters if not unicodedata.combining(each))))


def _shows(attachment: Attachment, ending: str) -> bool:
    """A picture or a PDF, by its type; by its ending where the type says nothing."""
    kind = attachment.type
    if kind.startswith("image/") or kind == "application/pdf":
        return kind != "image/svg+xml"
    return not kind.startswith(("text/", "message/", "multipart/")) and (ending in _PICTURES or ending == "pdf")


def _carries(attachment: Attachment, ending: str) -> bool:
    return _is_mail(attachment, ending) or (attachment.type.startswith("application/") and ending in _CARRIERS)


def _is_mail(attachment: Attachment, ending: str) -> bool:
    """A mail inside the mail: what it carries is not listed."""
    return attachment.type == "message/rfc822" or ending in {"eml", "msg"}


def _says_enclosed(text: str) -> bool:
    """Whether a sentence says that a document of identity comes with the mail."""
    pieces = re.split(r"[.!?;\n]", text[:_TEXT_CHARACTERS])
    found = (_plain(piece) for piece in pieces)
    return any(_DOCUMENT.search(each) and _ENCLOSED.search(each) and not _NOT.search(each) for each in found)
