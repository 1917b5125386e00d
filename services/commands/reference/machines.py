"""The reference's chapter on the three state machines, drawn from their tables."""

from __future__ import annotations

from services.fulfil.rules.lifecycle import LIFECYCLE
from services.notify.rules.sending import DELIVERY
from services.verify.rules.verification import VERIFICATION


def section() -> str:
    """The chapter."""
    drawings = {
        "A case (fulfil)": LIFECYCLE.mermaid(),
        "A verification (verify)": VERIFICATION.mermaid(),
        "A delivery (notify)": DELIVERY.mermaid(),
    }
    lines = ["## State machines\n", "An arrow is labelled with the event and, in brackets, who may cause it.\n"]
    lines += [f"### {name}\n\n```mermaid\n{drawing}```\n" for name, drawing in drawings.items()]
    return "\n".join(lines)
