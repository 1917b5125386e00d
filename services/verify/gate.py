"""The black-out gate as the desk uses it: what is wished by configuration, what is counted, what goes further."""

from __future__ import annotations

import re

from prometheus_client import Counter

from services.verify.checks.copy import VISIBLE, Box, Finding, Judgement
from services.verify.checks.examine import Examiners, examine
from services.verify.checks.wish import Wish
from services.verify.rules.whereabouts import place_of
from services.verify.usecases import stumbling
from services.verify.usecases.tools import Judged, Reason
from shared.contracts.settings import Identity
from shared.platform.desk import Desk
from shared.platform.logs import log
from shared.vocabulary import Verdict

VERDICTS = Counter(
    "privacybalie_copies_judged", "Copies of identity documents by the verdict of the gate.", ("verdict",)
)
FAILURES = Counter("privacybalie_gate_failures", "Copies that the gate had no answer for, by what failed.", ("kind",))
BUSY = "busy"
_KIND = re.compile(r"[a-z_]{1,30}(:[A-Za-z_]\w{0,60})?")
"""What a failure looks like; a child that was taken over could say anything."""


async def judged(desk: Desk, by: Examiners, data: bytes, declared_name: str | None) -> Judged:
    """A file's judgement by confined children; of its findings only codes and boxes go further."""
    found = await examine(by, data, declared_name, wish_of(desk.settings.identity))
    VERDICTS.labels(found.verdict.value).inc()
    if found.failure is not None:
        kind = found.failure if _KIND.fullmatch(found.failure) else "answer"
        FAILURES.labels(kind).inc()
        log.warning("gate.failed", kind=kind)
        if kind != BUSY:
            await stumbling.note(desk, kind)
    return as_judged(found)


def wish_of(identity: Identity) -> Wish:
    """What becomes of a copy that shows something (R4.4-3, spec 4.5)."""
    if identity.auto_redact:
        return Wish.HIDE
    return Wish.JUDGE if identity.photo_must_be_hidden else Wish.HIDE_PHOTO


def as_judged(found: Judgement) -> Judged:
    """A judgement in the words of the desk. One that passed only because we painted is for a person, not accepted."""
    passed = found.verdict is Verdict.ACCEPTED
    ours = any(passed or finding.kind in VISIBLE for finding in found.painted)
    seen = dict.fromkeys([*found.painted, *found.findings])
    return Judged(
        verdict=Verdict.REVIEW if ours else found.verdict,
        reasons=tuple(Reason(f.reason, f.page, place_of(f.box)) for f in _decisive(found)),
        findings=tuple(_as_codes(finding, found) for finding in seen),
        pages=found.pages,
        picture=found.raster_png,
        busy=found.failure == BUSY,
        repainted=ours,
    )


def _decisive(found: Judgement) -> list[Finding]:
    """What the sender hears: of a refused copy what must be hidden, of any other all there is."""
    if found.verdict is not Verdict.REJECTED:
        return list(found.findings)
    return [finding for finding in found.findings if finding.kind in VISIBLE]


def _as_codes(finding: Finding, found: Judgement) -> dict[str, object]:
    codes: dict[str, object] = {"kind": finding.kind.value, "page": finding.page, "box": list(finding.box)}
    if finding in found.painted:
        codes["painted"] = True
    if 1 <= finding.page <= len(found.layout):
        codes["area"] = [round(side, 5) for side in _within(found.layout[finding.page - 1], finding.box)]
    return codes


def _within(page: Box, box: Box) -> Box:
    """A box of a page, as fractions of the picture in which the page lies."""
    left, top, right, bottom = page
    across, down = right - left, bottom - top
    return left + box[0] * across, top + box[1] * down, left + box[2] * across, top + box[3] * down
