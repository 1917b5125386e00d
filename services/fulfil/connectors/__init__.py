"""The systems that the desk reaches by itself: a database, a system over HTTP, files of an export.

`opened` gives those of the configuration, by system. What is not among them is done by hand, as ever.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from services.fulfil.connectors.files import FileConnector
from services.fulfil.connectors.http import HttpConnector
from services.fulfil.connectors.sql import SqlConnector
from services.fulfil.usecases.systems import Connector
from shared.contracts.connectors import Connector as Settings

__all__ = ["opened"]


@asynccontextmanager
async def opened(settings: Sequence[Settings]) -> AsyncIterator[Mapping[str, Connector]]:
    """Every connector of the configuration; nothing is connected before the first question."""
    found: dict[str, Connector] = {}
    async with AsyncExitStack() as stack:
        for each in settings:
            match each.kind:
                case "sql":
                    found[each.system] = stack.enter_context(SqlConnector(each))
                case "http":
                    found[each.system] = await stack.enter_async_context(HttpConnector(each))
                case "csv":
                    found[each.system] = FileConnector(each)
                case "hand":
                    pass
        yield found
