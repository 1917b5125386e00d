"""Texts that want to be more than text: in mails, forms and file names; on pages of staff and in letters."""

from __future__ import annotations

import re
from typing import Final
from uuid import uuid4

import pytest
from selectolax.lexbor import LexborHTMLParser

from services.sandbox.kept import KeptMail
from shared.vocabulary import Role
from tests.faults.walk import ASKS
from tests.security.filled import case_of, with_tasks
from tests.security.whole_desk import DESK, WholeDesk, mail

pytestmark = pytest.mark.slow

NOOR: Final = "noor@clients.example"
PAYLOADS: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "'-alert(3)-'",
    "</pre></textarea></title><svg onload=alert(4)>",
    "<a href=javascript:alert(5)>klik</a>",
    "<form action=https://evil.example><button>ok",
    "&lt;b&gt;{{ 7*7 }}{% print(7*7) %}${7*7}#{7*7}",
)
ALL: Final = " ".join(PAYLOADS)
# A mail server passes a name of this length; longer ones are cut, which is not what is tested here.
NAME: Final = "Noor <b onclick=alert(6)>{{7*7}}</b>"
EVIL: Final = "evil.example"
MIME: Final = b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit"


def encoded(text: str) -> bytes:
    """A header value with everything in it hidden from the line structure, as an attacker would."""
    return b"=?utf-8?Q?" + b"".join(b"=%02X" % byte for byte in text.encode()) + b"?="


def raw_mail(name: str, subject: str, text: str) -> bytes:
    """A mail of Noor's that no mail program would write."""
    head = (b"From: " + encoded(name) + b" <" + NOOR.encode() + b">", b"Subject: " + encoded(subject))
    rest = (f"To: {DESK}".encode(), b"Message-ID: <%s@post.example>" % uuid4().hex.encode(), MIME, b"", text.encode())
    return b"\r\n".join((*head, *rest))


