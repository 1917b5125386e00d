"""The long-lived keys: one file each in the key directory, readable for the desk only.

`wrap-<compartment>` wraps the data keys of a compartment; `index`, `audit` and `reference` have one purpose each. A
process is given only the files that it needs, so what it does not hold it cannot open.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from pathlib import Path

from shared.platform.config import BadConfiguration
from shared.platform.crypto import KEY_BYTES, new_key

SINGLE = ("index", "audit", "reference")


def make_missing(directory: Path, compartments: Iterable[str]) -> list[str]:
    """Make the keys that are not there yet (mode 0600); returns the names of the new ones."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = []
    for name in [*SINGLE, *(f"wrap-{c}" for c in compartments)]:
        file = directory / name
        if file.exists():
            continue
        file.touch(mode=0o600)
        file.write_text(base64.b64encode(new_key()).decode() + "\n", encoding="ascii")
        made.append(name)
    return made


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
