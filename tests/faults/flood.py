"""A flood of ordinary mail with a few requests in it, laid straight into a Maildir."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.servers.dovecot import Dovecot

REQUESTS: Sequence[str] = (
    "Ik wil graag weten welke gegevens jullie van mij hebben. Kunnen jullie mij een kopie sturen?",
    "Op grond van artikel 15 AVG verzoek ik om inzage in mijn persoonsgegevens.",
    "Willen jullie alles wat jullie nog van mij hebben verwijderen? Ik ben al twee jaar geen klant meer.",
    "Please send me a copy of all personal data you hold about me under the GDPR.",
    "Verwijder alstublieft al mijn persoonsgegevens uit jullie systemen.",
    "Graag ontvang ik een overzicht van mijn persoonsgegevens die u verwerkt, en met wie u ze deelt.",
    "Mijn geboortedatum staat verkeerd in mijn dossier. Ik verzoek u mijn gegevens te corrigeren.",
    "Kan ik inzage krijgen in mijn dossier? Ik wil weten wat er over mij is opgeschreven.",
    "I would like you to erase all the personal data you hold about me.",
    "Ik wil een kopie van mijn hele dossier.",
)
LINES: Sequence[tuple[str, str]] = (
    ("Factuur {n}", "In de bijlage vindt u factuur {n} van 184,29 euro. Wilt u binnen dertig dagen betalen?"),
    ("Afspraak dinsdag", "Dinsdag om tien uur past mij prima. Welke kamer is het?"),
    ("Offerte {n}", "Hierbij onze offerte met nummer {n} voor kantoorartikelen, drie weken geldig."),
    (
        "Verslag overleg {n}",
        "Hierbij het verslag van het overleg van maandag. Aanvullingen hoor ik graag voor vrijdag.",
    ),
    (
        "Weekaanbieding {n}",
        "Deze week alle bureaustoelen met korting. Bestel voor vrijdag, dan is het maandag in huis.",
    ),
    ("YOU HAVE WON {n}", "Congratulations! Your address won prize {n}. Reply today to collect four million dollars."),
    ("Storing printer", "De printer op de tweede verdieping doet het weer. De monteur was hier om {n} uur."),
    ("Rooster week {n}", "Hierbij het rooster. Woensdag is het kantoor dicht, donderdag zijn wij er weer."),
)


def flood(junk: int, requests: int) -> Iterator[tuple[bytes, bool]]:
    """Mails as a server keeps them, evenly mixed, with a request as the last one; and whether it is a request."""
    every = junk // requests
    dice = Random(20)  # noqa: S311 -- a test repeats itself on purpose
    for number in range(junk):
        yield _junk(dice, number), False
        if (number + 1) % every == 0 and (number + 1) // every <= requests:
            nth = (number + 1) // every - 1
            yield (
                _mail(
                    f"client{nth}@clients.example",
                    "Vraag",
                    f"{REQUESTS[nth % len(REQUESTS)]}\n\nGroet,\nClient {nth}\n",
                    nth,
                ),
                True,
            )


def _junk(dice: Random, number: int) -> bytes:
    subject, text = dice.choice(LINES)
    sort = dice.random()
    marks: tuple[str, ...] = ()
    if sort < 0.4:
        marks = ("List-Unsubscribe: <https://lists.example/off>", "Precedence: bulk")
    elif sort < 0.5:
        marks = ("Auto-Submitted: auto-replied",)
    words = f"Goedemiddag,\n\n{text.format(n=number)}\n\nMet vriendelijke groet,\nKantoor {number}\n"
    return _mail(f"info{number}@others.example", subject.format(n=number), words, number, *marks)


def _mail(sender: str, subject: str, text: str, number: int, *more: str) -> bytes:
    # Written by hand: the email package would take longer than the desk that is measured.
    lines = [
        "Received: from mx.others.example by mx.desk.example; Mon, 2 Nov 2026 09:00:00 +0000",
        f"From: {sender}",
        "To: info@desk.example",
        f"Subject: {subject}",
        f"Message-ID: <{number}.{sender}>",
        *more,
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "",
        text,
    ]
    return "\n".join(lines).encode()


def lay(dovecot: Dovecot, folder: Path, mails: Iterator[tuple[bytes, bool]]) -> int:
    """Write the mails into a Maildir folder as a delivery would have; returns how many."""
    count = 0
    for count, (raw, _) in enumerate(mails, 1):
        wire = len(raw) + raw.count(b"\n")  # IMAP counts CRLF; the name of the file tells it
        file = folder / "new" / f"{1793600000 + count}.M{count}P1.flood,S={len(raw)},W={wire}"
        file.write_bytes(raw)
        dovecot.own(file)
    return count
