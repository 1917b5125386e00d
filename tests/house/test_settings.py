"""A key of the configuration that nobody reads would promise something that does not happen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import BaseModel

from shared.contracts.settings import Settings

DECLARED = {Path("shared/contracts/settings.py"), Path("shared/platform/config.py")}
ROOT = Path(__file__).parents[2]


def keys(model: type[BaseModel]) -> dict[str, object]:
    """Every key below a section, by its own name, with its type."""
    found: dict[str, object] = {}
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= keys(inner)
        else:
            found[name] = inner
    return found


def has_one_value(kind: object) -> bool:
    """A key that can only have its default promises nothing more."""
    return get_origin(kind) is Literal and len(get_args(kind)) == 1


def test_every_key_is_read_by_the_product() -> None:
    """Outside the modules that declare the keys, or by a property beside them."""
    files = [
        path
        for folder in ("services", "shared")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
    ]
    elsewhere = "\n".join(path.read_text() for path in files if path.relative_to(ROOT) not in DECLARED)
    beside = "\n".join(re.findall(r"self\.\w+", "\n".join((ROOT / path).read_text() for path in DECLARED)))
    unread = [
        name
        for name, kind in keys(Settings).items()
        if not has_one_value(kind) and not re.search(rf"\.{name}\b", elsewhere + beside)
    ]
    assert unread == []
