"""What the child runs that opens files."""

from __future__ import annotations

from services.verify.checks.door import Frame, findings_as_json
from services.verify.checks.opening.opener import open_copy
from services.verify.checks.pixel_frames import leaves_as_frame


def open_frame(data: bytes, facts: dict[str, object]) -> Frame:
    """Open a file for `Confined`; `facts` may hold `declared_name`. Out go findings, and pixels if there are any."""
    name = facts.get("declared_name")
    opened = open_copy(data, name if isinstance(name, str) else None)
    leaves, pixels = leaves_as_frame(opened.leaves)
    return {"findings": findings_as_json(opened.findings), "failure": opened.failure, "leaves": leaves}, pixels
