"""Mails that bring an identity document, or something beside one."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.policy import default as default_policy
from functools import cache
from hashlib import shake_256

from PIL import Image

from tests.pictures import saved
from tests.services.intake_desk import mail

ANSWER = "Beste mensen,\n\nZie hierbij de kopie.\n\nGroet,\nNoor Bakker\n"


@cache
def photo(word: str = "", side: int = 120) -> bytes:
    """A picture of more than 15 kB that packs badly, with a word among its details."""
    details = Image.Exif()
    details[0x010E] = word or "a photo of nothing"
    noise = Image.frombytes("RGB", (side, side), shake_256(b"noise").digest(side * side * 3))
    return saved(noise, exif=details)


def with_files(raw: bytes, *files: tuple[str, str, bytes]) -> bytes:
    """A raw mail with attachments: name, type, bytes."""
    made = message_from_bytes(raw, policy=SMTP)
    assert isinstance(made, EmailMessage)
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def picture_mail(
    *names: str, text: str = ANSWER, word: str = "", message_id: str = "<copy@clients.example>", **headers: str
) -> bytes:
    """A mail with a photo under each of these names; further headers as `In_Reply_To="..."`."""
    raw = mail(text, message_id=message_id, **headers)
    return with_files(raw, *((name, "image/png", photo(word)) for name in names or ("IMG_2024.png",)))


def answer(*names: str, **headers: str) -> bytes:
    """An answer to a letter of the first case, with a photo under each of these names."""
    return picture_mail(*names, **({"subject": "Re: [zaak 2026-0001] Mijn gegevens"} | headers))


def files_of(raw: bytes) -> dict[str, bytes]:
    """The attachments of a raw mail, by name; without the notices that stand for removed ones."""
    made = message_from_bytes(raw, policy=default_policy)
    assert isinstance(made, EmailMessage)
    parts = [part for part in made.iter_attachments() if part.get_content_type() != "text/plain"]
    return {part.get_filename() or "": part.get_content() for part in parts}
