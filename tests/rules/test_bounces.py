"""Mail that came back and automatic answers, as real programs write them; and people, who are never taken for one."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from services.intake.mailparse import MachineKind, ParsedMail, parse

BOUNCE, AUTOREPLY, BULK = MachineKind.BOUNCE, MachineKind.AUTOREPLY, MachineKind.BULK


class Sample(NamedTuple):
    """A mail in short: subject, sender, text, further headers; what it is, and the code it tells."""

    name: str
    subject: str
    sender: str
    text: str
    headers: tuple[str, ...] = ()
    kind: MachineKind | None = None
    status: str = ""

    def read(self) -> ParsedMail:
        lines = (f"From: {self.sender}", "To: info@buro.example", f"Subject: {self.subject}", *self.headers)
        return parse("\r\n".join((*lines, "", self.text)).encode())


NULL = "Return-Path: <>"
AUTO = "Auto-Submitted: auto-replied"
DAEMON = "MAILER-DAEMON@mx.voorbeeld.example"
OUTLOOK = "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@voorbeeld.example>"

MACHINES = (
    Sample(
        "qmail",
        "failure notice",
        DAEMON,
        "Hi. This is the qmail-send program at mx.voorbeeld.example.\r\n"
        "<weg@voorbeeld.example>:\r\nSorry, no mailbox here by that name. (#5.1.1)",
        (),
        BOUNCE,
        "5.1.1",
    ),
    Sample(
        "qmail through a relay",
        "failure notice",
        "postmaster@mx.voorbeeld.example",
        "Hi. This is the qmail-send program at mx.",
        (),
        BOUNCE,
    ),
    Sample(
        "Yahoo",
        "Failure Notice",
        "mailer-daemon@yahoo.example",
        "Sorry, we were unable to deliver your message to"
        " the following address.\r\n<weg@voorbeeld.example>:\r\n554: delivery error",
        (),
        BOUNCE,
    ),
    Sample(
        "Gmail",
        "Delivery Status Notification (Failure)",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        "The response was: 550 5.1.1 The email account that you tried to reach does not exist.",
        (NULL, AUTO, "X-Failed-Recipients: weg@voorbeeld.example"),
        BOUNCE,
        "5.1.1",
    ),
    Sample(
        "Gmail, delayed",
        "Delivery Status Notification (Delay)",
        "Mail Delivery Subsystem <mailer-daemon@g.example>",
        "Delivery incomplete. The recipient server did not accept our requests. 451 4.4.1",
        (),
        BOUNCE,
        "4.4.1",
    ),
    Sample(
        "Exchange, no report",
        "Undeliverable: Uw verzoek",
        OUTLOOK,
        "Delivery has failed to these recipients or"
        " groups:\r\nweg@voorbeeld.example\r\nRemote Server returned '550 5.1.10 RESOLVER'",
        (),
        BOUNCE,
        "5.1.10",
    ),
    Sample(
        "Exchange in Dutch",
        "Onbestelbaar: Uw verzoek",
        "postmaster@voorbeeld.example",
        "Uw bericht kon niet worden bezorgd bij weg@voorbeeld.example.\r\n550 5.4.1 Recipient address rejected",
        (),
        BOUNCE,
        "5.4.1",
    ),
    Sample(
        "Exchange with its own header",
        "Uw verzoek",
        OUTLOOK,
        "Bezorging is mislukt.",
        ("X-MS-Exchange-Message-Is-Ndr: true",),
        BOUNCE,
    ),
    Sample(
        "Exchange that only says auto-replied",
        "Undeliverable: hoi",
        OUTLOOK,
        "Your message couldn't be delivered. 550 5.7.1",
        (AUTO,),
        BOUNCE,
        "5.7.1",
    ),
    Sample(
        "Exchange forwarded by a rule",
        "Onbestelbaar: hoi",
        "Systeembeheerder <x@voorbeeld.example>",
        "Diagnostische gegevens voor beheerders",
        (),
        BOUNCE,
    ),
    Sample("Outlook without sender", "Undeliverable: hoi", "", "This message could not be delivered.", (NULL,), BOUNCE),
    Sample(
        "Exim",
        "Mail delivery failed: returning message to sender",
        "Mail Delivery System <Mailer-Daemon@x.example>",
        "This message was created automatically by mail delivery software.\r\nA message that you sent could not be"
        " delivered\r\n550 5.1.1 user unknown",
        (AUTO, NULL),
        BOUNCE,
        "5.1.1",
    ),
    Sample(
        "Exim, warning",
        "Warning: message 1abcDE-0001 delayed 24 hours",
        "Mail Delivery System <mailer-daemon@x.example>",
        "This message was created automatically by mail delivery software.",
        (AUTO,),
        BOUNCE,
    ),
    Sample(
        "Exim, bare",
        "Mail delivery failed",
        "root@x.example",
        "This message was created automatically by mail delivery software (Exim).",
        (),
        BOUNCE,
    ),
    Sample(
        "Sendmail",
        "Returned mail: see transcript for details",
        "Mail Delivery Subsystem <MAILER-DAEMON@x.example>",
        "The following addresses had permanent fatal errors\r\n550 5.1.1 <weg@x.example>... User unknown",
        (),
        BOUNCE,
        "5.1.1",
    ),
    Sample(
        "Sendmail, warning",
        "Warning: could not send message for past 4 hours",
        "MAILER-DAEMON@x.example",
        "THIS IS A WARNING MESSAGE ONLY",
        (),
        BOUNCE,
    ),
    Sample(
        "Postfix, report lost on the way",
        "Undelivered Mail Returned to Sender",
        "MAILER-DAEMON@x.example (Mail Delivery System)",
        "This is the mail system at host x.example.\r\n<weg@x.example>: host said: 550 5.2.1",
        (),
        BOUNCE,
        "5.2.1",
    ),
    Sample(
        "Postfix behind a list",
        "[buro] Undelivered Mail Returned to Sender",
        "iemand@x.example",
        "This is the mail system at host x.example.",
        (),
        BOUNCE,
    ),
    Sample(
        "Domino",
        "DELIVERY FAILURE: User weg (weg@x.example) not listed",
        "Postmaster@x.example",
        "Your message\r\nSubject: hoi\r\nwas not delivered to: weg@x.example",
        (),
        BOUNCE,
    ),
    Sample("GroupWise", "Mail System Error - Returned Mail", "Mailer-Daemon@x.example", "", (), BOUNCE),
    Sample(
        "MDaemon",
        "Permanent Delivery Failure",
        "MDaemon <MDaemon@x.example>",
        "Delivery failed for recipient. 5.1.1 user unknown",
        (),
        BOUNCE,
        "5.1.1",
    ),
    Sample("Zimbra", "Undeliverable mail", "Mail Delivery System <x@x.example>", "", (), BOUNCE),
    Sample(
        "a Dutch provider",
        "Uw bericht kon niet worden afgeleverd",
        "postmaster@x.example",
        "Het postvak is vol. 552 5.2.2",
        (),
        BOUNCE,
        "5.2.2",
    ),
    Sample("a Dutch provider, other words", "Bezorging mislukt", "mailer-daemon@x.example", "", (), BOUNCE),
    Sample(
        "a Dutch webmail",
        "Bericht niet bezorgd",
        "noreply@x.example",
        "Uw mail kan niet worden bezorgd. De externe server antwoordde: 550 5.1.1",
        (),
        BOUNCE,
        "5.1.1",
    ),
    Sample("a full mailbox", "Returned mail: quota", "Postmaster@x.example", "mailbox full", (NULL,), BOUNCE),
    Sample(
        "a filter",
        "Rejected: uw mail",
        "mailfilter@x.example",
        "550 5.7.1 message content rejected. Remote server replied",
        (),
        BOUNCE,
        "5.7.1",
    ),
    Sample("a null path alone", "Re: hoi", "weg@x.example", "hoi", (NULL,), BOUNCE),
    Sample("out of office, Outlook", "Automatic reply: inzage", "els@x.example", "I am out of office.", (), AUTOREPLY),
    Sample("out of office in Dutch", "Automatisch antwoord: inzage", "els@x.example", "Ik ben er niet.", (), AUTOREPLY),
    Sample("out of office, old Exchange", "Out of Office AutoReply: inzage", "els@x.example", "Weg.", (), AUTOREPLY),
    Sample("out of office, header only", "Re: inzage", "els@x.example", "Ik ben met vakantie.", (AUTO,), AUTOREPLY),
    Sample("an old responder", "Re: inzage", "els@x.example", "Dank u.", ("X-Autoreply: yes",), AUTOREPLY),
    Sample(
        "a ticket system",
        "[#123] ontvangen",
        "hulp@x.example",
        "Uw vraag is geregistreerd.",
        ("Auto-Submitted: auto-generated",),
        AUTOREPLY,
    ),
    Sample("a Precedence of old", "ontvangen", "hulp@x.example", "Uw vraag.", ("Precedence: auto_reply",), AUTOREPLY),
    Sample("a Dutch reaction", "Automatische reactie: ontvangen", "hulp@x.example", "Uw vraag.", (), AUTOREPLY),
    Sample("an absence notice", "Afwezigheidsbericht: vakantie", "els@x.example", "Tot 1 december.", (), AUTOREPLY),
    Sample("a newsletter", "Acties", "nieuws@x.example", "Lees verder.", ("List-Unsubscribe: <x>",), BULK),
    Sample("bulk", "Acties", "nieuws@x.example", "Lees verder.", ("Precedence: bulk",), BULK),
)

PEOPLE = (
    Sample(
        "a forwarded bounce",
        "FW: Undeliverable: Uw verzoek",
        "els@x.example",
        "Dit kreeg ik terug: Delivery has failed to these recipients. Graag alsnog inzage in mijn gegevens.",
    ),
    Sample(
        "an answer to a bounce", "RE: Onbestelbaar: verzoek", "els@x.example", "Kon niet worden bezorgd, dus nu zo."
    ),
    Sample(
        "a request with a bounce's word",
        "Undelivered mail: my request for access",
        "els@x.example",
        "Please send me my data.",
    ),
    Sample(
        "delivery failure of a parcel", "Delivery failed", "els@x.example", "Het pakketje met mijn dossier kwam niet."
    ),
    Sample("a parcel in Dutch", "Bezorging mislukt", "els@x.example", "De post heeft jullie brief niet gebracht."),
    Sample("a complaint about a letter", "Uw brief is niet bezorgd", "els@x.example", "Ik kreeg geen antwoord."),
    Sample("an answer to an absence", "Re: Automatisch antwoord: inzage", "els@x.example", "Wanneer bent u er weer?"),
    Sample("absent by hand", "Afwezig: ik ben morgen ziek", "els@x.example", "Ik kom niet naar de training."),
    Sample("out of office by hand", "Out of office next week", "els@x.example", "Please delete my data before."),
    Sample("rejected by hand", "Rejected: my request", "els@x.example", "You refused my request. I object."),
    Sample("blocked by hand", "Blocked: mijn account", "els@x.example", "Ik kan er niet in."),
    Sample("a full mailbox, told by a person", "Mail niet ontvangen", "els@x.example", "Mijn postvak is vol geweest."),
    Sample(
        "a status question", "Status van mijn verzoek", "els@x.example", "5.1.1 van jullie verklaring zegt een week."
    ),
    Sample(
        "a person named postmaster",
        "inzage",
        "Postmaster <postmaster@school.example>",
        "Graag mijn gegevens.",
        ("Return-Path: <postmaster@school.example>",),
    ),
    Sample("a postmaster whose path is unknown", "inzage", "postmaster@school.example", "Graag mijn gegevens."),
    Sample("a person asks for no answers", "inzage", "els@x.example", "Graag.", ("X-Auto-Response-Suppress: All",)),
    Sample("explicitly no machine", "inzage", "els@x.example", "Graag.", ("Auto-Submitted: no",)),
    Sample("automatic decision", "Automatische beslissing", "els@x.example", "Ik wil dat een mens ernaar kijkt."),
    Sample("automatic reply as a topic", "Automatic reply from your desk was rude", "els@x.example", "Complaint."),
    Sample(
        "quoted machine words", "inzage", "els@x.example", "This is the mail system at host x. Nee hoor, ik ben het."
    ),
    Sample("return to sender", "Klacht: retour afzender", "els@x.example", "Mijn brief kwam retour."),
    Sample("undeliverable in the middle", "Brief Onbestelbaar: wat nu", "els@x.example", "Kon niet worden bezorgd."),
    Sample("mail problems", "Mail problemen", "els@x.example", "Uw mail kwam niet aan, 550 5.1.1 zei de server."),
    Sample(
        "on behalf",
        "inzage",
        "els@x.example",
        "Groet",
        ("Sender: bounces+els@lijst.example", "Return-Path: <b@l.example>"),
    ),
    Sample("failure as a topic", "Failure to answer my request", "els@x.example", "It has been a month."),
)


@pytest.mark.parametrize("sample", MACHINES, ids=lambda sample: sample.name)
def test_a_machine_is_known_and_the_code_of_a_bounce_read(sample: Sample) -> None:
    """By header where there is one, else by subject together with sender or set phrase."""
    mail = sample.read()
    assert (mail.automatic, mail.automatic_kind, mail.bounce_status) == (True, sample.kind, sample.status)
    assert mail.automatic_reason


@pytest.mark.parametrize("sample", PEOPLE, ids=lambda sample: sample.name)
def test_a_person_is_never_taken_for_a_machine(sample: Sample) -> None:
    """Whatever people write about mail that came back or was automatic: no false hits."""
    mail = sample.read()
    assert (mail.automatic, mail.automatic_kind, mail.bounce_status) == (False, None, "")


REPORT = """\
From: MAILER-DAEMON@mx.voorbeeld.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type={kind}; boundary=b

