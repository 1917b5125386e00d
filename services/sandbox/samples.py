"""Sample mails to the desk, as real MIME: what a privacy desk finds in its mailbox on an ordinary day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid
from html import escape

from services.sandbox.people import BRAM, EMILY, JOKE, MACHINE, NOOR, SAMIR, SUPPLIER, Person
from shared.platform.i18n import Text, lazy

Shape = Callable[[EmailMessage, "Sample", datetime, str], None]

ACCESS = """\
Beste mensen,

Vorig jaar heb ik bij jullie een traject naar werk gevolgd. Ik wil graag weten wat jullie allemaal over mij
hebben opgeschreven en met wie jullie dat hebben gedeeld. Kunnen jullie mij daar een kopie van sturen? Graag
ook de verslagen van de gesprekken met mijn coach.

Alvast bedankt,
Noor van der Linden
"""

ERASURE = """\
Hallo,

Ik ben sinds maart geen klant meer. Willen jullie alles wat jullie nog van mij hebben verwijderen? Ik wil
een bericht als het klaar is.

Groet,
Samir Haddou
"""

MIXED = """\
Geacht bureau,

Drie dingen.

1. Ik wil een kopie van mijn hele dossier.
2. In de brief van 3 september staat een verkeerd huisnummer: ik woon op 41, niet op 14. Pas dat aan.
3. Ik ben er niet blij mee dat mijn oude werkgever mijn verslag heeft gekregen. Daar dien ik een klacht over in.

Met vriendelijke groet,
Joke Terpstra
"""

ENGLISH = """\
Dear Sir or Madam,

Under article 15 of the GDPR I would like to receive a copy of all personal data you hold about me, the
purposes you use it for, and the names of everyone you have shared it with.

I took part in your job coaching programme from January to June.

Kind regards,
Emily Hartwell
"""

INVOICE = """\
Geachte relatie,

In de bijlage vindt u factuur 20261187 van 184,29 euro. Wilt u het bedrag binnen dertig dagen overmaken?

Met vriendelijke groet,
Administratie Papier & Pen
"""

BOUNCE = """\
This is the mail system at mx.thuispost.example.

Your message could not be delivered to the address below.

<oude.bewoner@thuispost.example>: 550 5.1.1 no such mailbox here
"""

OUT_OF_OFFICE = """\
Bedankt voor uw bericht. Ik ben tot en met 4 december afwezig en lees mijn mail niet.
Voor dringende zaken kunt u bellen met mijn collega.

