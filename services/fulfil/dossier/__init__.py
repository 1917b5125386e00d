"""The answer package: what was found, readable for people and for machines, in one ZIP. No I/O of its own.

`write(package, sink)` writes the ZIP into any binary sink, piece by piece.
"""

from services.fulfil.dossier.archive import NotAsApproved, write
from services.fulfil.dossier.contents import Attached, Controller, Entry, Left, LeftFile, Package, Unfound
from services.fulfil.dossier.words import masking_words, words

__all__ = [
    "Attached",
    "Controller",
    "Entry",
    "Left",
    "LeftFile",
    "NotAsApproved",
    "Package",
    "Unfound",
    "masking_words",
    "words",
    "write",
]
