"""The chat on another site's page: only where it is configured, by one script, in a frame that only these may show."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from shared.contracts.settings import Chat
from tests.services.intake_desk import intake_desk

SITE = "https://www.bureau.example"


async def test_nobody_may_show_the_chat_unless_it_is_configured(tmp_path: Path) -> None:
    """No frame, no script."""
    async with intake_desk(tmp_path) as desk:
        async with desk.web.get("/chat") as page:
            assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
            assert page.headers["X-Frame-Options"] == "DENY"
        async with desk.web.get("/chat/embed.js") as script:
            assert script.status == 404


async def test_the_sites_that_are_named_may_show_the_chat_and_nothing_else(tmp_path: Path) -> None:
    """The policy names them; the staff's pages stay closed; the script may be loaded from there."""
    async with intake_desk(tmp_path, chat={"embed_on": [SITE]}) as desk:
        async with desk.web.get("/chat") as page:
            policy = page.headers["Content-Security-Policy"]
            assert f"frame-ancestors 'self' {SITE};" in policy
            assert "script-src 'self'" in policy
            assert "X-Frame-Options" not in page.headers
        async with desk.web.get("/chat/embed.js", headers={"Cookie": "lang=nl"}) as script:
            assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert "Vraag over je gegevens" in await script.text()
        async with desk.web.get("/staff/chats", headers=await desk.staff("handler")) as staff:
            assert "frame-ancestors 'none'" in staff.headers["Content-Security-Policy"]


async def test_the_cookie_is_hidden_from_scripts_and_kept_to_the_chat(tmp_path: Path) -> None:
    """HttpOnly, only for /chat, never in an address."""
    async with intake_desk(tmp_path) as desk, desk.web.get("/chat") as page:
        cookie = page.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "Path=/chat" in cookie
        assert "SameSite=Lax" in cookie
        assert cookie.partition("=")[2][:26] not in await page.text()


@pytest.mark.parametrize("origin", ["http://www.bureau.example", "https://a.example/path", "*", "https://a.example; x"])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    """It would go into a header."""
    with pytest.raises(ValidationError, match="is no origin"):
        Chat(embed_on=(origin,))


def test_office_hours_have_a_beginning_and_an_end() -> None:
    """In this order."""
    with pytest.raises(ValidationError, match="earlier"):
        Chat(opens="17:00", closes="09:00")