--b

Your message.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.voorbeeld.example

{recipients}
--b
Content-Type: message/rfc822

Message-ID: <desk-7@buro.example>
From: info@buro.example
Subject: [zaak 2026-0007] Ontvangen

hoi
--b--
"""


@pytest.mark.parametrize(
    ("recipients", "kind", "status"),
    [
        ("Action: failed\nStatus: 5.1.1", BOUNCE, "5.1.1"),
        ("Action: delayed\nStatus: 4.4.7", BOUNCE, "4.4.7"),
        ("Action: relayed\nStatus: 2.0.0\n\nAction: failed\nStatus: 5.2.2", BOUNCE, "5.2.2"),
        ("Action: failed\nStatus: 5.0.0 (permanent failure)", BOUNCE, "5.0.0"),
        ("Action: failed", BOUNCE, ""),
        ("Action: delivered\nStatus: 2.1.5", AUTOREPLY, "2.1.5"),
    ],
)
def test_a_report_is_read_by_recipient(recipients: str, kind: MachineKind, status: str) -> None:
    """The failed recipient counts; a report of good delivery is no bounce."""
    mail = parse(REPORT.format(kind="delivery-status", recipients=recipients).encode())
    assert (mail.automatic_kind, mail.bounce_status) == (kind, status)


def test_a_bounce_tells_which_letter_came_back() -> None:
    """Its Message-ID stands in the mail it returns, as a part, as headers only, or in the text."""
    mail = parse(REPORT.format(kind="delivery-status", recipients="Action: failed\nStatus: 5.1.1").encode())
    assert mail.returned_ids == ("<desk-7@buro.example>",)
    inline = Sample("", "failure notice", DAEMON, "--- Below this line\r\n> Message-ID: <desk-8@buro.example>")
    assert inline.read().returned_ids == ("<desk-8@buro.example>",)
    encoded = REPORT.replace("message/rfc822", "text/rfc822-headers\nContent-Transfer-Encoding: base64")
    encoded = encoded.partition("Message-ID:")[0] + "TWVzc2FnZS1JRDogPGRlc2stOUBidXJvLmV4YW1wbGU+\n--b--\n"
    assert parse(encoded.format(kind="", recipients="").encode()).returned_ids == ("<desk-9@buro.example>",)


def test_a_read_receipt_is_no_bounce() -> None:
    """The letter did arrive; so did one that somebody complains about to their provider."""
    for kind in ("disposition-notification", "feedback-report"):
        mail = parse(REPORT.format(kind=kind, recipients="").encode())
        assert (mail.automatic_kind, mail.returned_ids) == (AUTOREPLY, ())


CALENDAR = """\
From: els@x.example
Subject: Geaccepteerd: overleg
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

{text}
--b
Content-Type: text/calendar; charset=utf-8

BEGIN:VCALENDAR
METHOD:{method}
END:VCALENDAR
--b--
"""


@pytest.mark.parametrize(
    ("method", "text", "automatic"),
    [
        ("REPLY", "", True),
        ("CANCEL", "  ", True),
        ("REQUEST", "", True),
        ("REPLY", "Ik kom niet. Wis mijn gegevens.", False),
        ("REQUEST", "Kunnen we mijn dossier bespreken?", False),
    ],
)
def test_an_invitation_without_a_word_is_no_persons_request(method: str, text: str, automatic: bool) -> None:
    """Who wrote something stays a person (mail in, step 9)."""
    mail = parse(CALENDAR.format(method=method, text=text).encode())
    assert mail.automatic is automatic
    assert [each.sort for each in mail.attachments] == ["calendar"]
