"""privacybalie.example.toml: every key with its default, as a comment."""

from __future__ import annotations

import textwrap

from services.commands.reference.settings import Key, as_toml, is_repeated, sections

HEAD = """\
# Copy to privacybalie.toml and take the mark off what you change. `make reference` writes this file.
# Every key can also be given as a variable: web.port is PRIVACYBALIE_WEB__PORT.
# Secrets do not stand here: keys that end in _file name the file that holds one.
"""
UNSET = "not set by default"


def document() -> str:
    """The whole file."""
    lines = [HEAD]
    for name, (said, keys) in sections().items():
        if name:
            mark, title = ("# ", f"[[{name}]]") if is_repeated(name) else ("", f"[{name}]")
            lines += [_comment(said), f"{mark}{title}\n"]
        lines += [_key(key) for key in keys]
    return "\n".join(lines)


def _key(key: Key) -> str:
    if key.default is None:
        return f'{_comment(key.said)}\n# {key.name} = "{_invented(key)}"  # {UNSET}\n'
    return f"{_comment(key.said)}\n# {key.name} = {as_toml(key.default)}\n"


def _invented(key: Key) -> str:
    known = {"category": "C01", "system": "KVS", "since": "2026-01-01", "kind": "sql", "directory": "exports"}
    return known.get(key.name, f"secrets/{key.section or 'desk'}")


def _comment(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 110, initial_indent="## ", subsequent_indent="## "))
