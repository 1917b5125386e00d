"""Journey: a confirmed case mails a colleague without an account, who answers by link; the case sees it."""

from __future__ import annotations

from pathlib import Path

from aiohttp import FormData

from services.fulfil.usecases.routing import holder_id
from tests.journeys.live import link_in
from tests.security.filled import ASKS, case_of, with_tasks
from tests.security.whole_desk import mail, opened

HOLDER = "back@bureau.example"


async def test_a_colleague_without_an_account_answers_by_mail(tmp_path: Path) -> None:
    """All four services, a real mail server and the real pages; nothing in the mail that need not be there."""
    async with opened(tmp_path) as desk:
        officer, handler = await desk.token("fg"), await desk.token("handler")
        reach = {"version": "0", "address": HOLDER, "language": "nl"}
        kept = await desk.send(f"/staff/routes/holders/{holder_id('Backoffice')}", officer, **reach)
        assert kept.status == 303, await kept.text()
        message = await desk.receive(bytes(mail("Noor", "noor@clients.example", "Mijn gegevens", ASKS)))
        case = await case_of(desk, message, handler)
        await with_tasks(desk, case, handler)
        letters = desk.world.kept(HOLDER)
        assert len(letters) == 2, "one a task"
        for letter in letters:
            assert "Een taak voor jou" in letter.subject
            assert all(word not in letter.text + letter.subject for word in ("Noor", "noor@", "contactgegevens"))
        link = next(link_in(letter.text, "/task") for letter in letters if "KVS" in letter.text)
        shown = await desk.send("/task/open", code=link)
        assert shown.status == 200
        assert "noor@clients.example" in await shown.text()
        form = FormData(default_to_multipart=True)
        for name, value in (("code", link), ("outcome", "found"), ("text", "Two letters of 2024.")):
            form.add_field(name, value)
        form.add_field("file", b"%PDF-1.7 ...", filename="letters.pdf")
        answered = await desk.ask("POST", "/task/answer", data=form)
        assert answered.status == 200, await answered.text()
        page = await (await desk.ask("GET", f"/staff/cases/{case}", handler)).text()
        for words in ("Two letters of 2024.", "letters.pdf", "Answered by Backoffice"):
            assert words in page
        again = await desk.send("/task/open", code=link)
        assert again.status == 409
