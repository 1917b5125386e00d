"""Three years after a request was closed nothing of it can be read in any service, in rows or in files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.contracts import SERVICES
from shared.platform.crypto import CannotOpen
from shared.platform.process import tidy
from tests.faults.walk import ASKS
from tests.security.filled import case_of, with_tasks
from tests.security.whole_desk import WholeDesk, mail, opened

pytestmark = pytest.mark.slow

NAME, ADDRESS = "Kanarie Vogelaar", "kanarie@clients.example"
KEEPS = {"fulfil": ("staff",), "intake": (), "verify": (), "notify": ()}
"""Tables of colleagues, who still work here."""


async def sealed(desk: WholeDesk) -> list[str]:
    """Where a sealed text or a message with one still lies."""
    found = []
    for service in SERVICES:
        async with desk.house.desk(service).database.read() as connection:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
            for table in (await connection.execute(text(names))).scalars().all():
                if table.startswith(("sqlite", *KEEPS[service])):
                    continue
                rows = (await connection.execute(text(f'SELECT * FROM "{table}"'))).mappings().all()  # noqa: S608 -- own names
                found += [
                    f"{service}.{table}.{k}" for row in rows for k, v in row.items() if k.endswith("_sealed") and v
                ]
    return found


async def test_nothing_personal_is_left_in_any_service(tmp_path: Path) -> None:
    """R6-9, R6-12: each service removes its own when fulfil says that the content is gone."""
    async with opened(tmp_path) as desk:
        handler, officer, house = await desk.token("handler"), await desk.token("fg"), desk.house
        incoming = await desk.receive(bytes(mail(NAME, ADDRESS, "Mijn gegevens", ASKS)))
        case = await case_of(desk, incoming, handler)
        await with_tasks(desk, case, handler)
        version = await desk.one("fulfil", "SELECT version FROM fulfil_case WHERE id = :id", id=case)
        step = {"version": version, "event": "withdraw", "note-withdraw": "Kanarie says so."}
        assert (await desk.send(f"/staff/cases/{case}/step", officer, **step)).status == 303
        await house.settle()
        assert {where.partition(".")[0] for where in await sealed(desk)} == set(SERVICES)
        assert list((tmp_path / "mail").iterdir())
        # The days of the years pass, and each service does its rounds.
        house.clock.jump(timedelta(days=3 * 366))
        await house.settle()
        house.clock.jump(timedelta(days=15))
        for service in SERVICES:
            await tidy(house.desk(service))
        assert await sealed(desk) == []
        assert list((tmp_path / "mail").iterdir()) == []
        for scope in (case, incoming):
            with pytest.raises(CannotOpen):
                await house.desk("fulfil").keyring.box(scope, "corr")
        handler = await desk.token("handler")  # the sessions of then are long over
        assert (await desk.ask("GET", f"/staff/messages/{incoming}", handler)).status in {200, 404, 410}
        assert NAME not in await (await desk.ask("GET", f"/staff/cases/{case}", handler)).text()
