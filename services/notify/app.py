"""Notify put together: its doors, its edges, and the tools that its use cases work with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from email.message import EmailMessage

from services.notify import archive, smtp
from services.notify.listen import HEARD
from services.notify.render import FieldMissing, FieldUnfit, preview_facts, render
from services.notify.rules.markup import Rendered
from services.notify.rules.sending import Archive
from services.notify.rules.troubles import Trouble
from services.notify.timers import RUNG, watch
from services.notify.usecases.tools import LOOK_UP, WAY_OUT, WRITER, Later, Link, Lost, Never, Unwritable
from services.notify.web import add_routes
from shared.contracts.settings import Controller, Settings
from shared.platform.desk import Desk
from shared.platform.process import Office
from shared.vocabulary import Language, Letter


class LetterWriter:
    """Writes letters with the controller's block of the configuration."""

    def __init__(self, controller: Controller) -> None:
        self._controller = controller

    def write(self, letter: Letter, language: Language, facts: Mapping[str, object]) -> Rendered:
        """The letter with these facts; raises `Unwritable`."""
        try:
            return render(letter, language, facts, self._controller)
        except FieldMissing as error:
            raise Unwritable(Trouble.INCOMPLETE, error.field) from None
        except FieldUnfit as error:
            raise Unwritable(Trouble.UNFIT, error.field) from None

    def sample(self, letter: Letter, language: Language) -> Rendered:
        """The letter with invented facts."""
        return render(letter, language, preview_facts(letter, language), self._controller)


@contextmanager
def _in_our_words() -> Iterator[None]:
    """Say what SMTP said in the words of the use cases."""
    try:
        yield
    except smtp.SafeToRetry as error:
        raise Later(str(error)) from None
    except smtp.Refused as error:
        raise Never(str(error)) from None
    except smtp.Uncertain as error:
        raise Lost(str(error)) from None


class SmtpLink:
    """One connection to the mail server."""

    def __init__(self, link: smtp.Link) -> None:
        self._link = link

    async def envelope(self, sender: str, recipient: str) -> None:
        """Name both sides; raises `Later` or `Never`."""
        with _in_our_words():
            await self._link.envelope(sender or smtp.NOBODY, recipient)

    async def data(self, message: EmailMessage) -> str:
        """Hand the mail over; raises `Later`, `Never` or `Lost`."""
        with _in_our_words():
            return await self._link.data(message)


class SmtpWayOut:
    """Connections as the configuration says; the desk introduces itself by the domain of its sender."""

    def __init__(self, settings: Settings) -> None:
        self._smtp = settings.smtp
        self._domain = settings.mail.sender.partition("@")[2]

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Link]:
        """A fresh connection; raises `Later` when it cannot be made."""
        with _in_our_words():
            async with smtp.connect(self._smtp, self._domain) as link:
                yield SmtpLink(link)


class ArchiveLookUp:
    """Looks into the configured archive, if there is one."""

    def __init__(self, settings: Settings) -> None:
        self._archive = settings.archive

    async def __call__(self, message_id: str) -> Archive | None:
        """What the archive says of this Message-ID; None when it cannot be asked now."""
        if not self._archive.enabled:
            return Archive.NONE
        try:
            found = await archive.find(self._archive, message_id)
        except archive.ArchiveUnreachable:
            return None
        return Archive.HOLDS_IT if found else Archive.HOLDS_IT_NOT


@asynccontextmanager
async def tools(desk: Desk) -> AsyncIterator[None]:
    """Lay out the tools; there is nothing to give back, for every connection is a fresh one."""
    desk.tools[WRITER] = LetterWriter(desk.settings.controller)
    desk.tools[WAY_OUT] = SmtpWayOut(desk.settings)
    desk.tools[LOOK_UP] = ArchiveLookUp(desk.settings)
    yield


OFFICE = Office(
    name="notify",
    package="services.notify",
    handlers={**HEARD, **RUNG},
    add_routes=add_routes,
    edges=(watch,),
    tools=tools,
)
