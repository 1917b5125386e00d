"""Intake takes in a mail with an identity document, in a process to be killed: `python -m tests.faults.copy_child DIR`.

Started again in the same directory it finishes what was begun. Prints how often a copy was told, and what became of
the kept mail and the original.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from services.intake.store import Removal
from shared.vocabulary import Letter
from tests.services.intake_desk import intake_desk, mail
from tests.services.mailed import answer, photo

T02 = "<t02@desk.example>"


async def _work(directory: Path) -> str:
    async with intake_desk(directory) as intake:
        await intake.jump(minutes=30 * len(await intake.rows()))  # leases of an earlier life are over
        case = (await intake.case(mail())).case_id if len(await intake.rows()) < 2 else ""
        if case:
            letter = intake.letter(case, T02).model_copy(update={"letter": Letter.T02, "delivery_id": "d-t02"})
            await intake.hear(letter)
            await intake.take(answer("paspoort.png", In_Reply_To=T02))
        (row,) = [each for each in await intake.rows() if each.message_id_index and each.state == "attached"]
        kept = await intake.desk.tools["raw"].open(row.raw_name)
        async with intake.desk.look() as session:
            wanted = await session.get(Removal, row.id)
        told = len(await intake.said("identity.copy_mailed"))
        gone = "stripped" if photo()[:40] not in kept else "not stripped"
        files = len(list((directory / "mail").glob(f"{row.id}*")))
        return f"{told} told, {gone}, {files} file, removal {'wanted' if wanted else 'not wanted'}"


if __name__ == "__main__":
    print(asyncio.run(_work(Path(sys.argv[1]))))
