"""The reference's chapter on the messages, read from the contracts."""

from __future__ import annotations

from services.commands.reference.tables import field_docs, field_types, first_line, table
from shared.contracts import ANNOUNCED, HEARD_BY
from shared.contracts.envelope import Envelope


def section() -> str:
    """The chapter."""
    lines = ["## Messages\n", "A machine reads the same in [asyncapi.yaml](asyncapi.yaml).", "Every message carries:\n"]
    lines.append(table(("field", "type"), [(f"`{n}`", field_types(Envelope)[n]) for n in Envelope.model_fields]))
    for service, models in ANNOUNCED.items():
        lines.append(f"### What {service} says\n")
        lines += [_one(model) for model in models]
    return "\n".join(lines)


def _one(model: type[Envelope]) -> str:
    said, types = field_docs(model), field_types(model)
    rows = [
        (f"`{name}`", types[name], said.get(name, ""))
        for name in model.model_fields
        if name not in Envelope.model_fields
    ]
    heard = ", ".join(HEARD_BY[model])
    one = ", ".join(f"`{name}`" for name in model.KEY)
    lines = [
        f"#### `{model.model_fields['type'].default}`\n",
        f"{first_line(model.__doc__)}\n",
        f"Heard by {heard}.",
        f"The same {one}: the same message.\n",
    ]
    if rows:
        lines.append(table(("field", "type", "meaning"), rows))
    return "\n".join(lines)
