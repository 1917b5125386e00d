"""The reference's chapter on the letters, read from notify's catalogue."""

from __future__ import annotations

from services.commands.reference.tables import table
from services.notify.letters.catalogue import forms
from shared.vocabulary import Language


def section() -> str:
    """The chapter."""
    rows = [
        (
            form.letter.value,
            form.name[Language.EN],
            form.name[Language.NL],
            form.recipient.value,
            "by itself" if form.automatic else "after a person's act",
            ", ".join(f"`{name}`" for name in form.required),
        )
        for form in forms().values()
    ]
    head = ("letter", "name", "Dutch", "to", "leaves", "required fields")
    return "\n".join(
        ["## Letters\n", "A letter with an empty required field does not leave (R8-1).\n", table(head, rows)]
    )
