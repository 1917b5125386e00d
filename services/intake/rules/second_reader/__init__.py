"""The second reader: sums of small weights, learned from invented messages, beside the rules (decision 0013)."""

from __future__ import annotations

from services.intake.rules.second_reader.features import features
from services.intake.rules.second_reader.merging import doubted, merged
from services.intake.rules.second_reader.opinion import Opinion, read

__all__ = ["Opinion", "doubted", "features", "merged", "read"]
