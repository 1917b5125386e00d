"""One service lays a file down for another and cannot open it again; what is fetched or forgotten is shredded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.platform import keys, migrate
from shared.platform.clock import JumpingClock
from shared.platform.config import BadConfiguration
from shared.platform.crypto import CannotOpen, KeyDestroyed, new_key, public_half, unwrap_one_way, wrap_one_way
from shared.platform.db import Database, locate
from shared.platform.handover import Gone, Handover
from shared.platform.keyring import Keyring, NoSuchCompartment, ScopeTaken

COPY = b"the picture of an identity document " * 1000


@pytest.fixture
def clock() -> JumpingClock:
    return JumpingClock(datetime(2026, 11, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
async def cabinet(tmp_path: Path) -> AsyncIterator[Database]:
    where = locate(f"sqlite:///{tmp_path}", migrate.CABINET)
    migrate.upgrade(migrate.Home(migrate.CABINET, where, "shared.platform.migrations"))
    database = Database(where, migrate.CABINET)
    yield database
    await database.close()


@pytest.fixture
def wrapping() -> bytes:
    return new_key()


@pytest.fixture
def giver(cabinet: Database, clock: JumpingClock, wrapping: bytes) -> Keyring:
    """Holds the public half only."""
    return Keyring(cabinet, {"corr": new_key()}, b"i" * 32, clock, {"id": public_half(wrapping)})


@pytest.fixture
def taker(cabinet: Database, clock: JumpingClock, wrapping: bytes) -> Keyring:
    """Holds the wrapping key."""
    return Keyring(cabinet, {"id": wrapping}, b"i" * 32, clock)


async def test_what_is_sealed_one_way_only_the_other_side_opens(giver: Keyring, taker: Keyring) -> None:
    """The giver has no box of that compartment, and nothing of it to destroy."""
    sealer = await giver.one_way("copy:1", "id")
    sealed = sealer.seal_file("copy", COPY)
    assert COPY[:20] not in sealed
    assert not hasattr(sealer, "unseal_file")
    assert (await taker.box("copy:1", "id")).unseal_file("copy", sealed) == COPY
    for forbidden in (giver.box, giver.destroy):
        with pytest.raises(NoSuchCompartment):
            await forbidden("copy:1", "id")
    with pytest.raises(NoSuchCompartment):
        await giver.one_way("copy:2", "corr")


async def test_a_scope_is_sealed_one_way_once(giver: Keyring, taker: Keyring) -> None:
    """A second key for it would leave one of the two files unreadable."""
    await giver.one_way("copy:1", "id")
    await taker.box("copy:2", "id")
    for taken in ("copy:1", "copy:2"):
        with pytest.raises(ScopeTaken):
            await giver.one_way(taken, "id")


async def test_shredding_a_one_way_key_makes_the_file_unreadable(giver: Keyring, taker: Keyring) -> None:
    """As with every other key; and the scope is never given out again."""
    await giver.one_way("copy:1", "id")
    await taker.destroy("copy:1", "id")
    with pytest.raises(KeyDestroyed):
        await taker.box("copy:1", "id")
    with pytest.raises(ScopeTaken):
        await giver.one_way("copy:1", "id")


def test_a_wrapped_key_opens_in_its_own_place_with_its_own_half_only(wrapping: bytes) -> None:
    """Another key, another place, a changed byte, or no key at all: nothing opens."""
    key = new_key()
    wrapped = wrap_one_way(public_half(wrapping), "here", key)
    assert unwrap_one_way(wrapping, "here", wrapped) == key
    assert wrap_one_way(public_half(wrapping), "here", key) != wrapped
    changed = bytes([wrapped[0] ^ 1]) + wrapped[1:]
    cases = [(new_key(), "here", wrapped), (wrapping, "there", wrapped), (wrapping, "here", changed)]
    cases += [(wrapping, "here", b""), (wrapping, "here", bytes(92))]
    for half, place, what in cases:
        with pytest.raises(CannotOpen):
            unwrap_one_way(half, place, what)


async def test_a_handed_over_file_is_opened_once_and_gone(
    giver: Keyring, taker: Keyring, cabinet: Database, clock: JumpingClock
) -> None:
    """Until it is removed it can be opened again, after a crash say; removing it twice does nothing."""
    name = await Handover(cabinet, giver, clock, "id").put(COPY)
    fetched = Handover(cabinet, taker, clock, "id")
    assert await fetched.open(name) == await fetched.open(name) == COPY
    await fetched.remove(name)
    await fetched.remove(name)
    with pytest.raises(Gone):
        await fetched.open(name)
    with pytest.raises(KeyDestroyed):
        await taker.box(f"handover:{name}", "id")


async def test_what_nobody_fetched_is_found_by_its_age(
    giver: Keyring, taker: Keyring, cabinet: Database, clock: JumpingClock
) -> None:
    """So that it can be destroyed."""
    given, fetched = Handover(cabinet, giver, clock, "id"), Handover(cabinet, taker, clock, "id")
    old = await given.put(COPY)
    clock.jump(timedelta(hours=23))
    await given.put(COPY)
    clock.jump(timedelta(hours=2))
    assert await fetched.waiting_since(clock.now() - timedelta(hours=24)) == [old]


def test_keys_are_made_in_halves_that_fit(tmp_path: Path) -> None:
    """`keys init` makes the public half beside the wrapping key, once."""
    assert "seal-id" in keys.make_missing(tmp_path, ["id"], ["id"])
    before = (tmp_path / "seal-id").read_bytes()
    assert keys.make_missing(tmp_path, ["id"], ["id"]) == []
    assert (tmp_path / "seal-id").read_bytes() == before
    assert keys.belongs(tmp_path, "id")
    assert keys.read(tmp_path, "seal-id") != keys.read(tmp_path, "wrap-id")


def test_a_desk_of_before_gets_its_public_half_where_the_wrapping_key_lies(tmp_path: Path) -> None:
    """Elsewhere the sentence says what to do."""
    with pytest.raises(BadConfiguration, match="keys init"):
        keys.sealing_key(tmp_path, "id")
    keys.make_missing(tmp_path, ["id"])
    made = keys.sealing_key(tmp_path, "id")
    assert made == keys.read(tmp_path, "seal-id") == keys.sealing_key(tmp_path, "id")
    assert (tmp_path / "seal-id").stat().st_mode & 0o077 == 0


def test_a_public_half_of_another_desk_is_seen(tmp_path: Path) -> None:
    """The doctor asks."""
    keys.make_missing(tmp_path, ["id"], ["id"])
    keys.make_missing(tmp_path / "other", ["id"], ["id"])
    (tmp_path / "seal-id").write_bytes((tmp_path / "other" / "seal-id").read_bytes())
    assert not keys.belongs(tmp_path, "id")
