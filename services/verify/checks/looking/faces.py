"""Is a face visible: the photo, a pale or small second one, also upside down?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from services.verify.checks.copy import Finding, FindingKind
from services.verify.checks.eyes import load
from services.verify.checks.leaf import Pixels
from services.verify.checks.page import Box, Page

if TYPE_CHECKING:
    from services.verify.checks.eyes.faces import Face

_FINE, _MIDDLE, _COARSE = 960, 640, 480  # pixels: small photos show in the fine one, noisy ones in the others
_ROOM = 0.15  # of a document, on each side: it may reach further than its model says
_UPRIGHT, _TURNED, _EQUALISED = 0.40, 0.65, 0.45  # from this score on it is a face
_SOFTER = 2.0  # pixels; grain and the document's pattern hide a pale face from the model, softness does not


def faces(page: Page) -> tuple[Finding, ...]:
    """Find faces, sharp, soft and with contrast raised; upside down as well when it is not sure which side is up."""
    soft = np.asarray(cv2.GaussianBlur(page.straight, (0, 0), _SOFTER), np.uint8)
    ways = ((soft, _MIDDLE, _UPRIGHT), (_equalised(soft), _COARSE, _EQUALISED))
    found = _closely(page)
    found += [_box(face) for pixels, size, sure in ways for face in load().faces.find(pixels, size, sure)]
    if not page.sure_upright:
        found += _upside_down(page.straight)
    reason = "A face is visible. Cover the photo, and any second or small photo, completely."
    return tuple(page.found(FindingKind.FACE, reason, box) for box in apart(found))


def _closely(page: Page) -> list[Box]:
    """Faces in fine detail: where the documents lie, if they were recognised, or on the whole page."""
    height, width = page.straight.shape[:2]
    whole = Box(0, 0, width, height)
    for number, contenders in enumerate(page.models):
        lies = contenders[0].whole
        lies = lies.grown(_ROOM * lies.wide, _ROOM * lies.high)
        whole = lies if number == 0 else whole.joined(lies)
    left, top = max(int(whole.left), 0), max(int(whole.top), 0)
    part = page.straight[top : int(whole.bottom), left : int(whole.right)]
    size = round(_FINE * max(part.shape[:2]) / max(height, width))
    return [
        Box(left + face.left, top + face.top, left + face.right, top + face.bottom)
        for face in load().faces.find(part, size, _UPRIGHT)
    ]


def _box(face: Face) -> Box:
    return Box(face.left, face.top, face.right, face.bottom)


def _upside_down(pixels: Pixels) -> list[Box]:
    height, width = pixels.shape[:2]
    turned = np.ascontiguousarray(pixels[::-1, ::-1])
    found = load().faces.find(turned, _MIDDLE, _TURNED)
    return [Box(width - face.right, height - face.bottom, width - face.left, height - face.top) for face in found]


def _equalised(pixels: Pixels) -> Pixels:
    """Raise the contrast everywhere for itself, so that a pale photo shows."""
    light, red, blue = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB))
    raised = cv2.createCLAHE(3.0, (8, 8)).apply(light)
    return np.asarray(cv2.cvtColor(cv2.merge((raised, red, blue)), cv2.COLOR_LAB2RGB), np.uint8)


def apart(boxes: list[Box]) -> list[Box]:
    """Each place once."""
    kept: list[Box] = []
    for box in boxes:
        if all(box.shared(other) < 0.3 * min(box.area, other.area) for other in kept):
            kept.append(box)
    return kept
