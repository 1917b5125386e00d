"""A fulfil office with a package on its way: its case, its two people, and the requester at their browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from shared.contracts.fulfil import AnswerApproved, DownloadCodeAsked
from shared.contracts.people import CODE, CONTACT, LINK
from shared.vocabulary import Category, Kind
from tests.services.fulfil_desk import CASE, FulfilDesk

OURS = {"Sec-Fetch-Site": "same-origin", "Cookie": "lang=en"}
CANARY = "kanarie-7f3a"
FOUND = {
    (Category.C01, "KVS"): f"Naam: Noor Bakker {CANARY}\nContactpersoon: Bram Anders, 06-00000000",
    (Category.C03, "CMS"): "profiel: noor\nwachtwoord: $2b$12$abcdefghijklmnopqrstuv",
    (Category.C05, "KVS"): "BSN 123456782, cliëntnummer 77",
    (Category.C08, "UWV"): "<script>alert(1)</script> fase 2",
    (Category.C12, "FIN"): '=HYPERLINK("https://evil.example")',
}
NAMES = {"hosting": "Voorbeeld Hosting B.V.", "payments": "Voorbeeld Betaling B.V.", "mail_host": "Voorbeeld Post B.V."}
"""Recipients as an office configures them, for an access answer names them (R2.2A-1)."""


async def approve(office: FulfilDesk, kind: Kind = Kind.ACCESS, outcome: str = "granted") -> None:
    """Bring a case to an approved answer, and let what follows run."""
    await office.hear(await office.request(kind, subject="Wat weten jullie van mij?"))
    assert await office.press("kinds", kinds=str(kind)) == 303
    await office.hear(await office.verified())
    await answer_tasks(office)
    await decide(office, outcome)


async def answer_tasks(office: FulfilDesk) -> None:
    """What the data holders found; everything else was not there."""
    for task in await office.tasks():
        text = FOUND.get((Category(task.category), task.system))
        if text and task.outcome is None:
            fields: dict[str, object] = {f"outcome-{task.id}": "found", f"text-{task.id}": text}
            assert (await office.post(f"/staff/tasks/{task.id}/answer", fields))[0] == 303
    rest = [task.id for task in await office.tasks() if task.outcome is None]
    if rest:
        assert (await office.post("/staff/tasks/nothing-found", {"task": rest}))[0] == 303


async def decide(office: FulfilDesk, outcome: str = "granted") -> None:
    """Two people decide; the second one checks the package, if the answer has one."""
    await propose(office, outcome)
    await check(office)
    assert await sign(office) == 303
    await office.settle()


async def propose(office: FulfilDesk, outcome: str = "granted", **said: object) -> None:
    """The first person proposes the answer; whatever is to be erased goes."""
    found = {f"outcome-{t.id}": "erased" for t in await office.tasks() if "erase" in t.actions and t.outcome == "found"}
    if found:
        assert await office.press("erasing", **found) == 303
    assert await office.press("propose", outcome=outcome, reasons="Dit is alles wat wij vonden.", **said) == 303


async def check(office: FulfilDesk, staff_id: str = "s-2") -> None:
    """The second person says that the package may go, as the page shows it now; nothing when there is none."""
    path = f"/staff/cases/{CASE}/package"
    async with office.web.get(path, headers=await office.as_staff(staff_id), allow_redirects=False) as answer:
        if answer.status == 303:
            return
        page = LexborHTMLParser(await answer.text())
    seen = page.css_first("form[action$='/check'] input[name=seen]")
    assert seen is not None, "the page has nothing to press"
    assert await office.press("package/check", staff_id, seen=str(seen.attributes["value"])) == 303


async def sign(office: FulfilDesk, staff_id: str = "s-2") -> int:
    """The second person approves what was proposed."""
    return await office.press("approve", staff_id, content_hash=(await office.decision()).content_hash)


async def approved(office: FulfilDesk) -> AnswerApproved:
    """The newest word to notify."""
    return (await office.said("answer.approved"))[-1]


async def link_of(office: FulfilDesk) -> str:
    """The link in the letter."""
    box = await office.desk.keyring.box(CASE, CONTACT)
    return box.unseal(LINK, (await approved(office)).link)


@dataclass
class Reader:
    """The requester at their browser."""

    office: FulfilDesk

    async def post(self, path: str, **fields: str) -> tuple[int, str, bytes]:
        """Send a form; status, content type, body."""
        async with self.office.web.post(path, data=fields, headers=OURS, allow_redirects=False) as answer:
            return answer.status, answer.content_type, await answer.read()

    async def ask(self, link: str) -> str:
        """Ask for a fresh code; returns the page."""
        status, _, body = await self.post("/download/code", code=link)
        assert status == 200
        return body.decode().replace(link, "")

    async def code(self, link: str) -> str:
        """Ask for a fresh code and read it in the mail."""
        await self.ask(link)
        said: DownloadCodeAsked = (await self.office.said("download.code_asked"))[-1]
        return (await self.office.desk.keyring.box(CASE, CONTACT)).unseal(CODE, said.code)

    async def enter(self, link: str, code: str) -> str:
        """Enter the code; the cookie that it gives, or nothing."""
        fields = {"link": link, "fresh": code}
        async with self.office.web.post("/download/file", data=fields, headers=OURS, allow_redirects=False) as answer:
            assert answer.status in {303, 400}
            given = answer.cookies.get("collect")
            self.office.web.session.cookie_jar.clear()  # it is sent by hand, so that a test can leave it out
            return f"collect={given.value}" if given else ""

    async def get(
        self, cookie: str, path: str = "/download/package", method: str = "GET", **headers: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Ask for the file, or another page, with the cookie."""
        sent = {"Cookie": f"lang=en; {cookie}", **headers}
        async with self.office.web.request(method, path, headers=sent, allow_redirects=False) as answer:
            return answer.status, answer.headers, await answer.read()

    async def fetch(self, link: str, code: str) -> tuple[int, bytes]:
        """Enter the code and collect the file; 400 for a code that opens nothing."""
        cookie = await self.enter(link, code)
        if not cookie:
            return 400, b""
        status, headers, body = await self.get(cookie)
        assert (headers["Content-Type"] == "application/zip") is (status == 200)
        return status, body