def active(html: str) -> list[str]:
    """What in a page could act and is not of our own making."""
    tree = LexborHTMLParser(html)
    found = [node.html or "" for node in tree.css("script") if not _is_ours(node.attributes.get("src") or "")]
    for node in tree.css("*"):
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        bad = [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc"}]
        targets = [attributes.get(name, "").strip().lower() for name in ("href", "src", "action", "formaction")]
        if bad or any(EVIL in each or each.startswith(("javascript:", "data:")) for each in targets):
            found.append((node.html or "")[:120])
    found += [node.html or "" for node in tree.css("svg:not(.icon), img[src=x], iframe, object, embed, base")]
    return [each for each in found if "/static/" not in each]


def _is_ours(source: str) -> bool:
    return source.startswith("/static/")


async def hostile_case(whole: WholeDesk) -> tuple[str, str]:
    """A request whose name, subject and text are all payload, worked on until there are tasks; message and case."""
    handler = await whole.token("handler")
    incoming = await whole.receive(raw_mail(NAME, f"Mijn gegevens {PAYLOADS[1]}", f"{ASKS}\n{ALL}\n"))
    case = await case_of(whole, incoming, handler)
    task = await with_tasks(whole, case, handler)
    answer = {f"outcome-{task}": "found", f"text-{task}": ALL, f"note-{task}": ALL}
    assert (await whole.send(f"/staff/tasks/{task}/answer", handler, **answer)).status == 303
    version = await whole.one("fulfil", "SELECT version FROM fulfil_case")
    told = {"version": version, "words": ALL, "expected": "2026-11-20"}
    assert (await whole.send(f"/staff/cases/{case}/status", handler, **told)).status == 303
    await whole.house.settle()
    return incoming, case


async def pages_with(whole: WholeDesk, incoming: str, case: str) -> dict[str, str]:
    """Every page of staff that shows something of this request."""
    officer, letters = await whole.token("fg"), "SELECT id FROM delivery WHERE letter = :letter"
    paths = [
        "/staff/queue?tab=all",
        f"/staff/queue?q={PAYLOADS[0]}",
        "/staff/tasks",
        f"/staff/cases/{case}",
        "/staff/verify?tab=look",
        f"/staff/verify/{case}",
        "/staff/triage?tab=filed",
        f"/staff/triage/{incoming}",
        f"/staff/messages/{incoming}",
        f"/staff/letters/{await whole.one('notify', letters, letter='T01')}",
        f"/staff/letters/{await whole.one('notify', letters, letter='T09')}",
    ]
    pages = {}
    for path in paths:
        answer = await whole.ask("GET", path, officer)
        pages[path] = await answer.text()
        assert answer.status == 200, path
    return pages


async def test_markup_in_a_mail_is_shown_as_text(whole: WholeDesk) -> None:
    """Name, subject and text of a mail and the words of colleagues, on each page that shows them."""
    incoming, case = await hostile_case(whole)
    pages = await pages_with(whole, incoming, case)
    assert {path: active(html) for path, html in pages.items() if active(html)} == {}
    shown = {path: LexborHTMLParser(html).text() for path, html in pages.items()}
    for path in (f"/staff/cases/{case}", f"/staff/messages/{incoming}"):
        assert all(payload in shown[path] for payload in PAYLOADS), path
        assert NAME in shown[path]
    assert NAME in shown["/staff/queue?tab=all"]


async def test_markup_in_an_unclear_mail_is_shown_as_text_in_triage(whole: WholeDesk) -> None:
    """The list and the page where a person decides, with the forms that hold the name and the address."""
    words = f"Goedemiddag, kunt u mij bellen?\n{ALL}\n"
    incoming = await whole.receive(raw_mail(NAME, f"{PAYLOADS[1]} {PAYLOADS[0]}", words))
    handler = await whole.token("handler")
    if await whole.one("intake", "SELECT state FROM incoming") == "request":
        pytest.fail("this mail is meant to be unclear")
    tab = "unsure" if await whole.one("intake", "SELECT state FROM incoming") == "triage" else "filed"
    for path in (f"/staff/triage?tab={tab}", f"/staff/triage/{incoming}"):
        html = await (await whole.ask("GET", path, handler)).text()
        assert active(html) == [], path
        assert PAYLOADS[0] in LexborHTMLParser(html).text(), path


async def test_a_letter_holds_markup_and_templates_as_they_were_written(whole: WholeDesk) -> None:
    """What a colleague or a requester wrote is text in both forms of a letter; nothing is computed."""
    await hostile_case(whole)
    letters = whole.world.kept(NOOR)
    assert letters
    status = next(letter for letter in letters if "${7*7}#{7*7}" in letter.text)
    assert "{{ 7*7 }}{% print(7*7) %}" in status.text
    assert status.text.startswith("Hallo,"), "a name that is no name is left out of the greeting"
    for letter in letters:
        assert "49" not in re.sub(r"http\S+", "", letter.text), letter.subject  # a port or a code may hold it
        assert active_in_letter(letter) == [], letter.subject


def active_in_letter(letter: KeptMail) -> list[str]:
    """As for pages; a letter may style itself, but holds no picture, form or script at all."""
    tree = LexborHTMLParser(letter.html)
    found = [node.html or "" for node in tree.css("script, img, svg, form, button, iframe, object, embed, base, link")]
    links = [node.attributes.get("href") or "" for node in tree.css("a")]
    found += [link for link in links if not link.startswith(("http://127.0.0.1", "https://", "mailto:", "tel:"))]
    found += [link for link in links if EVIL in link]
    acting = [node for node in tree.css("*") if any(name.lower().startswith("on") for name in node.attributes)]
    return found + [node.html or "" for node in acting]


INJECTIONS: Final = (
    "Mijn gegevens\r\nBcc: everyone@evil.example",
    "Mijn gegevens\nX-Evil: 1\n\n<b>body</b>",
    "Mijn gegevens\r\n\r\n.\r\nMAIL FROM:<x@evil.example>",
    "Mijn gegevens\u2028Bcc: x@evil.example\x0b\x0c\x1c\x85",
)


@pytest.mark.parametrize("text", INJECTIONS)
async def test_no_line_of_a_mail_becomes_a_header_of_a_letter(whole: WholeDesk, text: str) -> None:
    """Encoded line ends in subject and name: the letter goes to one person and has the headers of every letter."""
    plain = await whole.receive(bytes(mail("Sam", "sam@clients.example", "Mijn gegevens", ASKS)))
    hostile = await whole.receive(raw_mail(text, text, ASKS))
    assert hostile != plain
    model = next(iter(whole.world.kept("sam@clients.example")))
    letters = whole.world.kept(NOOR)
    assert len(letters) == 1, "the letter went out, to one address"
    assert {letter.to for letter in whole.world.kept()} == {NOOR, "sam@clients.example"}
    assert set(letters[0].headers) == set(model.headers)
    assert EVIL not in "".join(value for name, value in letters[0].headers.items() if name.lower() != "subject")


@pytest.mark.parametrize("field", ["name", "address", "text"])
async def test_no_field_of_a_form_becomes_a_header_of_a_letter(whole: WholeDesk, field: str) -> None:
    """A request registered by hand: a crooked address is refused, a crooked name is only a name."""
    handler = await whole.token("handler")
    fields = {
        "token": "t" * 26,
        "name": "Noor",
        "address": NOOR,
        "channel": "phone",
        "received_on": "2026-11-02",
        "kinds": "access",
        "language": "nl",
        "text": "Wat weten jullie van mij?",
    }
    fields[field] += "\r\nBcc: everyone@evil.example\r\n\r\nHallo"
    answer = await whole.send("/staff/triage/new", handler, **fields)
    await whole.house.settle()
    assert answer.status == (400 if field == "address" else 303)
    assert {letter.to for letter in whole.world.kept()} <= {NOOR}
    for letter in whole.world.kept():
        assert not {"bcc", "cc"} & {name.lower() for name in letter.headers}


CROOKED: Final = (
    *("a@b.example\r\nBcc: x@evil.example", "a b@c.example", "<a@b.example>", "a@b.example,x@evil.example"),
    *("a;x@b.example", '"a"@b.example', "a(x)@b.example", "a\\@b.example", "@b.example", "a@", "a"),
)


async def test_an_account_is_not_named_by_markup_or_headers(whole: WholeDesk) -> None:
    """A colleague's name is text as well; an address with a line end is refused."""
    admin = await whole.token("admin")
    who = await whole.invite(NAME, "bo@desk.example", Role.HANDLER)
    assert who
    html = await (await whole.ask("GET", "/staff/accounts", admin)).text()
    assert active(html) == []
    assert NAME in LexborHTMLParser(html).text()
    for address in CROOKED:
        sent = await whole.send("/staff/accounts", admin, name="Bo", address=address, roles="handler")
        assert sent.status == 400, address


async def test_the_names_of_attachments_are_only_shown(whole: WholeDesk) -> None:
    """Paths, markup and control signs in a file name reach neither the disk nor the page's structure."""
    written = mail("Noor", NOOR, "Mijn gegevens", ASKS)
    names = ("../../etc/passwd", "<img src=x onerror=alert(7)>.png", "a\u202egnp.exe", "C:\\evil\\x.bat")
    for name in names:
        written.add_attachment(b"inhoud", maintype="application", subtype="octet-stream", filename=name)
    incoming = await whole.receive(bytes(written))
    handler, data = await whole.token("handler"), whole.house.settings.data_dir
    html = await (await whole.ask("GET", f"/staff/messages/{incoming}", handler)).text()
    assert active(html) == []
    assert [path.name for path in (data / "mail").iterdir()] == [f"{incoming}.1.sealed"]
    assert not [path for path in data.rglob("*") if "passwd" in path.name or "evil" in path.name]
    assert whole.world.kept(NOOR), f"a request to {DESK} is answered all the same"
