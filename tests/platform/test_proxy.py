"""Who a request comes from, with and without a proxy in front."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from shared.platform.site import SITE, Site, source_of

PEER = "192.0.2.1"


def asked(named: str | None, *, behind_proxy: bool) -> web.Request:
    """A request from `PEER` whose X-Forwarded-For says `named`."""
    app = web.Application()
    app[SITE] = Site("desk", "company", "https://desk.example", behind_proxy=behind_proxy)
    headers = {} if named is None else {"X-Forwarded-For": named}
    return make_mocked_request("POST", "/", headers=headers, app=app).clone(remote=PEER)


@pytest.mark.parametrize("named", [None, "203.0.113.5", "203.0.113.5, 203.0.113.6"])
def test_without_a_proxy_nobody_says_who_they_are(named: str | None) -> None:
    """The header of a stranger counts for nothing: only the connection does."""
    assert source_of(asked(named, behind_proxy=False)) == PEER


@pytest.mark.parametrize(
    ("named", "source"),
    [("203.0.113.5", "203.0.113.5"), ("198.51.100.9, 203.0.113.5", "203.0.113.5"), (" ", PEER), (None, PEER)],
)
def test_behind_the_proxy_its_own_word_counts(named: str | None, source: str) -> None:
    """What the proxy wrote is the last entry; what a sender wrote before it is passed over."""
    assert source_of(asked(named, behind_proxy=True)) == source
