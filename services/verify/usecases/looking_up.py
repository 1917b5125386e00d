"""What is on file of a requester: looked up in the client directory, or typed by staff as the file says (R4-3).

Nobody found, or several: then nothing is on file, and nothing is confirmed to anyone. What is found is sealed, shown
to staff only, and shredded when the case closes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from services.verify import ladder_store
from services.verify.ladder_store import FileEntry
from services.verify.rules.on_file import OnFile, Source, address, number
from services.verify.rules.verification import State
from services.verify.store import Verification
from services.verify.usecases.steps import claim
from services.verify.usecases.tools import Directory, DirectoryFails, directory_of
from shared.contracts.people import ID
from shared.platform.crypto import CannotOpen
from shared.platform.desk import Desk, Work
from shared.platform.logs import log
from shared.platform.sessions import Session
from shared.statetable import NotAllowed

_FIELD: Final = "on_file"
LONGEST: Final = 300
ASKING: Final = frozenset({State.OPEN, State.ASKED, State.COPY_RECEIVED, State.REJECTED})
"""While the question is open; when the case closes, the key of what is on file is destroyed for good."""


def scope_of(case_id: str, turn: int) -> str:
    """The scope of the key that seals what is on file."""
    return f"on_file:{case_id}:{turn}"


async def look_up(desk: Desk, case_id: str, version: int, actor: Session, term: str) -> None:
    """Ask the client directory. Raises `NotAllowed` when nobody, or more than one person, is meant."""
    directory = directory_of(desk)
    if directory is None:
        raise NotAllowed("No client directory is set up: type what the file says.", {})
    found = await _find(directory, case_id, term[:LONGEST])
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        work.note("identity.file_looked_up", case_id, actor.staff_id, known=len(found) == 1)
        if len(found) == 1:
            await _keep(desk, work, verification, actor, found[0], Source.DIRECTORY)
    if len(found) != 1:
        raise NotAllowed("Nobody, or more than one person, is known by that. Nothing is confirmed to anyone.", {})


async def _find(directory: Directory, case_id: str, term: str) -> Sequence[OnFile]:
    """Who is meant; without the addresses that several people have on file: those prove nothing."""
    try:
        found = await directory.find(term)
        if len(found) != 1:
            return found
        alone = [each for each in found[0].addresses if len(await directory.find(each)) == 1]
        return [replace(found[0], addresses=tuple(alone))]
    except DirectoryFails as error:
        log.warning("directory.fails", case=case_id, error=type(error).__name__)
        raise NotAllowed(
            "The client directory does not answer. Look into the file and type what it says.", {}
        ) from None


async def type_in(desk: Desk, case_id: str, version: int, actor: Session, mail: str, phone: str, since: date) -> None:
    """Note what the file says: an address, a telephone number or both, and since when they stand there."""
    known = OnFile(addresses=(mail,) if mail else (), numbers=(phone,) if phone else (), since=since)
    if (mail and not address(mail)) or (phone and not number(phone)) or not (mail or phone):
        raise NotAllowed("Type one whole e-mail address, one telephone number, or both, as the file has them.", {})
    async with desk.work() as work:
        verification = await claim(desk, work, case_id, version)
        await _keep(desk, work, verification, actor, known.usable(), Source.TYPED)
        work.note("identity.file_typed", case_id, actor.staff_id, source=Source.TYPED.value)


async def _keep(
    desk: Desk, work: Work, verification: Verification, actor: Session, known: OnFile, source: Source
) -> None:
    if verification.stands not in ASKING:
        raise NotAllowed("The question of identity is not open.", {})
    box = await desk.keyring.box(scope_of(verification.case_id, verification.round), ID)
    text = {"name": known.name, "addresses": known.addresses, "numbers": known.numbers, "client": known.client}
    born = known.birth_date.isoformat() if known.birth_date else ""
    await work.session.merge(
        FileEntry(
            case_id=verification.case_id,
            round=verification.round,
            source=source,
            found_sealed=box.seal(_FIELD, json.dumps({**text, "birth_date": born})),
            addresses=len(known.addresses),
            numbers=len(known.numbers),
            since=known.since,
            by=actor.staff_id,
            at=work.now,
        )
    )
    verification.version += 1


async def opened(desk: Desk, entry: FileEntry) -> OnFile:
    """What is on file, in clear; nothing once its key is gone."""
    try:
        box = await desk.keyring.box(scope_of(entry.case_id, entry.round), ID)
        kept = json.loads(box.unseal(_FIELD, entry.found_sealed))
    except CannotOpen:
        return OnFile()
    return OnFile(
        name=kept["name"],
        addresses=tuple(kept["addresses"]),
        numbers=tuple(kept["numbers"]),
        client=kept["client"],
        birth_date=date.fromisoformat(kept["birth_date"]) if kept["birth_date"] else None,
        since=entry.since,
    )


async def note_seen(desk: Desk, case_id: str, actor: Session) -> OnFile:
    """What is on file, for a member of staff who asked to see it: that is noted. Nothing when nothing is there."""
    async with desk.work() as work:
        verification = await work.session.get(Verification, case_id)
        entry = None if verification is None else await ladder_store.entry_of(work.session, verification)
        if entry is not None:
            work.note("identity.file_seen", case_id, actor.staff_id)
    return OnFile() if entry is None else await opened(desk, entry)


def received_on(desk: Desk, verification: Verification) -> date:
    """The day of receipt, on the desk's own clock."""
    return (verification.received_at or verification.opened_at).astimezone(ZoneInfo(desk.settings.timezone)).date()