Bram Kuipers
"""

VAGUE = "uitschrijven\n"

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def _as_text(mail: EmailMessage, sample: Sample, _now: datetime, _to: str) -> None:
    mail.set_content(sample.text, cte="quoted-printable")


def _as_text_and_html(mail: EmailMessage, sample: Sample, now: datetime, to: str) -> None:
    """What most mail programs send: the same words twice."""
    _as_text(mail, sample, now, to)
    paragraphs = (escape(block).replace("\n", "<br>\n") for block in sample.text.strip().split("\n\n"))
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    mail.add_alternative(f"<html><body>\n{body}\n</body></html>\n", subtype="html", cte="quoted-printable")


def _with_invoice(mail: EmailMessage, sample: Sample, now: datetime, to: str) -> None:
    _as_text(mail, sample, now, to)
    mail.add_attachment(PDF, maintype="application", subtype="pdf", filename="factuur-20261187.pdf")


def _as_automatic_reply(mail: EmailMessage, sample: Sample, now: datetime, to: str) -> None:
    """RFC 3834: an answer that a program gave."""
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    _as_text(mail, sample, now, to)


def _as_delivery_report(mail: EmailMessage, sample: Sample, now: datetime, to: str) -> None:
    """RFC 3464: words for people, fields for programs, and the mail that came back."""
    mail["Auto-Submitted"] = "auto-replied"
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = 'multipart/report; report-type="delivery-status"'
    words = EmailMessage(policy=SMTP)
    words.set_content(sample.text)
    for part in (words, _delivery_status(now), _returned(now, to)):
        mail.attach(part)


def _fields(**fields: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    for name, value in fields.items():
        made[name.replace("_", "-")] = value
    return made


def _delivery_status(now: datetime) -> EmailMessage:
    status = _fields(Content_Type="message/delivery-status")
    about_the_mail = _fields(
        Reporting_MTA="dns; mx.thuispost.example", Arrival_Date=format_datetime(now - timedelta(seconds=4))
    )
    about_the_receiver = _fields(
        Final_Recipient="rfc822; oude.bewoner@thuispost.example",
        Action="failed",
        Status="5.1.1",
        Diagnostic_Code="smtp; 550 5.1.1 no such mailbox here",
    )
    status.set_payload([about_the_mail, about_the_receiver])
    return status


def _returned(now: datetime, to: str) -> EmailMessage:
    returned = _fields(
        From=to,
        To="oude.bewoner@thuispost.example",
        Subject="Bericht van het privacyloket",
        Date=format_datetime(now - timedelta(seconds=5)),
        Message_ID=make_msgid(domain=to.rpartition("@")[2]),
    )
    returned.set_content("Hierbij bevestigen wij de ontvangst van je bericht.\n")
    holder = _fields(Content_Type="message/rfc822")
    holder.set_payload([returned])
    return holder


@dataclass(frozen=True)
class Sample:
    """One sample mail. `label` and `about` are msgids; `null_sender` is how machines send."""

    label: Text
    about: Text
    person: Person
    subject: str
    text: str
    shape: Shape = _as_text
    null_sender: bool = False

    @property
    def mail_from(self) -> str:
        """The sender on the envelope; empty for machines, so that nobody answers them."""
        return "" if self.null_sender else self.person.address


SAMPLES: dict[str, Sample] = {
    "access": Sample(
        lazy("Access, in plain words"),
        lazy("Wants to know what you hold about her, without a word of law."),
        NOOR,
        "Mijn gegevens",
        ACCESS,
        _as_text_and_html,
    ),
    "erasure": Sample(
        lazy("Erasure"),
        lazy("Is no longer a client and wants everything gone."),
        SAMIR,
        "Alles van mij verwijderen",
        ERASURE,
    ),
    "mixed": Sample(
        lazy("Three in one"),
        lazy("Access, a correction and a complaint in one mail."),
        JOKE,
        "Dossier, fout adres en een klacht",
        MIXED,
        _as_text_and_html,
    ),
    "english": Sample(
        lazy("Access, in English"),
        lazy("Knows the law and quotes the article."),
        EMILY,
        "Subject access request",
        ENGLISH,
        _as_text_and_html,
    ),
    "vague": Sample(
        lazy("One word"),
        lazy("Could mean a newsletter or a whole file: a person has to look."),
        BRAM,
        "uitschrijven",
        VAGUE,
    ),
    "invoice": Sample(
        lazy("An invoice"),
        lazy("Not a request, with a PDF."),
        SUPPLIER,
        "Factuur 20261187",
        INVOICE,
        _with_invoice,
    ),
    "bounce": Sample(
        lazy("A bounce"),
        lazy("A mail server reports that a letter did not arrive."),
        MACHINE,
        "Undelivered Mail Returned to Sender",
        BOUNCE,
        _as_delivery_report,
        null_sender=True,
    ),
    "out_of_office": Sample(
        lazy("Out of office"),
        lazy("A program answers; it may not open a case."),
        BRAM,
        "Automatisch antwoord: afwezig",
        OUT_OF_OFFICE,
        _as_automatic_reply,
        null_sender=True,
    ),
}


def build(sample: Sample, now: datetime, to: str) -> EmailMessage:
    """Make the mail as its sender would, dated `now`; each call makes a new Message-ID, so a new mail."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((sample.person.name, sample.person.address))
    mail["To"] = to
    mail["Subject"] = sample.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=sample.person.address.rpartition("@")[2])
    sample.shape(mail, sample, now, to)
    return mail
