"""Where are square codes that a machine reads? QR and its kin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import zxingcpp

from services.verify.checks.leaf import Pixels

_SQUARE: Final = zxingcpp.BarcodeFormats((
    zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.MicroQRCode, zxingcpp.BarcodeFormat.RMQRCode,
    zxingcpp.BarcodeFormat.Aztec, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.PDF417,
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Code:
    """A code that can be read: its corners as a box in pixels. Never its content."""

    left: float
    top: float
    right: float
    bottom: float


class CodeReader:
    """Reads codes to know that they can be read."""

    def find(self, pixels: Pixels) -> list[Code]:
        """Every square code that decodes. Broken ones are not asked for: the library then invents some."""
        found = zxingcpp.read_barcodes(pixels, formats=_SQUARE, return_errors=False)
        return [_placed(code) for code in found]


def _placed(code: zxingcpp.Barcode) -> Code:
    corners = [
        code.position.top_left, code.position.top_right, code.position.bottom_left, code.position.bottom_right,
    ]  # fmt: skip
    across, down = [float(corner.x) for corner in corners], [float(corner.y) for corner in corners]
    return Code(min(across), min(down), max(across), max(down))
