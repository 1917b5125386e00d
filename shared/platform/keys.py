"""The long-lived keys: one file each in the key directory, readable for the desk only.

`wrap-<compartment>` wraps the data keys of a compartment; `index`, `audit` and `reference` have one purpose each. A
process is given only the files that it needs, so what it does not hold it cannot open. `seal-<compartment>` is the
public half of a wrapping key, for a process that may fill the compartment and not open it.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
from collections.abc import Iterable
from pathlib import Path

from shared.platform.config import BadConfiguration
from shared.platform.crypto import KEY_BYTES, new_key, public_half

SINGLE = ("index", "audit", "reference")


def make_missing(directory: Path, compartments: Iterable[str], one_way: Iterable[str] = ()) -> list[str]:
    """Make the keys that are not there yet (mode 0600); returns the names of the new ones.

    `one_way` are the compartments that somebody may fill without being able to open them.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    wanted = [*SINGLE, *(f"wrap-{c}" for c in compartments)]
    made = [name for name in wanted if not (directory / name).exists()]
    for name in made:
        _write(directory / name, new_key())
    sealing = [c for c in one_way if not (directory / f"seal-{c}").exists()]
    for compartment in sealing:
        _write(directory / f"seal-{compartment}", public_half(read(directory, f"wrap-{compartment}")))
    return [*made, *(f"seal-{c}" for c in sealing)]


def sealing_key(directory: Path, compartment: str) -> bytes:
    """The public half for a compartment; a desk that has none yet makes it, where the wrapping key lies.

    Raises `BadConfiguration` with the remedy.
    """
    name, wrapping = f"seal-{compartment}", f"wrap-{compartment}"
    if (directory / name).exists():
        return read(directory, name)
    if not (directory / wrapping).exists():
        raise BadConfiguration(
            f"keys_dir: the key '{name}' is missing. Run `privacybalie keys init` (or deploy/make-secrets) where "
            f"'{wrapping}' lies, and give this process the new file."
        )
    key = public_half(read(directory, wrapping))
    # A directory that is mounted read-only stays as it is: the key is made anew at the next start.
    with contextlib.suppress(OSError):
        _write(directory / name, key)
    return key


def belongs(directory: Path, compartment: str) -> bool:
    """Whether the two halves of a compartment fit; raises `BadConfiguration` where one is missing."""
    return read(directory, f"seal-{compartment}") == public_half(read(directory, f"wrap-{compartment}"))


def _write(file: Path, key: bytes) -> None:
    file.touch(mode=0o600)
    file.write_text(base64.b64encode(key).decode() + "\n", encoding="ascii")


def read(directory: Path, name: str) -> bytes:
    """One key; raises `BadConfiguration` with the remedy."""
    file = directory / name
    try:
        key = base64.b64decode(file.read_text(encoding="ascii").strip(), validate=True)
    except OSError as error:
        raise BadConfiguration(
            f"keys_dir: the key '{name}' cannot be read ({error.strerror}). Run `privacybalie keys init` once, and "
            "keep a copy of the directory apart from the data."
        ) from error
    except (binascii.Error, UnicodeDecodeError) as error:
        raise BadConfiguration(f"keys_dir: '{name}' is not base64. Restore it from your copy.") from error
    if len(key) != KEY_BYTES:
        raise BadConfiguration(f"keys_dir: '{name}' must hold {KEY_BYTES} bytes in base64.")
    return key
