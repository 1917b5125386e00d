"""What the child runs that opens files."""

from __future__ import annotations

from services.verify.checks.door import Frame, findings_as_json, leaves_as_frame
from services.verify.checks.opening import open_copy


def open_frame(data: bytes, facts: dict[str, object]) -> Frame:
    """Open a file for `Confined`; `facts` may hold `declared_name`. Out go findings, and pixels if there are any."""
    name = facts.get("declared_name")
    opened = open_copy(data, name if isinstance(name, str) else None)
    leaves, pixels = leaves_as_frame(opened.leaves)
    return {"findings": findings_as_json(opened.findings), "failure": opened.failure, "leaves": leaves}, pixels
