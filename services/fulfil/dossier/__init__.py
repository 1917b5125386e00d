"""The answer package: what was found, readable for people and for machines, in one ZIP. No I/O of its own.

`write(package, sink)` writes the ZIP into any binary sink, piece by piece.
"""

from services.fulfil.dossier.archive import write
from services.fulfil.dossier.contents import Controller, Entry, Left, Package, Unfound
from services.fulfil.dossier.words import masking_words

__all__ = ["Controller", "Entry", "Left", "Package", "Unfound", "masking_words", "write"]
