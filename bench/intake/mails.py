"""A seeded mailbox: what an info@ address gets, one in twenty a privacy request, one in ten with a 1 MB picture."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from random import Random

REQUEST_EVERY = 20
PICTURE_EVERY = 10
PICTURE_BYTES = 1_000_000

REQUESTS = (
    "Ik wil graag weten welke gegevens jullie van mij hebben. Kunnen jullie mij een kopie sturen?",
    "Willen jullie al mijn gegevens verwijderen? Ik ben al twee jaar geen klant meer.",
    "Op grond van artikel 15 AVG verzoek ik om inzage in mijn persoonsgegevens.",
    "Mijn geboortedatum staat verkeerd in jullie systeem. Kunnen jullie mijn gegevens corrigeren?",
    "Please send me a copy of all personal data you hold about me under the GDPR.",
    "Ik maak bezwaar tegen het gebruik van mijn gegevens voor jullie nieuwsbrief.",
)
ORDINARY = (
    ("Factuur {n}", "In de bijlage vindt u factuur {n} van 184,29 euro. Wilt u die binnen dertig dagen betalen?"),
    ("Afspraak dinsdag", "Dinsdag om tien uur past mij prima. Neem ik de papieren van de gemeente mee?"),
    ("Re: planning week {n}", "Dank voor het rooster. Woensdag kan ik niet, donderdag wel.\n\n> Hierbij het rooster."),
    ("Sollicitatie bij de bakker", "Het gesprek ging goed, ik mag een dag meelopen. Zullen we daarna even bellen?"),
    ("Offerte kantoorartikelen", "Hartelijk dank voor uw aanvraag. Hierbij onze offerte {n}, drie weken geldig."),
    ("Verslag overleg", "Hierbij het verslag van het overleg van maandag. Aanvullingen hoor ik graag voor vrijdag."),
    ("Parkeren", "Waar kan ik bij jullie het beste parkeren? Ik kom met de auto uit Alkmaar."),
)
FILLER = (
    "Het traject loopt volgens plan en de deelnemers zijn tevreden over de begeleiding.",
    "Volgende week zijn wij gesloten in verband met de verbouwing van het kantoor.",
    "De trein had vertraging, maar gelukkig was iedereen op tijd voor de training.",
    "Mocht u nog vragen hebben, dan kunt u ons bereiken op werkdagen tussen negen en vijf.",
    "Wij kijken uit naar een prettige samenwerking en wensen u een fijne dag.",
)
NAMES = ("Noor", "Samir", "Joke", "Emily", "Bram", "Fatima", "Piet", "Anouk", "Daan", "Lotte", "José", "Zoë")
FAMILIES = ("Bakker", "de Vries", "van der Linden", "Haddou", "Terpstra", "Kuipers", "Jansen", "Özdemir")


@dataclass(frozen=True)
class Sample:
    """A mail as the server keeps it (bare line feeds), and whether it is a request."""

    raw: bytes
    is_request: bool


def mailbox(count: int, to: str, day: date, seed: int = 2026) -> Iterator[Sample]:
    """So many mails to one address, received on this day; the same for the same seed and day."""
    dice = Random(seed)  # noqa: S311 -- a benchmark repeats itself on purpose
    offsets = dice.randrange(REQUEST_EVERY), dice.randrange(PICTURE_EVERY)
    for number in range(count):
        is_request = number % REQUEST_EVERY == offsets[0]
        # Another rhythm for the pictures (3 and 10 have no common factor), so that some requests carry one, too.
        has_picture = (number * 3 + number // 50) % PICTURE_EVERY == offsets[1]
        yield Sample(_mail(dice, number, to, day, is_request=is_request, has_picture=has_picture), is_request)


def _mail(dice: Random, number: int, to: str, day: date, *, is_request: bool, has_picture: bool) -> bytes:
    name, family = dice.choice(NAMES), dice.choice(FAMILIES)
    subject, text = ("Mijn gegevens", dice.choice(REQUESTS)) if is_request else dice.choice(ORDINARY)
    lines = [f"Goedemiddag,\n\n{text.format(n=number)}\n"]
    lines += [dice.choice(FILLER) for _ in range(dice.randrange(1 if is_request else 12))]
    words = "\n".join([*lines, f"\nMet vriendelijke groet,\n{name} {family}\n"])
    bulk = not is_request and dice.random() < 0.3
    head = _head(dice, number, to, day, f"{name} {family}", subject.format(n=number), bulk=bulk)
    body = _body(dice, words, number, has_html=dice.random() < 0.6, has_picture=has_picture)
    return "\n".join([*head, *body]).encode()


def _head(dice: Random, number: int, to: str, day: date, name: str, subject: str, *, bulk: bool) -> list[str]:
    at = format_datetime(datetime.combine(day, time(), UTC) + timedelta(milliseconds=number))
    signature = base64.b64encode(dice.randbytes(192)).decode()
    encoded = base64.b64encode(name.encode()).decode()
    lines = [
        f"Return-Path: <bounce-{number}@clients.example>",
        f"Received: from mx.clients.example ([192.0.2.7])\n\tby mx.desk.example with ESMTPS id {number:08X}\n\t; {at}",
        f"Received: from localhost (localhost [127.0.0.1])\n\tby mx.clients.example; {at}",
        "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom=clients.example;\n\tdmarc=pass",
        f"DKIM-Signature: v=1; a=rsa-sha256; d=clients.example; s=s1; h=from:to:subject;\n\tb={signature}",
        f"From: =?utf-8?b?{encoded}?= <persoon{number}@clients.example>",
        f"To: {to}",
        f"Subject: {subject}",
        f"Date: {at}",
        f"Message-ID: <{number}.{dice.randrange(10**12)}@clients.example>",
        "MIME-Version: 1.0",
    ]
    return lines + (["List-Unsubscribe: <https://nieuws.example/weg>", "Precedence: bulk"] if bulk else [])


def _body(dice: Random, words: str, number: int, *, has_html: bool, has_picture: bool) -> list[str]:
    text = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", words]
    if has_html:
        page = "".join(f"<p>{line}</p>\n" for line in words.splitlines() if line)
        page = f"<html><body style='font-family:Arial'>\n{page}</body></html>"
        html = ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", page]
        text = _multipart("alternative", f"alt{number}", text, html)
    if has_picture:
        encoded = base64.encodebytes(dice.randbytes(PICTURE_BYTES)).decode().rstrip("\n")
        name = f'"IMG_{number}.jpg"'
        picture = [f"Content-Type: image/jpeg; name={name}", "Content-Transfer-Encoding: base64"]
        picture += [f"Content-Disposition: attachment; filename={name}", "", encoded]
        text = _multipart("mixed", f"mix{number}", text, picture)
    return text


def _multipart(sort: str, boundary: str, *parts: list[str]) -> list[str]:
    lines = [f'Content-Type: multipart/{sort}; boundary="{boundary}"', ""]
    for part in parts:
        lines += [f"--{boundary}", *part]
    return [*lines, f"--{boundary}--", ""]
