"""The keys of several scopes, found or made in one go."""

from __future__ import annotations

import pytest

from shared.platform.crypto import KeyDestroyed
from tests.platform.toy import House

PLACES = [("case-1", "corr"), ("case-2", "corr")]


async def test_who_thinks_that_a_key_is_new_gets_the_one_that_is_there(house: House) -> None:
    """What was sealed before opens; the key beside it is made, and is the one that is found later."""
    sealed = (await house.alpha.keyring.box(*PLACES[0])).seal("field", "before")
    boxes = await house.alpha.keyring.boxes(PLACES, are_new=True)
    later = boxes[1].seal("field", "after")
    assert boxes[0].unseal("field", sealed) == "before"
    assert (await house.alpha.keyring.box(*PLACES[1])).unseal("field", later) == "after"


async def test_a_destroyed_key_is_not_made_anew(house: House) -> None:
    """Not even for who thinks that it never was."""
    await house.alpha.keyring.destroy(*PLACES[0])
    with pytest.raises(KeyDestroyed):
        await house.alpha.keyring.boxes(PLACES, are_new=True)
