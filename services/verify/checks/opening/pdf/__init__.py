"""PDF: what its pages show, and what lies beneath them: layers, notes, pictures, text, earlier versions."""

from __future__ import annotations

from services.verify.checks.opening.pdf.draw import draw

__all__ = ["draw"]
