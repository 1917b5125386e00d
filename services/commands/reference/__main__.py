"""Write docs/reference.md, docs/asyncapi.yaml and privacybalie.example.toml.

`--check` only looks: exit code 1 when something is stale. The same code gives the same bytes, on every machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

from services.commands.reference import (
    asyncapi,
    command_line,
    example,
    letters,
    machines,
    messages,
    routes,
    rules,
    settings,
)

ROOT = Path(__file__).parents[3]
HEAD = (
    "# Reference\n\n"
    "Written by `make reference` from the code itself; do not change it by hand.\n"
    "The words are explained in [the glossary](glossary.md).\n"
)


def made() -> dict[str, str]:
    """Every generated file by its path from the root, with its text."""
    parts = (command_line, settings, messages, machines, routes, letters, rules)
    return {
        "docs/reference.md": "\n".join([HEAD, *(part.section() for part in parts)]),
        "docs/asyncapi.yaml": asyncapi.document(),
        "privacybalie.example.toml": example.document(),
    }


def stale(root: Path = ROOT) -> list[str]:
    """The files that are not what they would be if they were written now."""
    return [name for name, text in made().items() if not _is(root / name, text)]


def _is(file: Path, text: str) -> bool:
    return file.exists() and file.read_text(encoding="utf-8") == text


def main() -> int:
    """Write, or with `--check` look."""
    if "--check" in sys.argv[1:]:
        late = stale()
        print(f"stale: {', '.join(late)}. Run `make reference`." if late else "the reference is fresh")
        return 1 if late else 0
    for name, text in made().items():
        file = ROOT / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"written: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
