"""The sandbox's webmail: read everybody's mail, send samples to the desk, write to it as an invented person."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid

from aiohttp import web
from yarl import URL

from services.sandbox.kept import KeptMail
from services.sandbox.people import PEOPLE, Person
from services.sandbox.posting import post, post_sample
from services.sandbox.samples import SAMPLES
from services.sandbox.world import MailWorld
from shared.platform.i18n import lazy
from shared.platform.pages import add_sentences, add_templates, render
from shared.platform.web import NotFound, Outage, Unreadable, form, public, wanted

WORLD = web.AppKey("mail_world", MailWorld)
HERE = "/sandbox/mail"
SHOWN = 100
TEXT_BYTES = 48 * 1024
NO_POST = lazy("The sandbox's mail server did not take the mail.")


@dataclass(frozen=True)
class Correspondent:
    """A person in the list on the left, with the number of mails from and to them."""

    person: Person
    mails: int


@dataclass(frozen=True)
class Draft:
    """What the writing form starts with; `answers` is the number of the mail it answers, 0 for none."""

    sender: str
    to: str
    subject: str = ""
    answers: int = 0


def add_routes(app: web.Application, world: MailWorld) -> None:
    """Put the webmail under /sandbox/mail of the application that owns the pages."""
    app[WORLD] = world
    add_templates(app, "sandbox", "services.sandbox")
    add_sentences(app, {"sandbox-sent": lazy("The mail is on its way to the desk.")})
    app.router.add_get(HERE, show)
    app.router.add_get(f"{HERE}.json", as_json)
    app.router.add_post(f"{HERE}/sample", send_sample)
    app.router.add_post(f"{HERE}/write", write)


@public
async def as_json(request: web.Request) -> web.Response:
    """Give the kept mails as a JSON list, oldest first; `?to=ADDRESS` only those to one address."""
    kept = request.app[WORLD].kept(request.query.get("to"))
    return web.json_response([mail.as_json() for mail in kept], headers={"Cache-Control": "no-store"})


@public
async def show(request: web.Request) -> web.Response:
    """Show the people, the mails (of one of them if `?person=` says so) and the mail that `?open=` names."""
    world = request.app[WORLD]
    everything = _all_mails(world)
    who = request.query.get("person", "")
    mails = [mail for mail in everything if not who or _concerns(mail, who)]
    opened = _find(everything, request.query["open"]) if "open" in request.query else None
    return render(
        request,
        "sandbox/mail.html",
        world=world,
        who=who,
        people=_correspondents(everything),
        total=len(everything),
        mails=mails[:SHOWN],
        more=max(0, len(mails) - SHOWN),
        opened=opened,
        as_html=bool(opened and opened.html and (request.query.get("view") == "html" or not opened.text)),
        samples=SAMPLES,
        writers=[(person.address, person.name) for person in PEOPLE],
        draft=_draft(world, who, opened),
        here=HERE,
    )


@public
async def send_sample(request: web.Request) -> web.Response:
    """Send one of the samples to the desk, as a real mail."""
    fields = await form(request)
    sample = SAMPLES.get(fields.get("sample", ""))
    if sample is None:
        raise NotFound
    try:
        await post_sample(request.app[WORLD], sample)
    except (smtplib.SMTPException, OSError) as error:
        raise Outage(NO_POST) from error
    return _back(sample.person.address)


@public
async def write(request: web.Request) -> web.Response:
    """Send what was written in the form to the desk, as the chosen person."""
    world = request.app[WORLD]
    fields = await form(request, TEXT_BYTES + 4096)
    person = next((each for each in PEOPLE if each.address == fields.get("person")), None)
    if person is None:
        raise Unreadable("person", lazy("Choose one of the people."))
    to = wanted(fields, "to")
    if not world.is_desk(to):
        raise Unreadable("to", lazy("The people of the sandbox write only to the desk."))
    mail = _compose(world, person, to, wanted(fields, "subject"), wanted(fields, "text", TEXT_BYTES))
    _answer(mail, world, fields.get("answers", ""))
    try:
        await post(world, mail, person.address, to)
    except (smtplib.SMTPException, OSError) as error:
        raise Outage(NO_POST) from error
    return _back(person.address)


def _compose(world: MailWorld, person: Person, to: str, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((person.name, person.address))
    mail["To"] = to
    mail["Subject"] = " ".join(subject.split())
    mail["Date"] = format_datetime(world.clock.now())
    mail["Message-ID"] = make_msgid(domain=person.address.rpartition("@")[2])
    mail.set_content(text + "\n", cte="quoted-printable")
    return mail


def _answer(mail: EmailMessage, world: MailWorld, number: str) -> None:
    """Tie a mail to the one it answers, as mail programs do."""
    answered = next((each for each in world.kept() if str(each.number) == number), None)
    if answered is not None and answered.message_id.isascii() and answered.message_id.isprintable():
        mail["In-Reply-To"] = answered.message_id
        mail["References"] = answered.message_id


def _all_mails(world: MailWorld) -> list[KeptMail]:
    """Return the mails of both directions, newest first."""
    return sorted((*world.kept(), *world.received()), key=lambda mail: -mail.number)


def _concerns(mail: KeptMail, address: str) -> bool:
    return address.lower() in {mail.sender.lower(), mail.to.lower()}


def _find(mails: list[KeptMail], number: str) -> KeptMail:
    for mail in mails:
        if str(mail.number) == number:
            return mail
    raise NotFound


def _correspondents(mails: list[KeptMail]) -> list[Correspondent]:
    return [Correspondent(person, sum(_concerns(mail, person.address) for mail in mails)) for person in PEOPLE]


def _draft(world: MailWorld, who: str, opened: KeptMail | None) -> Draft:
    """Start an answer to an open mail of the desk, else a new mail."""
    desk = world.desk_addresses[0]
    if opened is None or world.is_desk(opened.to):
        return Draft(who or PEOPLE[0].address, desk)
    reply_to = opened.headers.get("Reply-To", "").strip()
    subject = opened.subject if opened.subject.lower().startswith("re:") else f"Re: {opened.subject}"
    return Draft(opened.to, reply_to if world.is_desk(reply_to) else desk, subject, opened.number)


def _back(person: str) -> web.Response:
    """Show the mails of one person, after a form."""
    location = str(URL(HERE).with_query({"person": person, "done": "sandbox-sent"}))
    return web.Response(status=303, headers={"Location": location})
